"""The candidate pairs of a table, made a part at a time: each pair once, in a fixed order, never all at once.

The members of all blocks are put in the order of their rows. The pairs of some rows with the members after them are a
part: it has these pairs from every blocking rule, so that what two rules find is met and counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from crmclean.dedup.blocking import Blocks
from crmclean.dedup.coded import Rows
from crmclean.dedup.pairs import unique_pairs
from crmclean.parallel import mapped

__all__ = ["PART", "Candidates", "Part"]

PART = 500_000
"""Pairs that are made and compared at a time; it bounds memory and changes nothing else."""
Made = TypeVar("Made")
_Narrow = npt.NDArray[np.int32]
_NOBODY: Rows = np.empty(0, dtype=np.int64)


class Part(NamedTuple):
    """Some of the candidate pairs, the smaller row first; ``copied`` where each is a copy and its original."""

    left: Rows
    right: Rows
    copied: bool


class Candidates:
    """The candidate pairs of *n* records: of blocks, and others by name; copies of whole records come last.

    Args:
        records: *n*.
        blocks: The blocks of every rule.
        searched: The rows that were blocked; all where it is not given.
        others: Further pairs, sorted, the smaller row first.
        copies: Originals and their copies.
    """

    def __init__(
        self,
        records: int,
        blocks: Sequence[Blocks],
        *,
        searched: Rows | None = None,
        others: tuple[Rows, Rows] = (_NOBODY, _NOBODY),
        copies: tuple[Rows, Rows] = (_NOBODY, _NOBODY),
    ) -> None:
        self.records = records
        self.searched: Rows = np.arange(records) if searched is None else searched
        """The rows that were blocked."""
        self._others, self._copies = others, copies
        self._members = _joined([each.rows.astype(np.int32) for each in blocks])
        first, last = _partners(blocks)
        active = np.flatnonzero(last > first)
        order = active[np.argsort(self._members[active], kind="stable")]
        self._row, self._first, self._last = self._members[order], first[order], last[order]

    def __iter__(self) -> Iterator[Part]:
        return self.each(lambda part: part)

    def each(self, function: Callable[[Part], Made]) -> Iterator[Made]:
        """Apply a function to every part, several at a time; the results come in order."""
        yield from self._searched(function)
        left, right = self._copies
        starts = range(0, len(left), PART)
        copies = (Part(left[start : start + PART], right[start : start + PART], copied=True) for start in starts)
        yield from mapped(function, copies)

    def among(self, left: Rows, right: Rows) -> tuple[npt.NDArray[np.bool_], int]:
        """Tell which of *p* pairs are candidates, and how many of these there are; copies do not count."""
        asked = left * self.records + right

        def among(part: Part) -> tuple[npt.NDArray[np.bool_], int]:
            return np.isin(asked, part.left * self.records + part.right), len(part.left)

        found, every = np.zeros(len(asked), dtype=bool), 0
        for here, pairs in self._searched(among):
            found, every = found | here, every + pairs
        return found, every

    def _searched(self, function: Callable[[Part], Made]) -> Iterator[Made]:
        """Make the pairs part after part, those of one row never in two."""
        rows, pairs = np.append(self._row, self._others[0]), np.append(self._last - self._first, self._others[0] >= 0)
        each = np.bincount(rows, weights=pairs, minlength=self.records)
        bounds = np.flatnonzero(np.diff(np.cumsum(each) // PART, append=np.inf)) + 1
        of_blocks, of_others = (np.searchsorted(one, bounds) for one in (self._row, self._others[0]))
        spans = zip(*(pairwise([0, *ends.tolist()]) for ends in (of_blocks, of_others)), strict=True)

        def made(span: tuple[tuple[int, int], tuple[int, int]]) -> Made:
            of_blocks, of_others = (slice(*each) for each in span)
            others = self._others[0][of_others], self._others[1][of_others]
            return function(Part(*unique_pairs([self._made(of_blocks), others], self.records), copied=False))

        return mapped(made, spans)

    def _made(self, here: slice) -> tuple[Rows, Rows]:
        first, many = self._first[here], (self._last[here] - self._first[here]).astype(np.int64)
        left = np.repeat(self._row[here], many).astype(np.int64)
        right = self._members[np.repeat(first - np.cumsum(many) + many, many) + np.arange(len(left))]
        return left, right.astype(np.int64)


def _joined(parts: Sequence[_Narrow]) -> _Narrow:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def _partners(blocks: Sequence[Blocks]) -> tuple[_Narrow, _Narrow]:
    """Return for each member of all blocks where its partners begin and end; none where there are no pairs."""
    before, firsts, lasts = 0, [], []
    for each in blocks:
        at = np.arange(len(each.rows))
        ends = np.repeat(np.cumsum(each.sizes), each.sizes)
        begin = at + 1
        if each.lefts is not None:
            border = np.repeat(np.cumsum(each.sizes) - each.sizes + each.lefts, each.sizes)
            begin = np.where(at < border, border, ends)
        firsts.append((begin + before).astype(np.int32))
        lasts.append((ends + before).astype(np.int32))
        before += len(at)
    return _joined(firsts), _joined(lasts)
