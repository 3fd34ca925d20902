"""Merge every merge group into its golden record, on paper: golden records, lineage, plan. No input is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from crmclean.errors import SelfAuditError, TableError
from crmclean.fields import MISSING, State
from crmclean.frame import as_text
from crmclean.golden.lineage import lineage
from crmclean.golden.plan import plan
from crmclean.golden.survivorship import Array, Choice, Members, choose
from crmclean.golden.winner import chain, filled, standing
from crmclean.notebook import card
from crmclean.spec.model import Rules

__all__ = ["Golden", "merge"]


@dataclass(frozen=True, slots=True)
class Golden:
    """What a merge gives."""

    records: pl.DataFrame
    """One golden record for each merge group, singletons too: the input's columns, in the input order of survivors."""
    lineage: pl.DataFrame
    """Source record and rule of every filled value of a group of two or more, its id aside, sorted by golden id, then
    column. A record that is merged with no other is its own source and has no rows."""
    plan: pl.DataFrame
    """Action and reason for every record in a cluster of two or more, sorted by cluster, action and record id."""

    def _repr_html_(self) -> str:
        return card("Merged, on paper", self.counts(), {"plan": self.plan, "lineage": self.lineage})

    def to_frame(self) -> pl.DataFrame:
        """Return the golden records."""
        return self.records

    def counts(self) -> dict[str, int]:
        """Merge groups of two or more, records merged away, records that a person should decide on."""
        merged = self.plan.filter(pl.col("action") == "merge")
        asks = self.plan.filter(pl.col("action") == "ask")
        return {"groups": merged["survivor_id"].n_unique(), "merged_away": merged.height, "asks": asks.height}


def merge(  # noqa: PLR0913, PLR0917 - one table of the run each
    records: pl.DataFrame,
    values: pl.DataFrame,
    states: pl.DataFrame,
    clusters: pl.DataFrame,
    rules: Rules,
    columns: Mapping[str, str],
) -> Golden:
    """Merge the records of each merge group into one golden record.

    The survivor keeps its record id and its place; see ``survivorship.choose`` for the values it gets. A filled value
    never gives way to a blank, except inside a group of fields, which one record gives whole.

    Args:
        records: *n* cleaned records under the input's own column names; types are kept, but a joined column is text.
        values: *n* standard values by canonical field, in the same order.
        states: Their states.
        clusters: ``record_id``, ``cluster_id`` and ``merge_id``, every record once; a merge group lies in one cluster.
        rules: The rule set.
        columns: Canonical field to input column; names the record id.

    Returns:
        Golden records, lineage and plan. Cost: ``O(n log n)``; values are compared only in groups of two or more.

    Raises:
        TableError: The clusters do not hold every record once, or a merge group lies in several clusters.
        SelfAuditError: Golden and merged records do not add up to the records.
    """
    id_column = columns[rules.record_id]
    ids = as_text(records, [id_column])[id_column]
    known = [field for field in rules.fields if field in columns and field in values.columns]
    ranked = _ranked(ids, values[known], states[known], clusters, rules)
    together = ranked.filter(pl.len().over("merge_id") > 1).sort("host", maintain_order=True)
    rows = together["row"].to_numpy()
    members = _members(together, records[rows], values[rows, known], states[rows, known], columns)
    choices = choose(members, rules, columns)
    places, golden = _golden(records, rows, members.first, choices)
    del choices[id_column]  # the golden id says it
    planned = plan(ranked, chain(rules.survivorship))
    _audit(ids, as_text(golden, [id_column])[id_column], planned)
    return Golden(golden, lineage(golden[places], choices, together["record_id"], members.first), planned)


def _ranked(
    ids: pl.Series, values: pl.DataFrame, states: pl.DataFrame, clusters: pl.DataFrame, rules: Rules
) -> pl.DataFrame:
    """The records in clusters of two or more, best first, with row number, standing and the host they merge into."""
    groups = clusters.select("record_id", "cluster_id", "merge_id")
    table = ids.to_frame("record_id").with_row_index("row").join(groups, on="record_id", maintain_order="left")
    nested = table.select(pl.struct("merge_id", "cluster_id").n_unique() == pl.col("merge_id").n_unique()).item()
    if not (table.height == len(ids) == clusters.height and nested):
        raise TableError(
            f"clusters do not fit the records: got {clusters.height} rows for {len(ids)} records, {table.height} "
            "matched; expected every record once, and each merge group inside one cluster"
        )
    near = table.filter(pl.len().over("cluster_id") > 1)
    at = near["row"].to_numpy()
    stands = standing(near["record_id"], values[at], states[at], rules.survivorship)
    ranked = near.hstack(stands).sort(chain(rules.survivorship))
    return ranked.with_columns(host=pl.col("record_id").first().over("merge_id"))


def _members(
    together: pl.DataFrame, cells: pl.DataFrame, values: pl.DataFrame, states: pl.DataFrame, columns: Mapping[str, str]
) -> Members:
    """Put what is known of the members under the input's column names; of other columns only blank or not is known."""
    fields = {columns[field]: field for field in values.columns}
    known, stated = {}, {}
    for name in cells.columns:
        field = fields.get(name)
        ok = pl.when(filled(cells[name])).then(pl.lit(State.OK.value)).otherwise(pl.lit(State.EMPTY.value))
        state = states[field] if field else pl.select(ok).to_series()
        value = values[field] if field else cells[name]
        known[name] = pl.select(pl.when(~state.is_in(MISSING)).then(value)).to_series()
        stated[name] = state
    group = together["host"].rle_id().cast(pl.Int64).to_numpy()
    first = np.flatnonzero(np.diff(group, prepend=-1))
    return Members(group, first, cells, pl.DataFrame(known), pl.DataFrame(stated), together)


def _golden(
    records: pl.DataFrame, rows: Array, first: Array, choices: Mapping[str, Choice]
) -> tuple[Array, pl.DataFrame]:
    """Build the golden records; also where among them the survivors of groups of two or more stand."""
    kept = np.delete(np.arange(records.height), np.delete(rows, first))
    places = np.searchsorted(kept, rows[first])
    golden = {}
    for name, choice in choices.items():
        source = kept.copy()
        source[places] = rows[choice.source]
        golden[name] = records[name][source]
        if choice.joined is not None:
            joined = places[choice.joined["group"].to_numpy()]
            golden[name] = golden[name].cast(pl.String).scatter(joined, choice.joined["text"])
    return places, pl.DataFrame(golden)


def _audit(ids: pl.Series, golden_ids: pl.Series, planned: pl.DataFrame) -> None:
    """Check that every record is either golden or merged away, once."""
    merged = planned.filter(pl.col("action") == "merge")["record_id"]
    if sorted(ids) != sorted([*golden_ids, *merged]):
        raise SelfAuditError(
            f"records are not conserved: {len(ids)} went in, {len(golden_ids)} golden and {len(merged)} merged came out"
        )
