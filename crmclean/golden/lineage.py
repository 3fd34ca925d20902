"""Lineage: the member record and the rule behind every filled value of a golden record."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from crmclean.golden.survivorship import Array, Choice
from crmclean.golden.winner import filled

__all__ = ["LINEAGE", "lineage"]

LINEAGE = pl.Schema(dict.fromkeys(("golden_id", "field", "source_id", "rule"), pl.String))
"""Columns of a lineage table."""


def lineage(golden: pl.DataFrame, choices: Mapping[str, Choice], ids: pl.Series, first: Array) -> pl.DataFrame:
    """Trace the filled values of *g* golden records to the members that they come from.

    The rule ``fill`` says that the survivor had no value and the next best record's was taken.

    Args:
        golden: The *g* golden records of the groups of two or more.
        choices: Where each column comes from.
        ids: Record ids of the *m* members.
        first: Position of each group's survivor among the members.

    Returns:
        A table with the schema ``LINEAGE``: one row for each value, in the order of the groups, then of the columns. A
        joined value has a row for each record that contributes to it.
    """
    traces = [_trace(name, golden[name], choice, first) for name, choice in choices.items()]
    if not traces:
        return LINEAGE.to_frame()
    order = pl.concat(traces).sort("group", maintain_order=True)
    return pl.DataFrame(
        {
            "golden_id": ids.gather(first).gather(order["group"]),
            "field": order["field"],
            "source_id": ids.gather(order["source"]),
            "rule": order["rule"],
        },
        schema=LINEAGE,
    )


def _trace(name: str, values: pl.Series, choice: Choice, first: Array) -> pl.DataFrame:
    """Group, field, source and rule of each filled value of one column."""
    rules = np.where((choice.rule == "winner") & (choice.source != first), "fill", choice.rule)
    trace = pl.DataFrame(
        {"group": np.arange(len(first)), "source": choice.source, "rule": rules}, schema_overrides={"rule": pl.String}
    ).filter(filled(values))
    if choice.joined is not None:
        others = choice.joined.select("group", source=pl.col("sources").list.slice(1)).explode("source")
        trace = pl.concat([trace, others.with_columns(rule=pl.lit(choice.rule))])
    return trace.with_columns(field=pl.lit(name))
