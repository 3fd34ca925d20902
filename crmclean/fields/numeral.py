"""One number as people and programs write it, by a small grammar of its own; what does not fit is never half read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from crmclean import resources

__all__ = ["Mark", "Numeral", "plain", "read_numeral", "without_currency"]

Mark = Literal[".", ","]

_SCALES: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("k", "tsd", "thousand", "tausend"), 3),
        **dict.fromkeys(("lakh", "lakhs", "lac"), 5),
        **dict.fromkeys(("m", "mm", "mn", "mio", "mln", "million", "millions", "millionen"), 6),
        **dict.fromkeys(("crore", "crores", "cr"), 7),
        **dict.fromkeys(("b", "bn", "mrd", "mld", "billion", "billions", "milliarden"), 9),
    }
)
"""Powers of ten by suffix; lower case."""
_LARGEST_EXPONENT = 30
_NOT_DIGIT = re.compile("[^0-9]")
_SIGN = r"[-+\u2212\u2013]"
_LEAD = re.compile(rf"\(? ?{_SIGN}? ?")


class Numeral(NamedTuple):
    """A number, and whether a percent sign stands behind it."""

    number: Decimal
    percent: bool

    def per_one(self) -> Decimal:
        """Return the number counted in ones: a hundredth of it behind a percent sign, exactly."""
        sign, digits, exponent = self.number.as_tuple()
        return Decimal((sign, digits, int(exponent) - 2)) if self.percent else self.number


@cache
def _currencies() -> tuple[frozenset[str], tuple[int, ...]]:
    """Return the codes and signs of currencies, and how long they are, longest first. Source: table ``currencies``."""
    texts = frozenset(text for (text,) in resources.read_table("currencies"))
    return texts, tuple(sorted({len(text) for text in texts}, reverse=True))


def without_currency(text: str) -> str:
    """Take a currency off the front, behind parenthesis and sign, and one off the back.

    Example:
        >>> without_currency("(EUR 1.234,5 Mio. €)")
        '(1.234,5 Mio.)'
    """
    if text[0].isdigit() and text[-1].isdigit():
        return text
    texts, sizes = _currencies()
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    end = len(text) - (2 if text.endswith(" )") else 1 if text.endswith(")") else 0)
    number = text[start:end]
    if front := next((size for size in sizes if number[:size] in texts), 0):
        number = number[front:].lstrip()
    if back := next((size for size in sizes if number[-size:] in texts), 0):
        number = number[:-back].rstrip()
    return text[:start] + number + text[end:]


@cache
def _grammar(mark: Mark, *, money: bool) -> re.Pattern[str]:
    """Compile sign, digits in groups, fraction, exponent, scale; Indian groups of two are groups too."""
    group = "," if mark == "." else r"\."
    no_cents = r"|[.,](?:--?|\u2013|\u2014)" if money else ""
    scale = "|".join(sorted(_SCALES, key=lambda suffix: -len(suffix)))
    return re.compile(
        rf"(?P<open>\()? ?(?P<sign>{_SIGN})? ?(?P<inner>{_SIGN})?"
        rf"(?:(?P<grouped>[1-9][0-9]{{0,2}}(?:(?P<mark>{group}|['\u2019 ])(?:[0-9]{{2}}(?P=mark))*[0-9]{{3}})"
        rf"(?:(?P=mark)[0-9]{{3}})*)|(?P<plain>[0-9]+)|(?=[.,][0-9]))"
        rf"(?:{re.escape(mark)}(?P<fraction>[0-9]*){no_cents})?(?:[eE](?P<exponent>[+-]?[0-9]{{1,2}}))?"
        rf"(?: ?(?P<scale>(?i:{scale}))\.?)?(?P<percent> ?%)?"
        rf" ?(?P<close>\))?"
    )


def read_numeral(text: str, mark: Mark, *, money: bool = False) -> Numeral | None:
    """Read a number whose decimals stand behind ``mark``; None where the text is none.

    Args:
        text: The tidied text.
        mark: The decimal mark; the other one groups thousands, as do apostrophes and blanks.
        money: Whether it is an amount, whose currency has been taken off: no cents may be written as ``.-``.

    Example:
        >>> read_numeral("(1.234,5 Mio.)", ",").number
        Decimal('-1.2345E+9')
    """
    match = _grammar(mark, money=money).fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [sign for sign in (match["open"], match["sign"], match["inner"]) if sign]
    number = _value(match, negative=signs not in ([], ["+"])) if len(signs) < 2 else None
    return None if number is None else Numeral(number, bool(match["percent"]))


def _value(match: re.Match[str], *, negative: bool) -> Decimal | None:
    whole = match["plain"] or _NOT_DIGIT.sub("", match["grouped"] or "0")
    fraction = match["fraction"] or ""
    exponent = int(match["exponent"] or 0) + _SCALES.get((match["scale"] or "").lower(), 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        return None
    # Built from its digits, since arithmetic would round at 28 of them.
    return Decimal(f"{'-' if negative else ''}{whole}{fraction}E{exponent - len(fraction)}")


def plain(number: Decimal) -> str:
    """Write a number in plain decimal text that reads the same with either mark.

    No exponent, no zeros at the end, but for one: three decimals behind one to three digits would read as thousands
    where a point groups them, so ``1.085`` is ``1.0850``.

    Example:
        >>> plain(Decimal("1.20E+6")), plain(Decimal("-0.50")), plain(Decimal("1.085"))
        ('1200000', '-0.5', '1.0850')
    """
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text in ("-0", ""):
        return "0"
    whole, _, fraction = text.lstrip("-").partition(".")
    return f"{text}0" if len(fraction) == 3 and len(whole) <= 3 and whole != "0" else text
