"""Columns as dictionary codes: the form in which records are blocked and compared.

Equality is a comparison of integers; anything dearer is done once for each distinct pair of values and spread back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.fields.column import distinct

__all__ = [
    "MISSING",
    "Coded",
    "Codes",
    "Levels",
    "Rows",
    "Words",
    "derive",
    "encode",
    "encode_column",
    "encode_made",
    "on_distinct_pairs",
    "sharing",
    "unique",
]

Codes = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
"""Positions of records, from 0."""
Levels = npt.NDArray[np.uint8]
Words = npt.NDArray[np.object_]
"""Texts as Python objects: many are taken at once, ten times as fast as from a tuple."""
MISSING = -1
"""The code of a value that is not there; equal to nothing, itself included."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_LEAST_BITS = 12


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of *n* codes into ``words``; ``counts[code]`` records have that word, of ``lengths[code]`` letters."""

    codes: Codes
    words: Words
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
        taken: list[str] = self.words[codes].tolist()
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

    @property
    def texts(self) -> pl.Series:
        """The words as a series."""
        return pl.Series(self.words.tolist(), dtype=pl.String)

    def word(self, row: int) -> str | None:
        """Return the word of one record; None where it has none."""
        code = int(self.codes[row])
        return None if code == MISSING else str(self.words[code])


def encode(values: pl.Series | Sequence[str | None]) -> Coded:
    """Encode texts; null and the empty string are MISSING. Codes follow the sorted words, whatever the row order."""
    column = pl.Series(values, dtype=pl.String)
    column = pl.select(pl.when(column == "").then(None).otherwise(column).alias("")).to_series()
    words = column.drop_nulls().unique().sort()
    index = pl.DataFrame({"word": words, "code": np.arange(len(words), dtype=np.int64)})
    codes = (
        pl.DataFrame({"word": column})
        .join(index, on="word", how="left", maintain_order="left")["code"]
        .fill_null(MISSING)
        .to_numpy()
    )
    lengths = words.str.len_chars().to_numpy().astype(np.int64)
    return Coded(codes, _objects(words), _counted(codes, len(words)), lengths)


def _counted(codes: Codes, words: int) -> npt.NDArray[np.int64]:
    return np.bincount(codes + 1, minlength=words + 1)[1:]


def _objects(words: pl.Series) -> Words:
    objects: Words = np.empty(len(words), dtype=np.object_)
    objects[:] = words.to_list()
    return objects


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


def on_distinct_pairs(
    column: Coded, left: Rows, right: Rows, judge: Callable[[Codes, Codes], npt.NDArray[np.uint8]]
) -> Levels:
    """Judge pairs of present values once for each distinct unordered pair; where a side is missing the result is 0.

    Args:
        column: The values.
        left: *p* rows.
        right: *p* rows.
        judge: Takes two equally long arrays of codes, the smaller code first, and gives a level for each pair.
    """
    ours, theirs = column.codes[left], column.codes[right]
    low, high = np.minimum(ours, theirs), np.maximum(ours, theirs)
    there = np.flatnonzero(low != MISSING)
    first, back = _firsts((low * len(column.words) + high)[there])
    asked = there[first]
    levels = np.zeros(len(left), dtype=np.uint8)
    levels[there] = judge(low[asked], high[asked])[back]
    return levels


def _firsts(numbers: npt.NDArray[np.int64]) -> tuple[Rows, npt.NDArray[np.int32]]:
    """Return the places of distinct numbers, and for each number which of them it is.

    A number whose slot in the hash table another one took may be there more than once: that costs less than sorting.
    Source: multiplicative hashing (Knuth 1973, 6.4).
    """
    bits = max(len(numbers).bit_length(), _LEAST_BITS)
    slots = (numbers.view(np.uint64) * _GOLDEN >> np.uint64(64 - bits)).view(np.int64)
    at = np.arange(len(numbers), dtype=np.int32)
    table = np.empty(1 << bits, dtype=np.int32)
    table[slots] = at
    found = table[slots]
    found = np.where(numbers[found] == numbers, found, at)
    firsts = np.flatnonzero(found == at)
    table[firsts] = at[: len(firsts)]
    return firsts, table[found]


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
