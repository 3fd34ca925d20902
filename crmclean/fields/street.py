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

import polars as pl
from anyascii import anyascii

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.city import recase
from crmclean.fields.fallback import MIXED_CASE, rest_one_by_one

__all__ = ["UNIT_KINDS", "Street", "StreetParts", "fold_word", "parts", "words_of"]

UNIT_KINDS = ("unit", "floor", "alone")
"""Kinds of words that name a unit."""

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
def words_of(kind: str) -> Mapping[str, str]:
    """Return the standard forms by word, of one kind: ``word``, ``ending``, ``unit``, ``floor``, ``alone``, ``box``.

    Source: tables ``street_words`` (by hand, checked against OpenStreetMap's abbreviations as libpostal lists them) and
    ``street_types`` (USPS Publication 28, appendix C1).
    """
    words = {word: to for word, to, of_kind in resources.read_table("street_words") if of_kind == kind}
    types = {row[0]: row[1] for row in resources.read_table("street_types")} if kind == "word" else {}
    return MappingProxyType(types | words)


def _any_of(kind: str) -> str:
    return "|".join(sorted(words_of(kind), key=lambda word: (-len(word), word)))


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
                rf"|(?<=[a-z0-9,] )({_any_of('alone')})$"
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
        units.append(f"fl {floor}" if floor else match[2] or match[4])
        return ""

    rest = _patterns()["unit"].sub(take, flat)
    return " ".join(rest.split()).strip(" ,"), " ".join(units)


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """Write one folded word of a street the way in which it is compared.

    Example:
        >>> [fold_word(word) for word in ("avenue", "av", "birkenstrasse", "oak")]
        ['ave', 'ave', 'birken st', 'oak']
    """
    standard = words_of("word").get(word)
    if standard is not None:
        return standard
    glued = _patterns()["ending"].fullmatch(word)
    return f"{words_of('word').get(glued[1], glued[1])} st" if glued else word


@lru_cache(maxsize=1 << 17)
def parts(text: str) -> StreetParts:
    """Split a street address into folded number, body and unit.

    Example:
        >>> parts("5860 Bridge Court, Apt. 23D")
        StreetParts(number='5860', body='brg ct', unit='23d')
        >>> parts("Birkenstr. 41 a") == parts("Birkenstraße 41a")
        True
    """
    rest, unit = _take_units(_flat(text))
    match = _BEFORE.match(rest) or _AFTER.search(rest)
    number = "".join(filter(None, match.groups())) if match else ""
    if match:
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    words = rest.replace(",", " ").split()
    return StreetParts(number, " ".join(map(fold_word, words)), unit)


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
    kinds = (words_of(kind) for kind in ("word", "unit", "floor", "number"))
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

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Repair the case of a column, which most values do not need."""
        return rest_one_by_one(MIXED_CASE, self.parse, texts, given)
