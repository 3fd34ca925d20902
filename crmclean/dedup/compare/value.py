"""Compare any other value: the same, nearly the same, or another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import Subject, column, similarity
from crmclean.fields import fold

__all__ = ["ExactComparison", "TextComparison"]


@dataclass(frozen=True, slots=True)
class ExactComparison:
    """Values that are the same or not: identifiers, dates, amounts."""

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "differ")

    value: Coded

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Encode the values of a table by the plain blocking key of their type."""
        kind = subject.rules.fields[fields[0]]
        return cls(encode(derive(column(subject, fields[0]), lambda value: next(iter(kind.keys[""](value)), None))))

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.value.codes

    def show(self, row: int) -> str | None:
        """Return the value as it was compared."""
        return self.value.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        same = self.value.equal(left, right)
        return np.select([self.value.missing(left, right), same], [0, 1], 2).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class TextComparison:
    """Texts that may be written in more than one way: titles, names of things."""

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "close", "differ")

    value: Coded

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Fold the texts of a table."""
        return cls(encode(derive(column(subject, fields[0]), fold)))

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.value.codes

    def show(self, row: int) -> str | None:
        """Return the text as it was compared."""
        return self.value.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        return on_distinct_pairs(self.value, left, right, self._judge)

    def _judge(self, first: Codes, second: Codes) -> Levels:
        near = similarity(self.value.take(first), self.value.take(second)) >= 0.88 - 1e-6
        return np.select([first == second, near], [1, 2], 3).astype(np.uint8)
