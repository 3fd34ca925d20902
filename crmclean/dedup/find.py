"""Find duplicates in a table: block, compare, train, score; and group them into clusters.

Rows are put in the order of their record ids first, so that nothing that follows can depend on the input's order.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean import resources
from crmclean.dedup.blocking import Blocking, Keys, block
from crmclean.dedup.cluster import cut, dendrogram
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison, compared_fields, prepare
from crmclean.dedup.explain import Explanation, evidence, phrases
from crmclean.dedup.model import Model, ModelError
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.score import distinct_patterns, judge, log_odds, prior_odds, score
from crmclean.dedup.train import Trained, train
from crmclean.errors import TableError, did_you_mean
from crmclean.notebook import card
from crmclean.spec.model import Rules

__all__ = ["PAIRS", "Clusters", "Pairs", "cluster", "find", "load_model", "shipped_model"]

PAIRS = pl.Schema(
    {
        "left": pl.String,
        "right": pl.String,
        "match_probability": pl.Float64,
        "match_weight": pl.Float64,
        "relation": pl.String,
        "reason": pl.String,
    }
)
"""Columns of a pairs table; sorted by ``left`` and ``right``, the smaller id first."""


_SURE = 0.95
_ROW = "\0row"
RULED_OUT = -40.0
"""Bits below which evidence is no weight but a verdict: what cannot be is held at 2 to the power of -60."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored candidate pairs of *n* records, kept from the ``review`` threshold up.

    ``relations`` counts all candidates by the likeliest reason for their resemblance. Where records are the same in
    every value, only the first is searched for; each copy is paired with it (``copied``).
    """

    rules: Rules
    ids: tuple[str, ...]
    table: pl.DataFrame
    left: Rows
    right: Rows
    copied: npt.NDArray[np.bool_]
    blocking: Blocking
    trained: Trained
    relations: Mapping[str, int]
    comparisons: Mapping[str, Comparison] = field(repr=False)
    present: pl.DataFrame = field(repr=False)

    @property
    def model(self) -> Model:
        """The model that scored the pairs."""
        return self.trained.model

    def _repr_html_(self) -> str:
        return card("Pairs of records that may be one", self.counts(), {"pairs": self.table})

    def to_frame(self) -> pl.DataFrame:
        """Return the pairs table."""
        return self.table

    def counts(self) -> dict[str, int]:
        """Return how many candidate pairs there were, and how many reach each threshold."""
        thresholds = self.rules.duplicates
        probability = self.table["match_probability"]
        return {
            "candidates": sum(self.relations.values()),
            "review": self.table.height,
            "match": int((probability >= thresholds.match).sum()),
            "merge": int((probability >= thresholds.merge).sum()),
        }

    def warnings(self) -> tuple[str, ...]:
        """Return what a user should know of: blocks that stayed too large, training that did not settle."""
        told = [
            f"{each.skipped_blocks:,} blocks of {each.rule} are too large and were left out "
            f"({each.skipped_records:,} records)"
            for each in self.blocking.blocks
            if each.skipped_blocks
        ]
        if not self.trained.converged:
            told.append(f"training did not settle in {len(self.trained.history)} rounds")
        return tuple(told)

    def above(self, probability: float) -> pl.DataFrame:
        """Return the pairs whose match probability (0-1) is at least ``probability``.

        Raises:
            ValueError: The threshold lies below ``review``, under which pairs are not kept.
        """
        kept = self.rules.duplicates.review
        if probability < kept:
            raise ValueError(f"pairs below {kept} (the rule set's `review`) are not kept; got {probability}")
        return self.table.filter(pl.col("match_probability") >= probability)

    def explain(self, left: str, right: str) -> Explanation:
        """Explain any two records, whether blocking brought them together or not.

        Raises:
            TableError: A record id that the table does not have.
        """
        one, other = sorted((self._row(left), self._row(right)))
        packed = judge(self.comparisons, np.array([one]), np.array([other]))
        patterns, scores = distinct_patterns(packed, self.comparisons), score(packed, self.comparisons, self.model)
        told = evidence(patterns, self.comparisons, self.model, one, other)
        reason = self.model.reasons.reasons[int(scores.reason[0])]
        prior = prior_odds(self.comparisons, self.model)
        probability = float(scores.probability[0])
        sure = "Almost surely" if probability >= _SURE else "Probably"
        sentence = f"{sure} {reason.sentence}: {phrases(patterns)[0] or 'nothing to compare'}."
        return Explanation(self.ids[one], self.ids[other], probability, prior, told, reason.name, sentence)

    def why_not(self, left: str, right: str) -> str:
        """Say why two records are not taken as one: no shared blocking key, or which evidence fell short."""
        told, shared = self.explain(left, right), self.shared_keys(left, right)
        if told.match_probability >= self.rules.duplicates.match:
            match = f"match, with probability {told.match_probability:.2f}. {told.sentence}"
            missed = "They share no blocking key, so nobody compared them; compared, they would"
            return f"They {match}" if shared else f"{missed} {match}"
        keys = f"They share the key {', '.join(shared)}." if shared else "They share no blocking key."
        against = sorted((each for each in told.evidence if each.bits < 0), key=lambda each: each.bits)
        fell = ", ".join(
            f"{each.comparison} ({each.level.replace('_', ' ')}, "
            + (f"{each.bits:+.1f} bits)" if each.bits > RULED_OUT else "which rules it out)")
            for each in against
        )
        so_far = f"{keys} Match probability {told.match_probability:.2f}. {told.sentence}"
        return f"{so_far} Against it: {fell or 'too little evidence'}."

    def shared_keys(self, left: str, right: str) -> list[str]:
        """Return the blocking rules whose keys both records share."""
        rows = [self._row(left), self._row(right)]
        keys = Keys(self.present[rows], self.rules)
        return [
            "+".join(rule)
            for rule in self.rules.duplicates.block_on
            if (made := keys.of(rule)) is not None and made["key"].is_duplicated().any()
        ]

    def _row(self, record_id: str) -> int:
        at = bisect_left(self.ids, str(record_id))
        if at == len(self.ids) or self.ids[at] != str(record_id):
            raise TableError(f"no record with the id '{record_id}'.{did_you_mean(str(record_id), self.ids[:10_000])}")
        return at


@dataclass(frozen=True, slots=True)
class Clusters:
    """Every record in exactly one cluster; a cluster's id is its smallest record id.

    ``table`` has one row a record: record_id, cluster_id, merge_id (the part of the cluster that may be merged without
    asking). Sorted by record id.
    """

    table: pl.DataFrame

    def _repr_html_(self) -> str:
        return card("Clusters", self.counts(), {"clusters": self.table})

    def to_frame(self) -> pl.DataFrame:
        """Return record_id and cluster_id."""
        return self.table.select("record_id", "cluster_id")

    def counts(self) -> dict[str, int]:
        """Return how many clusters there are, how many hold two records or more, and the largest."""
        sizes = self.table.group_by("cluster_id").len()["len"]
        return {
            "clusters": len(sizes),
            "duplicates": int((sizes > 1).sum()),
            "records_in_duplicates": int(sizes.filter(sizes > 1).sum()),
            "largest": max(sizes.to_list(), default=0),
        }


def shipped_model(rules: Rules) -> Model | None:
    """Return the weights that ship with a rule set; None where it names none."""
    name = rules.duplicates.weights
    path = resources.folder() / "weights" / f"{name}.json"
    return Model.from_json(path.read_text(encoding="utf-8"), reasons_for(rules)) if name and path.is_file() else None


def load_model(path: str | os.PathLike[str], rules: Rules) -> Model:
    """Read the model that ``find_duplicates`` trained and somebody saved: ``pairs.model.save(path)``.

    Args:
        path: The model file.
        rules: The rule set that it is for.

    Raises:
        TableError: There is no such file.
        ModelError: It is no model file, damaged, or for another kind of record.
    """
    file = Path(path)
    if not file.is_file():
        raise TableError(f"{file}: no such file; train a model with find_duplicates, and save it")
    return Model.from_json(file.read_bytes().decode("utf-8", errors="replace"), reasons_for(rules))


def find(present: pl.DataFrame, ids: pl.Series, rules: Rules, *, model: Model | None = None) -> Pairs:
    """Find the pairs of records that may be one.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        ids: *n* record ids, unique.
        rules: The rule set.
        model: Score with this model in place of training one on the candidates.
    """
    order = ids.arg_sort()
    present, ids = present[order], ids[order]
    first = _first_alike(present, rules)
    rows = np.flatnonzero(first == np.arange(len(first)))
    copies = np.flatnonzero(first != np.arange(len(first)))
    blocking = block(present[rows], rules)
    one, other = np.append(rows[blocking.left], first[copies]), np.append(rows[blocking.right], copies)
    comparisons = prepare(present, rules)
    packed = judge(comparisons, one, other)
    _check_fits(model, comparisons)
    trained = Trained(model, (), converged=True) if model else _train(packed, comparisons, rules)
    scores = score(packed, comparisons, trained.model)
    names = [reason.name for reason in trained.model.reasons.reasons]
    relations = dict(zip(names, np.bincount(scores.reason, minlength=len(names)).tolist(), strict=True))
    kept = np.flatnonzero(scores.probability >= rules.duplicates.review)
    kept = kept[np.lexsort((other[kept], one[kept]))]
    left, right = one[kept], other[kept]
    distinct, back = np.unique(packed[kept], return_inverse=True)
    reason = pl.Series(phrases(distinct_patterns(distinct, comparisons)), dtype=pl.String)
    table = pl.DataFrame(
        {
            "left": ids[left],
            "right": ids[right],
            "match_probability": np.round(scores.probability[kept], 6),
            "match_weight": np.round(scores.weight[kept], 3),
            "relation": pl.Series(names, dtype=pl.String)[scores.reason[kept].astype(np.int64)],
            "reason": reason[back.astype(np.int64)],
        },
        schema=PAIRS,
    )
    copied = kept >= len(blocking.left)
    return Pairs(
        rules, tuple(ids.to_list()), table, left, right, copied, blocking, trained, relations, comparisons, present
    )


def _first_alike(present: pl.DataFrame, rules: Rules) -> Rows:
    """Return for each record the first row with the same values in all that is compared: copies need no search."""
    asked = rules.duplicates
    keys = {part.partition(".")[0] for rule in (*asked.block_on, *asked.refine_on) for part in rule}
    known = [name for name in present.columns if name in keys | compared_fields(rules)]
    if not known:
        return np.arange(present.height)
    return present.with_row_index(_ROW).select(pl.col(_ROW).first().over(known)).to_series().to_numpy().astype(np.int64)


def _check_fits(model: Model | None, comparisons: Mapping[str, Comparison]) -> None:
    other = [name for name, each in comparisons.items() if model and model.levels.get(name) != each.levels]
    if other:
        raise ModelError(f"the model does not know these comparisons: {', '.join(other)}; train it again")


def _train(packed: npt.NDArray[np.int64], comparisons: Mapping[str, Comparison], rules: Rules) -> Trained:
    distinct, counts = np.unique(packed, return_counts=True)
    trained = train(distinct_patterns(distinct, comparisons), counts, reasons_for(rules), shipped_model(rules))
    return replace(trained, model=trained.model.as_saved())


def cluster(pairs: Pairs) -> Clusters:
    """Group records into clusters at ``match``, and into merge groups at ``merge``; one dendrogram, cut twice."""
    records = len(pairs.ids)

    def bits(left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        packed = judge(pairs.comparisons, left, right)
        distinct, back = np.unique(packed, return_inverse=True)
        patterns = distinct_patterns(distinct, pairs.comparisons)
        odds = log_odds(pairs.model.joint(patterns), pairs.model.reasons.match)
        return np.where(patterns.at("name", "other_generation"), -np.inf, odds)[back]

    known = bits(pairs.left, pairs.right)
    searched = ~pairs.copied
    merges = dendrogram(records, pairs.left[searched], pairs.right[searched], known[searched], bits)
    merges += zip(
        pairs.left[~searched].tolist(), pairs.right[~searched].tolist(), known[~searched].tolist(), strict=True
    )
    thresholds = pairs.rules.duplicates
    ids = pl.Series(pairs.ids, dtype=pl.String)
    clusters, groups = (cut(records, merges, _bits(at)) for at in (thresholds.match, thresholds.merge))
    return Clusters(pl.DataFrame({"record_id": ids, "cluster_id": ids[clusters], "merge_id": ids[groups]}))


def _bits(probability: float) -> float:
    return float(np.log2(max(probability, 1e-12) / max(1 - probability, 1e-12)))
