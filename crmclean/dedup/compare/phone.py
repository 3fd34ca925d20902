"""Compare phones: a number of one's own, a number that some share, a switchboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs, sharing
from crmclean.dedup.compare.base import Subject, column, edits, shorter
from crmclean.fields.phone import national_digits

__all__ = ["PhoneComparison"]

_OWN, _FEW = 2, 5
"""Family names on one number: up to 2 it is somebody's own (a couple), up to 5 a household or a small office."""


@dataclass(frozen=True, slots=True)
class PhoneComparison:
    """Phones of *n* records; with several phone fields the best level of any two counts."""

    role: ClassVar[str] = "phone"
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "same_few", "same_shared", "close", "differ")

    numbers: tuple[Coded, ...]
    shared: npt.NDArray[np.int64]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the phones of a table."""
        rows = subject.present.height
        every = encode(pl.concat([derive(column(subject, name), national_digits).rename("") for name in fields]))
        shared = sharing(every, np.tile(subject.identity, len(fields)))
        numbers = tuple(
            Coded(every.codes[at * rows : (at + 1) * rows], every.words, every.counts) for at in range(len(fields))
        )
        return cls(numbers, shared)

    def show(self, row: int) -> str | None:
        """Return the national digits."""
        return ", ".join(word for coded in self.numbers if (word := coded.word(row))) or None

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        judged = [self._judge(ours, theirs, left, right) for ours in self.numbers for theirs in self.numbers]
        rank = np.array([len(self.levels), 0, 1, 2, 3, 4])
        best = judged[0]
        for levels in judged[1:]:
            best = np.where(rank[levels] < rank[best], levels, best)
        return best

    def _judge(self, ours: Coded, theirs: Coded, left: Rows, right: Rows) -> Levels:
        both = Coded(np.concatenate([ours.codes[left], theirs.codes[right]]), ours.words, ours.counts)
        first, second = np.arange(len(left)), np.arange(len(left), 2 * len(left))
        level = on_distinct_pairs(both, first, second, self._distance)
        users = np.append(self.shared, 0)[ours.codes[left]]
        shared = np.where(users > _FEW, np.uint8(3), np.where(users > _OWN, np.uint8(2), np.uint8(1)))
        return np.where(level == 1, shared, level).astype(np.uint8)

    def _distance(self, first: Codes, second: Codes) -> Levels:
        ours, theirs = self.numbers[0].take(first), self.numbers[0].take(second)
        near = (edits(ours, theirs) == 1) & (shorter(ours, theirs) >= 7)
        return np.select([first == second, near], [1, 4], 5).astype(np.uint8)
