"""Blocking: the pairs worth comparing, by a union of small keys, counted before any pair is made.

A blocking rule is a list of keys (``phone``, ``last_name.sound``); records that agree on all of them form a block. A
block over the cap is refined by the rule set's further keys; what is still over the cap is skipped and named, so that
nothing is cut without a word. Blocks depend on values alone: row order, threads and chunks play no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Rows
from crmclean.dedup.pairs import choose2, pairs_in_blocks, unique_pairs
from crmclean.errors import BudgetError
from crmclean.spec.model import Rules

__all__ = ["BLOCK_CAP", "PAIR_BUDGET", "Blocking", "Blocks", "Keys", "block"]

BLOCK_CAP = 60
"""Records in one block beyond which it is refined. On 20,000 contacts caps from 12 to 60 gave the same recall."""
PAIR_BUDGET = 50_000_000
"""Candidate pairs beyond which blocking stops: about 25 bytes a pair, so 1.2 GB."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one blocking rule: members block after block, the size of each, and what was skipped."""

    rule: str
    rows: Rows
    sizes: npt.NDArray[np.int64]
    skipped_blocks: int
    skipped_records: int
    largest: int

    @property
    def pairs(self) -> int:
        """The number of pairs that the blocks hold."""
        return int(choose2(self.sizes).sum())


@dataclass(frozen=True, slots=True)
class Blocking:
    """Candidate pairs (*p* rows on each side, the smaller first, sorted), and the blocks that they come from."""

    left: Rows
    right: Rows
    blocks: tuple[Blocks, ...]

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each blocking rule: blocks, pairs, the largest block, what was skipped."""
        return pl.DataFrame(
            [
                (each.rule, len(each.sizes), each.pairs, each.largest, each.skipped_blocks, each.skipped_records)
                for each in self.blocks
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


def block(present: pl.DataFrame, rules: Rules, *, cap: int = BLOCK_CAP, budget: int = PAIR_BUDGET) -> Blocking:
    """Find candidate pairs.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        rules: Says what to block and to refine on; rules over columns that the table does not have are left out.
        cap: Records in one block beyond which it is refined.
        budget: Pairs beyond which nothing is compared.

    Raises:
        BudgetError: More pairs than ``budget``, before any is made.
    """
    keys = Keys(present, rules)
    refine = [finer for rule in rules.duplicates.refine_on if (finer := keys.of(rule)) is not None]
    every = [
        _blocks("+".join(rule), found, refine, cap)
        for rule in rules.duplicates.block_on
        if (found := keys.of(rule)) is not None
    ]
    total = sum(blocks.pairs for blocks in every)
    if total > budget:
        worst = sorted(every, key=lambda blocks: -blocks.pairs)[:3]
        named = ", ".join(f"{blocks.rule} {blocks.pairs:,}" for blocks in worst)
        raise BudgetError(f"{total:,} candidate pairs, more than the limit of {budget:,}; most come from: {named}")
    left, right = unique_pairs([pairs_in_blocks(blocks.rows, blocks.sizes) for blocks in every], present.height)
    return Blocking(left, right, tuple(every))


class Keys:
    """The blocking keys of a table; each field's keys are made once, however many rules use them."""

    def __init__(self, present: pl.DataFrame, rules: Rules) -> None:
        self.present = present
        self.rules = rules
        self._parts: dict[str, pl.DataFrame] = {}

    def of(self, rule: tuple[str, ...]) -> pl.DataFrame | None:
        """Return the keys of a blocking rule: one row (``row``, ``key``) for each key of each record.

        A record for which a part gives no key has no row; a part may give several (a nickname and its formal names).
        None where the table has not all of the columns.
        """
        if not all(part.partition(".")[0] in self.present.columns for part in rule):
            return None
        frame = pl.DataFrame({"row": np.arange(self.present.height, dtype=np.int64)})
        for at, part in enumerate(rule):
            keys = self._part(part).rename({"key": f"part{at}"})
            frame = frame.join(keys, on="row", how="inner", maintain_order="left")
        whole = pl.concat_str([f"part{at}" for at in range(len(rule))], separator="\x1f")
        return frame.select("row", whole.alias("key")).unique(maintain_order=True)

    def _part(self, part: str) -> pl.DataFrame:
        if part not in self._parts:
            name, _, suffix = part.partition(".")
            key, values = self.rules.fields[name].keys[suffix], self.present[name]
            words = values.drop_nulls().unique()
            lists = [[made for made in key(word) if made] for word in words.to_list()]
            owner = np.repeat(np.arange(len(words)), np.array([len(made) for made in lists], dtype=np.int64))
            of_word = pl.DataFrame(
                {"word": words[owner], "key": pl.Series(chain.from_iterable(lists), dtype=pl.String)}
            )
            rows = pl.DataFrame({"word": values, "row": np.arange(len(values), dtype=np.int64)})
            made = rows.join(of_word, on="word", how="inner").select("row", "key")
            self._parts[part] = made.sort("row", "key")
        return self._parts[part]


def _blocks(rule: str, keys: pl.DataFrame, refine: list[pl.DataFrame], cap: int) -> Blocks:
    sized = keys.with_columns(pl.len().over("key").alias("size"))
    small = sized.filter(pl.col("size").is_between(2, cap))
    large = sized.filter(pl.col("size") > cap)
    refined = [_refined(large, by) for by in refine if large.height]
    finer = pl.concat([small.select("row", "key").clear(), *refined]).unique()
    finer = finer.with_columns(pl.len().over("key").alias("size"))
    kept = pl.concat([small, finer.filter(pl.col("size").is_between(2, cap))]).sort("key", "row")
    unrefined = large.join(pl.concat(refine), on="row", how="anti") if refine else large
    over = pl.concat([finer.filter(pl.col("size") > cap), unrefined.select(finer.columns)])
    sizes = kept.group_by("key", maintain_order=True).len()["len"].to_numpy().astype(np.int64)
    return Blocks(
        rule,
        kept["row"].to_numpy(),
        sizes,
        over["key"].n_unique(),
        over["row"].n_unique(),
        int(sized.select(pl.max("size").fill_null(0)).item()),
    )


def _refined(large: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    joined = large.join(by.rename({"key": "finer"}), on="row", how="inner")
    return joined.select("row", pl.concat_str(["key", "finer"], separator="\x1f").alias("key"))
