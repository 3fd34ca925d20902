"""Clusters that hold together: average linkage on the evidence of every pair inside, under vetoes.

Records that pairs connect form components; within one, every pair counts, those that blocking missed included, so one
false link between two offices is outweighed by all the pairs that say no. One dendrogram is built and cut: raising the
threshold only splits clusters. Ties are broken by record id, so row order and threads play no part.

Source: average linkage (Sokal & Michener 1958) on log odds; heights never rise, which makes cuts nested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Rows, unique
from crmclean.dedup.pairs import components, pairs_in_blocks

__all__ = ["TWO_BITS", "UNKNOWN_BITS", "cut", "dendrogram"]

UNKNOWN_BITS = -4.0
"""Log odds of a pair that nobody scored, in a component too large to score every pair.

The evidence of one pair goes no lower: two records of one person, each mistyped in its own way, look like strangers
where a third one links them.
"""
_FULL = 300
"""Records in a component up to which every pair inside is scored."""
_CELLS = 1_000_000
"""Pairs of records, either way round, of components that are clustered at once."""
_CAP = 15.0
"""Bits beyond which one pair's evidence does not count: no single link may outvote a whole cluster."""

_CERTAIN = 1e3
"""Bits, either way, from which a pair is no evidence but certain."""
TWO_BITS = -2e3
"""Bits of a pair that is two, whoever links them: beyond the evidence of a hundred pairs, below what is certain of one
in a component whose every pair is scored."""

Bits = npt.NDArray[np.float64]


class _Link(NamedTuple):
    """What the pairs between two clusters tell: bits above ``UNKNOWN_BITS`` in all, how many are known, the least."""

    gain: float
    pairs: int
    least: float


_NO_LINK = _Link(0.0, 0, np.inf)
Merge = tuple[int, int, float, float]
"""Two rows whose clusters meet, at which height, and the least evidence of any pair then inside, both in bits."""


