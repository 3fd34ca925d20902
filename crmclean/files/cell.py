"""What no cell of a table may hold, and how a row is shown that is held back for it: for formats that are no text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import polars as pl
import polars.selectors as cs

from crmclean.files.records import CELL_LIMIT

__all__ = ["cell_problem", "csv_line", "may_be_problems"]


def cell_problem(cell: str) -> str:
    r"""Say why a text is none that a CSV file could hold; nothing where it is one.

    Example:
        >>> cell_problem("Ann"), cell_problem("A\0B")
        ('', 'a NUL character')
    """
    if len(cell) > CELL_LIMIT:
        return f"a cell of more than {CELL_LIMIT:,} characters"
    if "\0" in cell:
        return "a NUL character"
    if not cell.isascii() and any("\ud800" <= char <= "\udfff" for char in cell):
        return "bytes that are no text, or half a character"
    return ""


def may_be_problems() -> pl.Expr:
    """Whether a row of texts holds one that ``cell_problem`` may object to; polars has no half characters."""
    texts = cs.string()
    return pl.any_horizontal(texts.str.contains("\0", literal=True) | (texts.str.len_bytes() > CELL_LIMIT))


def csv_line(cells: Iterable[str | None]) -> str:
    """Return cells as one line of CSV; half characters become question marks.

    Example:
        >>> csv_line(["Doe, Jane", None, "Rome"])
        '"Doe, Jane",,Rome'
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue().encode("utf-8", "replace").decode()
