"""Street addresses in one line: tidied and given their capitals; split and folded only for comparing.

``parts`` reads the house number before (``12 Main St``) or after the street (``Hauptstr. 12``), takes the unit off and
writes the words of six languages one way. It does not know cities: a tail such as ``, Berlin`` stays in the body, and
is the caller's to take off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from anyascii import anyascii

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.city import recase

__all__ = ["Street", "StreetParts", "parts"]

_TOKEN = re.compile(r"(?:[a-z]-)?[0-9]+[a-z]*(?:[-/][0-9]+[a-z]?)*|[a-z0-9]+|[#,]")
_LETTER_APART = re.compile(r"\b([0-9]+) ?[-/] ?([a-z])\b")
_GLUED = re.compile(r"\b([a-z]{4,})(?=[0-9]+[a-z]?\b)|^([0-9]+)(?!(?:st|nd|rd|th)\b)(?=[a-z]{3})")
_CARE_OF = re.compile(r"^c/o [^,]*,")
_NUMBER = r"(?:[a-z]-)?[0-9]+[a-z]?(?:[-/][0-9]+[a-z]?)*"
_BEFORE = re.compile(rf"({_NUMBER})(?: (bis|ter|quater))?(?= |$)")
_AFTER = re.compile(rf"(?<= )({_NUMBER})(?: (bis|ter|quater|[a-z]))?(?= ,|$)")
_ROMAN = re.compile(r"[ivx]{2,}")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)")


class StreetParts(NamedTuple):
    """A street address for comparing: house number, street, unit; all folded, empty where there is none."""

    number: str
    body: str
    unit: str


@cache
def _words(kind: str) -> Mapping[str, str]:
    """Return the standard forms by word, of one kind.

    Source: table ``street_words`` (by hand, after USPS Publication 28, 2023).
    """
    return MappingProxyType({word: to for word, to, of_kind in resources.read_table("street_words") if of_kind == kind})


def _any_of(kind: str) -> str:
    return "|".join(sorted(_words(kind), key=lambda word: (-len(word), word)))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    value = r"(?:no )?(?:# )?([0-9]+[a-z]?(?:[-/][0-9]+)?|[a-z])(?= |$)"
    return MappingProxyType(
        {
            "box": re.compile(rf"\b(?:{_any_of('box')})\b"),
            "number": re.compile(rf"(?<![^ ])(?:{_any_of('number')}) (?=[0-9#])"),
            "unit": re.compile(
                rf"(?<![^ ])(?:(?:{_any_of('floor')}) {value}|(?:(?:{_any_of('unit')})|#) {value}"
                rf"|([0-9]+)(?:st|nd|rd|th|o|a|er|e)? (?:{_any_of('floor')})(?= |$))"
            ),
            "ending": re.compile(rf"([a-z]{{2,}})(?:{_any_of('ending')})"),
        }
    )


def _flat(text: str) -> str:
    """Fold to tokens; commas and ``#`` stay, since they say what a number means."""
    low = _CARE_OF.sub("", anyascii(text).lower())
    low = _GLUED.sub(r"\1\2 ", _LETTER_APART.sub(r"\1\2", low))
    flat = _patterns()["box"].sub("pobox", " ".join(_TOKEN.findall(low)))
    return _patterns()["number"].sub("", flat).lstrip("# ,")


def _take_units(flat: str) -> tuple[str, str]:
    units = []

    def take(match: re.Match[str]) -> str:
        floor = match[1] or match[3]
        units.append(f"fl {floor}" if floor else match[2])
        return ""

    rest = _patterns()["unit"].sub(take, flat)
    return " ".join(rest.split()).strip(" ,"), " ".join(units)


def _fold_word(word: str) -> str:
    glued = _patterns()["ending"].fullmatch(word)
    if glued:
        return f"{_words('word').get(glued[1], glued[1])} st"
    return _words("word").get(word, word)


@lru_cache(maxsize=1 << 17)
def parts(text: str) -> StreetParts:
    """Split a street address into folded number, body and unit.

    Example:
        >>> parts("5860 Bridge Court, Apt. 23D")
        StreetParts(number='5860', body='bridge ct', unit='23d')
        >>> parts("Birkenstr. 41 a") == parts("Birkenstraße 41a")
        True
    """
    rest, unit = _take_units(_flat(text))
    match = _BEFORE.match(rest) or _AFTER.search(rest)
    number = "".join(filter(None, match.groups())) if match else ""
    if match:
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    words = rest.replace(",", " ").split()
    return StreetParts(number, " ".join(map(_fold_word, words)), unit)


def _own_case(word: str) -> str | None:
    """Return the form of a word that is no name: initials, directions, ordinals, roman numerals, house numbers."""
    low = word.lower()
    if _ORDINAL.fullmatch(low):
        return low
    if any(map(str.isdigit, word)):
        return word
    initials = not set(low) & set("aeiouy'") and low.isascii() and low not in _known()
    alone = len(low) == 1 and low.isascii() and low != "y"
    return low.upper() if alone or initials or low == "po" or _ROMAN.fullmatch(low) else None


@cache
def _known() -> frozenset[str]:
    kinds = (_words(kind) for kind in ("word", "unit", "floor", "number"))
    words = {word for table in kinds for pair in table.items() for word in pair}
    return frozenset(words - {"mg"})  # MG Road is Mahatma Gandhi's


def _number_and_body(value: str) -> Iterable[str]:
    found = parts(value)
    return [f"{found.number} {found.body}".strip()]


class Street(FieldType):
    """A street address as people write it; the blocking key is house number and street, folded."""

    type: Literal["street"] = "street"
    keys = {"": _number_and_body}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Repair the case."""
        return Standard(recase(text, keep=_own_case), State.OK)
