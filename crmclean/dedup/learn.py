"""Learn a model from the candidate pairs of a table, and fall back where what was learned has drifted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from crmclean.dedup.certain import Certain
from crmclean.dedup.compared import Compared
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.sample import uncompared
from crmclean.dedup.saved import compared as fingerprint
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.score import distinct_patterns, judge, score
from crmclean.dedup.sound import doubt
from crmclean.dedup.train import ROUNDS, Labelled, Strangers, Trained, train
from crmclean.spec.model import Rules

__all__ = ["learn"]


def learn(compared: Compared, rules: Rules, labels: Certain | None = None, *, lefts: int | None = None) -> Trained:
    """Train on candidate pairs.

    A model that has drifted is not used: the shipped weights stand in, or where there are none the weights that the
    seeds alone tell.

    Args:
        compared: The candidate pairs.
        rules: The rule set.
        labels: What people said of pairs, candidates or not.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one.
    """
    comparisons = compared.comparisons
    distinct, counts, labelled = _counted(compared, labels)
    patterns = distinct_patterns(distinct, comparisons)
    reasons, shipped = reasons_for(rules), shipped_model(rules)
    limits = reasons.limits(comparisons) if reasons.limits else None
    strangers = _strangers(compared, lefts) if reasons.anchored else None

    def trained(rounds: int) -> Trained:
        learned = train(
            patterns, counts, reasons, shipped, limits=limits, strangers=strangers, labelled=labelled, rounds=rounds
        )
        return replace(learned, model=replace(learned.model, rules=fingerprint(rules)).as_saved())

    learned = trained(ROUNDS)
    why = _doubt(compared, learned, rules, lefts)
    if not why:
        return learned
    if shipped and all(shipped.levels.get(name) == each.levels for name, each in comparisons.items()):
        return replace(learned, model=shipped, doubt=f"{why}; the shipped weights were used")
    return replace(trained(0), history=learned.history, doubt=f"{why}; weights from the seeds alone were used")


def _counted(
    compared: Compared, labels: Certain | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Labelled | None]:
    """Count the patterns of candidates and of labelled pairs; a labelled pair alone counts as no candidate."""
    if labels is None:
        return compared.patterns, compared.counts, None
    told = judge(compared.comparisons, *labels.decided_pairs())
    distinct, back = np.unique(np.append(compared.patterns, told), return_inverse=True)
    of_pattern, of_label = np.split(back, [len(compared.patterns)])
    counts = np.zeros(len(distinct), dtype=np.int64)
    counts[of_pattern] = compared.counts
    same, different = (
        np.bincount(of_label[which], minlength=len(distinct)) for which in (labels.answers, ~labels.answers)
    )
    return distinct, counts, Labelled(same, different)


def _doubt(compared: Compared, learned: Trained, rules: Rules, lefts: int | None) -> str:
    match = score(compared.patterns, compared.comparisons, learned.model).probability >= rules.duplicates.match
    pairs = compared.pairs(match)
    connected = pairs.where(~pairs.copied & np.isin(pairs.packed, compared.patterns[match]))
    found = int(compared.counts[match].sum())
    records, expected = compared.candidates.records, learned.expected
    return doubt(records, connected.left, connected.right, found=found, expected=expected, lefts=lefts)


def _strangers(compared: Compared, lefts: int | None) -> Strangers:
    """Compare a sample of the pairs that are no candidates."""
    rows, among = compared.candidates.searched, compared.candidates.among
    sample = uncompared(len(rows), lambda left, right: among(rows[left], rows[right]), lefts=lefts)
    packed = judge(compared.comparisons, rows[sample.left], rows[sample.right])
    distinct, counts = np.unique(packed, return_counts=True)
    return Strangers(distinct_patterns(distinct, compared.comparisons), (counts * sample.weight).astype(np.float64))
