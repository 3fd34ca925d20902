"""Columns as dictionary codes: the form in which records are blocked and compared.

Equality is a comparison of integers; anything dearer is done once for each distinct pair of values and spread back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.fields.column import distinct, grouped

__all__ = [
    "MISSING",
    "Apart",
    "Coded",
    "Codes",
    "Judge",
    "Levels",
    "Rows",
    "derive",
    "encode",
    "encode_column",
    "encode_made",
    "on_distinct_codes",
    "on_distinct_pairs",
    "sharing",
    "undecided",
    "unique",
]

Codes = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
"""Positions of records, from 0."""
Levels = npt.NDArray[np.uint8]
Judge = Callable[[Codes, Codes], Levels]
"""What gives a level for each pair of codes."""


class Apart(NamedTuple):
    """What most pairs of values are spared a dearer judge by: it would say the same of them."""

    may: Callable[[Codes, Codes], npt.NDArray[np.bool_]]
    """Tells cheaply of pairs of values, never the same one, which may be anything but ``differ``."""
    differ: int
    """The level of all others."""
    same: int = 1
    """The level of one value on both sides."""


MISSING = -1
"""The code of a value that is not there; equal to nothing, itself included."""
_HALF = np.int64(32)
"""Bits of a code: two are one number."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of *n* codes into ``words``; ``counts[code]`` records have that word, of ``lengths[code]`` letters."""

    codes: Codes
    words: pl.Series
    counts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    def equal(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether both sides have a value, and the same one."""
        ours, theirs = self.codes[left], self.codes[right]
        return np.asarray((ours == theirs) & (ours != MISSING))

    def missing(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether a side has no value."""
        return np.asarray((self.codes[left] == MISSING) | (self.codes[right] == MISSING))

    def take(self, codes: Codes) -> list[str]:
        """Return the words of codes that are not MISSING."""
        taken: list[str] = self.words.gather(codes).to_list()
        return taken

    def shorter(self, first: Codes, second: Codes) -> npt.NDArray[np.int64]:
        """Return the number of letters of the shorter word of each pair of codes that are not MISSING."""
        return np.minimum(self.lengths[first], self.lengths[second])

    def counted(self, codes: Codes) -> npt.NDArray[np.int64]:
        """Return how many records have the word of each code; 0 for MISSING."""
        return np.append(self.counts, 0)[codes]

    def derived(self, made: pl.Series | Sequence[str | None]) -> Coded:
        """Encode what was made of each word, and give it to the records that have the word."""
        small = encode(made)
        codes = np.append(small.codes, MISSING)[self.codes]
        return replace(small, codes=codes, counts=_counted(codes, len(small.words)))

    def at(self, places: npt.NDArray[np.uint32]) -> Coded:
        """Return the column of the records at some places, perhaps many times over."""
        codes = self.codes[places]
        return replace(self, codes=codes, counts=_counted(codes, len(self.words)))

    def word(self, row: int) -> str | None:
        """Return the word of one record; None where it has none."""
        code = int(self.codes[row])
        return None if code == MISSING else str(self.words[code])


def encode(values: pl.Series | Sequence[str | None]) -> Coded:
    """Encode texts; null and the empty string are MISSING. Codes follow the sorted words, whatever the row order."""
    found, at = distinct(pl.DataFrame({"word": pl.Series(values, dtype=pl.String)}))
    words = found["word"].filter(found["word"] != "").sort()
    _, place = distinct(pl.concat([words.to_frame(), found]))  # the words come first, each at the place of its code
    codes = place.to_numpy()[len(words) :].astype(np.int64)[at.to_numpy()]
    codes[codes >= len(words)] = MISSING
    return Coded(codes, words, _counted(codes, len(words)), words.str.len_chars().to_numpy().astype(np.int64))


def _counted(codes: Codes, words: int) -> npt.NDArray[np.int64]:
    return np.bincount(codes + 1, minlength=words + 1)[1:]


def encode_made(values: pl.Series, function: Callable[[str], str | None]) -> Coded:
    """Encode what a function makes of each text of a column; it is asked once for each distinct text."""
    made, at = _made(values, function)
    return encode(made).at(at.to_numpy())


def encode_column(values: pl.Series, function: Callable[[pl.Series], pl.Series]) -> Coded:
    """Encode what a function makes of a column: it is asked for the distinct texts, all at once."""
    words, at = distinct(pl.DataFrame({"word": values}))
    return encode(function(words["word"])).at(at.to_numpy())


def derive(values: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """Apply a function to each distinct text of a column; null stays null."""
    made, at = _made(values, function)
    return made.gather(at)


def _made(values: pl.Series, function: Callable[[str], str | None]) -> tuple[pl.Series, pl.Series]:
    words, at = distinct(pl.DataFrame({"word": values}))
    made = [None if word is None else function(word) for word in words["word"].to_list()]
    return pl.Series(made, dtype=pl.String), at


def on_distinct_pairs(column: Coded, left: Rows, right: Rows, judge: Judge, apart: Apart | None = None) -> Levels:
    """Judge pairs of present values once for each distinct unordered pair; where a side is missing the result is 0.

    Args:
        column: The values.
        left: *p* rows.
        right: *p* rows.
        judge: Takes two equally long arrays of codes, the smaller code first, and gives a level for each pair.
        apart: What spares most pairs the judge.
    """
    return on_distinct_codes(column.codes[left], column.codes[right], judge, apart)


def on_distinct_codes(ours: Codes, theirs: Codes, judge: Judge, apart: Apart | None = None) -> Levels:
    """Judge pairs of codes of one column as ``on_distinct_pairs`` does."""
    low, high = np.minimum(ours, theirs), np.maximum(ours, theirs)
    levels = np.zeros(len(low), dtype=np.uint8)
    if apart is None:
        at = np.flatnonzero(low != MISSING)
        low, high = low[at], high[at]
    else:
        there = low != MISSING
        same = low == high
        levels[there & same] = apart.same
        at = np.flatnonzero(there & ~same)
        low, high = low[at], high[at]
        levels[at] = apart.differ
        asked = undecided(apart, low, high)
        at, low, high = at[asked], low[asked], high[asked]
    firsts, which = grouped((low << _HALF | high).view(np.uint64))
    levels[at] = judge(low[firsts], high[firsts])[which]
    return levels


def undecided(apart: Apart, first: Codes, second: Codes) -> Rows:
    """Return which pairs of codes only a judge can tell apart."""
    return np.flatnonzero(apart.may(first, second))


def unique(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the distinct numbers, none negative, sorted: by sorting, which may be far faster than numpy's hashing."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def sharing(column: Coded, identity: Codes) -> npt.NDArray[np.int64]:
    """Count for each word how many different identities (family names, companies) use it.

    A record without an identity counts as one more only where nobody else is there: it proves no sharing.
    """
    there = (column.codes != MISSING) & (identity != MISSING)
    span = int(identity.max(initial=0)) + 1
    used = unique(column.codes[there] * span + identity[there]) // span
    return np.maximum(np.bincount(used, minlength=len(column.words)), 1)
