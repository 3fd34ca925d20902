"""Clusters that hold together: average linkage on the evidence of every pair inside, under vetoes.

Records that pairs connect form components; within one, every pair counts, those that blocking missed included, so one
false link between two offices is outweighed by all the pairs that say no. One dendrogram is built and cut: raising the
threshold only splits clusters. Ties are broken by record id, so row order and threads play no part.

Source: average linkage (Sokal & Michener 1958) on log odds; heights never rise, which makes cuts nested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Rows
from crmclean.dedup.pairs import components, pairs_in_blocks

__all__ = ["TWO_BITS", "UNKNOWN_BITS", "cut", "dendrogram"]

UNKNOWN_BITS = -4.0
"""Log odds of a pair that nobody scored, in a component too large to score every pair.

The evidence of one pair goes no lower: two records of one person, each mistyped in its own way, look like strangers
where a third one links them.
"""
_FULL = 300
"""Records in a component up to which every pair inside is scored."""
_CAP = 15.0
"""Bits beyond which one pair's evidence does not count: no single link may outvote a whole cluster."""

_CERTAIN = 1e3
"""Bits, either way, from which a pair is no evidence but certain."""
TWO_BITS = -2e3
"""Bits of a pair that is two, whoever links them: beyond the evidence of a hundred pairs, below what is certain of one
in a component whose every pair is scored."""

Bits = npt.NDArray[np.float64]
Merge = tuple[int, int, float]


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
        Merges (row, row, height in bits): the two clusters that hold these rows meet at that height.
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
    ends = np.cumsum(sizes[full] * (sizes[full] - 1) // 2)
    first = np.cumsum(sizes[full]) - sizes[full]
    for size, start, end in zip(sizes[full].tolist(), first.tolist(), ends.tolist(), strict=True):
        rows = members[start : start + size]
        pairs = slice(end - size * (size - 1) // 2, end)
        if size == 2:
            merges.append((int(rows[0]), int(rows[1]), float(known[pairs][0])))
        else:
            merges.extend(_average(rows, one[pairs], other[pairs], known[pairs]))
    for size, start in zip(sizes[sizes > _FULL].tolist(), starts[sizes > _FULL].tolist(), strict=True):
        rows = np.sort(order[start : start + size])
        inside = np.isin(left, rows)
        one, other, heard = left[inside], right[inside], bits[inside]
        if certain:
            every = pairs_in_blocks(rows, np.array([size]))
            sure = certain(*every)
            said = np.flatnonzero(sure)
            one, other = np.append(one, every[0][said]), np.append(other, every[1][said])
            heard = np.append(heard, sure[said])
        merges.extend(_average(rows, one, other, heard))
    return merges


def cut(records: int, merges: Sequence[Merge], bits: float) -> Rows:
    """Cut the dendrogram: return for each record the smallest row of its cluster.

    Args:
        records: *n*.
        merges: The dendrogram.
        bits: Height of the cut; clusters that meet at it or above are one.
    """
    kept = [(one, other) for one, other, height in merges if height >= bits]
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


def _average(rows: Rows, left: Rows, right: Rows, bits: Bits) -> list[Merge]:
    """Average linkage of one component; pairs that are not given count as ``UNKNOWN_BITS``."""
    size = len(rows)
    mean = np.full((size, size), UNKNOWN_BITS)
    at_left, at_right = np.searchsorted(rows, left), np.searchsorted(rows, right)
    mean[at_left, at_right] = mean[at_right, at_left] = _capped(bits)
    weight = np.ones(size)
    np.fill_diagonal(mean, -np.inf)
    merges: list[Merge] = []
    while True:
        best = int(mean.argmax())
        one, other = divmod(best, size)
        height = float(mean[one, other])
        if np.isneginf(height):
            return merges
        merges.append((int(rows[one]), int(rows[other]), height))
        joined = (weight[one] * mean[one] + weight[other] * mean[other]) / (weight[one] + weight[other])
        weight[one] += weight[other]
        mean[one], mean[:, one] = joined, joined
        mean[other], mean[:, other] = -np.inf, -np.inf
        mean[one, one] = -np.inf