def dendrogram(  # noqa: PLR0913, PLR0917 - the evidence, and what outranks it
    records: int,
    left: Rows,
    right: Rows,
    bits: Bits,
    evidence: Callable[[Rows, Rows], Bits],
    certain: Callable[[Rows, Rows], Bits] | None = None,
    *,
    lowest: float = -np.inf,
) -> list[Merge]:
    """Build the dendrogram.

    Args:
        records: *n*; rows are positions in the order of record ids, so that ties fall the same way for any input order.
        left: *p* rows of pairs that connect records, sorted by ``left`` and ``right``.
        right: *p* rows; ``left < right``.
        bits: Log odds of these pairs, in bits; ``-inf`` is a veto.
        evidence: Log odds of any other pairs.
        certain: What is certain of any pairs, in bits beyond all evidence, ``-inf`` or 0; also in components too large
            to score every pair.
        lowest: Bits of the lowest cut that will be asked for; merges below are left out.

    Returns:
        Merges: the two clusters that hold these rows meet at that height.
    """
    label = components(records, left, right)
    order = np.lexsort((np.arange(records), label))
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    sizes = np.diff(np.append(starts, records))
    merges: list[Merge] = []
    full = (sizes > 1) & (sizes <= _FULL)
    members = order[np.repeat(full, sizes)]
    one, other = pairs_in_blocks(members, sizes[full])
    known = _known(one * records + other, left * records + right, bits)
    new = np.isnan(known)
    known[new] = evidence(one[new], other[new])
    pairs = sizes[full] * (sizes[full] - 1) // 2
    for size in unique(sizes[full]).tolist():
        alike = sizes[full] == size
        rows = members[np.repeat(alike, sizes[full])].reshape(-1, size)
        inside = np.flatnonzero(np.repeat(alike, pairs)).reshape(len(rows), -1)
        step = max(_CELLS // size**2, 1)
        for start in range(0, len(rows), step):
            some = inside[start : start + step]
            at = np.repeat(np.arange(len(some)), some.shape[1])
            asked = some.ravel()
            merges.extend(_average(rows[start : start + step], at, one[asked], other[asked], known[asked], lowest))
    for size, start in zip(sizes[sizes > _FULL].tolist(), starts[sizes > _FULL].tolist(), strict=True):
        rows = np.sort(order[start : start + size])
        here = np.isin(left, rows)
        heard = [(left[here], right[here], bits[here]), *(_said(rows, certain) if certain else ())]
        one, other, known = map(np.concatenate, zip(*heard, strict=True))
        merges.extend(_Sparse(rows, lowest).merges(one, other, known))
    return merges


def cut(records: int, merges: Sequence[Merge], bits: float, least: float = -np.inf) -> Rows:
    """Cut the dendrogram: return for each record the smallest row of its cluster.

    Args:
        records: *n*.
        merges: The dendrogram.
        bits: Height of the cut; clusters that meet at it or above are one.
        least: Bits that every pair of a cluster has to have.
    """
    kept = [(one, other) for one, other, height, weakest in merges if height >= bits and weakest >= least]
    rows = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return components(records, rows[:, 0], rows[:, 1])


def _known(wanted: Rows, scored: Rows, bits: Bits) -> Bits:
    """Return the bits of the wanted pairs (packed) from those of the scored ones (sorted); NaN where not scored."""
    if not len(scored):
        return np.full(len(wanted), np.nan)
    at = np.minimum(np.searchsorted(scored, wanted), len(scored) - 1)
    return np.where(scored[at] == wanted, bits[at], np.nan)


def _capped(bits: Bits) -> Bits:
    """Cap evidence either way; what is certain stays as it is."""
    return np.where(np.abs(bits) >= _CERTAIN, bits, np.clip(bits, UNKNOWN_BITS, _CAP))


def _average(  # noqa: PLR0913, PLR0917 - pairs and where they are
    rows: Rows, component: Rows, left: Rows, right: Rows, bits: Bits, lowest: float
) -> list[Merge]:
    """Average linkage of components of one size, all at once; pairs that are not given count as ``UNKNOWN_BITS``.

    Args:
        rows: Components x size, each ascending.
        component: For each of *p* pairs in which component it is.
        left: *p* rows.
        right: *p* rows.
        bits: Log odds of the pairs.
        lowest: As above.
    """
    many, size = rows.shape
    mean = np.full((many, size, size), UNKNOWN_BITS)
    span = int(rows.max(initial=0)) + 1
    places = (np.arange(many)[:, None] * span + rows).ravel()
    at_left, at_right = (np.searchsorted(places, component * span + each) % size for each in (left, right))
    mean[component, at_left, at_right] = mean[component, at_right, at_left] = _capped(bits)
    least = mean.copy()
    mean[:, np.arange(size), np.arange(size)], least[:, np.arange(size), np.arange(size)] = -np.inf, np.inf
    weight, open_ = np.ones((many, size)), np.arange(many)
    merges: list[Merge] = []
    while len(open_):
        one, other = np.divmod(mean[open_].reshape(len(open_), -1).argmax(axis=1), size)
        height = mean[open_, one, other]
        going = ~np.isneginf(height) & (height >= lowest)
        open_, one, other, height = open_[going], one[going], other[going], height[going]
        weakest = np.minimum(np.minimum(least[open_, one, one], least[open_, other, other]), least[open_, one, other])
        merged = rows[open_, one], rows[open_, other], height, weakest
        merges.extend(zip(*(each.tolist() for each in merged), strict=True))
        ours, theirs = weight[open_, one, None], weight[open_, other, None]
        joined = (ours * mean[open_, one] + theirs * mean[open_, other]) / (ours + theirs)
        weight[open_, one] += weight[open_, other]
        mean[open_, one], mean[open_, :, one] = joined, joined
        lower = np.minimum(least[open_, one], least[open_, other])
        least[open_, one], least[open_, :, one] = lower, lower
        least[open_, one, one] = weakest
        mean[open_, other], mean[open_, :, other] = -np.inf, -np.inf
        mean[open_, one, one] = -np.inf
    return merges


def _said(rows: Rows, certain: Callable[[Rows, Rows], Bits]) -> Iterator[tuple[Rows, Rows, Bits]]:
    """Yield the pairs of some records of which something is certain, and what."""
    step = max(_CELLS // len(rows), 1)
    for start in range(0, len(rows), step):
        first, second = np.divmod(np.arange(len(rows[start : start + step]) * len(rows)), len(rows))
        later = first + start < second
        one, other = rows[first[later] + start], rows[second[later]]
        bits = certain(one, other)
        said = np.flatnonzero(bits)
        yield one[said], other[said], bits[said]


class _Sparse:
    """Average linkage of one large component by the pairs that are given alone; all others count ``UNKNOWN_BITS``.

    A mean lies between the two that it comes from: of links that are lower than any cut nothing higher comes, so they
    need not wait for their turn.
    """

    def __init__(self, rows: Rows, lowest: float) -> None:
        self.near: dict[int, dict[int, _Link]] = {row: {} for row in rows.tolist()}
        self.weight = dict.fromkeys(self.near, 1)
        self.inside = dict.fromkeys(self.near, np.inf)
        self.lowest = lowest
        self.waiting: list[tuple[float, int, int]] = []

    def merges(self, left: Rows, right: Rows, bits: Bits) -> Iterator[Merge]:
        """Yield the merges, the highest first; where a pair is given twice the last counts."""
        pairs = list(zip(left.tolist(), right.tolist(), strict=True))
        for (one, other), known in zip(pairs, _capped(bits).tolist(), strict=True):
            self.near[one][other] = self.near[other][one] = _Link(known - UNKNOWN_BITS, 1, known)
        for one, other in pairs:
            self._wait(one, other)
        while self.waiting:
            negative, one, other = heappop(self.waiting)
            if other in self.near.get(one, ()) and -negative == self._height(one, other):
                yield one, other, -negative, self._join(one, other)

    def _height(self, one: int, other: int) -> float:
        mean: float = self.near[one][other].gain / (self.weight[one] * self.weight[other])
        return mean + UNKNOWN_BITS

    def _wait(self, one: int, other: int) -> None:
        if (height := self._height(one, other)) >= self.lowest and not np.isneginf(height):
            heappush(self.waiting, (-height, min(one, other), max(one, other)))

    def _join(self, one: int, other: int) -> float:
        """Make two clusters one; return the least evidence of any pair in it."""
        link, others = self.near[one].pop(other), self.near.pop(other)
        del others[one]
        least = link.least if link.pairs == self.weight[one] * self.weight[other] else min(link.least, UNKNOWN_BITS)
        self.inside[one] = min(least, self.inside[one], self.inside.pop(other))
        self.weight[one] += self.weight.pop(other)
        for third, theirs in others.items():
            del self.near[third][other]
            ours = self.near[one].get(third, _NO_LINK)
            joined = _Link(ours.gain + theirs.gain, ours.pairs + theirs.pairs, min(ours.least, theirs.least))
            self.near[one][third] = self.near[third][one] = joined
        for third in self.near[one]:
            self._wait(one, third)
        return self.inside[one]
