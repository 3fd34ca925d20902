"""Places in company names: branches.

``Acme - Munich`` names one, and so does ``Acme Munich`` where others in the file are called ``Acme``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import polars as pl

from crmclean.dedup.coded import derive
from crmclean.dedup.known import Frequencies
from crmclean.fields import fold
from crmclean.fields.company import plain, shortened, tail

__all__ = ["places", "without_place"]

_WORDS = 4
"""Words of a city's name at the most."""
_LONG = 7
"""Letters of a city's name from which one typo is forgiven."""


def places(names: pl.Series, cities: pl.Series, frequencies: Frequencies | None = None) -> pl.Series:
    """Return the place that stands behind each company's name, folded; null where none does.

    Args:
        names: Company names.
        cities: Cities of the same records: what is a city is known from this column.
        frequencies: Where a model tells it.
    """
    split = _splits(names, cities, frequencies or Frequencies())
    return derive(names, lambda name: split[name][1])


def without_place(names: pl.Series, cities: pl.Series, frequencies: Frequencies | None = None) -> pl.Series:
    """Return each company's name, folded, without the place behind it."""
    split = _splits(names, cities, frequencies or Frequencies())
    return derive(names, lambda name: split[name][0])


def _splits(names: pl.Series, cities: pl.Series, frequencies: Frequencies) -> Mapping[str, tuple[str, str | None]]:
    """Split each distinct name. A model knows the cities, and the names that stood before one."""
    distinct = names.drop_nulls().unique().to_list()
    cities_here = sorted({fold(city) for city in cities.drop_nulls().unique()} - {""})
    known = _gazetteer(tuple(frequencies.fact("cities", cities_here)))
    borne = _borne(distinct, frequencies)
    splits = {name: _split(name, known, borne) for name in distinct}
    before = {_short(rest) for rest, city in splits.values() if city is not None}
    frequencies.among("before", pl.Series(sorted(before), dtype=pl.String))
    return splits


def _borne(names: Sequence[str], frequencies: Frequencies) -> frozenset[str]:
    """Return the names that companies bear; with a model, those in question that it knows."""
    whole = map(plain, names)
    if not frequencies.known:
        return frozenset(map(_short, whole))
    rests = sorted({_short(rest) for each in whole for rest, _ in _ends(each)})
    return frozenset(frequencies.among("before", pl.Series(rests, dtype=pl.String)))


def _split(name: str, known: Mapping[str, str], borne: frozenset[str]) -> tuple[str, str | None]:
    whole, behind = plain(name), tail(name)
    if (city := _city(behind, known)) is not None:
        return whole, city
    for rest, end in _ends(whole):
        if _short(rest) in borne and (city := _city(end, known)) is not None:
            return rest, city
    return whole, None


def _ends(whole: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take up to four words from the end of a name, most of them first."""
    words = whole.split()
    for at in range(max(1, len(words) - _WORDS), len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])


@lru_cache(maxsize=2)
def _gazetteer(names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the cities by name, and by what is left of a long one without a letter.

    Source: symmetric deletion (Garbe 2012): two names one edit apart have a deletion in common.
    """
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
