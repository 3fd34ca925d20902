"""The careful reader at one place of a long text: it looks no farther ahead than the row there needs."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from crmclean.files.dialect import Dialect
from crmclean.files.records import Lines, Row

__all__ = ["Careful", "CarefulRow"]

_SMALL = 1 << 14
_ROW_LIMIT = 1 << 24
"""A row that does not end within so many bytes is not believed."""


class CarefulRow(NamedTuple):
    """A row, whatever it holds."""

    cells: list[str]
    """Empty for a row that is blank, or not believed."""
    problem: str
    """Why it is not believed."""
    raw: str
    """Its lines, without the last line end."""
    lines: int
    """Physical lines."""
    stop: int
    """Offset in the text of the next row."""


class _Window:
    """A part of the text in physical lines."""

    def __init__(self, text: bytes, start: int, size: int) -> None:
        self.start, self.size, self.cut = start, size, start + size < len(text)
        self.lines = Lines(text[start : start + size].decode(errors="ignore"))
        self._text, self.at, self._chars = text, start, 0

    def line(self, at: int) -> int:
        """Return the line that starts at an offset in the text, not before the last one asked for."""
        self._chars += len(self._text[self.at : at].decode())
        self.at = at
        return bisect_left(self.lines.starts, self._chars)

    def size_of(self, row: Row) -> int:
        """Return how many bytes a row has."""
        return len(self.lines.text[self.lines.starts[row.start] : self.lines.starts[row.stop]].encode())


class Careful:
    """Reads rows anywhere in a text."""

    def __init__(self, text: bytes, dialect: Dialect) -> None:
        """Take a text (UTF-8) and how it is written."""
        self._text, self._header = text, dialect.header
        self._grammar = dialect.grammar
        self._window = _Window(text, 0, 0)

    def read(self, start: int) -> CarefulRow:
        """Read the row that starts at an offset."""
        window = self._window
        if not window.at <= start < window.start + window.size // 2:
            window = _Window(self._text, start, _SMALL)
        row = self._row(window, start)
        while window.cut and window.size < 2 * _ROW_LIMIT and self._grammar.is_torn(row, window.lines):
            window = _Window(self._text, start, min(16 * window.size, 2 * _ROW_LIMIT))
            row = self._row(window, start)
        self._window = window
        cells = [] if row.problem else row.cells
        raw = window.lines.raw(row.start, row.stop)
        return CarefulRow(cells, row.problem, raw, row.stop - row.start, start + window.size_of(row))

    def _row(self, window: _Window, start: int) -> Row:
        return self._grammar.row(window.lines, window.line(start), self._header)
