"""Compare addresses as one bundle: street, city and postal code say one thing together, not three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import MISSING, Apart, Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs, sharing
from crmclean.dedup.compare.base import Spelled, Subject, column, edits, may_be_typo, typo
from crmclean.dedup.compare.branches import places
from crmclean.fields import fold
from crmclean.fields.column import distinct
from crmclean.fields.street import Way, parts, way

__all__ = ["AddressComparison"]

_HOUSEHOLD = 3
"""Family names at one street address up to which it is a home or a very small office."""
_TELLING = 3
"""Signs of a house number from which it tells even where the street is written in another way."""
_SHORT = MappingProxyType({"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"})
"""Words of cities' names as they are usually shortened."""
_PARTS = ("street", "city", "postal_code")


@dataclass(frozen=True, slots=True)
class _Streets:
    """Streets without house numbers; for each word of ``body`` its parts, and two spellings without blanks.

    ``head`` is the code of the first word of each one, ``begin`` that of the first word of its name.
    """

    body: Coded
    ways: tuple[Way, ...]
    head: Codes
    begin: Codes
    names: Spelled
    wholes: Spelled

    @classmethod
    def of(cls, body: Coded) -> Self:
        """Take each distinct street apart once."""
        ways = tuple(map(way, body.words))
        head = _first_words(body)
        begin = encode([each.name.partition(" ")[0] for each in ways]).codes
        spellings = [each.name for each in ways], body.words.to_list()
        names, wholes = (Spelled.of(encode([word.replace(" ", "") for word in words])) for words in spellings)
        return cls(body, ways, head, begin, names, wholes)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return 1 for the same street but for a typo or a word left out, 2 for another, 0 where one is missing.

        3 is a street that differs in its direction or kind alone: ``69th St`` and ``69th Pl`` lie side by side.
        """
        return on_distinct_pairs(self.body, left, right, self._judge, Apart(self._may_be_alike, 2))

    def _may_be_alike(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether two streets may be spelled alike, or begin with one word."""
        may = (self.head[first] == self.head[second]) | _begin_alike(self.begin, first, second)
        for spelling in (self.names, self.wholes):
            may |= may_be_typo(spelling, spelling.coded.codes[first], spelling.coded.codes[second])
        return np.asarray(may)

    def _judge(self, first: Codes, second: Codes) -> Levels:
        alike = np.zeros(len(first), dtype=bool)
        for spelling in (self.names, self.wholes):
            alike |= typo(spelling, spelling.coded.codes[first], spelling.coded.codes[second])
        ways, near = self.ways, alike.copy()
        for at in np.flatnonzero(~near & _begin_alike(self.begin, first, second)).tolist():
            near[at] = _begins(ways[first[at]].name, ways[second[at]].name)
        asked = np.flatnonzero(near)
        near[asked] = [self._agree(*pair) for pair in _pairs(first, second, asked)]
        asked = np.flatnonzero(~near & (self.head[first] == self.head[second]))
        near[asked] = [self._continues(*pair) for pair in _pairs(first, second, asked)]
        asked, aside = np.flatnonzero(alike & ~near), np.zeros(len(first), dtype=bool)
        aside[asked] = [ways[one].numbers == ways[other].numbers for one, other in _pairs(first, second, asked)]
        return np.select([near | (first == second), aside], [1, 3], 2).astype(np.uint8)

    def _continues(self, first: int, second: int) -> bool:
        """Whether one says more behind the other: ``w 69th st`` and ``w 69th st chicago``."""
        short, long = sorted((first, second), key=self.body.lengths.__getitem__)
        return self.body.words[long].startswith(f"{self.body.words[short]} ") and bool(self.ways[short].kinds)

    def _agree(self, first: int, second: int) -> bool:
        """Whether nothing differs that tells streets of one name apart: numbers, directions, a numbered one's kind."""
        one, other = self.ways[first], self.ways[second]
        if _differ(one.directions, other.directions) or (one.numbers and _differ(one.kinds, other.kinds)):
            return False
        return one.numbers <= other.numbers or other.numbers <= one.numbers


