"""What the reader of one format hands back: the table, the rows held back, and its own count of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from crmclean.findings import QUARANTINE

__all__ = ["HeldBack", "Parsed", "Stretch", "drop_blank"]


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

    def quarantine(self, offsets: Sequence[int]) -> pl.DataFrame:
        r"""Build the quarantine table (schema ``QUARANTINE``) in the file's order.

        A NUL character in the raw text is written ``\x00``, since no reader of CSV takes it.

        Args:
            offsets: Offset of each physical line in the file.
        """
        return pl.DataFrame(
            [(row.start + 1, offsets[row.start], row.reason, row.raw.replace("\0", "\\x00")) for row in self.held],
            schema=QUARANTINE,
            orient="row",
        )


class Stretch(NamedTuple):
    """Some whole rows of a text table, and how much of the text they are."""

    parsed: Parsed
    lines: int
    """Physical lines."""
    size: int
    """Bytes of UTF-8."""


def drop_blank(table: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Drop the rows in which no cell holds anything but blanks and tabs, and count them."""

    def blank(name: str) -> pl.Expr:
        return pl.col(name).is_null() | (pl.col(name).str.strip_chars(" \t") == "")

    # Few tables have one: a look at the first column spares the others.
    if not table.width or not table.select(blank(table.columns[0]).any()).item():
        return table, 0
    kept = table.filter(~pl.all_horizontal(map(blank, table.columns)))
    return kept, table.height - kept.height
