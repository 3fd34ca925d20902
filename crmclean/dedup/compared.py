"""Candidate pairs compared part by part: every pattern is counted, and only pairs that may match are held.

Most candidates are colleagues and namesakes, and their patterns say so whatever is learned later: these are counted and
forgotten. A first guess, from the seeds alone, says which may match. Where the trained model asks for a pattern that
was forgotten, the parts are gone through once more, so that the guess decides what is fast and never what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmclean.dedup.candidates import Candidates, Part
from crmclean.dedup.certain import Certain
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison
from crmclean.dedup.score import judge

__all__ = ["Compared", "Held"]

Packed = npt.NDArray[np.int64]
Which = npt.NDArray[np.bool_]


class Held(NamedTuple):
    """Pairs that were compared: rows, pattern, and whether one is a copy of the other."""

    left: Rows
    right: Rows
    packed: Packed
    copied: Which

    def where(self, which: Which | Rows) -> Held:
        """Return some of the pairs, or all in another order."""
        return Held(self.left[which], self.right[which], self.packed[which], self.copied[which])


class Compared:
    """The candidate pairs of a table, compared.

    ``patterns`` are the distinct patterns, packed and sorted; ``counts`` says how many pairs show each, ``open_counts``
    how many of them nothing makes certain, and ``same`` how many pairs are certainly the same.

    Args:
        candidates: The pairs.
        comparisons: The questions.
        certain: What is certain of pairs; these are held in any case where they are the same, or decided.
        guess: Tells of distinct patterns, packed, with their counts which may match; asked for the first part of the
            pairs, it gives the judge of all.
    """

    def __init__(
        self,
        candidates: Candidates,
        comparisons: Mapping[str, Comparison],
        certain: Certain,
        guess: Callable[[Packed, npt.NDArray[np.int64]], Callable[[Packed], Which]],
    ) -> None:
        self.candidates, self.comparisons = candidates, comparisons
        self._certain = certain
        self.patterns, self.same = np.empty(0, dtype=np.int64), 0
        self.counts = self.open_counts = self.patterns
        may_match: Callable[[Packed], Which] | None = None
        held = [_nobody()]
        for each, sure, (distinct, back, counts) in candidates.each(self._counted):
            if may_match is None:
                may_match = guess(distinct, counts)
            held.append(each.where(may_match(distinct)[back] | self._always(each, sure)))
            self._count(distinct, counts, np.bincount(back[sure == 0], minlength=len(distinct)))
            self.same += int((sure > 0).sum())
        self._held = _joined(held)
        self._known = may_match(self.patterns) if may_match else np.zeros(0, dtype=bool)

    def pairs(self, wanted: Which) -> Held:
        """Return the pairs of wanted patterns, and those that are certainly the same or decided."""
        if (wanted & ~self._known).any():
            wider = wanted | self._known
            asked = self.patterns[wider]
            parts = self.candidates.each(self._compared)
            again = [each.where(_is_in(each.packed, asked) | self._always(each, sure)) for each, sure in parts]
            self._held, self._known = _joined(again), wider
        held = self._held
        sure = self._certain.bits(held.left, held.right)
        return held.where(_is_in(held.packed, self.patterns[wanted]) | self._always(held, sure))

    def _compared(self, part: Part) -> tuple[Held, npt.NDArray[np.float64]]:
        left, right, copied = part
        held = Held(left, right, judge(self.comparisons, left, right), np.full(len(left), copied))
        return held, self._certain.bits(left, right)

    def _counted(self, part: Part) -> tuple[Held, npt.NDArray[np.float64], tuple[Packed, Rows, Packed]]:
        held, sure = self._compared(part)
        return held, sure, np.unique(held.packed, return_inverse=True, return_counts=True)

    def _always(self, pairs: Held, sure: npt.NDArray[np.float64]) -> Which:
        return np.asarray((sure > 0) | self._certain.is_decided(pairs.left, pairs.right))

    def _count(self, distinct: Packed, counts: npt.NDArray[np.int64], open_counts: npt.NDArray[np.int64]) -> None:
        both, back = np.unique(np.append(self.patterns, distinct), return_inverse=True)
        ours, theirs = back[: len(self.patterns)], back[len(self.patterns) :]
        every = np.zeros((2, len(both)), dtype=np.int64)
        every[:, ours] += self.counts, self.open_counts
        every[:, theirs] += counts, open_counts
        self.patterns, (self.counts, self.open_counts) = both, every


def _joined(parts: list[Held]) -> Held:
    return Held(
        np.concatenate([each.left for each in parts]),
        np.concatenate([each.right for each in parts]),
        np.concatenate([each.packed for each in parts]),
        np.concatenate([each.copied for each in parts]),
    )


def _nobody() -> Held:
    none = np.empty(0, dtype=np.int64)
    return Held(none, none, none, none.astype(bool))


def _is_in(numbers: Packed, some: Packed) -> Which:
    """Tell which numbers are among some sorted ones."""
    if not len(some):
        return np.zeros(len(numbers), dtype=bool)
    return np.asarray(some[np.minimum(np.searchsorted(some, numbers), len(some) - 1)] == numbers)
