"""In which way a value is there or missing, and how many records lack a field in which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import polars as pl

from crmclean.fields import FieldType, Standard, State
from crmclean.fields.column import Column

__all__ = ["Missing", "Way", "of_record", "of_values", "tally"]


class Way(IntEnum):
    """How a value is there or missing; the smaller, the closer to filled: of several fields the least counts.

    The first two are there: one that merely looks wrong is.
    """

    FILLED = 0
    INVALID = 1
    DEFAULT = 2
    IMPOSSIBLE = 3
    PLACEHOLDER = 4
    EMPTY = 5
    NULL = 6


_OF_STATE = {
    State.INVALID: Way.INVALID,
    State.IMPOSSIBLE: Way.IMPOSSIBLE,
    State.PLACEHOLDER: Way.PLACEHOLDER,
    State.EMPTY: Way.EMPTY,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """How many of ``records`` records lack a field, or every field of a group, and in which way.

    ``empty`` are those with nothing in them, ``null`` of these those without a value at all: only some tables tell a
    null from an empty text. ``default`` are filled with a value that nobody chose.
    """

    field: str
    records: int
    empty: int = 0
    placeholder: int = 0
    impossible: int = 0
    default: int = 0
    null: int = 0

    @property
    def total(self) -> int:
        """Records without the field."""
        return self.empty + self.placeholder + self.impossible + self.default

    @property
    def share(self) -> float | None:
        """Share of records without the field, 0-1; None where there are no records."""
        return self.total / self.records if self.records else None

    @classmethod
    def of(cls, field: str, ways: Sequence[int]) -> Missing:
        """Sum up how many records are there or missing in each ``Way``."""
        empty = ways[Way.EMPTY] + ways[Way.NULL]
        there = (ways[Way.PLACEHOLDER], ways[Way.IMPOSSIBLE], ways[Way.DEFAULT])
        return cls(field, sum(ways), empty, *there, ways[Way.NULL])


def of_values(column: Column, kind: FieldType, defaults: Sequence[str] = ()) -> pl.Series:
    """Return the ``Way`` of each distinct value of a column (UInt8).

    Args:
        column: The standardized column.
        kind: Its semantic type.
        defaults: Values that nobody chose, as the rule file writes them.
    """
    way = pl.col("state").replace_strict(_OF_STATE, default=Way.FILLED, return_dtype=pl.UInt8)
    if defaults:
        by_nobody = (way <= Way.INVALID) & pl.col("value").is_in(_standard(kind, defaults))
        way = pl.when(by_nobody).then(pl.lit(Way.DEFAULT, pl.UInt8)).otherwise(way)
    nothing = pl.when(pl.col("raw").is_null()).then(pl.lit(Way.NULL, pl.UInt8))
    return column.standard.with_columns(raw=column.raw).select(nothing.otherwise(way)).to_series()


def of_record(standard: Standard, kind: FieldType, defaults: Sequence[str] = ()) -> Way:
    """Return the ``Way`` of one value; the twin of ``of_values``, but that a null is merely empty."""
    way = _OF_STATE.get(standard.state, Way.FILLED)
    return Way.DEFAULT if way <= Way.INVALID and standard.value in _standard(kind, defaults) else way


def _standard(kind: FieldType, defaults: Sequence[str]) -> list[str]:
    return [value for text in defaults if (value := kind.standardize(text).value) is not None]


def tally(ways: pl.Series, at: pl.Series | None = None) -> list[int]:
    """Count the records of each ``Way``: those of ``ways``, or those that have one of its values."""
    weights = None if at is None else np.bincount(at.to_numpy(), minlength=len(ways))
    counted = np.bincount(ways.to_numpy(), weights, minlength=len(Way))
    return [int(count) for count in counted]
