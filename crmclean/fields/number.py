"""Numbers, amounts and percentages by a small grammar of their own; text that does not fit it is never half read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State

__all__ = ["Number"]

_CURRENCY = (
    r"(?:US\$|CA\$|C\$|AU\$|A\$|NZ\$|HK\$|S\$|R\$|MX\$|\$|€|£|¥|₹|₽|₺|₩|₪|₫|฿|Rs\.?|kr\.?|zł|Kč|Ft|Fr\.?|"
    r"USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|HKD|SGD|INR|BRL|MXN|CNY|KRW|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|ZAR|AED|SAR|ILS|THB|"
    r"IDR|MYR|PHP|VND|ARS|CLP|COP|RUB|UAH)"
)
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


@cache
def _grammar(decimal: str, *, currency: bool) -> re.Pattern[str]:
    """Compile sign, currency, digits in groups, fraction, exponent, scale; Indian groups of two are groups too."""
    group = "," if decimal == "." else r"\."
    money = rf"(?:{_CURRENCY})" if currency else "(?!)"
    scale = "|".join(sorted(_SCALES, key=lambda suffix: -len(suffix)))
    return re.compile(
        rf"(?P<open>\()? ?(?P<sign>[-+\u2212])? ?(?:{money} ?)?(?P<inner>[-+\u2212])?"
        rf"(?:(?P<grouped>[1-9][0-9]{{0,2}}(?:(?P<mark>{group}|['\u2019 ])(?:[0-9]{{2}}(?P=mark))*[0-9]{{3}})"
        rf"(?:(?P=mark)[0-9]{{3}})*)|(?P<plain>[0-9]+)|(?=[.,][0-9]))"
        rf"(?:{re.escape(decimal)}(?P<fraction>[0-9]*))?(?:[eE](?P<exponent>[+-]?[0-9]{{1,2}}))?"
        rf"(?: ?(?P<scale>(?i:{scale}))\.?)?(?P<percent> ?%)?(?: ?{money})?"
        rf" ?(?P<close>\))?"
    )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


class Number(FieldType):
    """A number in plain decimal text: ``1200000``, ``-5``, ``0.5``; no exponent, no zeros at the end.

    Understood: a sign or parentheses; digits in groups; ``k``, ``m``, ``bn`` and the like; with ``kind: money`` a
    currency before or after (dropped), with ``kind: percent`` a percent sign (``15%`` is ``15``). Where ``decimal``
    is a comma, a point that cannot group thousands is read as one all the same, so that the standard form is its own.
    """

    type: Literal["number"] = "number"
    kind: Literal["number", "money", "percent", "integer"] = "number"
    """``integer`` takes whole numbers only."""
    decimal: Literal[".", ","] = "."
    """The decimal sign of the source; the other one groups thousands."""
    zero_is_missing: bool = False
    """Whether a zero stands for "not known"."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a number, or keep the text."""
        number = self._read(text)
        if number is None:
            return Standard(text, State.INVALID, "Not a number.")
        if self.kind == "integer" and number != number.to_integral_value():
            return Standard(text, State.INVALID, "Not a whole number.")
        return Standard(self._written(number), State.OK)

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a number never does, but for a zero where the rule says so."""
        number = self._read(text)
        if number is None:
            return super().is_placeholder(text)
        return self.zero_is_missing and number == 0

    def _read(self, text: str) -> Decimal | None:
        money = self.kind == "money"
        match = _grammar(self.decimal, currency=money).fullmatch(text)
        if match is None and self.decimal == ",":
            match = _grammar(".", currency=money).fullmatch(text) if "," not in text else None
        if match is None or bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["inner"]):
            return None
        if (match["percent"] and self.kind != "percent") or (match["open"] and (match["sign"] or match["inner"])):
            return None
        return _value(match)

    def _written(self, number: Decimal) -> str:
        text = _plain(number)
        whole, _, fraction = text.lstrip("-").partition(".")
        # Three decimals would read as thousands the next time: one more zero says that they are none.
        groups = self.decimal == "," and len(fraction) == 3 and len(whole) <= 3 and whole != "0"
        return f"{text}0" if groups else text


def _value(match: re.Match[str]) -> Decimal | None:
    whole = re.sub("[^0-9]", "", match["grouped"] or match["plain"] or "0")
    exponent = int(match["exponent"] or 0) + _SCALES.get((match["scale"] or "").lower(), 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        return None
    negative = match["open"] or "-" in (sign := match["sign"] or match["inner"] or "") or "\u2212" in sign
    # Built from its digits, since arithmetic would round at 28 of them.
    digits = tuple(map(int, whole + (match["fraction"] or "")))
    return Decimal((1 if negative else 0, digits, exponent - len(match["fraction"] or "")))