@dataclass(frozen=True, slots=True)
class AddressComparison:
    """Addresses of *n* records.

    One at the street of a crowd of the records says nothing of anybody: it counts as missing.
    """

    role: ClassVar[str] = "address"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same", "same_shared", "close", "other_city", "same_number", "same_street", "same_postal_code",
        "same_city", "differ",
    )  # fmt: skip

    street: Coded
    number: Coded
    street_name: _Streets
    city: Spelled
    city_begin: Codes
    """The code of the first word of each city."""
    postal_code: Spelled
    shared: npt.NDArray[np.bool_]
    crowds: npt.NDArray[np.bool_]
    """Which streets a crowd has; False for one that is missing."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the addresses of a table; fields are told apart by their semantic types."""
        kinds = {subject.rules.fields[name].type: name for name in reversed(fields)}
        street, city, postal_code = (column(subject, kinds.get(part)) for part in _PARTS)
        written, at = distinct(pl.DataFrame({"street": street}))
        split = [(None, None) if text is None else parts(text)[:2] for text in written["street"].to_list()]
        number, body = (pl.Series([each[half] for each in split], dtype=pl.String)[at] for half in (0, 1))
        names = column(subject, kinds.get("company"))
        if names.null_count() < len(names):
            city = pl.select(pl.coalesce(derive(city, fold), places(names, city, subject.frequencies))).to_series()
        whole = pl.select(pl.concat_str(number, body, separator=" ", ignore_nulls=True).str.strip_chars()).to_series()
        streets, cities = encode(whole), encode(derive(city, _city))
        shared = sharing(streets, subject.identity)
        return cls(
            streets,
            encode(number),
            _Streets.of(encode(body)),
            Spelled.of(cities),
            _first_words(cities),
            Spelled.of(encode(derive(postal_code, lambda value: fold(value).replace(" ", "")[:5]))),
            subject.frequencies.which("street", streets.words, shared > _HOUSEHOLD),
            subject.crowded(streets, shared, int(streets.counts.sum())),
        )

    def show(self, row: int) -> str | None:
        """Return the address as it was compared."""
        words = [coded.word(row) for coded in (self.street, self.city.coded, self.postal_code.coded)]
        return ", ".join(word for word in words if word) or None

    def _telling(self) -> npt.NDArray[np.bool_]:
        """Whether a house number is one that few houses of a town have; False for none, at the end."""
        return np.array([*(len(word) >= _TELLING for word in self.number.words), False])

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        at = {level: code for code, level in enumerate(self.levels)}
        street = self.street.equal(left, right)
        body = self.street_name.judge(left, right)
        city = _cities(self.city, self.city_begin, left, right)
        postal_code = _codes(self.postal_code, left, right)
        number = self.number.equal(left, right)
        telling = self._telling()[self.number.codes[left]]
        elsewhere = (city == 2) & (postal_code != 1) | (city == 0) & (postal_code == 2)
        shared = np.append(self.shared, False)[self.street.codes[left]]
        crowd = self.crowds[self.street.codes[left]] | self.crowds[self.street.codes[right]]
        nothing = crowd | self.street.missing(left, right) & (city == 0) & (postal_code == 0)
        no_street = self.street.missing(left, right)
        return np.select(
            [
                nothing,
                street & ~elsewhere & ~shared,
                street & ~elsewhere,
                (body == 1) & number & ~elsewhere,
                (body == 1) & ~elsewhere & self.number.missing(left, right),
                (body == 1) & number & (postal_code != 2),
                number & telling & ~elsewhere & ((city == 1) | (postal_code == 1) | (body == 3)),
                (body == 1) & ~elsewhere,
                (postal_code == 1) & no_street,
                (city == 1) & no_street & (postal_code == 0),
            ],
            [
                at["missing"], at["same"], at["same_shared"], at["close"], at["close"], at["other_city"],
                at["same_number"], at["same_street"], at["same_postal_code"], at["same_city"],
            ],
            at["differ"],
        ).astype(np.uint8)  # fmt: skip


def _pairs(first: Codes, second: Codes, asked: Rows) -> Iterator[tuple[int, int]]:
    return zip(first[asked].tolist(), second[asked].tolist(), strict=True)


def _differ(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and ours != theirs


def _begins(one: str, other: str) -> bool:
    """Whether one text's words begin the other's: ``New York`` and ``New York City``."""
    return one[:2] == other[:2] != "" and (f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} "))


def _begin_alike(begin: Codes, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
    """Whether two texts have their first word in common."""
    return np.asarray((begin[first] == begin[second]) & (begin[first] != MISSING))


def _city(name: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in fold(name).split())


def _first_words(coded: Coded) -> Codes:
    return encode([word.partition(" ")[0] for word in coded.words]).codes


def _cities(cities: Spelled, begin: Codes, left: Rows, right: Rows) -> Levels:
    """Compare cities: 1 the same but for a typo or a district, 2 another, 0 missing."""

    def may_be_one(first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        return may_be_typo(cities, first, second) | _begin_alike(begin, first, second)

    def judge(first: Codes, second: Codes) -> Levels:
        near = typo(cities, first, second)
        asked = np.flatnonzero(~near & _begin_alike(begin, first, second))
        ours, theirs = cities.coded.take(first[asked]), cities.coded.take(second[asked])
        near[asked] = list(map(_begins, ours, theirs))
        return np.where(near, 1, 2).astype(np.uint8)

    return on_distinct_pairs(cities.coded, left, right, judge, Apart(may_be_one, 2))


def _codes(codes: Spelled, left: Rows, right: Rows) -> Levels:
    """Compare postal codes: 1 the same, 2 another, 0 missing or one edit apart, which says neither."""

    def judge(first: Codes, second: Codes) -> Levels:
        apart = edits(codes.coded.take(first), codes.coded.take(second), most=1)
        return np.select([apart == 0, apart == 1], [1, 0], 2).astype(np.uint8)

    return on_distinct_pairs(codes.coded, left, right, judge, Apart(partial(codes.may_be_near, most=1), 2))
