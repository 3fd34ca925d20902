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

__all__ = ["CELL_LIMIT", "LINE_LIMIT", "RECORD_WIDTH", "Lines", "Row", "Rows", "is_blank", "with_names"]

LINE_LIMIT = 50
"""A cell over more physical lines is believed only where these lines do not look like records themselves."""
CELL_LIMIT = 1 << 20
"""Longest believable cell, in characters."""
RECORD_WIDTH = 5
"""Cells from which a line within a cell is taken for a record, if it has all of them; prose has fewer commas."""
_OPEN = "a quoted cell does not close"


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


def with_names(header: Sequence[str]) -> list[str]:
    """Name the columns without a name ``column 7``: spreadsheets write such, mostly without any value.

    Example:
        >>> with_names(["id", "name", ""])
        ['id', 'name', 'column 3']
    """
    return [name if name.strip() else f"column {at}" for at, name in enumerate(header, 1)]


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything but blanks and tabs."""
    return not any(cell.strip(" \t") for cell in cells)


class Rows:
    """The grammar of one dialect: cuts lines into rows.

    Args:
        delimiter: Between cells: one character, or one and a blank.
        quote: Around cells; doubled inside.
        escape: A backslash where it takes the meaning from the quote, delimiter or backslash that follows; else empty.
    """

    def __init__(self, delimiter: str, quote: str, escape: str = "") -> None:
        self.delimiter, self.quote, self.escape = delimiter, quote, escape
        d, q, e = re.escape(delimiter), re.escape(quote), re.escape(escape)
        inside, plain = rf"[^{q}{e}]++", rf"[^{q}{e}{d}\r\n]++" if len(delimiter) == 1 else rf"(?!{d})[^{q}{e}\r\n]"
        escaped, escaped_plain = (rf"|{e}[\s\S]", rf"|{e}[^\r\n]") if escape else ("", "")
        # Possessive repeats: a quote that does not close costs one pass, and the pass ends at the next lone quote.
        cell = rf"(?:{inside}|{q}{q}{escaped})*+"
        self._cell = re.compile(rf"(?:{q}({cell}){q}|((?:{plain}{escaped_plain})*+))({d}|\r\n|\r|\n|\Z)")
        self._unclosed = re.compile(rf"{q}{cell}(?:{e})?\Z")
        self._escaped = re.compile(rf"{e}([{e}{q}{d}])|{q}({q})")

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
            row = self.row(lines, at, header)
            yield row
            at = row.stop

    def row(self, lines: Lines, at: int, header: Sequence[str] | None = None) -> Row:
        """Read the row that starts with line ``at``; the rest as for ``scan``."""
        line = lines.lines[at]
        if self.quote in line or (self.escape and self.escape in line):
            row = self._quoted(lines, at, header)
        else:
            row = Row(at, at + 1, line.rstrip("\r\n").split(self.delimiter))
        return _judged(row, lines, header)

    def is_torn(self, row: Row, lines: Lines) -> bool:
        """Whether text after the lines could make it another row."""
        if row.stop == len(lines.lines):
            return True
        if row.problem != _OPEN:
            return False
        _, end, proper = self._cells(lines.text, lines.starts[row.start])
        return end == len(lines.text) if proper else bool(self._unclosed.match(lines.text, end))

    def quoted(self, row: str) -> list[bool]:
        """Tell of each cell of a row, which must be proper, whether quotes are around it."""
        found, at = [], 0
        while match := self._cell.match(row, at):
            found.append(match[1] is not None)
            at = match.end()
            if match[3] != self.delimiter:
                break
        return found

    def _quoted(self, lines: Lines, at: int, header: Sequence[str] | None) -> Row:
        cells, end, proper = self._cells(lines.text, lines.starts[at])
        if not proper:
            opened = lines.text.startswith(self.quote, end)
            return Row(at, at + 1, [], _OPEN if opened else "a stray quote")
        stop = at + 1
        while lines.starts[stop] < end:
            stop += 1
        row = Row(at, stop, cells)
        return self._resynchronised(row, lines, len(header)) if header and stop - at > 1 else row

    def _resynchronised(self, row: Row, lines: Lines, width: int) -> Row:
        """Give back the lines that a stray quote swallowed: those that are whole records on their own."""
        inner = range(row.start + 1, row.stop)
        if len(row.cells) == width < RECORD_WIDTH and len(inner) < LINE_LIMIT:
            return row
        whole = [at for at in inner if self._stands_alone(lines.lines[at], width)]
        if len(row.cells) == width:
            # The last line holds the rest of the row.
            return row if 2 * len(whole) <= len(inner) - 1 else Row(row.start, inner[0], [], _OPEN)
        return Row(row.start, whole[0], [], _OPEN) if whole else row

    def _stands_alone(self, line: str, width: int) -> bool:
        cells, _, proper = self._cells(line, 0)
        return proper and len(cells) == width > 1

    def _cells(self, text: str, at: int) -> tuple[list[str], int, bool]:
        """Cut cells from ``at`` up to a line end: the cells, where they end, and whether every quote was proper."""
        cells: list[str] = []
        while found := self._cell.match(text, at):
            quoted, plain, end = found.groups()
            cells.append(self._meaning(plain if quoted is None else quoted))
            at = found.end()
            if end != self.delimiter:
                return cells, at, True
        return cells, at, False

    def _meaning(self, cell: str) -> str:
        if self.escape and self.escape in cell:
            return self._escaped.sub(r"\1\2", cell)
        return cell.replace(2 * self.quote, self.quote)


def _judged(row: Row, lines: Lines, header: Sequence[str] | None) -> Row:
    if row.problem:
        return row
    if is_blank(row.cells):
        return Row(row.start, row.stop, [])
    problem = _problem(row, lines, header)
    return row._replace(problem=problem) if problem else row


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header again: marked as the start of a file, or with a column that has no name."""
    first = cells[0].removeprefix("\ufeff")
    return first in {header[0], ""} and with_names([first, *cells[1:]]) == header


def _problem(row: Row, lines: Lines, header: Sequence[str] | None) -> str:
    length = lines.starts[row.stop] - lines.starts[row.start]
    if any("\0" in line for line in lines.lines[row.start : row.stop]):
        return "a NUL character"
    if header and len(row.cells) != len(header):
        return f"{len(row.cells)} cells where the header has {len(header)}"
    if header and len(header) > 1 and _is_header(row.cells, header):
        return "the header again"
    if length > CELL_LIMIT and max(map(len, row.cells)) > CELL_LIMIT:
        return f"a cell of more than {CELL_LIMIT:,} characters"
    return ""
