"""Damage to the quotes: one where none belongs, one lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .separators import Place, place
from .sheet import Cells, Source
from .truth import Polluted, damaged

__all__ = ["lost_quote", "quote_pair", "stray_quote"]

_ENDED = "the row may have ended where the quote stands, or where one was"


def stray_quote(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files with one quote too many: before, within and after cells, in turn.

    A reader that keeps every cell in its place, the quote with it, has read what the line says.
    """
    sheet = source.sheet()
    for turn, (row, column) in enumerate(places):
        where = ("before", "within", "after")[turn % 3]
        cells = sheet.cells(row)
        cells[column], said, ends = _stray(source, row, column, where)
        truth = damaged(source, [row], {row: _with(sheet.row(row), column, said)})
        if ends and column == len(cells) - 1:
            truth = replace(truth, undecidable=_ENDED)
        data = sheet.with_cells(row, cells).encode()
        yield Polluted(f"stray_quote_{where}", place(source, row, column), data, truth)


def _stray(source: Source, row: int, column: int, where: str) -> tuple[str, str, bool]:
    """Return a cell written with one quote too many, what it says, and whether a line ends behind that quote."""
    value, quote = source.sheet().row(row)[column], source.dialect.quote
    cell = source.dialect.cell(value)
    at = {"before": 0, "within": len(cell) // 2, "after": len(cell)}[where]
    written = cell[:at] + quote + cell[at:]
    said = written if cell == value else written[1:-1].replace(quote * 2, quote)
    return written, said, cell[at : at + 1] in ("\r", "\n") and cell != value


def _with(row: Cells, column: int, value: str) -> Cells:
    return (*row[:column], value, *row[column + 1 :])


def lost_quote(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files where a quoted cell has lost its opening or its closing quote, in turn; other cells are passed by."""
    sheet, own = source.sheet(), source.dialect
    quoted = ((row, column) for row, column in places if sheet.cells(row)[column] != sheet.row(row)[column])
    for turn, (row, column) in enumerate(quoted):
        cells, value = sheet.cells(row), sheet.row(row)[column]
        cells[column] = cells[column][1:] if turn % 2 else cells[column][:-1]
        plain = not any(part in value for part in (own.delimiter, own.quote, "\r", "\n"))
        truth = damaged(source, [row], {row: _with(sheet.row(row), column, cells[column])} if plain else None)
        if turn % 2 and column == len(cells) - 1 and "\n" in value:
            truth = replace(truth, undecidable=_ENDED)
        kind = "lost_opening_quote" if turn % 2 else "lost_closing_quote"
        yield Polluted(kind, place(source, row, column), sheet.with_cells(row, cells).encode(), truth)


def quote_pair(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files where a quote opens before a cell and another closes behind one of that column, three rows on.

    What stands between is one cell by the letter of RFC 4180, though it looks like rows.
    """
    sheet, quote = source.sheet(), source.dialect.quote
    for row, column in places:
        first, last = sheet.cells(row), sheet.cells(min(row + 3, len(source.records)))
        if quote in (between := "".join(sheet.lines[row : row + 4])) or row + 3 > len(source.records):
            continue
        first[column], last[column] = quote + first[column], last[column] + quote
        ends = [source.dialect.delimiter.join(cells) + source.dialect.line_end for cells in (first, last)]
        middle = "".join(sheet.lines[row + 1 : row + 3])
        data = sheet.text().replace(between, ends[0] + middle + ends[1]).encode()
        truth = replace(
            damaged(source, [row, row + 3]), undecidable="two stray quotes make a cell of what they enclose"
        )
        yield Polluted("quote_pair", place(source, row, column), data, truth)
