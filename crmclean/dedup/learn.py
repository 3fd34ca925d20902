"""Learn a model from the candidate pairs of a table, score them, and fall back where what was learned has drifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from crmclean.dedup.blocking import Blocking
from crmclean.dedup.certain import Certain
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.sample import uncompared
from crmclean.dedup.saved import compared, shipped_model
from crmclean.dedup.score import Scores, distinct_patterns, judge, score
from crmclean.dedup.sound import doubt
from crmclean.dedup.train import ROUNDS, Labelled, Strangers, Trained, train
from crmclean.spec.model import Rules

__all__ = ["Candidates", "learn"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidate pairs of *n* records, compared: those of ``blocking`` first, then copies of whole records."""

    comparisons: Mapping[str, Comparison]
    packed: npt.NDArray[np.int64]
    blocking: Blocking
    searched: Rows
    """Rows of the records that were blocked."""
    lefts: int | None = None
    """Where two tables are linked, how many records, the first ones, are of the left one."""


def learn(candidates: Candidates, rules: Rules, labels: Certain | None = None) -> tuple[Trained, Scores]:
    """Train on candidate pairs and score them.

    A model that has drifted is not used: the shipped weights stand in, or where there are none the weights that the
    seeds alone tell.

    Args:
        candidates: The candidate pairs.
        rules: The rule set.
        labels: What people said of pairs, candidates or not.
    """
    comparisons, packed = candidates.comparisons, candidates.packed
    distinct, counts, labelled = _counted(candidates, labels)
    patterns = distinct_patterns(distinct, comparisons)
    reasons, shipped = reasons_for(rules), shipped_model(rules)
    limits = reasons.limits(comparisons) if reasons.limits else None
    strangers = _strangers(candidates) if reasons.anchored else None

    def trained(rounds: int) -> tuple[Trained, Scores]:
        learned = train(
            patterns, counts, reasons, shipped, limits=limits, strangers=strangers, labelled=labelled, rounds=rounds
        )
        learned = replace(learned, model=replace(learned.model, rules=compared(rules)).as_saved())
        return learned, score(packed, comparisons, learned.model)

    learned, scores = trained(ROUNDS)
    why = _doubt(candidates, learned, scores, rules)
    if not why:
        return learned, scores
    if shipped and all(shipped.levels.get(name) == each.levels for name, each in comparisons.items()):
        fallen = replace(learned, model=shipped, doubt=f"{why}; the shipped weights were used")
        return fallen, score(packed, comparisons, shipped)
    fallen, scores = trained(0)
    return replace(fallen, history=learned.history, doubt=f"{why}; weights from the seeds alone were used"), scores


def _counted(
    candidates: Candidates, labels: Certain | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Labelled | None]:
    """Count the patterns of candidates and of labelled pairs; a labelled pair alone counts as no candidate."""
    if labels is None:
        return *np.unique(candidates.packed, return_counts=True), None
    packed = np.append(candidates.packed, judge(candidates.comparisons, *labels.decided_pairs()))
    distinct, back, counts = np.unique(packed, return_inverse=True, return_counts=True)
    of_label = back[len(candidates.packed) :]
    same, different = (
        np.bincount(of_label[which], minlength=len(distinct)) for which in (labels.answers, ~labels.answers)
    )
    return distinct, counts - same - different, Labelled(same, different)


def _doubt(candidates: Candidates, learned: Trained, scores: Scores, rules: Rules) -> str:
    blocking = candidates.blocking
    match = scores.probability >= rules.duplicates.match
    connected = match[: len(blocking.left)]
    left, right = blocking.left[connected], blocking.right[connected]
    return doubt(len(candidates.searched), left, right, found=int(match.sum()), expected=learned.expected)


def _strangers(candidates: Candidates) -> Strangers:
    """Compare a sample of the pairs that are no candidates."""
    rows, blocking = candidates.searched, candidates.blocking
    sample = uncompared(len(rows), blocking.left, blocking.right, lefts=candidates.lefts)
    packed = judge(candidates.comparisons, rows[sample.left], rows[sample.right])
    distinct, counts = np.unique(packed, return_counts=True)
    return Strangers(distinct_patterns(distinct, candidates.comparisons), (counts * sample.weight).astype(np.float64))
