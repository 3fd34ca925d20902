"""Damage by machines: NUL bytes, a file cut off, a cell out of all measure, and files that are no CSV."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from .separators import Place, place
from .sheet import Source
from .truth import Polluted, Truth, damaged, intact

__all__ = ["huge_cell", "no_csv", "nul_bytes", "truncated"]

_HUGE = 1_200_000


def nul_bytes(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield NUL bytes within a cell, over a whole row, and at the end of the file, as after a power cut."""
    sheet, end = source.sheet(), source.dialect.line_end
    yield Polluted("nul_bytes_at_end", source.name, (sheet.text() + "\0" * 600).encode(), intact(source))
    for turn, (row, column) in enumerate(places):
        cells = sheet.cells(row)
        cells[column] = cells[column][:2] + "\0" + cells[column][2:]
        data = sheet.with_cells(row, cells)
        if turn % 4 == 3:
            data = sheet.with_line(row, "\0" * (len(sheet.lines[row]) - len(end)) + end)
        kind = "nul_bytes_row" if turn % 4 == 3 else "nul_bytes_cell"
        truth = damaged(source, [row])
        if kind == "nul_bytes_row":
            truth = _without(truth, row)
        yield Polluted(kind, place(source, row, column), data.encode(), truth)


def _without(truth: Truth, row: int) -> Truth:
    """Return the truth of a file that no longer holds a record at all."""
    return replace(truth, records=(*truth.records[: row - 1], *truth.records[row:]))


def truncated(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield files that end in the middle of a cell; in the last column nobody can know."""
    sheet = source.sheet()
    starts = [0, *accumulate(map(len, sheet.lines))]
    for row, column in places:
        cells, value = sheet.cells(row), sheet.row(row)[column]
        kept = sum(len(cell) + 1 for cell in cells[:column]) + (len(cells[column]) + 1) // 2
        data = sheet.text()[: starts[row] + kept].encode()
        quoted = cells[column] != value
        unknown = column == len(cells) - 1 and not quoted
        why = "the last cell may have been that short" if unknown else ""
        left = row if column else row - 1  # without its first cell a record cannot be told
        truth = Truth((source.header,), damaged(source, [row]).records[:left], why)
        yield Polluted("truncated", place(source, row, column), data, truth)


def huge_cell(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield a cell of 1.2 MB, with a delimiter in it or without."""
    sheet = source.sheet()
    for turn, (row, column) in enumerate(places):
        word = f"lorem{source.dialect.delimiter}ipsum " if turn % 2 else "lorem-ipsum "
        value = (word * (_HUGE // len(word))).strip()
        cells = sheet.cells(row)
        cells[column] = source.dialect.cell(value)
        values = sheet.row(row)
        truth = damaged(source, [row], {row: (*values[:column], value, *values[column + 1 :])})
        yield Polluted("huge_cell", place(source, row, column), sheet.with_cells(row, cells).encode(), truth)


def no_csv(source: Source) -> Iterator[Polluted]:
    """Yield what is no CSV under a name that says it is: nothing of it is a record."""
    text = source.sheet().text().encode()
    page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body>\n<p>Sign in, please, to go on</p>\n"
    for kind, data in (
        ("gzip_cut", gzip.compress(text, mtime=0)[:-2000]),
        ("zip", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(range(256)) * 8),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"),
        ("html", (page + "</body></html>\n").encode()),
        ("only_nul", b"\0" * 4096),
        ("only_blank", b"\n\n   \n\n"),
    ):
        yield Polluted(f"no_csv_{kind}", source.name, data, Truth((), ()))
