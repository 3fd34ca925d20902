"""Several damaged rows in one file, of every kind a row can be damaged in, some of them next to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .separators import Place
from .sheet import Sheet, Source
from .truth import Polluted, damaged

__all__ = ["several_rows"]

_AT_ONCE = 6


def several_rows(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files with six damaged rows: separators missing, too many and others, a row cut short, one stray quote.

    One quote only: two of them can make a cell of what they enclose (see quote_pair). The stray quote stands before
    a cell that none is around; where the row has no such cell, the row stays as it is.
    """
    sheet, rows = source.sheet(), list(dict(places).items())
    for number, first in enumerate(range(0, len(rows) - _AT_ONCE, _AT_ONCE - 1)):
        chosen = dict(rows[first : first + _AT_ONCE - 1])
        row, column = rows[first]
        chosen.setdefault(row % len(source.records) + 1, column)  # the neighbour
        lines = list(sheet.lines)
        for kind, (row, column) in enumerate(chosen.items()):
            lines[row] = _damaged(sheet, row, column, kind)
        touched = [row for row, line in enumerate(lines) if line != sheet.lines[row]]
        data = "".join(lines).encode()
        yield Polluted("several_rows", f"{source.name}-{number:02}", data, damaged(source, touched))


def _damaged(sheet: Sheet, row: int, column: int, kind: int) -> str:
    """Return a line with damage of a kind; the column is none of the last two."""
    own, cells = sheet.dialect, sheet.cells(row)
    other = replace(own, delimiter="|" if own.delimiter == ";" else ";")
    changed = (
        [*cells[:column], cells[column] + cells[column + 1], *cells[column + 2 :]],
        [*cells[:column], "", *cells[column:]],
        [*cells[:column], own.quote * (cells[column] == sheet.row(row)[column]) + cells[column], *cells[column + 1 :]],
        cells[: column + 1],
        [other.line(sheet.row(row)).removesuffix(own.line_end)],
    )[kind % 5]
    return own.delimiter.join(changed) + own.line_end
