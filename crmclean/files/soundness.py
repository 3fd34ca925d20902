"""Which rows of a text are sound, told from its bytes at memory speed: quotes, line ends, delimiters; no cell parsed.

Sound rows are those that the careful reader would put into the table (or count as blank) just as any plain reader
cuts them. What a row is depends on where it starts and on nothing before. So both ways to pair the quotes of a block
are looked at, the second only where a stray quote makes it needed: wherever the careful reader comes to the start of
a row, the proof of it stands ready. Doubt is no verdict, the careful reader gives that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from crmclean.files.bits import (
    WORD,
    Bits,
    Places,
    contains,
    count_before,
    enclosed,
    one_after,
    one_before,
    places,
    where,
)
from crmclean.files.dialect import Dialect
from crmclean.files.records import CELL_LIMIT, LINE_LIMIT, RECORD_WIDTH, with_names

__all__ = ["Block", "SoundRows"]


class SoundRows(NamedTuple):
    """Sound rows that adjoin; there may be none."""

    edges: Places
    """Where the rows start in the text, and where the last of them stops."""
    lines: int
    """Physical lines."""


class _Chain(NamedTuple):
    """The whole rows of a block for one way to pair its quotes: one begins where the last one stops."""

    edges: Places
    """Where they start in the text, and where the last stops."""
    lines: Places
    """Physical lines of the block before each edge."""
    doubts: Places
    """Which of them are in doubt, and their number last."""


class Block:
    """A part of a text that begins with a row. It moves through the text, always in the same memory."""

    def __init__(self, text: bytes, dialect: Dialect, *, size: int) -> None:
        """Take a text.

        Args:
            text: UTF-8.
            dialect: How it is written.
            size: Bytes to look at at once.
        """
        self.start = self.stop = 0
        """Where in the text it stands."""
        self._text, self._dialect, self._size = text, dialect, min(size, len(text))
        # New memory for every block would cost more than all that is done in it.
        self._room = np.empty((self._size // WORD + 1) * WORD, dtype=np.uint8)
        self._flags = np.empty(len(self._room), dtype=np.bool_)

    def move_to(self, start: int) -> None:
        """Look at every byte from the first one of a row on."""
        self.start, self.stop = start, min(start + self._size, len(self._text))
        size = self.stop - start
        self._block = block = self._room[: (size // WORD + 1) * WORD]
        block[:size] = np.frombuffer(self._text, dtype=np.uint8, count=size, offset=start)
        block[size:] = 0
        if self.stop == len(self._text) and self._text[-1:] not in (b"\n", b"\r"):
            # The last row gets the line end that it lacks.
            block[size] = ord("\n")
        self._quotes, self._delimiters = self._where(self._dialect.quote), self._where(self._dialect.delimiter)
        self._feeds, self._returns, self._nuls = self._where("\n"), self._where("\r"), self._where("\0")
        escape = self._dialect.escape
        self._escapes = self._where(escape) if escape else np.zeros_like(self._feeds)
        self._ends = places(self._feeds)
        self._inside = enclosed(self._quotes)
        self._chains = [self._chain(self._inside, lead=1)]

    def _where(self, char: str) -> Bits:
        return where(self._block, char, self._flags[: len(self._block)])

    def sound_rows(self, start: int) -> SoundRows | None:
        """Return the rows from ``start`` up to the first in doubt.

        In doubt is a row with a NUL, an escape, a quote or carriage return out of place, too few or too many cells,
        more bytes or lines than are believed at once, lines in quotes that may be records, or one that may be the
        header again.

        Args:
            start: Offset in the text at which a row starts.

        Returns:
            None where the row that starts there is cut off by the end of the block, and a block that starts there
            would show more of it.
        """
        for odd in (False, True):
            if odd and len(self._chains) == 1:
                # The block starts within quotes.
                self._chains.append(self._chain(~self._inside, lead=0))
            chain = self._chains[odd]
            first = int(chain.edges.searchsorted(start))
            if first < len(chain.edges) and chain.edges[first] == start:
                if first == chain.doubts[-1] and start > self.start:
                    return None
                stop = chain.doubts[chain.doubts.searchsorted(first)]
                return SoundRows(chain.edges[first : stop + 1], int(chain.lines[stop] - chain.lines[first]))
        return SoundRows(np.array([start]), 0)

    def _chain(self, inside: Bits, *, lead: int) -> _Chain:
        order = np.flatnonzero(~contains(inside, self._ends))
        ends = self._ends[order]
        cells = count_before(self._delimiters & ~inside, ends)
        zero = np.zeros(lead, dtype=np.int64)
        edges, lines, cells = (np.concatenate([zero, each]) for each in (ends + 1, order + 1, cells))
        doubts = self._doubts(inside, edges, lines, cells)
        return _Chain(np.minimum(edges + self.start, len(self._text)), lines, np.append(doubts, max(len(edges) - 1, 0)))

    def _doubts(self, inside: Bits, edges: Places, lines: Places, delimiters: Places) -> Places:
        lengths = np.diff(edges) - 1
        doubtful = (lengths > CELL_LIMIT) | (np.diff(lines) > LINE_LIMIT)
        wrong = np.flatnonzero(np.diff(delimiters) != len(self._dialect.header) - 1)
        empty = lengths[wrong] <= (self._block[edges[wrong]] == ord("\r"))
        doubtful[wrong[~empty]] = True
        odd_places = np.concatenate([places(self._odd_places(inside)), self._lines_like_records(inside)])
        odd = edges.searchsorted(odd_places, side="right") - 1
        doubtful[odd[(odd >= 0) & (odd < len(lengths))]] = True
        for rows in self._headers(edges[:-1]):
            doubtful[rows] = True
        return np.flatnonzero(doubtful)

    def _odd_places(self, inside: Bits) -> Bits:
        """Return the places of NUL, of an escape, of a lone carriage return, and of quotes that enclose no cell."""
        opens, closes = self._quotes & inside, self._quotes & ~inside
        before = one_after(self._delimiters | self._feeds | closes)
        before[0] |= np.uint64(1)
        after = one_before(self._delimiters | self._feeds | self._returns | opens)
        lone = self._returns & ~one_before(self._feeds)
        odd: Bits = self._nuls | self._escapes | lone | (opens & ~before) | (closes & ~after)
        return odd

    def _lines_like_records(self, inside: Bits) -> Places:
        """Return the ends of the lines that lie in quotes as a whole, and hold as many delimiters as a record."""
        width = len(self._dialect.header)
        if width < RECORD_WIDTH:
            return self._ends[:0]
        inner = contains(inside, self._ends)
        lines = np.flatnonzero(inner[1:] & inner[:-1])
        cells = count_before(self._delimiters, self._ends[lines + 1]) - count_before(
            self._delimiters, self._ends[lines]
        )
        return self._ends[lines + 1][cells >= width - 1]

    def _headers(self, starts: Places) -> Iterator[Places]:
        """Yield the rows whose first cell is that of the header."""
        first, quote = self._dialect.header[0], self._dialect.quote
        if len(self._dialect.header) > 1:
            first = "" if [first] == with_names([""]) else first
            names = (first + self._dialect.delimiter, quote + first.replace(quote, 2 * quote) + quote)
            begins = self._block[starts]
            for spelled in (mark + name for mark in ("", "\ufeff") for name in names):
                rows = np.flatnonzero(begins == spelled.encode()[0])
                for at, byte in enumerate(spelled.encode()):
                    rows = rows[self._block[np.minimum(starts[rows] + at, len(self._block) - 1)] == byte]
                yield rows
