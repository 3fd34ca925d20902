"""Clusters that hold together: average linkage on the evidence of every pair inside, under vetoes.

Records that pairs connect form components; within one, every pair counts, those that blocking missed included, so one
false link between two offices is outweighed by all the pairs that say no. One dendrogram is built and cut: raising the
threshold only splits clusters. Ties are broken by record id, so row order and threads play no part.

Source: average linkage (Sokal & Michener 1958) on log odds; heights never rise, which makes cuts nested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush
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
            merges.extend(_average(rows[start : start + step], at, one[asked], other[asked], known[asked]))
    for size, start in zip(sizes[sizes > _FULL].tolist(), starts[sizes > _FULL].tolist(), strict=True):
        rows = np.sort(order[start : start + size])
        here = np.isin(left, rows)
        heard = [(left[here], right[here], bits[here]), *(_said(rows, certain) if certain else ())]
        merges.extend(_sparse(rows, *map(np.concatenate, zip(*heard, strict=True))))
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


def _average(rows: Rows, component: Rows, left: Rows, right: Rows, bits: Bits) -> list[Merge]:
    """Average linkage of components of one size, all at once; pairs that are not given count as ``UNKNOWN_BITS``.

    Args:
        rows: Components x size, each ascending.
        component: For each of *p* pairs in which component it is.
        left: *p* rows.
        right: *p* rows.
        bits: Log odds of the pairs.
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
        going = ~np.isneginf(height)
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


def _sparse(rows: Rows, left: Rows, right: Rows, bits: Bits) -> list[Merge]:
    """Average linkage of one large component by the pairs that are given alone; all others count ``UNKNOWN_BITS``.

    Args:
        rows: The component's rows, ascending.
        left: *p* rows.
        right: *p* rows.
        bits: Log odds of the pairs; where a pair is given twice the last counts.
    """
    near: dict[int, dict[int, _Link]] = {row: {} for row in rows.tolist()}
    for one, other, weight in zip(left.tolist(), right.tolist(), _capped(bits).tolist(), strict=True):
        near[one][other] = near[other][one] = _Link(weight - UNKNOWN_BITS, 1, weight)
    weight, inside = dict.fromkeys(near, 1), dict.fromkeys(near, np.inf)

    def height(one: int, other: int) -> float:
        mean: float = near[one][other].gain / (weight[one] * weight[other])
        return mean + UNKNOWN_BITS

    waiting = [(-height(one, other), one, other) for one, links in near.items() for other in links if one < other]
    heapify(waiting)
    merges: list[Merge] = []
    while waiting:
        negative, one, other = heappop(waiting)
        if other not in near.get(one, ()) or -negative != height(one, other) or np.isposinf(negative):
            continue
        link, others = near[one].pop(other), near.pop(other)
        del others[one]
        known = link.least if link.pairs == weight[one] * weight[other] else min(link.least, UNKNOWN_BITS)
        inside[one] = min(known, inside[one], inside.pop(other))
        merges.append((one, other, -negative, inside[one]))
        for third, theirs in others.items():
            del near[third][other]
            ours = near[one].get(third, _NO_LINK)
            joined = _Link(ours.gain + theirs.gain, ours.pairs + theirs.pairs, min(ours.least, theirs.least))
            near[one][third] = near[third][one] = joined
        weight[one] += weight.pop(other)
        for third in near[one]:
            heappush(waiting, (-height(one, third), min(one, third), max(one, third)))
    return merges
