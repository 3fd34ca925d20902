"""Columns as dictionary codes: the form in which records are blocked and compared.

Equality is a comparison of integers; anything dearer is done once for each distinct pair of values and spread back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    "derive",
    "encode",
    "on_distinct_pairs",
    "sharing",
    "unique",
]

Codes = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]
"""Positions of records, from 0."""
Levels = npt.NDArray[np.uint8]
MISSING = -1
"""The code of a value that is not there; equal to nothing, itself included."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of *n* codes into ``words``; ``counts[code]`` records have that word."""

    codes: Codes
    words: tuple[str, ...]
    counts: npt.NDArray[np.int64]

    def equal(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether both sides have a value, and the same one."""
        ours, theirs = self.codes[left], self.codes[right]
        return np.asarray((ours == theirs) & (ours != MISSING))

    def missing(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether a side has no value."""
        return np.asarray((self.codes[left] == MISSING) | (self.codes[right] == MISSING))

    def take(self, codes: Codes) -> list[str]:
        """Return the words of codes that are not MISSING."""
        words = self.words
        return [words[code] for code in codes.tolist()]

    @property
    def texts(self) -> pl.Series:
        """The words as a series."""
        return pl.Series(self.words, dtype=pl.String)

    def word(self, row: int) -> str | None:
        """Return the word of one record; None where it has none."""
        code = int(self.codes[row])
        return None if code == MISSING else self.words[code]


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
    counts = np.bincount(codes[codes != MISSING], minlength=len(words))
    return Coded(codes, tuple(words.to_list()), counts)


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
    there = low != MISSING
    span = max(len(column.words), 1)
    packed, back = np.unique(low[there] * span + high[there], return_inverse=True)
    levels = np.zeros(len(left), dtype=np.uint8)
    levels[there] = judge(packed // span, packed % span)[back]
    return levels


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
