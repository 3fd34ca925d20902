"""A column as its distinct values and which of them each record has: work is done on values and spread to records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["STANDARD", "Column", "distinct", "grouped"]

STANDARD = pl.Schema({"value": pl.String, "state": pl.String, "note": pl.String})
"""Columns of a standardized column."""
_GOLDEN = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
"""Odd, the golden ratio of 64 bits: multiples of it spread evenly over the slots."""
_LEAST_BITS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A standardized column of *n* records with *d* values.

    ``raw`` are the values as they came, ``standard`` is what became of each (schema ``STANDARD``), ``at`` says for each
    record which of them it has; where it is None each record has its own. The order of the values has no meaning.
    """

    raw: pl.Series
    standard: pl.DataFrame
    at: pl.Series | None

    def spread(self, of_values: pl.Series) -> pl.Series:
        """Give each of *n* records what was found for its distinct value."""
        return of_values if self.at is None else of_values.gather(self.at)

    def derived(self, expression: pl.Expr) -> pl.Series:
        """Give each record what an expression over the columns of ``standard`` makes of its value."""
        return self.spread(self.standard.select(expression).to_series())

    def values_of(self, rows: pl.Series) -> pl.Series:
        """Return which of the values each of some records has."""
        return rows if self.at is None else self.at.gather(rows)

    def filter(self, keep: pl.Series) -> Column:
        """Return the column of the records for which ``keep`` is true."""
        if self.at is None:
            return Column(self.raw.filter(keep), self.standard.filter(keep), None)
        return Column(self.raw, self.standard, self.at.filter(keep))

    def followed_by(self, other: Column) -> Column:
        """Return the column of these records and then those of another; values that both have stand twice."""
        places = [
            pl.int_range(start, start + len(column.raw), dtype=pl.UInt32, eager=True)
            if column.at is None
            else column.at.cast(pl.UInt32) + start
            for start, column in ((0, self), (len(self.raw), other))
        ]
        return Column(pl.concat([self.raw, other.raw]), pl.concat([self.standard, other.standard]), pl.concat(places))

    def to_frame(self) -> pl.DataFrame:
        """Return the standardized column, a row for each record."""
        return self.standard if self.at is None else self.standard[self.at]


def distinct(values: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return the distinct rows, in the order in which they come first, and for each of *n* rows which it is (UInt32).

    Rows are told apart by a hash of 64 bits; what it says is held against the rows themselves.
    """
    firsts, at = grouped(values.hash_rows().to_numpy())
    again = np.ones(values.height, dtype=bool)
    again[firsts] = False
    (rows,) = again.nonzero()
    if values[firsts[at[rows]]].equals(values[rows]):
        return values[firsts], pl.Series(at)
    groups = values.with_row_index("\0at").group_by(values.columns, maintain_order=True).agg("\0at")
    members = groups.select(pl.int_range(pl.len(), dtype=pl.UInt32), pl.col("\0at")).explode("\0at").sort("\0at")
    return groups.drop("\0at"), members.to_series()


def grouped(numbers: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the places where *n* numbers come first, and for each number which of them it is.

    Source: multiplicative hashing (Knuth 1973, 6.4), a round for those whose slot another number took.
    """
    every = np.arange(len(numbers), dtype=np.uint32)
    first, left, asked, factor = every.copy(), every, numbers, _GOLDEN
    while len(left):
        bits = max(len(left).bit_length(), _LEAST_BITS)
        slots = (asked * factor >> np.uint64(64 - bits)).view(np.int64)
        table = np.empty(1 << bits, dtype=np.uint32)
        table[slots[::-1]] = left[::-1]
        found = table[slots]
        alike = numbers[found] == asked
        first[left[alike]] = found[alike]
        left = left[~alike]
        asked, factor = numbers[left], factor * _GOLDEN
    is_first = first == every
    return np.flatnonzero(is_first).astype(np.uint32), (np.cumsum(is_first, dtype=np.uint32) - np.uint32(1))[first]
