"""Blocking: the pairs worth comparing, by a union of small keys, counted before any pair is made.

A blocking rule is a list of keys (``phone``, ``last_name.sound``); records that agree on all of them form a block. A
block over the cap is refined by the rule set's further keys; what is still over the cap is skipped and named, so that
nothing is cut without a word. Blocks depend on values alone: row order, threads and chunks play no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import unique
from crmclean.dedup.keys import Keyed, Keys, Narrow, spread
from crmclean.dedup.pairs import choose2
from crmclean.errors import BudgetError

__all__ = ["BLOCK_CAP", "PAIR_BUDGET", "Blocking", "Blocks", "Counted", "Keys", "blocks_of", "within"]

BLOCK_CAP = 20
"""Records in one block beyond which it is refined. On CRM tables caps from 12 to 60 gave the same F1 (within .001), 20
with half the pairs of 60 among 1,000,000 contacts; below it files of places begin to lose (.957 to .949)."""
PAIR_BUDGET = 50_000_000
"""Candidate pairs beyond which blocking stops: some minutes of comparing."""
_FREE_PAIRS = 500_000
"""Candidate pairs that one blocking rule may bring in any table: a second or two of comparing."""
_PAIRS_A_RECORD = 1.0
"""Candidate pairs for each record that one blocking rule may bring beyond that. Among 1,000,000 contacts it cost .004
of their recall, and took a quarter of the pairs: those of common names grow with the square of the records."""
_CROWD = 0.01
"""Share of the records in one block from which its key tells nothing, and that it was refined is worth saying."""


class Counted(NamedTuple):
    """What one blocking rule brings: blocks, their pairs, the largest block before any was refined, what was skipped.

    ``largest_pairs`` are the pairs that the largest block had, ``refined`` the number of blocks that had too many.
    """

    rule: str
    blocks: int
    pairs: int
    largest: int
    largest_pairs: int
    refined: int
    skipped_blocks: int
    skipped_records: int
    skipped_pairs: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one blocking rule: members block after block, rows ascending, and the size of each.

    Where two tables are linked, the first ``lefts`` of each block are of the left table.
    """

    rows: Narrow
    sizes: npt.NDArray[np.int64]
    lefts: npt.NDArray[np.int64] | None
    counted: Counted

    @property
    def rule(self) -> str:
        """The rule, as its parts are written."""
        return self.counted.rule

    @property
    def pairs_each(self) -> npt.NDArray[np.int64]:
        """The number of pairs in each block."""
        return choose2(self.sizes) if self.lefts is None else self.lefts * (self.sizes - self.lefts)


@dataclass(frozen=True, slots=True)
class Blocking:
    """What the blocking of *n* records brings, rule by rule."""

    rules: tuple[Counted, ...]
    records: int

    @property
    def pairs(self) -> int:
        """Candidate pairs at most: one that two rules find counts twice."""
        return sum(each.pairs for each in self.rules)

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each blocking rule: blocks, pairs, the largest block, what was skipped."""
        columns = ("rule", "blocks", "pairs", "largest", "skipped_blocks", "skipped_records")
        schema = {name: pl.Int64 if name != "rule" else pl.String for name in columns}
        rows = [[getattr(each, name) for name in columns] for each in self.rules]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def warnings(self) -> tuple[str, ...]:
        """Name what was not compared: blocks that stayed too large, and keys that a crowd of records shares."""
        left_out = (
            f"too large and left out: {_blocks_of(each.skipped_blocks, each.rule)} "
            f"({each.skipped_records:,} records, {each.skipped_pairs:,} pairs)"
            for each in self.rules
            if each.skipped_blocks
        )
        crowds = (
            f"only in part compared: {_blocks_of(each.refined, each.rule)}, the largest of {each.largest:,} records "
            f"({each.largest_pairs:,} pairs)"
            for each in self.rules
            if each.refined and each.largest > self.records * _CROWD
        )
        return (*left_out, *crowds)

    def check(self, budget: int) -> None:
        """Hold the pairs against a budget.

        Raises:
            BudgetError: There are more.
        """
        if self.pairs > budget:
            worst = sorted(self.rules, key=lambda each: -each.pairs)[:3]
            named = ", ".join(f"{each.rule} {each.pairs:,}" for each in worst)
            raise BudgetError(
                f"{self.pairs:,} candidate pairs, more than the limit of {budget:,}; most come from: {named}"
            )


def _blocks_of(count: int, rule: str) -> str:
    return f"{count:,} {'block' if count == 1 else 'blocks'} of {rule}"


def within(blocks: Sequence[Blocks], records: int, budget: int) -> Blocking:
    """Count the blocks of every rule; as ``Blocking.check``."""
    blocking = Blocking(tuple(each.counted for each in blocks), records)
    blocking.check(budget)
    return blocking


def blocks_of(
    keys: Keys,
    *,
    among: npt.NDArray[np.bool_] | None = None,
    lefts: int | None = None,
    cap: int = BLOCK_CAP,
) -> tuple[Blocks, ...]:
    """Find the blocks of every blocking rule; no pair is made.

    Args:
        keys: The keys of *n* records; what is used for the last time is forgotten.
        among: Which records to block; all without.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one: only pairs across.
        cap: Records in one block beyond which it is refined; across two tables as many pairs as these records have. It
            is lowered for a rule whose blocks have too many pairs together.
    """
    asked = keys.rules.duplicates
    rows = np.ones(keys.present.height, dtype=bool) if among is None else among
    refine = [finer.among(rows) for rule in asked.refine_on if (finer := keys.of(rule)) is not None]
    most = _Most(cap * (cap - 1) // 2, max(_FREE_PAIRS, int(_PAIRS_A_RECORD * rows.sum())))
    found = []
    for at, rule in enumerate(asked.block_on):
        if (made := keys.of(rule)) is not None:
            keyed = made.among(rows)
            found.append(_blocks("+".join(rule), keyed, refine, most, lefts))
        keys.keep(part for later in asked.block_on[at + 1 :] for part in later)
    return tuple(found)


class _Most(NamedTuple):
    """The pairs that one block may have, and all blocks of one rule together."""

    block: int
    rule: int

    def fitting(self, pairs: npt.NDArray[np.int64]) -> int:
        """Return the pairs that a block may have, ``block`` or fewer, so that the rule's blocks within it fit."""
        numbers, blocks = np.unique(pairs[pairs <= self.block], return_counts=True)
        fits = np.cumsum(numbers * blocks) <= self.rule
        return self.block if fits.all() else int(numbers[fits].max(initial=0))


