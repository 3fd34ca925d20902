"""Places in a block of bytes as sets, a bit a byte: what is asked of every byte is asked of sixty-four at once.

All sets of one block are equally long; bit ``i`` of word ``w`` stands for byte ``64 w + i``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = [
    "WORD",
    "Bits",
    "Places",
    "contains",
    "count_before",
    "enclosed",
    "one_after",
    "one_before",
    "places",
    "where",
]

Bits = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
WORD = 64
_ONE = np.uint64(1)
_TOP = np.uint64(WORD - 1)


def where(block: npt.NDArray[np.uint8], char: str, room: npt.NDArray[np.bool_] | None = None) -> Bits:
    """Return the places of an ASCII character in a block of whole words.

    Args:
        block: The bytes.
        char: The character.
        room: Memory to work in, as long as the block.
    """
    return np.packbits(np.equal(block, ord(char), out=room), bitorder="little").view("<u8")


def places(bits: Bits) -> Places:
    """Return the places in a set, in order."""
    filled = np.flatnonzero(bits)
    flags = np.unpackbits(bits[filled].view(np.uint8), bitorder="little").view(np.bool_)
    found = np.flatnonzero(flags)
    return filled[found // WORD] * WORD + found % WORD


def contains(bits: Bits, at: Places) -> npt.NDArray[np.bool_]:
    """Tell for each place whether it is in the set."""
    return (bits[at // WORD] >> (at % WORD).astype(np.uint64) & _ONE).astype(np.bool_)


def count_before(bits: Bits, at: Places) -> Places:
    """Count for each place the members of the set that stand before it."""
    counts = np.bitwise_count(bits)
    before = np.cumsum(counts, dtype=np.int64) - counts
    lower = (_ONE << (at % WORD).astype(np.uint64)) - _ONE
    return before[at // WORD] + np.bitwise_count(bits[at // WORD] & lower)


def one_after(bits: Bits) -> Bits:
    """Return the places one after those in the set."""
    moved = bits << _ONE
    moved[1:] |= bits[:-1] >> _TOP
    return moved


def one_before(bits: Bits) -> Bits:
    """Return the places one before those in the set."""
    moved = bits >> _ONE
    moved[:-1] |= bits[1:] << _TOP
    return moved


def enclosed(marks: Bits) -> Bits:
    """Return the places from each first mark up to before the second: those after an odd number of marks."""
    inside = marks.copy()
    for step in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(step)
    odd = inside >> _TOP
    before = np.bitwise_xor.accumulate(odd) ^ odd
    inside ^= np.uint64(0) - before
    return inside
