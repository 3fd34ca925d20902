"""Blocking: the pairs worth comparing, by a union of small keys, counted before any pair is made.

A blocking rule is a list of keys (``phone``, ``last_name.sound``); records that agree on all of them form a block. A
block over the cap is refined by the rule set's further keys; what is still over the cap is skipped and named, so that
nothing is cut without a word. Blocks depend on values alone: row order, threads and chunks play no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Rows
from crmclean.dedup.keys import Keyed, Keys, spread
from crmclean.dedup.pairs import choose2, pairs_in_blocks, unique_pairs
from crmclean.errors import BudgetError
from crmclean.spec.model import Rules

__all__ = ["BLOCK_CAP", "PAIR_BUDGET", "Blocking", "Blocks", "Keys", "block", "blocks_of"]

BLOCK_CAP = 60
"""Records in one block beyond which it is refined. On 20,000 contacts caps from 12 to 60 gave the same recall."""
PAIR_BUDGET = 50_000_000
"""Candidate pairs beyond which blocking stops: about 25 bytes a pair, so 1.2 GB."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one blocking rule: members block after block, the size of each, and what was skipped.

    Where two tables are linked, the first ``lefts`` of each block are of the left table.
    """

    rule: str
    rows: Rows
    sizes: npt.NDArray[np.int64]
    lefts: npt.NDArray[np.int64] | None
    skipped_blocks: int
    skipped_records: int
    largest: int

    @property
    def pairs(self) -> int:
        """The number of pairs that the blocks hold."""
        return int(self.pairs_each.sum())

    @property
    def pairs_each(self) -> npt.NDArray[np.int64]:
        """The number of pairs in each block."""
        return choose2(self.sizes) if self.lefts is None else self.lefts * (self.sizes - self.lefts)

    @staticmethod
    def table(every: Sequence[Blocks]) -> pl.DataFrame:
        """Return one row for each blocking rule: blocks, pairs, the largest block, what was skipped."""
        return pl.DataFrame(
            [
                (each.rule, len(each.sizes), each.pairs, each.largest, each.skipped_blocks, each.skipped_records)
                for each in every
            ],
            schema={
                "rule": pl.String,
                "blocks": pl.Int64,
                "pairs": pl.Int64,
                "largest": pl.Int64,
                "skipped_blocks": pl.Int64,
                "skipped_records": pl.Int64,
            },
            orient="row",
        )


@dataclass(frozen=True, slots=True)
class Blocking:
    """Candidate pairs (*p* rows on each side, the smaller first, sorted), and the blocks that they come from."""

    left: Rows
    right: Rows
    blocks: tuple[Blocks, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each blocking rule; see ``Blocks.table``."""
        return Blocks.table(self.blocks)


def block(
    present: pl.DataFrame,
    rules: Rules,
    *,
    lefts: int | None = None,
    cap: int = BLOCK_CAP,
    budget: int = PAIR_BUDGET,
) -> Blocking:
    """Find candidate pairs.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        rules: Says what to block and to refine on; rules over columns that the table does not have are left out.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one: only pairs across.
        cap: Records in one block beyond which it is refined; across two tables as many pairs as these records have.
        budget: Pairs beyond which nothing is compared.

    Raises:
        BudgetError: More pairs than ``budget``, before any is made.
    """
    every = blocks_of(present, rules, lefts=lefts, cap=cap)
    total = sum(blocks.pairs for blocks in every)
    if total > budget:
        worst = sorted(every, key=lambda blocks: -blocks.pairs)[:3]
        named = ", ".join(f"{blocks.rule} {blocks.pairs:,}" for blocks in worst)
        raise BudgetError(f"{total:,} candidate pairs, more than the limit of {budget:,}; most come from: {named}")
    made = [pairs_in_blocks(blocks.rows, blocks.sizes, blocks.lefts) for blocks in every]
    left, right = unique_pairs(made, present.height)
    return Blocking(left, right, every)


def blocks_of(
    present: pl.DataFrame, rules: Rules, *, lefts: int | None = None, cap: int = BLOCK_CAP
) -> tuple[Blocks, ...]:
    """Return the blocks of every blocking rule, no pair made; see ``block``."""
    keys = Keys(present, rules)
    refine = [finer for rule in rules.duplicates.refine_on if (finer := keys.of(rule)) is not None]
    return tuple(
        _blocks("+".join(rule), found, refine, cap * (cap - 1) // 2, lefts)
        for rule in rules.duplicates.block_on
        if (found := keys.of(rule)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Grouped:
    """(Record, key) pairs block after block, rows ascending in each; for each block its size, lefts and pairs."""

    rows: Rows
    codes: Rows
    sizes: npt.NDArray[np.int64]
    lefts: npt.NDArray[np.int64] | None
    pairs: npt.NDArray[np.int64]

    @classmethod
    def of(cls, keyed: Keyed, lefts: int | None) -> _Grouped:
        order = np.argsort(keyed.codes, kind="stable")
        rows, codes = keyed.rows[order], keyed.codes[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        sizes = np.diff(np.append(starts, len(codes)))
        if lefts is None:
            return cls(rows, codes, sizes, None, choose2(sizes))
        ours = np.add.reduceat((rows < lefts).astype(np.int64), starts) if len(starts) else sizes
        return cls(rows, codes, sizes, ours, ours * (sizes - ours))

    def where(self, blocks: npt.NDArray[np.bool_]) -> _Grouped:
        """Return some of the blocks."""
        members = np.repeat(blocks, self.sizes)
        lefts = None if self.lefts is None else self.lefts[blocks]
        return _Grouped(self.rows[members], self.codes[members], self.sizes[blocks], lefts, self.pairs[blocks])


def _blocks(rule: str, keyed: Keyed, refine: list[Keyed], most: int, lefts: int | None) -> Blocks:
    """Make the blocks of one rule; ``most`` is the number of pairs that a block may have."""
    whole = _Grouped.of(keyed, lefts)
    large = whole.where(whole.pairs > most)
    finer = [_Grouped.of(_refined(large, keyed.span, by), lefts) for by in refine if len(large.rows)]
    kept = [each.where((each.pairs > 0) & (each.pairs <= most)) for each in (whole, *finer)]
    over = [each.where(each.pairs > most) for each in finer]
    refined = (
        np.isin(large.rows, np.concatenate([by.rows for by in refine])) if refine else np.zeros(len(large.rows), bool)
    )
    return Blocks(
        rule,
        np.concatenate([each.rows for each in kept]),
        np.concatenate([each.sizes for each in kept]),
        None if lefts is None else np.concatenate([each.lefts for each in kept if each.lefts is not None]),
        sum(len(each.sizes) for each in over) + len(np.unique(large.codes[~refined])),
        len(np.unique(np.concatenate([large.rows[~refined], *(each.rows for each in over)]))),
        int(whole.sizes.max(initial=0)),
    )


def _refined(large: _Grouped, span: int, by: Keyed) -> Keyed:
    at, there = spread(large.rows, by.rows)
    coarse = np.unique(large.codes[at], return_inverse=True)[1]
    made = Keyed(large.rows[at], coarse * by.span + by.codes[there], span * by.span)
    order = np.argsort(made.rows, kind="stable")
    return Keyed(made.rows[order], made.codes[order], made.span)
