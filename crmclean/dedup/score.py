"""Score candidate pairs: levels to patterns, patterns to reasons, reasons to a match probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Levels, Rows
from crmclean.dedup.compare import Comparison, Naming
from crmclean.dedup.model import Model, Table, normalized
from crmclean.dedup.reasons import Patterns

__all__ = ["Scores", "distinct_patterns", "judge", "log_odds", "prior_odds", "score"]

CHUNK = 1_000_000
"""Pairs that are compared at a time; it bounds memory and changes nothing else."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of *p* pairs: match probability (0-1), match weight (bits), and the likeliest reason by position.

    From a probability of 0.5 the reason is the likeliest one that means a match, below it the likeliest other one.
    """

    probability: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]
    reason: npt.NDArray[np.uint8]


def judge(comparisons: Mapping[str, Comparison], left: Rows, right: Rows) -> npt.NDArray[np.int64]:
    """Compare *p* pairs and return each pattern of levels as one packed integer."""
    packed = np.zeros(len(left), dtype=np.int64)
    for start in range(0, len(left), CHUNK):
        here = slice(start, start + CHUNK)
        for comparison in comparisons.values():
            packed[here] = packed[here] * len(comparison.levels) + comparison.judge(left[here], right[here])
    return packed


def distinct_patterns(packed: npt.NDArray[np.int64], comparisons: Mapping[str, Comparison]) -> Patterns:
    """Unpack distinct packed patterns."""
    levels: dict[str, Levels] = {}
    rest = packed
    for name, comparison in reversed(tuple(comparisons.items())):
        levels[name] = (rest % len(comparison.levels)).astype(np.uint8)
        rest = rest // len(comparison.levels)
    ordered = {name: levels[name] for name in comparisons}
    own = {name: getattr(each, "twins", 0.0) for name, each in comparisons.items() if getattr(each, "own", False)}
    return Patterns(
        ordered, {name: each.levels for name, each in comparisons.items()}, len(packed), _roles(comparisons), own
    )


def _roles(comparisons: Mapping[str, Comparison]) -> dict[str, str]:
    """Say what each comparison is about; the first one that can says who a record is."""
    roles = {name: each.role or name for name, each in comparisons.items()}
    first = next(iter(comparisons), None)
    if first is not None and isinstance(comparisons[first], Naming):
        roles[first] = "name"
    return roles


def log_odds(joint: Table, match: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return log2 of P(match) / P(no match) from log2 joint probabilities; 60 bits at most, either way."""
    shares = normalized(joint)
    yes, no = shares[:, match].sum(axis=1), shares[:, ~match].sum(axis=1)
    odds: npt.NDArray[np.float64] = np.log2(np.maximum(yes, 2.0**-60)) - np.log2(np.maximum(no, 2.0**-60))
    return odds


def prior_odds(model: Model) -> float:
    """Return the log odds of a match, in bits, before anything is compared."""
    return float(log_odds(np.log2(model.prior)[None, :], model.reasons.match)[0])


def score(packed: npt.NDArray[np.int64], comparisons: Mapping[str, Comparison], model: Model) -> Scores:
    """Score *p* packed patterns: each distinct one once."""
    distinct, back = np.unique(packed, return_inverse=True)
    joint = model.joint(distinct_patterns(distinct, comparisons))
    match = model.reasons.match
    odds = log_odds(joint, match)
    shares = normalized(joint)
    weight = odds - prior_odds(model)
    return Scores(shares[:, match].sum(axis=1)[back], weight[back], shares.argmax(axis=1).astype(np.uint8)[back])
