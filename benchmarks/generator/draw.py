"""Drawing values: pools with whole-number weights, so that one seed gives the same values on every machine.

Must not use a distribution that goes through floating-point functions (exp, log): their last bit differs by machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

__all__ = ["Indices", "Pool", "Rates", "Rng", "chance", "per_group", "pick", "whole", "zipf"]

Rng = np.random.Generator
Indices = np.ndarray[tuple[int], np.dtype[np.int64]]
Rates = np.ndarray[tuple[int], np.dtype[np.float64]]

_SCALE = 10**9


def zipf(size: int, offset: int, share: int = 1) -> Indices:
    """Weights that fall like 1 / (rank + offset) and sum to about `share` parts.

    Source: Zipf's law; names follow it with an offset (Mandelbrot 1953).
    """
    falling = _SCALE // (np.arange(size, dtype=np.int64) + offset)
    return falling * share * 1000 // max(int(falling.sum()) // 10**6, 1)


@dataclass(frozen=True, slots=True)
class Pool:
    """Values with weights."""

    values: pl.Series
    bounds: Indices

    @classmethod
    def of(cls, values: Sequence[str], weights: Indices | None = None) -> Pool:
        """Values as strings; without weights, equally likely."""
        each = np.ones(len(values), np.int64) if weights is None else weights
        return cls(pl.Series(values, dtype=pl.String), np.cumsum(each))

    def draw(self, rng: Rng, size: int) -> Indices:
        """`size` positions in `values`."""
        return np.searchsorted(self.bounds, rng.integers(0, self.bounds[-1], size), side="right")

    def pick(self, rng: Rng, size: int) -> pl.Series:
        """`size` values."""
        return self.values.gather(self.draw(rng, size))


def pick(rng: Rng, size: int, values: Sequence[str]) -> pl.Series:
    """`size` values, all equally likely."""
    return pl.Series(values, dtype=pl.String).gather(rng.integers(0, len(values), size))


def whole(rng: Rng, size: int, low: int, high: int) -> pl.Series:
    """`size` whole numbers from low to high, high included, as text."""
    return pl.Series(rng.integers(low, high + 1, size)).cast(pl.String)


def chance(rng: Rng, size: int, rate: float | Rates) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """A mask that is true with probability `rate`."""
    return rng.random(size) < rate


def per_group(groups: Indices, make: Callable[[int, Indices], pl.DataFrame]) -> pl.DataFrame:
    """`make(group, rows)` for each group, or once for no rows at all; put back into the order of the rows."""
    parts = []
    for group in np.unique(groups) if len(groups) else (0,):
        rows = np.flatnonzero(groups == group)
        parts.append(make(int(group), rows).with_columns(pl.Series("row", rows)))
    return pl.concat(parts).sort("row").drop("row")
