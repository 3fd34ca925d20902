"""Compare how much of two records is filled in: a stub is more often a second entry than a record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Levels, Rows
from crmclean.dedup.compare.base import Subject, column

__all__ = ["FilledComparison"]


@dataclass(frozen=True, slots=True)
class FilledComparison:
    """Which of the fields are filled in *n* records; the barer record of a pair decides."""

    role: ClassVar[str] = "filled"
    levels: ClassVar[tuple[str, ...]] = ("missing", "both", "most", "some", "stub")

    filled: npt.NDArray[np.int64]
    fields: int

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Count what is filled in."""
        there = np.column_stack([column(subject, name).is_not_null().to_numpy() for name in fields])
        return cls(there.sum(axis=1), len(fields))

    def show(self, row: int) -> str | None:
        """Return how many of the fields are filled."""
        return f"{self.filled[row]} of {self.fields} filled"

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        barer = np.minimum(self.filled[left], self.filled[right])
        return np.select([barer == self.fields, 2 * barer > self.fields, barer > 0], [1, 2, 3], 4).astype(np.uint8)
