"""Learn a model from candidate pairs without labels: expectation maximization on the counts of distinct patterns.

Training starts from the expert's seeds and is held to them: every M-step adds a share of the seeds' counts and, where
weights are shipped, those of the shipped model. With few pairs the shipped weights decide, with many the data do.

Source: Dempster, Laird & Rubin 1977; the prior makes it maximum a posteriori.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmclean.dedup.model import Model, Table, normalized
from crmclean.dedup.reasons import Patterns, Reasons

__all__ = ["SEED_SHARE", "SHIPPED_PAIRS", "Trained", "train"]

SEED_SHARE = 0.1
"""Weight of the seeds' counts in every M-step; without it EM drifts to colleagues (clusters F1 .93 in place of .95)."""
SHIPPED_PAIRS = 300.0
"""Pairs that the shipped weights are worth."""
_SMOOTHING = 0.5
_ROUNDS, _CONVERGED = 200, 1e-6


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how its training went: rounds, and the change in class shares of each."""

    model: Model
    history: tuple[float, ...]
    converged: bool


def train(patterns: Patterns, counts: npt.NDArray[np.int64], reasons: Reasons, shipped: Model | None = None) -> Trained:
    """Fit the model to *q* patterns.

    Args:
        patterns: The distinct patterns of the candidate pairs.
        counts: How many pairs show each.
        reasons: The classes, their seeds and what cannot be.
        shipped: Weights to be held to as well.
    """
    seeds = reasons.seed(patterns) * reasons.possible(patterns)
    seeds = seeds / np.maximum(seeds.sum(axis=1, keepdims=True), 1e-12)
    held = _counts(patterns, counts[:, None] * seeds * SEED_SHARE, shipped)
    model = _maximize(patterns, counts[:, None] * seeds, held, reasons)
    history: list[float] = []
    for _ in range(_ROUNDS):
        shares = normalized(model.joint(patterns))
        updated = _maximize(patterns, counts[:, None] * shares, held, reasons)
        history.append(float(np.abs(updated.prior - model.prior).max()))
        model = updated
        if history[-1] < _CONVERGED:
            break
    written = Model.from_json(model.to_json(), reasons)  # a model scores alike whether it was saved meanwhile or not
    return Trained(written, tuple(history), bool(history) and history[-1] < _CONVERGED)


@dataclass(frozen=True, slots=True)
class _Counts:
    classes: Table
    tables: dict[str, Table]


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


def _maximize(patterns: Patterns, mass: Table, held: _Counts, reasons: Reasons) -> Model:
    seen = _counts(patterns, mass, None)
    prior = seen.classes + held.classes + _SMOOTHING
    tables = {}
    for name, table in seen.tables.items():
        counted = table + held.tables[name] + _SMOOTHING / table.shape[1]
        counted[:, 0] = 0.0
        counted = counted / counted.sum(axis=1, keepdims=True)
        counted[:, 0] = 1.0
        tables[name] = counted
    return Model(reasons, prior / prior.sum(), tables, dict(patterns.names))
