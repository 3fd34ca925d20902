"""Slips: what people do to a value when they type it, how often, and the code under which the truth remembers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from generator.draw import Indices, Rng

__all__ = ["Errors", "Mask", "Slip"]

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of slip.

    `first` and `again` are its rates per thousand filled values: on a first record, and on a later record of the same.
    `write` gets the columns it needs, the first `filled` of them not null, and gives the changed ones; what it leaves
    as it was is no slip.
    """

    code: str
    first: float
    again: float
    columns: tuple[str, ...]
    write: Callable[[pl.DataFrame, Rng], Mapping[str, pl.Series]]
    filled: int = 1


def _changed(before: pl.DataFrame, after: Mapping[str, pl.Series]) -> Mask:
    different = np.zeros(len(before), bool)
    for name, column in after.items():
        different |= before[name].ne_missing(column).to_numpy()
    return different


class Errors:
    """What went wrong with each of a number of records; `later` says which are not the first of theirs."""

    def __init__(self, later: Mask) -> None:
        self._later = later
        self._bits = np.zeros(len(later), np.uint64)
        self._codes: list[str] = []

    def note(self, code: str, rows: Mask | Indices) -> None:
        """This went wrong with these rows. At most 64 codes."""
        if code not in self._codes:
            self._codes.append(code)
        self._bits[rows] |= np.uint64(1 << self._codes.index(code))

    def slip(self, frame: pl.DataFrame, rng: Rng, slips: Sequence[Slip]) -> pl.DataFrame:
        """The frame with slips, each of them noted."""
        for slip in slips:
            wanted = rng.random(len(frame)) * 1000 < np.where(self._later, slip.again, slip.first)
            filled = frame.select(pl.all_horizontal(pl.col(slip.columns[: slip.filled]).is_not_null()))
            rows = np.flatnonzero(wanted & filled.to_series().to_numpy())
            before = frame.select(slip.columns)[rows]
            after = slip.write(before, rng) if len(rows) else {}
            changed = _changed(before, after)
            rows = rows[changed]
            frame = frame.with_columns(frame[name].scatter(rows, new.filter(changed)) for name, new in after.items())
            self.note(slip.code, rows)
        return frame

    def codes(self) -> pl.Series:
        """The codes of each record, sorted and joined by a bar; null where there is none."""
        patterns, places = np.unique(self._bits, return_inverse=True)
        texts = ["|".join(sorted(self._of(int(bits)))) or None for bits in patterns]
        return pl.Series(texts, dtype=pl.String).gather(places)

    def _of(self, bits: int) -> list[str]:
        return [code for place, code in enumerate(self._codes) if bits >> place & 1]
