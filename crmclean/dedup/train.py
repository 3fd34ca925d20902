"""Learn a model from candidate pairs without labels: expectation maximization on the counts of distinct patterns.

Training starts from the expert's seeds and is held to them: every M-step adds a share of the seeds' counts and, where
weights are shipped, those of the shipped model. With few pairs the shipped weights decide, with many the data do.

Source: Dempster, Laird & Rubin 1977; the prior makes it maximum a posteriori.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from crmclean.dedup.model import Model, Table, normalized
from crmclean.dedup.reasons import Patterns, Reasons

__all__ = ["LABEL_PAIRS", "ROUNDS", "SEED_SHARE", "SHIPPED_PAIRS", "Labelled", "Strangers", "Trained", "train"]

SEED_SHARE = 0.1
"""Weight of the seeds' counts in every M-step; without it EM drifts to colleagues (clusters F1 .93 in place of .95)."""
SHIPPED_PAIRS = 300.0
"""Pairs that the shipped weights are worth."""
LABEL_PAIRS = 10.0
"""Pairs that one label is worth: a person saw both records, EM only guesses."""
_SMOOTHING = 0.5
ROUNDS = 200
_CONVERGED = 1e-6
_NOTHING: Mapping[str, Table] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Strangers:
    """Patterns of pairs that nobody compared, and how many pairs of the table show each."""

    patterns: Patterns
    counts: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how its training went.

    ``history`` holds the change in the shares of the classes in each round (0-1). ``doubt`` says why what was learned
    is not used and which weights stand here in its place; empty where training can be trusted.
    """

    model: Model
    history: tuple[float, ...]
    converged: bool
    doubt: str = ""
    expected: float = 0.0
    """Matches that the seeds expect among the candidate pairs."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """How many labelled pairs of each of *q* patterns are the same, and how many are not."""

    same: npt.NDArray[np.int64]
    different: npt.NDArray[np.int64]

    def mass(self, shares: Table, match: npt.NDArray[np.bool_]) -> Table:
        """Return what labels count for in each reason: they settle whether a pair is a match, the model which one."""
        mass: Table = np.zeros_like(shares)
        for pairs, fits in ((self.same, match), (self.different, ~match)):
            fitting = np.where(fits, np.maximum(shares, 1e-9), 0.0)
            mass += LABEL_PAIRS * pairs[:, None] * fitting / fitting.sum(axis=1, keepdims=True)
        return mass


def train(  # noqa: PLR0913 - all that a model may be held to
    patterns: Patterns,
    counts: npt.NDArray[np.int64],
    reasons: Reasons,
    shipped: Model | None = None,
    *,
    limits: Mapping[str, Table] | None = None,
    strangers: Strangers | None = None,
    labelled: Labelled | None = None,
    rounds: int = ROUNDS,
) -> Trained:
    """Fit the model to *q* patterns.

    Args:
        patterns: The distinct patterns of the candidate pairs.
        counts: How many pairs show each.
        reasons: The classes, their seeds and what cannot be.
        shipped: Weights to be held to as well.
        limits: For each comparison the most pairs that a reason may explain at a level (reasons x levels).
        strangers: What pairs that nobody compared look like: they pin the last reason.
        labelled: Labels of pairs; they say how often each level is seen, not how frequent matches are.
        rounds: Rounds at most; 0 gives the weights that the seeds alone tell.
    """
    seeds = reasons.seed(patterns) * reasons.possible(patterns)
    seeds = seeds / np.maximum(seeds.sum(axis=1, keepdims=True), 1e-12)
    held = _counts(patterns, counts[:, None] * seeds * SEED_SHARE, shipped)
    limits = limits or {}
    if strangers:
        last = np.arange(len(reasons.reasons)) == len(reasons.reasons) - 1
        held = held.plus(_counts(strangers.patterns, np.outer(strangers.counts, last), None))
    model = _maximize(patterns, counts[:, None] * seeds, held, reasons, limits)
    history: list[float] = []
    before = counts @ seeds
    for _ in range(rounds):
        shares = normalized(model.joint(patterns))
        told = _counts(patterns, labelled.mass(shares, reasons.match), None).tables if labelled else _NOTHING
        model = _maximize(patterns, counts[:, None] * shares, held, reasons, limits, told)
        now = counts @ shares
        history.append(float(np.abs(now - before).max() / max(counts.sum(), 1)))
        before = now
        if history[-1] < _CONVERGED:
            break
    written = Model.from_json(model.to_json(), reasons)  # a model scores alike whether it was saved meanwhile or not
    expected = float((counts @ seeds)[reasons.match].sum())
    return Trained(written, tuple(history), not rounds or history[-1] < _CONVERGED, expected=expected)


@dataclass(frozen=True, slots=True)
class _Counts:
    classes: Table
    tables: dict[str, Table]

    def plus(self, more: _Counts) -> _Counts:
        tables = {name: table + more.tables[name] for name, table in self.tables.items()}
        return _Counts(self.classes + more.classes, tables)


def _counts(patterns: Patterns, mass: Table, shipped: Model | None) -> _Counts:
    classes = mass.sum(axis=0)
    tables = {}
    for name, levels in patterns.levels.items():
        width = len(patterns.names[name])
        table = np.array([np.bincount(levels, weights=column, minlength=width) for column in mass.T])
        if shipped and shipped.levels.get(name) == patterns.names[name]:
            table = table + SHIPPED_PAIRS * shipped.prior[:, None] * shipped.tables[name]
        tables[name] = table
    return _Counts(classes + (SHIPPED_PAIRS * shipped.prior if shipped else 0.0), tables)


def _maximize(  # noqa: PLR0913, PLR0917 - as train
    patterns: Patterns,
    mass: Table,
    held: _Counts,
    reasons: Reasons,
    limits: Mapping[str, Table],
    told: Mapping[str, Table] = _NOTHING,
) -> Model:
    seen = _counts(patterns, mass, None)
    prior = seen.classes + held.classes + _SMOOTHING
    tables = {}
    for name, table in seen.tables.items():
        counted = table + held.tables[name] + told.get(name, 0.0) + _SMOOTHING / table.shape[1]
        if name in limits:
            over = np.maximum(counted - limits[name], 0.0)
            counted = counted - over
            prior = prior - over.sum(axis=1)
        counted[:, 0] = 0.0
        counted = counted / counted.sum(axis=1, keepdims=True)
        if reasons.anchored and name in patterns.own:
            counted[~reasons.match] = counted[-1]
        counted[:, 0] = 1.0
        tables[name] = counted
    return Model(reasons, prior / prior.sum(), tables, dict(patterns.names))
