"""The rows below the header, stretch by stretch: fast where they are sound, careful where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from crmclean.files.careful import read_careful
from crmclean.files.dialect import Dialect
from crmclean.files.fast import read_fast
from crmclean.files.parsed import Parsed, Stretch
from crmclean.files.records import Lines, Rows

__all__ = ["read_rows"]

_SMALL, _LARGE = 1 << 16, 1 << 23
_ROW_LIMIT = 1 << 24
"""A row that does not end within so many bytes is not believed."""


def read_rows(text: bytes, dialect: Dialect, *, start: int) -> Parsed:
    """Read every row below the header.

    Blocks are read fast up to their first row in doubt, and some rows from there on carefully. The next block is small
    where the last went not far, and grows where it did: a few damaged rows cost milliseconds each, and only a text
    damaged throughout is read at the careful reader's pace. Where the blocks are cut changes nothing in the result.

    Args:
        text: The whole text, UTF-8.
        dialect: How it is written.
        start: Offset in ``text`` of the first byte below the header.
    """
    at, line, size = start, dialect.first_line, _LARGE
    careful = _Careful(text, dialect)
    found: list[Parsed] = []
    while at < len(text):
        stretch = _fast(text, dialect, at, size)
        size = min(max(4 * stretch.size if stretch else 0, _SMALL), _LARGE)
        if not stretch:
            stretch = careful.read(at, line)
        found.append(stretch.parsed)
        at, line = at + stretch.size, line + stretch.lines
    return _joined(found, dialect.header)


def _fast(text: bytes, dialect: Dialect, at: int, size: int) -> Stretch | None:
    return read_fast(
        text[at : at + size],
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        header=dialect.header,
        last=at + size >= len(text),
    )


class _Careful:
    """Reads careful stretches through a window on the text, so that one damaged row does not cost a copy of it all."""

    def __init__(self, text: bytes, dialect: Dialect) -> None:
        self._text, self._header = text, dialect.header
        self._grammar = Rows(dialect.delimiter, dialect.quote)
        self._at = self._line = 0
        self._lines = Lines("")

    def read(self, at: int, line: int) -> Stretch:
        """Read about a small block of rows from offset ``at``, the start of the physical line ``line``."""
        if not self._lines.text or at > self._at + _ROW_LIMIT:
            self._at, self._line = at, line
            self._lines = Lines(self._text[at : at + 2 * _ROW_LIMIT + 4 * _SMALL].decode(errors="ignore"))
        start = line - self._line
        parsed, lines, size = read_careful(self._lines, self._grammar, header=self._header, start=start, reach=_SMALL)
        held = [row._replace(start=row.start + self._line) for row in parsed.held]
        return Stretch(replace(parsed, held=held), lines, size)


def _joined(found: Sequence[Parsed], header: Sequence[str]) -> Parsed:
    empty = pl.DataFrame(schema=dict.fromkeys(header, pl.String))
    return Parsed(
        pl.concat([empty, *(one.table for one in found)]),
        sum(one.rows for one in found),
        sum(one.blank for one in found),
        [row for one in found for row in one.held],
    )
