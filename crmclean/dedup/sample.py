"""A sample of the pairs that nobody compared: what strangers look like, known without labels.

Almost every pair of a table is two strangers, so the pairs that blocking left out tell how often strangers agree by
chance. They are taken at even strides in the order of record ids: no random numbers, and the same pairs for any order
of the input.

Source: u probabilities from random pairs, as in Fellegi & Sunter 1969 and Splink.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Rows

__all__ = ["SAMPLE_PAIRS", "Sample", "uncompared"]

SAMPLE_PAIRS = 200_000
"""Pairs in a sample; a file of 630 records is sampled whole."""


_GOLDEN = 0.618
"""Steps of about this share of a circle spread evenly over it (Weyl 1916), however many are taken."""


class Sample(NamedTuple):
    """Pairs that are no candidates, and how many such pairs of the table each stands for."""

    left: Rows
    right: Rows
    weight: float


def uncompared(
    records: int,
    among: Callable[[Rows, Rows], tuple[npt.NDArray[np.bool_], int]],
    wanted: int = SAMPLE_PAIRS,
    *,
    lefts: int | None = None,
) -> Sample:
    """Sample the pairs of a table that are no candidates.

    Args:
        records: *n*; rows are in the order of record ids.
        among: Tells which pairs are candidates, and how many of these there are in all.
        wanted: Pairs to look at; candidates among them are left out.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one: only pairs across
            count.
    """
    if lefts is None:
        total, (one, other) = records * (records - 1) // 2, _within(records, wanted)
    else:
        total, (one, other) = lefts * (records - lefts), _across(lefts, records - lefts, wanted)
    known, candidates = among(one, other)
    return Sample(one[~known], other[~known], max(total - candidates, 0) / max(int((~known).sum()), 1))


def _within(records: int, wanted: int) -> tuple[Rows, Rows]:
    """Return about ``wanted`` pairs of one table, at even distances; all where there are no more."""
    total = records * (records - 1) // 2
    strides = min(max(wanted // max(records, 1), 1), max(records - 1, 0))
    apart = np.unique(np.linspace(1, records - 1, strides).astype(np.int64)) if strides else np.empty(0, np.int64)
    if total <= wanted:
        apart = np.arange(1, records, dtype=np.int64)
    one = np.concatenate([np.arange(records - stride) for stride in apart.tolist()] or [np.empty(0, np.int64)])
    return one, one + np.repeat(apart, records - apart)


def _across(lefts: int, rights: int, wanted: int) -> tuple[Rows, Rows]:
    """Return up to ``wanted`` pairs across two tables: steps through all pairs that meet none twice."""
    total = lefts * rights
    step = int(total * _GOLDEN) or 1
    while math.gcd(step, total) > 1:
        step += 1
    at = np.arange(min(wanted, total), dtype=np.int64) * step % max(total, 1)
    return at // max(rights, 1), lefts + at % max(rights, 1)
