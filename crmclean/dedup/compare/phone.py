"""Compare phones: a number of one's own, a number that some share, a switchboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import MISSING, Apart, Coded, Codes, Levels, Rows, encode, on_distinct_codes, sharing
from crmclean.dedup.compare.base import Spelled, Subject, column, edits
from crmclean.fields.phone import national_numbers

__all__ = ["LineComparison", "PhoneComparison"]

_OWN, _FEW = 2, 5
"""Family names on one number: up to 2 it is somebody's own (a couple), up to 5 a household or a small office."""
_LINE, _WHOLE = 4, 9
"""Last digits that tell the lines of one exchange apart, in numbers that hold an area code."""
_CODE = 3
"""Digits of a country's code at the most."""


@dataclass(frozen=True, slots=True)
class PhoneComparison:
    """Phones of *n* records; with several phone fields the best level of any two counts.

    A number that a crowd of the records has says nothing of anybody: it counts as missing.
    """

    role: ClassVar[str] = "phone"
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "same_few", "same_shared", "close", "differ")

    numbers: tuple[Coded, ...]
    shared: npt.NDArray[np.int64]
    spelled: Spelled
    """Every number."""
    begins: npt.NDArray[np.uint64]
    """A hash of what stands before the last digits of each number, which tell its line."""
    ends: npt.NDArray[np.uint64]
    """A hash of the last digits of each number, those of a whole one."""
    crowds: npt.NDArray[np.bool_]
    """Which words a crowd has; False for a number that is missing."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the phones of a table."""
        rows = subject.present.height
        every = encode(pl.concat([national_numbers(column(subject, name)).rename("") for name in fields]))
        users = sharing(every, np.tile(subject.identity, len(fields)))
        shared = subject.frequencies.count("shared", every.words, users, users > _OWN)
        numbers = tuple(replace(every, codes=every.codes[at * rows : (at + 1) * rows]) for at in range(len(fields)))
        having = int(np.count_nonzero(np.any([each.codes != MISSING for each in numbers], axis=0)))
        begins, ends = _ends(every)
        return cls(numbers, shared, Spelled.of(every), begins, ends, subject.crowded(every, users, having))

    def show(self, row: int) -> str | None:
        """Return the national digits."""
        return ", ".join(word for coded in self.numbers if (word := coded.word(row))) or None

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        judged = [self._judge(ours, theirs, left, right) for ours in self.numbers for theirs in self.numbers]
        rank = np.array([len(self.levels), *range(len(self.levels) - 1)])
        best = judged[0]
        for levels in judged[1:]:
            best = np.where(rank[levels] < rank[best], levels, best)
        return best

    def _judge(self, ours: Coded, theirs: Coded, left: Rows, right: Rows) -> Levels:
        one, other = ours.codes[left], theirs.codes[right]
        level = on_distinct_codes(one, other, self._distance, Apart(self._may_be_close, len(self.levels) - 1))
        users = np.append(self.shared, 0)[one]
        shared = np.where(users > _FEW, np.uint8(3), np.where(users > _OWN, np.uint8(2), np.uint8(1)))
        crowd = self.crowds[one] | self.crowds[other]
        return np.where(crowd, 0, np.where(level == 1, shared, level)).astype(np.uint8)

    def _may_be_close(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether two numbers may be one edit apart, or begin or end as one."""
        one_end = (self.begins[first] == self.begins[second]) | (self.ends[first] == self.ends[second])
        return np.asarray(one_end | self.spelled.may_be_near(first, second, 1))

    def _distance(self, first: Codes, second: Codes) -> Levels:
        ours, theirs = self.numbers[0].take(first), self.numbers[0].take(second)
        apart = edits(ours, theirs, most=_LINE)
        kin = np.zeros(len(first), dtype=np.uint8)
        for at in np.flatnonzero((apart > 0) & (apart <= _LINE)).tolist():
            kin[at] = _kin(ours[at], theirs[at])
        close = (apart == 1) & (self.numbers[0].shorter(first, second) >= 7)
        return np.select([kin == 1, close, kin == 5], [1, 4, 5], len(self.levels) - 1).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class LineComparison(PhoneComparison):
    """Phones of *n* organisations: two numbers of one exchange are perhaps two lines of one house (``near``)."""

    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "same_few", "same_shared", "close", "near", "differ")


def _ends(numbers: Coded) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return hashes of what stands before the last digits of each number, and of its last digits."""
    digits = numbers.words
    return digits.str.head(-_LINE).hash().to_numpy(), digits.str.tail(_WHOLE).hash().to_numpy()


def _kin(one: str, other: str) -> int:
    """Return level 1 for one number with a country's code before it on one side, 5 for two of one exchange, or 0."""
    short, long = sorted((one, other), key=len)
    if len(short) < _WHOLE:
        return 0
    if len(long) - len(short) <= _CODE and long.endswith(short):
        return 1
    return 5 if one[:-_LINE] == other[:-_LINE] else 0
