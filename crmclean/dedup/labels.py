"""Hold clusters against pairs that a person has labelled: precision and recall, with the range that chance leaves.

Both speak of the labelled pairs only: labels drawn from ``pairs.csv`` know nothing of duplicates that were never found,
and labels that the model has learnt from flatter it a little.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import polars as pl

from crmclean.decisions import Decisions
from crmclean.dedup.clusters import Clusters

__all__ = ["Agreement", "Share", "agreement", "wilson"]

_Z = 1.959964
"""Of a normal distribution, 95 % lies within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``of`` pairs, and the 95 % interval (0-1) of the share that they were drawn from."""

    right: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share itself; None of no pairs."""
        return self.right / self.of if self.of else None

    def __str__(self) -> str:
        if self.share is None:
            return "unknown: no such pair is labelled"
        return f"{self.share:.3f} ({self.right:,} of {self.of:,}; 95 % between {self.low:.3f} and {self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision: of labelled pairs in one cluster, how many are the same. Recall: of those that are, how many found."""

    precision: Share
    recall: Share


def agreement(clusters: Clusters, labels: Decisions) -> Agreement:
    """Hold clusters against labels; those about records that are not there are left out."""
    table, of = clusters.table, ["record_id", "cluster_id"]
    ours = table.filter(table="left") if "table" in table.columns else table
    theirs = table.filter(table="right") if "table" in table.columns else table
    known = labels.table.join(ours.select(of), left_on="left", right_on="record_id").join(
        theirs.select(of), left_on="right", right_on="record_id", suffix="_right"
    )
    found, same = pl.col("cluster_id") == pl.col("cluster_id_right"), pl.col("same")
    right, together, true = (int(known.filter(which).height) for which in (found & same, found, same))
    return Agreement(wilson(right, together), wilson(right, true))


def wilson(right: int, of: int) -> Share:
    """Return a share with its 95 % interval.

    Example:
        >>> print(wilson(9, 10))
        0.900 (9 of 10; 95 % between 0.596 and 0.982)

    Source: Wilson 1927, score interval of a binomial share.
    """
    if not of:
        return Share(0, 0, 0.0, 1.0)
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return Share(right, of, max(middle - half, 0.0), min(middle + half, 1.0))
