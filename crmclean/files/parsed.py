"""What the reader of one format hands back: the table, the rows held back, and its own count of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.findings import QUARANTINE

__all__ = ["ABOVE_HEADER", "ASIDE", "BELOW_TABLE", "HeldBack", "Parsed", "Spans", "blank_rows", "drop_blank", "without"]

ABOVE_HEADER = "above the header"
BELOW_TABLE = "a single value below the table, as notes have"
ASIDE = (ABOVE_HEADER, BELOW_TABLE)
"""Why text that is no row of the table is held back: it tells nothing of how well the rows can be read."""

Spans = npt.NDArray[np.int64]
"""Where the records of a table stand in its text: a row each, the offset of its first byte and of the next row's."""


class HeldBack(NamedTuple):
    """One row that could not be read: the index (from 0) of its first line, why, and the text of its lines."""

    start: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed text; ``rows`` is counted apart from the three others, so that their sum can be checked."""

    table: pl.DataFrame
    rows: int
    blank: int = 0
    held: Sequence[HeldBack] = field(default=())
    spans: Spans | None = None
    """Where the table's records stand in the text, in bytes of UTF-8; None for formats that are no text tables."""

    def quarantine(self, offsets: Sequence[int]) -> pl.DataFrame:
        r"""Build the quarantine table (schema ``QUARANTINE``) in the file's order.

        A NUL character in the raw text is written ``\x00``, since no reader of CSV takes it.

        Args:
            offsets: Where the rows that are held back start in the file; nothing where it has no lines of bytes.
        """
        places: Sequence[int | None] = offsets or [None] * len(self.held)
        return pl.DataFrame(
            [
                (row.start + 1, offset, row.reason, row.raw.replace("\0", "\\x00"))
                for row, offset in zip(self.held, places, strict=True)
            ],
            schema=QUARANTINE,
            orient="row",
        )


def drop_blank(table: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Drop the blank rows (see ``blank_rows``), and count them."""
    blank = blank_rows(table)
    return without(table, blank), len(blank)


def blank_rows(table: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Find the rows in which no cell holds anything but blanks and tabs."""
    # Few rows are left to look at after the first columns.
    rows = pl.int_range(table.height if table.width else 0, eager=True)
    for column in table.iter_columns():
        if rows.is_empty():
            break
        cells = column if len(rows) == table.height else column.gather(rows)
        # What is blank sorts before the first visible character; few cells that do are not.
        near = cells.is_null() | (cells < "!")
        rows, cells = rows.filter(near), cells.filter(near)
        rows = rows.filter(cells.is_null() | (cells.str.strip_chars(" \t") == ""))
    return rows.to_numpy()


def without(table: pl.DataFrame, rows: npt.NDArray[np.int64]) -> pl.DataFrame:
    """Return the table without some rows."""
    if not len(rows):
        return table
    kept = np.ones(table.height, dtype=np.bool_)
    kept[rows] = False
    return table.filter(pl.Series(kept))
