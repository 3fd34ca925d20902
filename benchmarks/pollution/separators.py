"""Damage to the separators: one too few, one too many, a row that uses another one, a row cut short or broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .sheet import Source
from .truth import Polluted, damaged

__all__ = ["Place", "broken_row", "extra_separator", "missing_separator", "other_separator", "place", "row_cut_short"]

Place = tuple[int, int]
"""Line (0 is the header) and column, from 0."""


def place(source: Source, row: int, column: int | str) -> str:
    """Return the part of a file name that says where the damage is."""
    shown = f"c{column:02}" if isinstance(column, int) else column
    return f"{source.name}-r{row:03}-{shown}"


def missing_separator(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files where a cell runs into the next one."""
    sheet = source.sheet()
    for row, column in places:
        cells = sheet.cells(row)
        merged = [*cells[:column], cells[column] + cells[column + 1], *cells[column + 2 :]]
        data = sheet.with_cells(row, merged).encode()
        yield Polluted("missing_separator", place(source, row, column), data, damaged(source, [row]))


def extra_separator(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files with a separator more before a cell; before the one after the last: at the end of the row."""
    sheet = source.sheet()
    for row, column in places:
        cells = sheet.cells(row)
        data = sheet.with_cells(row, [*cells[:column], "", *cells[column:]]).encode()
        yield Polluted("extra_separator", place(source, row, column), data, damaged(source, [row]))


def other_separator(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files where one row is written with another separator."""
    sheet, own = source.sheet(), source.dialect
    others = [delimiter for delimiter in ",;\t |" if delimiter != own.delimiter]
    rows = dict.fromkeys(row for row, _ in places)
    for turn, row in enumerate(rows):
        written = replace(own, delimiter=others[turn % len(others)])
        data = sheet.with_line(row, written.line(sheet.row(row))).encode()
        name = place(source, row, f"x{ord(written.delimiter):02x}")
        yield Polluted("other_separator", name, data, damaged(source, [row]))


def row_cut_short(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files where a row ends before a column."""
    sheet = source.sheet()
    for row, column in places:
        data = sheet.with_cells(row, sheet.cells(row)[: column + 1]).encode()
        yield Polluted("row_cut_short", place(source, row, column), data, damaged(source, [row]))


def broken_row(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files with a line end in the middle of a cell that no quotes stand around; quoted cells are passed by.

    In the first or the last column nobody can know: the longer part is as wide as a record.
    """
    sheet = source.sheet()
    for row, column in places:
        cells, value = sheet.cells(row), sheet.row(row)[column]
        if cells[column] != value or len(value) < 2:
            continue
        middle = len(value) // 2
        cells[column] = value[:middle] + sheet.dialect.line_end + value[middle:]
        why = "" if 0 < column < len(cells) - 1 else "one part of the broken row is as wide as a record"
        truth = replace(damaged(source, [row]), undecidable=why)
        yield Polluted("broken_row", place(source, row, column), sheet.with_cells(row, cells).encode(), truth)
