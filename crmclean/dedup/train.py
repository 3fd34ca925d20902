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
from crmclean.dedup.reasons import Patterns, Reasons, Seldom, named

__all__ = ["LABEL_PAIRS", "ROUNDS", "SEED_SHARE", "SHIPPED_PAIRS", "Labelled", "Strangers", "Trained", "train"]

SEED_SHARE = 0.1
"""Weight of the seeds' counts in every M-step; without it EM drifts to colleagues (clusters F1 .93 in place of .95)."""
SHIPPED_PAIRS = 500.0
"""Pairs that the shipped weights are worth."""
LABEL_PAIRS = 10.0
"""Pairs that one label is worth: a person saw both records, EM only guesses."""
_SMOOTHING = 0.5
ROUNDS = 200
_CONVERGED = 1e-6
_LIKELY = 0.5
"""Share (0-1) from which the seeds expect a match: a small share of very many pairs is no expectation but a caution."""
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
    possible = np.asfortranarray(reasons.possible(patterns))
    seeds = reasons.seed(patterns) * possible
    seeds = seeds / np.maximum(seeds.sum(axis=1, keepdims=True), 1e-12)
    tally = _Tally(patterns)
    before = counts[:, None] * seeds
    worth = _worth(shipped, patterns, len(reasons.reasons))
    held = tally.counts(before * SEED_SHARE).plus(worth)
    likely = seeds[:, reasons.match].sum(axis=1) >= _LIKELY
    expected = float(before[likely][:, reasons.match].sum())
    most = {name: limit + worth.tables[name] for name, limit in (limits or {}).items()}
    bounds = _Bounds(most, reasons.seldom, patterns)
    if strangers:
        last = np.arange(len(reasons.reasons)) == len(reasons.reasons) - 1
        held = held.plus(_Tally(strangers.patterns).counts(np.outer(strangers.counts, last)))
    seen = tally.counts(before)
    model = _maximize(patterns, seen, held, reasons, bounds)
    history: list[float] = []
    for _ in range(rounds):
        shares = normalized(model.joint(patterns, possible))
        told = tally.counts(labelled.mass(shares, reasons.match)).tables if labelled else _NOTHING
        last_seen, seen = seen, tally.counts(counts[:, None] * shares)
        model = _maximize(patterns, seen, held, reasons, bounds, told)
        history.append(float(np.abs(seen.classes - last_seen.classes).max() / max(counts.sum(), 1)))
        if history[-1] < _CONVERGED:
            break
    written = Model.from_json(model.to_json(), reasons)  # a model scores alike whether it was saved meanwhile or not
    return Trained(written, tuple(history), not rounds or history[-1] < _CONVERGED, expected=expected)


@dataclass(frozen=True, slots=True)
class _Counts:
    classes: Table
    tables: dict[str, Table]

    def plus(self, more: _Counts) -> _Counts:
        tables = {name: table + more.tables[name] for name, table in self.tables.items()}
        return _Counts(self.classes + more.classes, tables)


class _Tally:
    """Counts the levels of patterns: sums of neighbours once the patterns lie sorted by level, always in one order.

    No matrix products: their sums depend on the number of threads.
    """

    def __init__(self, patterns: Patterns) -> None:
        self._sorted = {}
        for name, levels in patterns.levels.items():
            order = np.argsort(levels, kind="stable")
            starts = np.flatnonzero(np.diff(levels[order].astype(np.int64), prepend=-1))
            self._sorted[name] = order, starts, levels[order[starts]], len(patterns.names[name])

    def counts(self, mass: Table) -> _Counts:
        """Sum the mass (patterns x reasons) of each reason: in all, and at each level."""
        tables = {}
        for name, (order, starts, levels, width) in self._sorted.items():
            tables[name] = np.zeros((mass.shape[1], width))
            tables[name][:, levels] = np.add.reduceat(mass.T.take(order, axis=1), starts, axis=1)
        return _Counts(mass.sum(axis=0), tables)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a reason can explain at most: pairs at a level, and a share of its pairs."""

    limits: Mapping[str, Table]
    seldom: tuple[Seldom, ...]
    patterns: Patterns

    def over(self, name: str, counted: Table) -> Table:
        """Return the counts (reasons x levels) that are too many."""
        over = np.maximum(counted - self.limits[name], 0.0) if name in self.limits else np.zeros_like(counted)
        for seldom in self.seldom:
            if self.patterns.role(name) == seldom.role:
                levels, row = named(self.patterns.names[name], *seldom.levels), counted[seldom.reason]
                spare = 1 - seldom.share * row[1:][~levels[1:]].sum() / row[levels].sum()
                over[seldom.reason, levels] = max(spare, 0.0) * row[levels]
        return over


def _worth(shipped: Model | None, patterns: Patterns, reasons: int) -> _Counts:
    """Return what the shipped weights count for: nothing where they do not know a comparison."""
    classes = SHIPPED_PAIRS * shipped.prior if shipped else np.zeros(reasons)
    tables = {}
    for name, levels in patterns.names.items():
        known = shipped is not None and shipped.levels.get(name) == levels
        table = shipped.tables[name] if shipped and known else np.zeros((reasons, len(levels)))
        tables[name] = classes[:, None] * table
    return _Counts(classes, tables)


def _maximize(  # noqa: PLR0913, PLR0917 - as train
    patterns: Patterns,
    seen: _Counts,
    held: _Counts,
    reasons: Reasons,
    bounds: _Bounds,
    told: Mapping[str, Table] = _NOTHING,
) -> Model:
    prior = seen.classes + held.classes + _SMOOTHING
    tables = {}
    for name, table in seen.tables.items():
        counted = table + held.tables[name] + _SMOOTHING / table.shape[1]
        prior = prior - bounds.over(name, counted).sum(axis=1)  # of guesses: labels say nothing of shares
        counted = counted + told.get(name, 0.0)
        counted = counted - bounds.over(name, counted)
        counted[:, 0] = 0.0
        counted = counted / counted.sum(axis=1, keepdims=True)
        if reasons.anchored and name in patterns.own:
            counted[~reasons.match] = counted[-1]
            household = np.flatnonzero(~reasons.match)[:-1]
            counted[household] *= 1 - patterns.own[name]
            counted[household, 1] += patterns.own[name]
        counted[:, 0] = 1.0
        tables[name] = counted
    prior = np.maximum(prior, _SMOOTHING)
    return Model(reasons, prior / prior.sum(), tables, dict(patterns.names))
