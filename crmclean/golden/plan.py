"""The merge plan: what would happen to every record of a cluster, and why. It merges nothing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

__all__ = ["PLAN", "plan"]

PLAN = pl.Schema(dict.fromkeys(("cluster_id", "survivor_id", "record_id", "action", "reason"), pl.String))
"""Columns of a merge plan."""

_ACTIONS = pl.Enum(["keep", "merge", "ask"])
_WON = {
    "most_complete": "most complete record",
    "most_recent": "most recently changed record",
    "oldest": "oldest record",
    "lowest_id": "lowest record id",
}
_ASK = "close but not certain: a person should decide"


def plan(ranked: pl.DataFrame, chain: Sequence[str]) -> pl.DataFrame:
    """Plan the merges of all records in clusters of two or more.

    The best record of a cluster is kept, and the others of its merge group are merged into it. The best record of
    every further merge group is held to the cluster by less than ``merge``: a person is asked about it, while the
    others of its group are merged into it. The rows that say ``merge`` are exactly the records that have no golden
    record of their own.

    Args:
        ranked: ``record_id``, ``cluster_id``, ``host`` (the best record of its merge group) and a rank for each
            record rule; best records first.
        chain: Record rules in order; the last one leaves no ties.

    Returns:
        A table with the schema ``PLAN``, sorted by cluster, then keep, merge, ask, then record id. ``survivor_id`` is
        the record that this one is merged into, or would be.
    """
    best = pl.col("record_id").first().over("cluster_id")
    kept, leads = pl.col("record_id") == best, pl.col("record_id") == pl.col("host")
    won = pl.coalesce(
        pl.when(pl.col(rule) < pl.col(rule).shift(-1).over("cluster_id")).then(pl.lit(_WON[rule])) for rule in chain
    )
    merged = pl.concat_str(pl.lit("merged into "), "host")
    return ranked.select(
        "cluster_id",
        pl.when(leads).then(best).otherwise("host").alias("survivor_id"),
        "record_id",
        pl.when(kept).then(pl.lit("keep")).when(leads).then(pl.lit("ask")).otherwise(pl.lit("merge")).alias("action"),
        pl.when(kept).then(won).when(leads).then(pl.lit(_ASK)).otherwise(merged).alias("reason"),
    ).sort("cluster_id", pl.col("action").cast(_ACTIONS), "record_id")
