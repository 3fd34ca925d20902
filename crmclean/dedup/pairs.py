"""Blocks into candidate pairs: every pair once, smaller row first, counted before any is made."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Rows, unique

__all__ = ["choose2", "components", "pairs_in_blocks", "unique_pairs"]


def choose2(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the number of pairs in blocks of the given sizes."""
    return sizes * (sizes - 1) // 2


def pairs_in_blocks(
    rows: Rows, sizes: npt.NDArray[np.int64], lefts: npt.NDArray[np.int64] | None = None
) -> tuple[Rows, Rows]:
    """List the pairs of each block.

    Args:
        rows: Members of the blocks, block after block.
        sizes: Size of each block; they sum to ``len(rows)``.
        lefts: How many of each block, the first ones, are of the left table: only pairs across two tables are listed.

    Returns:
        Two arrays of *p* rows, the smaller row first.
    """
    ends, at = np.repeat(np.cumsum(sizes), sizes), np.arange(len(rows))
    partner = at + 1
    if lefts is not None:
        border = np.repeat(np.cumsum(sizes) - sizes + lefts, sizes)
        partner = np.where(at < border, border, ends)
    partners = ends - partner
    left = np.repeat(at, partners)
    right = np.repeat(partner - np.cumsum(partners) + partners, partners) + np.arange(len(left))
    one, other = rows[left], rows[right]
    return np.minimum(one, other), np.maximum(one, other)


def unique_pairs(parts: list[tuple[Rows, Rows]], records: int) -> tuple[Rows, Rows]:
    """Merge lists of pairs into one, each pair once, sorted."""
    packed = [left * records + right for left, right in parts]
    every = unique(np.concatenate(packed)) if packed else np.empty(0, dtype=np.int64)
    return every // max(records, 1), every % max(records, 1)


def components(records: int, left: Rows, right: Rows) -> Rows:
    """Return for each record the smallest row of its connected component.

    Source: label propagation with pointer jumping (Shiloach & Vishkin 1982), a few numpy passes.
    """
    label = np.arange(records)
    while len(left):
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        while not np.array_equal(label, jumped := label[label]):
            label = jumped
        if np.array_equal(label, before):
            break
    return label
