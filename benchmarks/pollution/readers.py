"""Reading with crmclean, and what a reader is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from crmclean.files import read

from .score import Reading
from .sheet import Cells

__all__ = ["BrokenEquationError", "Reader", "crmclean", "texts"]

Reader = Callable[[Path], Reading]


class BrokenEquationError(Exception):
    """The rows of the table, of the quarantine and the blank ones are not the rows that were read."""


def crmclean(path: Path) -> Reading:
    """Read with crmclean, as it comes."""
    found = read(path)
    if found.rows_read != found.table.height + found.quarantine.height + found.blank_lines:
        raise BrokenEquationError(f"{found.rows_read} rows read")
    return Reading(tuple(found.table.columns), tuple(texts(found.table.iter_rows())), tuple(found.quarantine["raw"]))


def texts(rows: Iterable[Iterable[object]]) -> Iterator[Cells]:
    """Return rows as text; null is empty."""
    return (tuple("" if cell is None else str(cell) for cell in row) for row in rows)
