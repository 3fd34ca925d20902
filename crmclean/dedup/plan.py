"""What a search would cost, before anything is compared: pairs of each key, the largest blocks, memory, recall.

Recall is estimated by capture and recapture: a true pair that several independent keys find is hard to miss. Which
pairs are true is not known before they are compared, so a sample of the candidates is scored with the shipped weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.blocking import PAIR_BUDGET, Blocking, Blocks, Keys, blocks_of
from crmclean.dedup.candidates import Candidates
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import prepare
from crmclean.dedup.forecast import Forecast
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.score import distinct_patterns, judge, score
from crmclean.dedup.train import train
from crmclean.spec.model import Rules

__all__ = ["Plan", "plan"]

_SAMPLE = 20_000
"""Pairs that are compared for the estimate of recall."""
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
        """Peak memory of the search, in megabytes, roughly."""
        return Forecast(self.records, self.pairs).megabytes

    @property
    def seconds(self) -> int:
        """Seconds of the search, roughly."""
        return Forecast(self.records, self.pairs).seconds

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
    every = blocks_of(Keys(present, rules), lefts=lefts)
    blocking = Blocking(tuple(each.counted for each in every), len(ids))
    recall = _recall(present, rules, every, blocking.pairs) if blocking.pairs <= max_pairs else None
    return Plan(blocking.to_frame(), _largest(every, ids), len(ids), max_pairs, recall)


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


def _recall(present: pl.DataFrame, rules: Rules, every: tuple[Blocks, ...], pairs: int) -> float | None:
    """Estimate the share of true pairs among the candidates.

    Rules that begin with the same field fail together and count as one. With *f1* true pairs found by one field and
    *f2* by two, at least f1 * (f1 - 1) / (2 * (f2 + 1)) were found by none.

    Source: Chao 1987, lower bound of unseen, bias-corrected.
    """
    step = max(pairs // _SAMPLE, 1)
    left, right = _sample(Candidates(present.height, every), step)
    if not len(left):
        return None
    likely = _likely(present, rules, left, right)
    fields = list(dict.fromkeys(blocks.rule.split("+")[0].partition(".")[0] for blocks in every))
    caught = np.zeros((len(fields), len(left)), dtype=bool)
    for blocks in every:
        field = fields.index(blocks.rule.split("+")[0].partition(".")[0])
        caught[field] |= Candidates(present.height, [blocks]).among(left, right)[0]
    times = caught.sum(axis=0)
    once, twice, seen = (float(likely[which].sum()) * step for which in (times == 1, times == 2, times > 0))
    missed = once * max(once - 1, 0.0) / (2 * (twice + 1))
    return seen / (seen + missed) if seen >= 1 else None


def _sample(candidates: Candidates, step: int) -> tuple[Rows, Rows]:
    """Take every so many-th candidate pair."""
    none: Rows = np.empty(0, dtype=np.int64)
    taken, at = [(none, none)], 0
    for left, right, _ in candidates:
        here = slice(-at % step, None, step)
        taken.append((left[here], right[here]))
        at += len(left)
    lefts, rights = zip(*taken, strict=True)
    return np.concatenate(lefts), np.concatenate(rights)


def _likely(
    present: pl.DataFrame, rules: Rules, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    comparisons = prepare(present, rules)
    packed = judge(comparisons, left, right)
    distinct, counts = np.unique(packed, return_counts=True)
    patterns = distinct_patterns(distinct, comparisons)
    model = train(patterns, counts, reasons_for(rules), shipped_model(rules)).model
    return score(packed, comparisons, model).probability
