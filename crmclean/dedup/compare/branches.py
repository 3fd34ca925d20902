"""Places in company names: branches.

``Acme - Munich`` names one, and so does ``Acme Munich`` where others in the file are called ``Acme``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from crmclean.dedup.coded import derive
from crmclean.fields import fold
from crmclean.fields.company import plain, shortened, tail

__all__ = ["places", "without_place"]

_WORDS = 4
"""Words of a city's name at the most."""
_LONG = 7
"""Letters of a city's name from which one typo is forgiven."""


def places(names: pl.Series, cities: pl.Series) -> pl.Series:
    """Return the place that stands behind each company's name, folded; null where none does.

    Args:
        names: Company names.
        cities: Cities of the same records: what is a city is known from this column.
    """
    split = _splitter(names, cities)
    return derive(names, lambda name: split(name)[1])


def without_place(names: pl.Series, cities: pl.Series) -> pl.Series:
    """Return each company's name, folded, without the place behind it."""
    split = _splitter(names, cities)
    return derive(names, lambda name: split(name)[0])


def _splitter(names: pl.Series, cities: pl.Series) -> Callable[[str], tuple[str, str | None]]:
    known = _gazetteer(cities)
    borne = {_short(plain(name)) for name in names.drop_nulls().unique()}

    def split(name: str) -> tuple[str, str | None]:
        whole, behind = plain(name), tail(name)
        if (city := _city(behind, known)) is not None:
            return whole, city
        words = whole.split()
        for at in range(max(1, len(words) - _WORDS), len(words)):
            rest = " ".join(words[:at])
            if _short(rest) in borne and (city := _city(" ".join(words[at:]), known)) is not None:
                return rest, city
        return whole, None

    return split


def _gazetteer(cities: pl.Series) -> Mapping[str, str]:
    """Return the cities by name, and by what is left of a long one without a letter.

    Source: symmetric deletion (Garbe 2012): two names one edit apart have a deletion in common.
    """
    names = sorted({fold(city) for city in cities.drop_nulls().unique()} - {""})
    long = [name for name in names if len(name) >= _LONG]
    return {left: name for name in long for left in _deletions(name)} | {name: name for name in names}


def _city(place: str, known: Mapping[str, str]) -> str | None:
    """Return the city that a place is, one typo forgiven; None where it is none."""
    if place in known or len(place) < _LONG:
        return known.get(place)
    return next((known[left] for left in _deletions(place) if left in known), None)


def _deletions(name: str) -> list[str]:
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def _short(plain: str) -> str:
    return " ".join(map(shortened, plain.split()))
