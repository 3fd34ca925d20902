"""What a search would cost, before anything is compared: pairs of each key, the largest blocks, memory, recall.

Recall is estimated by capture and recapture: a true pair that several independent keys find is hard to miss. Which
pairs are true is not known before they are compared, so a sample of the candidates is scored with the shipped weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.blocking import BLOCK_CAP, PAIR_BUDGET, Blocks, block, blocks_of
from crmclean.dedup.compare import prepare
from crmclean.dedup.pairs import pairs_in_blocks
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.score import distinct_patterns, judge, score
from crmclean.dedup.train import train
from crmclean.spec.model import Rules

__all__ = ["Plan", "plan"]

_SAMPLE = 20_000
"""Pairs that are compared for the estimate of recall."""
_BYTES = 150
"""Peak memory of a candidate pair: a rough guess, the records themselves not counted."""
_LARGEST = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The blocking of a table, counted.

    ``keys`` has one row a blocking rule (see ``Blocking.to_frame``), ``largest`` one of each of the largest blocks:
    rule, records, pairs, one record of it. ``recall`` is the estimated share (0-1) of the true pairs that become
    candidates: too high rather than too low, for keys that fail together hide a pair from it. None where there are too
    few pairs to tell, or more than ``max_pairs``.
    """

    keys: pl.DataFrame
    largest: pl.DataFrame
    records: int
    max_pairs: int
    recall: float | None

    @property
    def pairs(self) -> int:
        """Candidate pairs at most: one that two rules find counts twice."""
        return int(self.keys["pairs"].sum())

    @property
    def megabytes(self) -> int:
        """Peak memory that the pairs will take, in megabytes, beside the table's own."""
        return round(self.pairs * _BYTES / 1e6)

    @property
    def fits(self) -> bool:
        """Whether the search stays within ``max_pairs``."""
        return self.pairs <= self.max_pairs

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each blocking rule."""
        return self.keys


def plan(
    present: pl.DataFrame, ids: pl.Series, rules: Rules, *, lefts: int | None = None, max_pairs: int = PAIR_BUDGET
) -> Plan:
    """Count what a search would compare.

    Args:
        present: *n* records of standard values; of two tables, the left one's first.
        ids: Their record ids.
        rules: The rule set.
        lefts: Where two tables are linked, how many records are of the left one.
        max_pairs: The limit that a search would have.
    """
    every = blocks_of(present, rules, lefts=lefts, cap=BLOCK_CAP)
    fits = sum(blocks.pairs for blocks in every) <= max_pairs
    recall = _recall(present, rules, every, lefts) if fits else None
    return Plan(Blocks.table(every), _largest(every, ids), len(ids), max_pairs, recall)


def _largest(every: tuple[Blocks, ...], ids: pl.Series) -> pl.DataFrame:
    rows = []
    for blocks in every:
        pairs, starts = blocks.pairs_each, np.cumsum(blocks.sizes) - blocks.sizes
        for at in np.argsort(-pairs, kind="stable")[:_LARGEST].tolist():
            record = ids[int(blocks.rows[starts[at]])]
            rows.append((blocks.rule, int(blocks.sizes[at]), int(pairs[at]), record))
    schema = {"rule": pl.String, "records": pl.Int64, "pairs": pl.Int64, "record_id": pl.String}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.sort("pairs", "rule", "record_id", descending=[True, False, False]).head(_LARGEST)


def _recall(present: pl.DataFrame, rules: Rules, every: tuple[Blocks, ...], lefts: int | None) -> float | None:
    """Estimate the share of true pairs among the candidates.

    Rules that begin with the same field fail together and count as one. With *f1* true pairs found by one field and
    *f2* by two, at least f1 * (f1 - 1) / (2 * (f2 + 1)) were found by none.

    Source: Chao 1987, lower bound of unseen, bias-corrected.
    """
    found = block(present, rules, lefts=lefts)
    step = max(len(found.left) // _SAMPLE, 1)
    left, right = found.left[::step], found.right[::step]
    if not len(left):
        return None
    likely = _likely(present, rules, left, right)
    fields = list(dict.fromkeys(blocks.rule.split("+")[0].partition(".")[0] for blocks in every))
    caught = np.zeros((len(fields), len(left)), dtype=bool)
    packed = left * present.height + right
    for blocks in every:
        one, other = pairs_in_blocks(blocks.rows, blocks.sizes, blocks.lefts)
        field = fields.index(blocks.rule.split("+")[0].partition(".")[0])
        caught[field] |= np.isin(packed, one * present.height + other)
    times = caught.sum(axis=0)
    once, twice, seen = (float(likely[which].sum()) * step for which in (times == 1, times == 2, times > 0))
    missed = once * max(once - 1, 0.0) / (2 * (twice + 1))
    return seen / (seen + missed) if seen >= 1 else None


def _likely(
    present: pl.DataFrame, rules: Rules, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    comparisons = prepare(present, rules)
    packed = judge(comparisons, left, right)
    distinct, counts = np.unique(packed, return_counts=True)
    patterns = distinct_patterns(distinct, comparisons)
    model = train(patterns, counts, reasons_for(rules), shipped_model(rules)).model
    return score(packed, comparisons, model).probability
