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

__all__ = ["UNIT_KINDS", "Street", "StreetParts", "Way", "fold_word", "parts", "way", "words_of"]

UNIT_KINDS = ("unit", "floor", "alone")
"""Kinds of words that name a unit."""

_PLAIN = re.compile(
    r"([0-9]+[A-Za-z]?),? ([A-Za-z]+(?:\.? [A-Za-z]+)*)\.?|([A-Za-z]+(?:\.? [A-Za-z]+)*)\.?,? ([0-9]+[A-Za-z]?)"
)
"""A house number and words, in either order, as most streets are written."""
_SUFFIXES = frozenset(("bis", "ter", "quater"))
_TOKEN = re.compile(r"(?:[a-z]-)?[0-9]+[a-z]*(?:[-/][0-9]+[a-z]?)*|[a-z0-9]+|[#,]")
_LETTER_APART = re.compile(r"\b([0-9]+) ?[-/] ?([a-z])\b")
_GLUED = re.compile(r"\b([a-z]{4,})(?=[0-9]+[a-z]?\b)|^([0-9]+)(?!(?:st|nd|rd|th)\b)(?=[a-z]{3})")
_CARE_OF = re.compile(r"^c/o [^,]*,")
_NUMBER = r"(?:[a-z]-)?[0-9]+[a-z]?(?:[-/][0-9]+[a-z]?)*"
_BEFORE = re.compile(rf"({_NUMBER})(?: (bis|ter|quater))?(?= |$)")
_AFTER = re.compile(rf"(?<= )({_NUMBER})(?: (bis|ter|quater|[a-z]))?(?= ,|$)")
_CROSSING = re.compile(r"(?<=[a-z]) (?:,? ?)(?:between|btwn|near|at|off|opp|opposite|corner of|cnr) .*")
_DIRECTIONS = frozenset(["n", "s", "e", "w", "ne", "nw", "se", "sw"])
_ROMAN = re.compile(r"[ivx]{2,}")
_ORDER = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)$")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)")


class Way(NamedTuple):
    """A street for comparing: its name, what tells it from its namesakes (``5th``, ``n``), and its kind (``ave``)."""

    name: str
    numbers: frozenset[str]
    directions: frozenset[str]
    kinds: frozenset[str]


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


@cache
def _first_words(*kinds: str) -> frozenset[str]:
    """First words of what the tables know of some kinds, and ``#``: where there is none, nothing is to be found."""
    return frozenset(text.split()[0] for kind in kinds for text in words_of(kind)) | {"#"}


def _flat(text: str) -> str:
    """Fold to tokens; commas and ``#`` stay, since they say what a number means."""
    low = _CARE_OF.sub("", (text if text.isascii() else anyascii(text)).lower())
    low = _GLUED.sub(r"\1\2 ", _LETTER_APART.sub(r"\1\2", low))
    tokens = _TOKEN.findall(low)
    flat = " ".join(tokens)
    if not _first_words("box").isdisjoint(tokens):
        flat = _patterns()["box"].sub("pobox", flat)
    if not _first_words("number").isdisjoint(tokens):
        flat = _patterns()["number"].sub("", flat)
    return flat.lstrip("# ,")


def _take_units(flat: str) -> tuple[str, str]:
    units = []

    def take(match: re.Match[str]) -> str:
        floor = match[1] or match[3]
        units.append(f"fl {floor}" if floor else match[2] or match[4])
        return ""

    if _first_words(*UNIT_KINDS).isdisjoint(flat.split()):
        return flat.strip(" ,"), ""
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


@cache
def _before_numbers() -> frozenset[str]:
    return frozenset(text.split()[-1] for text in words_of("number"))


@cache
def _telling() -> frozenset[str]:
    """Words that may say more than a street does: of a box, a unit, a number, another street."""
    known = {word for kind in ("box", *UNIT_KINDS) for text in words_of(kind) for word in text.split()}
    return frozenset(known | {"between", "btwn", "near", "at", "off", "opp", "opposite", "corner", "cnr"})


@lru_cache(maxsize=1 << 18)
def parts(text: str) -> StreetParts:
    """Split a street address into folded number, body and unit.

    Example:
        >>> parts("5860 Bridge Court, Apt. 23D")
        StreetParts(number='5860', body='brg ct', unit='23d')
        >>> parts("Birkenstr. 41 a") == parts("Birkenstraße 41a")
        True
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        words = (plain[2] or plain[3]).lower().replace(".", "").split(" ")
        behind = words[0] in _SUFFIXES if plain[1] else words[-1] in _before_numbers()
        if not behind and _telling().isdisjoint(words):
            return StreetParts((plain[1] or plain[4]).lower(), " ".join(map(fold_word, words)), "")
    rest, unit = _take_units(_flat(text))
    match = _BEFORE.match(rest) or _AFTER.search(rest)
    number = "".join(filter(None, match.groups())) if match else ""
    if match:
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    words = _CROSSING.sub("", rest).replace(",", " ").split()
    return StreetParts(number, " ".join(map(fold_word, words)), unit)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(row[1] for row in resources.read_table("street_types"))


@lru_cache(maxsize=1 << 17)
def way(body: str) -> Way:
    """Take the body of ``parts`` apart: two streets with other numbers, directions or kinds are two streets.

    Example:
        >>> way("n 5th ave") == way("5th ave n"), way("w n ave").name, way("oak rdg").kinds
        (True, 'n', frozenset({'rdg'}))
    """
    words = body.split()
    plain = [word for word in words if word not in _DIRECTIONS]
    toward = [word for word in words if word in _DIRECTIONS]
    if len(toward) > 1 and set(plain) <= _kinds():  # W North Ave
        plain.insert(0, toward.pop())
    named, directions = (plain, frozenset(toward)) if plain else (words, frozenset[str]())
    kinds = {named[-1]} if len(named) > 1 and named[-1] in _kinds() else set()
    named = named[: len(named) - len(kinds)]
    numbers = {_ORDER.sub("", word) for word in named if any(map(str.isdigit, word))}
    name = " ".join(word for word in named if not any(map(str.isdigit, word)))
    return Way(name, frozenset(numbers), directions, frozenset(kinds))


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


def _number_and_name(value: str) -> Iterable[str]:
    found = parts(value)
    road = way(found.body)
    name = min(road.numbers) if road.numbers else road.name.replace(" ", "")[:4]
    return [f"{found.number} {name}"] if found.number and name else []


class Street(FieldType):
    """A street address as people write it; the blocking key is house number and street, folded.

    ``near`` is the house number and how the street's name begins, without direction and kind.
    """

    type: Literal["street"] = "street"
    keys = {"": _number_and_body, "near": _number_and_name}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Repair the case."""
        return Standard(recase(text, keep=_own_case), State.OK)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Repair the case of a column, which most values do not need."""
        return rest_one_by_one(MIXED_CASE, self.parse, texts, given)
