"""The words that an address of the United States is read by, and a line split into its words.

Source of the words: table ``us_address_words`` (USPS Publication 28, 2023, and what people write in their place).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from anyascii import anyascii

from crmclean import resources

__all__ = [
    "ALONE", "BEFORE_NUMBERS", "BEGINNINGS", "BUILDINGS", "CROSSINGS", "DIRECTIONS", "FIRSTS", "FLOORS", "HALVES",
    "HOUSES", "KINDS", "NUMBERED", "ORDINAL", "ROADS", "ROUTES", "ROUTE_STARTS", "RURAL", "SITES", "SPELLED", "STREETS",
    "UNITS", "Word", "has_digit", "split", "types",
]  # fmt: skip

KINDS = {kind: frozenset(words.split()) for kind, words in resources.read_table("us_address_words")}

DIRECTIONS = KINDS["direction"]
STREETS = KINDS["street"]
"""Street types that seldom are part of a place's name: the street ends behind them."""
BEGINNINGS = KINDS["beginning"]
"""Street types that as often begin a place's name: ``Mount Vernon``, ``Lake Villa``."""

ROUTE_STARTS = KINDS["route"]
"""Words that begin the name of a numbered road."""
ROUTES = ROUTE_STARTS | KINDS["before a road number"]
"""Words before the number of a road."""
NUMBERED = KINDS["numbered"]
"""Words that make a road one of a number: ``County Rd 452``."""
CROSSINGS = KINDS["crossing"]

HOUSES = KINDS["house"]
"""Words that name a building behind a number: ``5400 Renaissance Tower``."""
SITES = HOUSES | KINDS["site"]
"""Words that name a site; a house number that follows is the one of its street."""
ROADS = STREETS - SITES - {"court", "cove", "ct", "cv", "mews"}
"""Street types that name no building."""

UNITS = KINDS["unit"]
FLOORS = KINDS["floor"]
ALONE = KINDS["alone"]
"""Units that need no number."""
BUILDINGS = KINDS["building"]
BOXES = KINDS["box"]
RURAL = KINDS["rural"]
BEFORE_NUMBERS = BOXES | (UNITS - FLOORS) | (ROUTES - {"road"}) | {"#"}
"""Words before a number of five digits that is no zip."""

SPELLED = KINDS["spelled"]
FIRSTS = KINDS["first"]
HALVES = frozenset({"1/2", "1/3", "1/4", "3/4", "½", "¼", "¾"})
ORDINAL = re.compile(r"[0-9]*(?:1st|2nd|3rd|[0-9]th)")

_CHUNK = re.compile(r"(\S+)[^\S\n]*(\n)?")
_JOINED_ORDINAL = re.compile(r"\b([0-9]+)-([0-9]+(?:st|nd|rd|th)\b)", re.IGNORECASE)
_DASH = re.compile("[\u2010-\u2015]")
_OUTSIDE = " ,;:()\"'"
_NOT_FOLDED = re.compile(r"[^a-z0-9#&]+")


class Word(NamedTuple):
    """One word of a line."""

    text: str
    """As written, without the marks around it."""
    low: str
    """Folded to small letters, digits, ``#`` and ``&``."""
    stop: bool
    """Whether a comma or the end of a written line follows."""
    aside: bool
    """Whether it stands in parentheses."""


def split(text: str) -> list[Word]:
    """Split a text at blanks into words; a mark alone belongs to the word before.

    Example:
        >>> [word.low for word in split("12 N. Main St., Apt #4")]
        ['12', 'n', 'main', 'st', 'apt', '#4']
    """
    found: list[Word] = []
    aside = False
    for match in _CHUNK.finditer(_JOINED_ORDINAL.sub(r"\1 \2", text)):
        written = _DASH.sub("-", match[1])
        bare = written.strip(_OUTSIDE).strip("-")
        low = _NOT_FOLDED.sub("", (bare if bare.isascii() else anyascii(bare)).lower())
        aside = aside or "(" in written
        if low:
            found.append(Word(bare, low, written[-1] in ",;" or match[2] is not None, aside))
        elif found:
            found[-1] = found[-1]._replace(stop=True)
        aside = aside and ")" not in written
    return found


def has_digit(low: str) -> bool:
    """Whether a word has a digit in it."""
    return any(map(str.isdigit, low))


@cache
def types() -> frozenset[str]:
    """Return every street type, in every spelling. Source: table ``street_types`` (USPS Publication 28, C1)."""
    return STREETS.union(*resources.read_table("street_types"))
