"""The careful reader: from physical lines to rows, exactly as RFC 4180 has them, and on its feet again after damage.

A row is believed where its quotes are proper and, once the table's width is known, its number of cells is right. Where
a quote never closes, one line is given up, not the rest of the file. Nothing is padded, shifted or dropped: every
physical line belongs to exactly one row.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

__all__ = ["CELL_LIMIT", "LINE_LIMIT", "Lines", "Row", "Rows", "is_blank"]

LINE_LIMIT = 50
"""A cell over more physical lines is believed only where these lines do not look like records themselves."""
CELL_LIMIT = 1 << 20
"""Longest believable cell, in characters."""


class Row(NamedTuple):
    """One row: lines ``start`` up to ``stop`` (indices from 0), its cells, and why it cannot be believed.

    A row without a problem and without cells is blank.
    """

    start: int
    stop: int
    cells: list[str]
    problem: str = ""


class Lines:
    r"""A text in physical lines, ends kept: ``\n``, ``\r\n``, or ``\r`` alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: Sequence[str] = list(io.StringIO(text, newline=""))
        self.starts: Sequence[int] = list(accumulate(map(len, self.lines), initial=0))

    def raw(self, start: int, stop: int) -> str:
        """Return the lines as they stand, without the last line end."""
        return self.text[self.starts[start] : self.starts[stop]].rstrip("\r\n")


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything but blanks and tabs."""
    return not any(cell.strip(" \t") for cell in cells)


class Rows:
    """The grammar of one delimiter and quote: cuts lines into rows."""

    def __init__(self, delimiter: str, quote: str) -> None:
        self._delimiter, self._quote = delimiter, quote
        d, q = re.escape(delimiter), re.escape(quote)
        # Possessive repeats: a quote that does not close costs one pass, and the pass ends at the next lone quote.
        self._cell = re.compile(rf"(?:{q}((?:[^{q}]++|{q}{q})*+){q}|([^{q}{d}\r\n]*+))({d}|\r\n|\r|\n|\Z)")

    def scan(self, lines: Lines, *, start: int = 0, header: Sequence[str] | None = None) -> Iterator[Row]:
        """Yield the rows from line ``start`` on.

        Args:
            lines: The text.
            start: Index of the first line.
            header: The table's header; without it any width is believed, and so is any quoted cell that closes.

        Yields:
            Rows in order, their lines adjoining.
        """
        at = start
        while at < len(lines.lines):
            line = lines.lines[at]
            if self._quote in line:
                row = self._quoted(lines, at, header)
            else:
                row = Row(at, at + 1, line.rstrip("\r\n").split(self._delimiter))
            yield _judged(row, lines, header)
            at = row.stop

    def _quoted(self, lines: Lines, at: int, header: Sequence[str] | None) -> Row:
        cells, end, proper = self._cells(lines.text, lines.starts[at])
        if not proper:
            opened = lines.text.startswith(self._quote, end)
            return Row(at, at + 1, [], "a quoted cell does not close" if opened else "a stray quote")
        stop = at + 1
        while lines.starts[stop] < end:
            stop += 1
        row = Row(at, stop, cells)
        return self._resynchronised(row, lines, len(header)) if header and stop - at > 1 else row

    def _resynchronised(self, row: Row, lines: Lines, width: int) -> Row:
        """Give back the lines that a stray quote swallowed: those that are whole records on their own."""
        inner = range(row.start + 1, row.stop)
        if len(row.cells) == width and len(inner) < LINE_LIMIT:
            return row
        whole = [at for at in inner if self._stands_alone(lines.lines[at], width)]
        if len(row.cells) == width:
            return row if 2 * len(whole) <= len(inner) else Row(row.start, inner[0], [], "a quoted cell does not close")
        return Row(row.start, whole[0], [], "a quoted cell does not close") if whole else row

    def _stands_alone(self, line: str, width: int) -> bool:
        cells, _, proper = self._cells(line, 0)
        return proper and len(cells) == width > 1

    def _cells(self, text: str, at: int) -> tuple[list[str], int, bool]:
        """Cut cells from ``at`` up to a line end: the cells, where they end, and whether every quote was proper."""
        cells: list[str] = []
        while found := self._cell.match(text, at):
            quoted, plain, end = found.groups()
            cells.append(plain if quoted is None else quoted.replace(2 * self._quote, self._quote))
            at = found.end()
            if end != self._delimiter:
                return cells, at, True
        return cells, at, False


def _judged(row: Row, lines: Lines, header: Sequence[str] | None) -> Row:
    if row.problem:
        return row
    if is_blank(row.cells):
        return Row(row.start, row.stop, [])
    problem = _problem(row, lines, header)
    return row._replace(problem=problem) if problem else row


def _problem(row: Row, lines: Lines, header: Sequence[str] | None) -> str:
    length = lines.starts[row.stop] - lines.starts[row.start]
    if any("\0" in line for line in lines.lines[row.start : row.stop]):
        return "a NUL character"
    if header and len(row.cells) != len(header):
        return f"{len(row.cells)} cells where the header has {len(header)}"
    if header and row.cells == header and len(header) > 1:
        return "the header again"
    if length > CELL_LIMIT and max(map(len, row.cells)) > CELL_LIMIT:
        return f"a cell of more than {CELL_LIMIT:,} characters"
    return ""
