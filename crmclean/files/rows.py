"""The rows below the header: fast where they are proven sound, careful where they are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from crmclean.errors import TableError
from crmclean.files.bits import Places
from crmclean.files.careful import Careful, CarefulRow
from crmclean.files.dialect import Dialect
from crmclean.files.fast import read_fast
from crmclean.files.parsed import HeldBack, Parsed, Spans, blank_rows, without
from crmclean.files.soundness import Block

__all__ = ["read_rows"]

_BLOCK = 1 << 20


def read_rows(text: bytes, dialect: Dialect, *, start: int) -> Parsed:
    """Read every row below the header.

    Rows that are proven sound are left as they stand. The careful reader judges each of the others alone: those that
    it believes are written again as any reader understands them, the rest is held back. Then all are read at once.
    Where the blocks are cut changes nothing in the result.

    Args:
        text: The whole text, UTF-8.
        dialect: How it is written.
        start: Offset in ``text`` of the first byte below the header.

    Raises:
        TableError: Two readers disagree on the rows. No text is known on which they do.
    """
    if b"\n" not in text and b"\r" in text:
        return _read_returns(text, dialect, start)
    walk = _Walk(text, dialect, start)
    table = read_fast(walk.believed(), dialect)
    spans = walk.spans()
    if table.height != len(spans):
        raise TableError("holds rows that two readers cut differently; please report it")
    blank = blank_rows(table)
    if len(blank):
        table, spans = without(table, blank), np.delete(spans, blank, axis=0)
    return Parsed(table, walk.rows, walk.rows - len(walk.held) - table.height, walk.held, spans)


def _read_returns(text: bytes, dialect: Dialect, start: int) -> Parsed:
    """Read a text whose line ends are all carriage returns as if they were line feeds, of which it has none."""
    header = [name.replace("\r", "\n") for name in dialect.header]
    found = read_rows(text.replace(b"\r", b"\n"), replace(dialect, header=header), start=start)
    several = found.table.select(pl.all().str.contains("\n", literal=True).any()).row(0, named=True)
    columns = [pl.col(name).str.replace_all("\n", "\r", literal=True) for name, over in several.items() if over]
    table = found.table.with_columns(columns)
    table.columns = dialect.header
    return replace(found, table=table, held=[row._replace(raw=row.raw.replace("\n", "\r")) for row in found.held])


class _Walk:
    """One way through a text from row to row, none parsed that is sound."""

    def __init__(self, text: bytes, dialect: Dialect, start: int) -> None:
        self.rows = 0
        self.held: list[HeldBack] = []
        self._text, self._dialect, self._at = text, dialect, start
        self._line = dialect.first_line
        self._careful = Careful(text, dialect)
        self._starts: list[Places] = []
        self._stops: list[Places] = []

    def believed(self) -> Iterator[bytes | memoryview]:
        """Yield the rows that are sound as they stand, some at a time, and each that is believed written again."""
        view = memoryview(self._text)
        if len(self._dialect.delimiter) > 1:
            while self._at < len(view):
                yield from self._judge(self._careful.read(self._at))
            return
        block = Block(self._text, self._dialect, size=_BLOCK)
        while self._at < len(view):
            block.move_to(self._at)
            while self._at < block.stop and (sound := block.sound_rows(self._at)):
                if len(sound.edges) > 1:
                    self._keep(sound.edges)
                    yield view[self._at : sound.edges[-1]]
                    self._pass(len(sound.edges) - 1, sound.lines, int(sound.edges[-1]))
                else:
                    yield from self._judge(self._careful.read(self._at))

    def spans(self) -> Spans:
        """Return where these rows stand in the text."""
        spans = np.empty((sum(map(len, self._starts)), 2), dtype=np.int64)
        for side, found in enumerate((self._starts, self._stops)):
            np.concatenate([spans[:0, side], *found], out=spans[:, side])
        return spans

    def _judge(self, row: CarefulRow) -> Iterator[bytes]:
        if row.problem:
            self.held.append(HeldBack(self._line, row.problem, row.raw))
        if row.cells:
            self._keep(np.array([self._at, row.stop]))
            yield self._spelled(row.cells)
        self._pass(1, row.lines, row.stop)

    def _keep(self, edges: Places) -> None:
        self._starts.append(edges[:-1])
        self._stops.append(edges[1:])

    def _pass(self, rows: int, lines: int, stop: int) -> None:
        self.rows, self._line, self._at = self.rows + rows, self._line + lines, stop

    def _spelled(self, cells: Sequence[str]) -> bytes:
        quote = self._dialect.quote
        quoted = (quote + cell.replace(quote, 2 * quote) + quote if cell else "" for cell in cells)
        return (self._dialect.separator.join(quoted) + "\n").encode()