@dataclass(frozen=True, slots=True)
class _Grouped:
    """(Record, key) pairs block after block, rows ascending in each; for each block its size, lefts and pairs."""

    rows: Narrow
    codes: Narrow
    sizes: npt.NDArray[np.int64]
    lefts: npt.NDArray[np.int64] | None
    pairs: npt.NDArray[np.int64]

    @classmethod
    def of(cls, keyed: Keyed, lefts: int | None) -> _Grouped:
        order = np.argsort(keyed.codes, kind="stable")
        rows, codes = keyed.rows[order], keyed.codes[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        return cls.sized(rows, codes, np.diff(np.append(starts, len(codes))), lefts)

    @classmethod
    def sized(cls, rows: Narrow, codes: Narrow, sizes: npt.NDArray[np.int64], lefts: int | None) -> _Grouped:
        """Return blocks of known sizes, empty ones among them."""
        if lefts is None:
            return cls(rows, codes, sizes, None, choose2(sizes))
        before = np.concatenate([[0], np.cumsum(rows < lefts)])
        ours = np.diff(before[np.concatenate([[0], np.cumsum(sizes)])])
        return cls(rows, codes, sizes, ours, ours * (sizes - ours))

    def where(self, blocks: npt.NDArray[np.bool_]) -> _Grouped:
        """Return some of the blocks."""
        if blocks.all():
            return self
        members = np.repeat(blocks, self.sizes)
        lefts = None if self.lefts is None else self.lefts[blocks]
        return _Grouped(self.rows[members], self.codes[members], self.sizes[blocks], lefts, self.pairs[blocks])

    def counted(self, members: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Count some of the members, block by block."""
        before = np.concatenate([[0], np.cumsum(members)])
        return np.asarray(np.diff(before[np.concatenate([[0], np.cumsum(self.sizes)])]), dtype=np.int64)


def _blocks(rule: str, keyed: Keyed, refine: list[Keyed], allowed: _Most, lefts: int | None) -> Blocks:
    """Make the blocks of one rule."""
    whole = _Grouped.of(keyed, lefts)
    most = allowed.fitting(whole.pairs)
    large = whole.where(whole.pairs > most)
    finer = [_Grouped.of(_refined(large, keyed.span, by), lefts) for by in refine if len(large.rows)]
    kept = [each.where((each.pairs > 0) & (each.pairs <= most)) for each in (whole, *finer)]
    over = [each.where(each.pairs > most) for each in finer]
    unrefined = ~_is_among(large.rows, [by.rows for by in refine])
    left_out = _Grouped.sized(large.rows[unrefined], large.codes[unrefined], large.counted(unrefined), lefts)
    skipped = np.concatenate([large.rows[unrefined], *(each.rows for each in over)])
    at = int(whole.sizes.argmax()) if len(whole.sizes) else -1
    sizes = np.concatenate([each.sizes for each in kept])
    pairs = np.concatenate([each.pairs for each in kept])
    return Blocks(
        np.concatenate([each.rows for each in kept]),
        sizes,
        None if lefts is None else np.concatenate([each.lefts for each in kept if each.lefts is not None]),
        Counted(
            rule,
            len(sizes),
            int(pairs.sum()),
            int(whole.sizes[at]) if at >= 0 else 0,
            int(whole.pairs[at]) if at >= 0 else 0,
            len(large.sizes),
            sum(len(each.sizes) for each in over) + int((left_out.sizes > 0).sum()),
            len(unique(skipped)),
            sum(int(each.pairs.sum()) for each in over) + int(left_out.pairs.sum()),
        ),
    )


def _is_among(rows: Narrow, groups: list[Narrow]) -> npt.NDArray[np.bool_]:
    """Tell which of the rows are in one of the groups."""
    found = np.zeros(int(max((group.max(initial=-1) for group in (rows, *groups)), default=-1)) + 1, dtype=bool)
    for group in groups:
        found[group] = True
    return np.asarray(found[rows])


def _refined(large: _Grouped, span: int, by: Keyed) -> Keyed:
    at, there = spread(large.rows, by.rows)
    coarse = np.repeat(np.arange(len(large.sizes)), large.sizes)[at]
    made = Keyed(large.rows[at], coarse * by.span + by.codes[there], span * by.span)
    order = np.argsort(made.rows, kind="stable")
    return Keyed(made.rows[order], made.codes[order], made.span)
