"""A column as its distinct values and which of them each record has: work is done on values and spread to records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

__all__ = ["STANDARD", "Column", "distinct"]

STANDARD = pl.Schema({"value": pl.String, "state": pl.String, "note": pl.String})
"""Columns of a standardized column."""


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
    """Return the distinct rows, in any order, and for each of *n* rows which of them it is (UInt32).

    Cost: one hashing of the rows; three times as fast as joining the distinct rows back to them.
    """
    groups = values.with_row_index("\0at").group_by(values.columns).agg("\0at")
    at = np.empty(values.height, dtype=np.uint32)
    if values.height:
        members = groups["\0at"]
        at[members.explode().to_numpy()] = np.repeat(np.arange(len(groups), dtype=np.uint32), members.list.len())
    return groups.drop("\0at"), pl.Series(at)
