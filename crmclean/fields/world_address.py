"""Addresses outside the United States in one line, where the evidence is clear; the rest stays unread.

The evidence is the postal code in the format of the country: what stands behind it on the Continent, and before it in
English-speaking countries, is the city. A house number stands before or behind the street. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from crmclean.fields.base import fold
from crmclean.fields.postal_code import written_code
from crmclean.fields.street import UNIT_KINDS, words_of
from crmclean.fields.subdivision import code as subdivision
from crmclean.fields.us_address.words import STREETS

__all__ = ["label_abroad"]

_SEGMENT = re.compile(r"\s*(?:[,;\n]|\s-\s(?![0-9]))\s*")
_NUMBER = r"[0-9]+ ?[a-zA-Z]?(?:[-/ ]{1,3}[0-9]+[a-zA-Z]?)*(?: (?:bis|ter|quater))?"
_BEFORE = re.compile(rf"({_NUMBER})[ ,]+(\D.*)")
_AFTER = re.compile(rf"(\D.*?)[ ,]+(?:n[°ºo.]+ ?)?({_NUMBER})")
_ONLY = re.compile(rf"(?:n[°ºo.]+ ?)?({_NUMBER})")
_NUMBER_FIRST = frozenset({"AU", "CA", "FR", "GB", "IE", "IN", "LU", "MC", "NZ", "SG", "ZA"})
"""Countries that write the house number before the street."""
_CODE_LAST = frozenset({"AU", "BR", "CA", "CN", "GB", "GG", "IE", "IM", "IN", "JE", "NZ", "SG", "ZA"})
"""Countries that write the postal code behind the city. Source: Universal Postal Union, addressing systems."""


def label_abroad(text: str, country: str) -> list[tuple[str, str]]:
    """Return the pieces of a line, as written, each with its part; ``other`` for what is not understood.

    Args:
        text: The line; a comma, a line end or a hyphen between blanks separates its pieces.
        country: ISO 3166-1 alpha-2.

    Example:
        >>> label_abroad("Hauptstr. 5, 10115 Berlin", "DE")
        [('Hauptstr.', 'street'), ('5', 'number'), ('10115', 'postal_code'), ('Berlin', 'city')]
    """
    pattern = written_code(country)
    codes = list(pattern.finditer(text)) if pattern else []
    if not codes:
        return _street([piece for piece in _SEGMENT.split(text) if piece], country, city_known=False)
    code = codes[-1]
    before, after = _pieces(text[: code.start()]), _pieces(text[code.end() :])
    found = [(code[1], "postal_code")]
    if after and country not in _CODE_LAST:
        return [*_street(before, country), *found, *_city(after, country)]
    if len(before) == 1 and country in _CODE_LAST:
        return [*_one_piece(before[0], country), *found, *((piece, "other") for piece in after)]
    if not before or country not in _CODE_LAST:
        return [*_street(before, country, city_known=False), *found, *((piece, "other") for piece in after)]
    states = 1 if len(before) > 2 and subdivision(before[-1], country) else 0
    cut = len(before) - 1 - states
    return [*_street(before[:cut], country), *_city(before[cut:], country), *found, *((it, "other") for it in after)]


def _pieces(text: str) -> list[str]:
    return [piece for piece in _SEGMENT.split(text.strip(" ,;-\n")) if piece]


def _one_piece(piece: str, country: str) -> list[tuple[str, str]]:
    """Read street and city that no comma divides: behind the last street type, or not at all."""
    words = piece.split()
    types = [at for at, word in enumerate(words) if fold(word) in STREETS]
    cut = types[-1] + 1 if types else 0
    street = _numbered(" ".join(words[:cut]), country)
    if not street:
        return [(piece, "other")]
    return [*street, *([(" ".join(words[cut:]), "city")] if cut < len(words) else [])]


def _city(pieces: Sequence[str], country: str) -> list[tuple[str, str]]:
    """Read a city, with the state that its last word or the next piece names (``Toronto ON``, ``Roma (RM)``)."""
    city, *rest = pieces
    found = [(city, "city")]
    head, _, last = city.rpartition(" ")
    bare = last.strip("()")
    if head and bare.isupper() and len(bare) <= 3 and subdivision(bare, country):
        found = [(head, "city"), (bare, "state")]
    elif rest and subdivision(rest[0].strip("()"), country):
        found.append((rest.pop(0).strip("()"), "state"))
    return found + [(piece, "other") for piece in rest]


def _street(pieces: Sequence[str], country: str, *, city_known: bool = True) -> list[tuple[str, str]]:
    """Read units, and the last piece that is a street with its number; where the city is unknown, the first."""
    parts = [(piece, _kind(piece)) for piece in pieces]
    open_ = [at for at, (_, part) in enumerate(parts) if not part]
    found: list[list[tuple[str, str]]] = [[(piece, part or "other")] for piece, part in parts]
    numbered = [at for at in open_ if _numbered(pieces[at], country)]
    for at in reversed(open_):
        number = _ONLY.fullmatch(pieces[at])
        if number and at and not parts[at - 1][1] and not numbered:
            found[at - 1], found[at] = [(pieces[at - 1], "street")], [(number[1], "number")]
            return _joined(found)
    if numbered:
        at = numbered[-1] if city_known else numbered[0]
        found[at] = _numbered(pieces[at], country)
    elif city_known and len(open_) == 1:
        found[open_[0]] = [(pieces[open_[0]], "street")]
    return _joined(found)


def _kind(piece: str) -> str:
    folded = fold(piece)
    return "unit" if _unit().fullmatch(folded) else "box" if _box().fullmatch(folded) else ""


def _joined(found: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [pair for pairs in found for pair in pairs]


def _numbered(piece: str, country: str) -> list[tuple[str, str]]:
    """Read a street with its house number, and perhaps a unit behind it; nothing where there is no number."""
    unit = _unit_behind().fullmatch(piece)
    if unit:
        street = _numbered(unit[1], country)
        return [*street, (unit[2], "unit")] if street else []
    before, after = _BEFORE.fullmatch(piece), _AFTER.fullmatch(piece)
    if before and (country in _NUMBER_FIRST or not after):
        return [(before[1], "number"), (before[2], "street")]
    return [(after[1], "street"), (after[2], "number")] if after else []


@cache
def _unit() -> re.Pattern[str]:
    """Return the pattern of a folded piece that is nothing but a unit: ``flat 3``, ``2 og``, ``5 etage``."""
    names = "|".join(sorted((re.escape(word) for kind in UNIT_KINDS for word in words_of(kind)), key=len, reverse=True))
    return re.compile(rf"(?:{names}) (?:no )?[a-z]?[0-9]*[a-z]?|[0-9]+(?:o|a|e|er|eme|st|nd|rd|th)? (?:{names})")


@cache
def _unit_behind() -> re.Pattern[str]:
    """Return the pattern of a piece that ends in a unit with a number: ``Kerkstraat 5 bus 3``."""
    names = "|".join(sorted(words_of("unit"), key=len, reverse=True))
    return re.compile(rf"(.*[0-9].*?),? ((?:{names})[.]? ?[0-9]+[a-z]?)", re.IGNORECASE)


@cache
def _box() -> re.Pattern[str]:
    """Return the pattern of a folded piece that is a post box."""
    names = "|".join(sorted(words_of("box"), key=len, reverse=True))
    return re.compile(rf"(?:{names}) [0-9 ]+")
