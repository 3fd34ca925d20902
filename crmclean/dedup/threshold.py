"""What to expect of a threshold, without labels: match probabilities are calibrated, so their sums count matches.

A hundred pairs of probability 0.9 hold ninety matches. The expected precision of a threshold is the mean probability
from it up; the expected recall is the share of all matches among the candidates that lie there. Pairs that blocking
missed are in neither.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["expected"]

_STEPS = 20


def expected(probability: npt.NDArray[np.float64], matches: float, *, least: float = 0.0) -> pl.DataFrame:
    """Return what to expect of thresholds in steps of 0.05.

    Args:
        probability: Match probabilities (0-1) of the kept pairs.
        matches: Expected matches among all candidates, those below ``least`` too.
        least: Probability from which pairs were kept.

    Returns:
        ``threshold``, ``pairs`` from it up, ``expected_precision`` (1 of no pairs) and ``expected_recall``, rising by
        threshold.
    """
    steps = np.arange(_STEPS + 1) / _STEPS
    rows = []
    for threshold in steps[steps >= least - 1e-9].tolist():
        above = probability[probability >= threshold - 1e-9]
        mass = float(above.sum())
        precision, recall = (mass / total if total else 1.0 for total in (len(above), matches))
        rows.append((threshold, len(above), precision, min(recall, 1.0)))
    return pl.DataFrame(
        rows,
        schema={
            "threshold": pl.Float64,
            "pairs": pl.Int64,
            "expected_precision": pl.Float64,
            "expected_recall": pl.Float64,
        },
        orient="row",
    )
