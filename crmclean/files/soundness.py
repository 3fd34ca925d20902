"""How far a text is sound, told from its bytes at memory speed: quotes, line ends and delimiters, no cell parsed.

Sound rows are those that the careful reader would put into the table (or count as blank) just as any plain reader
cuts them. The proof stops before the first row in doubt; doubt is no verdict, the careful reader gives that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmclean.files.records import CELL_LIMIT, LINE_LIMIT

__all__ = ["SoundRows", "sound_rows"]

_Positions = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
_LONE_RETURN = re.compile(rb"\r(?!\n)")


class SoundRows(NamedTuple):
    """The sound rows at the start of a block: where each ends (its line feed, or the end of the text)."""

    ends: _Positions
    lines: _Positions
    """Physical lines up to and with each row."""
    quoted_empty: bool
    """Whether a quoted cell is empty somewhere in the block."""


def sound_rows(block: bytes, *, delimiter: str, quote: str, width: int, last: bool) -> SoundRows:
    """Find the sound rows at the start of a block.

    Args:
        block: UTF-8, from the first byte of a row.
        delimiter: Between cells.
        quote: Around cells.
        width: Cells in a row.
        last: Whether the text ends with the block.

    Returns:
        The rows before the first that is in doubt or not whole. In doubt is a row with a NUL, a quote or carriage
        return out of place, too few or too many cells, or more bytes or lines than are believed at once.
    """
    quotes, feeds = _where(block, quote), _where(block, "\n")
    if len(quotes) % 2:
        # The last quote has no fellow: it is closed beyond the text, where nothing makes it proper.
        quotes = np.append(quotes, len(block))
    ends = np.flatnonzero(np.searchsorted(quotes, feeds) % 2 == 0)
    ends, lines = feeds[ends], ends + 1
    if last and not (len(ends) and ends[-1] == len(block) - 1):
        ends, lines = np.append(ends, len(block)), np.append(lines, len(feeds) + 1)
    opens, closes = quotes[::2], quotes[1::2]
    doubled = opens[1:] == closes[:-1] + 1
    ends = ends[ends < min(_first_odd_byte(block), _first_improper(block, opens, closes, doubled, delimiter))]
    whole = _first_doubtful(block, ends, lines[: len(ends)], _delimiters(block, ends, opens, closes, delimiter), width)
    return SoundRows(ends[:whole], lines[:whole], _has_quoted_empty(opens, closes, doubled))


def _where(block: bytes, char: str) -> _Positions:
    return np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord(char))


def _first_odd_byte(block: bytes) -> int:
    """Return where the first NUL or lone carriage return stands; beyond the text where there is none."""
    nul = block.find(b"\0")
    lone = _LONE_RETURN.search(block) if b"\r" in block else None
    none = len(block) + 1
    return min(nul if nul >= 0 else none, lone.start() if lone else none)


def _first_improper(block: bytes, opens: _Positions, closes: _Positions, doubled: _Flags, delimiter: str) -> int:
    """Return where the first pair of quotes opens that does not enclose a cell, or a part of one between doubled."""
    data = np.frombuffer(b"\n" + block + b"\n\0", dtype=np.uint8)
    before, after = data[opens], data[closes + 2]
    opened = (before == ord(delimiter)) | (before == ord("\n"))
    closed = (after == ord(delimiter)) | (after == ord("\n")) | (after == ord("\r"))
    opened[1:] |= doubled
    closed[:-1] |= doubled
    improper = np.flatnonzero(~(opened & closed))
    return int(opens[improper[0]]) if len(improper) else len(block) + 1


def _delimiters(
    block: bytes, ends: _Positions, opens: _Positions, closes: _Positions, delimiter: str
) -> npt.NDArray[np.float64]:
    """Count, for each row, the delimiters outside its quotes."""
    delimiters = _where(block, delimiter)
    total = np.diff(np.searchsorted(delimiters, ends), prepend=0)
    quoted = np.searchsorted(delimiters, closes) - np.searchsorted(delimiters, opens)
    within = np.bincount(np.searchsorted(ends, opens), weights=quoted, minlength=len(ends))
    return np.asarray(total - within[: len(ends)], dtype=np.float64)


def _first_doubtful(
    block: bytes, ends: _Positions, lines: _Positions, delimiters: npt.NDArray[np.float64], width: int
) -> int:
    """Return the first row of a wrong width that is not empty, or that is too long to be believed at once."""
    lengths = np.diff(ends, prepend=-1) - 1
    returns = np.frombuffer(b"\n" + block, dtype=np.uint8)[ends] == ord("\r")
    empty = lengths == returns
    doubtful = (delimiters != width - 1) & ~empty
    doubtful |= (lengths > CELL_LIMIT) | (np.diff(lines, prepend=0) > LINE_LIMIT)
    return int(doubtful.argmax()) if doubtful.any() else len(ends)


def _has_quoted_empty(opens: _Positions, closes: _Positions, doubled: _Flags) -> bool:
    empty = closes == opens + 1
    empty[1:] &= ~doubled
    empty[:-1] &= ~doubled
    return bool(empty.any())
