"""Scores: of one record, and their mean over the records of a table by any keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

import polars as pl

from crmclean.quality.part import Part, Weighing

__all__ = ["DECIMALS", "counted", "mean_score", "score_of", "summed"]

DECIMALS = 12
"""Scores are rounded to so many: far above the last digit of a float, far below one record in a billion."""


def score_of(parts: Sequence[tuple[Part, bool]]) -> float | None:
    """Return the weighted share, 0-1, of the parts that count in a record that are there; None where none counts.

    Example:
        >>> score_of([(Part("email", 3.0, ("email",)), True), (Part("phone", 1.0, ("phone",)), False)])
        0.75
    """
    whole = fsum(part.weight for part, _ in parts)
    return round(fsum(part.weight for part, there in parts if there) / whole, DECIMALS) if parts else None


def mean_score(weighing: Weighing, weighed: Sequence[Part]) -> tuple[float | None, int]:
    """Return the mean score, 0-1 (None where nothing is scored), and of how many records it is the mean."""
    everything = pl.DataFrame({"key": pl.repeat("", weighing.records, eager=True)})
    total = summed(counted(weighing, weighed, everything), ["key"])
    return (total["score"][0], total["scored"][0]) if total.height else (None, 0)


def counted(weighing: Weighing, weighed: Sequence[Part], keys: pl.DataFrame) -> pl.DataFrame:
    """Count the records of each combination of keys and of what counts in them.

    Args:
        weighing: *n* records.
        weighed: What their scores are made of.
        keys: Columns of *n* rows, named unlike the columns of the result.

    Returns:
        The keys; ``records``; ``scored``, those of them with a score; ``points``, the sum of their scores; and for each
        part, by its place, ``counts_<at>``, the records in which it counts, and ``filled_<at>``, those in which it is
        there. Rows are sorted: their order is that in which fractions are added up later.
    """
    places = range(len(weighed))
    applies = {at: f"applies_{at}" for at in places if weighed[at].when}
    groups = [*keys.columns, *applies.values()]
    found = (
        keys.with_columns(
            *(weighing.applies[weighed[at].name].alias(name) for at, name in applies.items()),
            *(weighing.there(part).alias(f"filled_{at}") for at, part in enumerate(weighed)),
        )
        .group_by(groups)
        .agg(pl.len().cast(pl.Int64).alias("records"), *(pl.col(f"filled_{at}").sum().cast(pl.Int64) for at in places))
        .sort(groups)
    )
    counts = {
        at: pl.col("records") * pl.col(applies[at]).cast(pl.Int64) if at in applies else pl.col("records")
        for at in places
    }
    whole = _sum(part.weight * (counts[at] > 0) for at, part in enumerate(weighed))
    points = _sum(part.weight * pl.col(f"filled_{at}") for at, part in enumerate(weighed))
    return found.select(
        *keys.columns,
        "records",
        pl.when(whole > 0).then("records").otherwise(0).alias("scored"),
        pl.when(whole > 0).then(points / whole).otherwise(0.0).alias("points"),
        *(count.alias(f"counts_{at}") for at, count in counts.items()),
        *(f"filled_{at}" for at in places),
    )


def summed(counts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Sum ``counted`` records up by keys, and take the mean of their scores: ``score``, null where none has one."""
    sums = counts.group_by(keys, maintain_order=True).agg(pl.exclude(keys).sum())
    mean = (pl.col("points") / pl.col("scored")).round(DECIMALS)
    return sums.with_columns(score=pl.when(pl.col("scored") > 0).then(mean))


def _sum(terms: Iterable[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(pl.lit(0.0), *terms)
