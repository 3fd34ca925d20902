"""States, provinces and regions by their spellings: what a text may be, in one country or anywhere.

A spelling is looked up exactly, after folding: case, accents, blanks, points, "and" and "&" do not count. Around a name
a word for its kind may stand (``State of New York``, ``Co. Cork``, ``Kanton Bern``), and one text may say a place
twice, or the place and its country (``CA - California``, ``TX, USA``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from crmclean import resources
from crmclean.fields.base import fold
from crmclean.fields.country import iso2
from crmclean.fields.near import Near

__all__ = ["Place", "codes", "find", "has_table", "nearest", "spelling"]

_JOINING = frozenset({"and", "the"})
# fmt: off
_KINDS = frozenset({
    "state", "province", "provincia", "prov", "county", "co", "canton", "kanton", "cantone", "region", "regione",
    "regiao", "estado", "edo", "departamento", "departement", "department", "prefecture", "governorate", "oblast",
    "krai", "emirate", "voivodeship", "wojewodztwo", "freistaat", "land", "bundesland", "lan",
})
# fmt: on
_OF = frozenset({"of", "de", "del", "do", "da", "di", "du", "la", "von"})
_PARTS = re.compile(r"\s*[,()\[\]/|;]\s*|\s+[-\u2013]\s+")


class Place(NamedTuple):
    """A state, province or region of a country."""

    country: str
    code: str
    name: str

    @property
    def iso(self) -> str:
        """The ISO 3166-2 code."""
        return f"{self.country}-{self.code}"


def spelling(text: str) -> str:
    """Fold a spelling to the form in which places are looked up.

    Chinese, Japanese and Korean stay as they are: written in Latin letters, Shanxi and Shaanxi are one.

    Example:
        >>> spelling("N.Y."), spelling("Newfoundland & Labrador"), spelling("東京 都")
        ('ny', 'newfoundlandlabrador', '東京都')
    """
    if not text.isascii() and any(map(_is_ideogram, text)):
        return "".join(text.split())
    return "".join(word for word in fold(text).split() if word not in _JOINING)


def _is_ideogram(letter: str) -> bool:
    """Whether a letter is Chinese, Japanese or Korean; compiled, the range would cost every start 4 ms."""
    return "\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af"


@cache
def _rows() -> Mapping[str, list[tuple[Place, str]]]:
    """Return the rows of the table by country: places with their other spellings.

    Source: table ``subdivisions`` (Unicode CLDR, Unicode License v3; abbreviations by hand), by
    ``rules/build/subdivisions.py``.
    """
    found: dict[str, list[tuple[Place, str]]] = {}
    for country, code, name, others in resources.read_table("subdivisions"):
        found.setdefault(country, []).append((Place(country, code, name), others))
    return MappingProxyType(found)


@cache
def _of(country: str) -> Mapping[str, Place]:
    return MappingProxyType(
        {
            spelling(text): place
            for place, others in _rows()[country]
            for text in (*others.split("|"), place.name, f"{country} {place.code}", place.code)
            if text
        }
    )


@cache
def _anywhere() -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for country in _rows():
        for text, place in _of(country).items():
            found[text] = (*found.get(text, ()), place)
    return MappingProxyType(found)


def has_table(country: str) -> bool:
    """Whether the places of a country are listed."""
    return country in _rows()


@cache
def codes() -> frozenset[str]:
    """Return the codes of all places, as ISO 3166-2 writes them."""
    return frozenset(place.code for rows in _rows().values() for place, _ in rows)


def find(text: str, country: str | None) -> tuple[Place, ...]:
    """Return the places that a text may be: at most one where the country is known.

    Args:
        text: Name, code or abbreviation, perhaps with its kind or its country beside it.
        country: ISO 3166-1 alpha-2 code, or None for "not known".

    Example:
        >>> [place.iso for place in find("State of New York", "US")], [place.iso for place in find("TX, USA", None)]
        (['US-NY'], ['US-TX'])
        >>> [place.iso for place in find("Austin, TX", "US")]
        []
    """
    return _named(text, country) or _named(_without_kind(text), country) or _said_twice(text, country)


def _named(text: str, country: str | None) -> tuple[Place, ...]:
    if country is None:
        return _anywhere().get(spelling(text), ())
    place = _of(country).get(spelling(text)) if has_table(country) else None
    return (place,) if place else ()


def _without_kind(text: str) -> str:
    words = fold(text).split()
    if len(words) > 1 and words[0] in _KINDS:
        words = words[2:] if words[1] in _OF and len(words) > 2 else words[1:]
    elif len(words) > 1 and words[-1] in _KINDS:
        words = words[:-1]
    return " ".join(words)


def _said_twice(text: str, country: str | None) -> tuple[Place, ...]:
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return ()
    found = set(_agreed(parts, country)) if country else set()
    if country is None:
        for said in {code for part in parts if (code := iso2(part))}:
            found.update(_agreed(parts, said))
        if not found:
            found = set.intersection(*(set(_named(part, None)) for part in parts))
    return tuple(found) if len(found) == 1 else ()


def _agreed(parts: list[str], country: str) -> Iterator[Place]:
    """Yield the one place that all parts name which do not name the country."""
    places = [_named(part, country) for part in parts if iso2(part) != country]
    if places and all(places) and len(set(places)) == 1:
        yield places[0][0]


@cache
def _near(country: str) -> Near:
    return Near(_of(country))


def nearest(text: str, country: str) -> Place | None:
    """Return the one place whose spelling is a slip or two away; for suggestions only."""
    found = {_of(country)[near] for near in _near(country).find(spelling(text))}
    return found.pop() if len(found) == 1 else None
