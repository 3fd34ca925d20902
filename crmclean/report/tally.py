"""From result tables to the few lines a report shows: top changes, top findings, probabilities, groups side by side.

Counts and chooses, nothing else; ties are broken by text, so that the same tables give the same report.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from crmclean.findings import SEVERITIES
from crmclean.report.document import ChangeExample, DuplicateGroup, FieldChanges, FindingGroup, RuleResult

__all__ = ["probability_steps", "rule_results", "sample_groups", "top_changes", "top_findings"]


def top_changes(changes: pl.DataFrame, *, examples: int = 5) -> tuple[FieldChanges, ...]:
    """Sum changes up by field, most changed field first.

    Args:
        changes: A table with the schema ``CHANGES``.
        examples: How many of the most frequent changes to keep for each field.
    """
    ways = (
        changes.group_by("field", "before", "after")
        .agg(pl.len().alias("count"))
        .sort("count", "field", "before", "after", descending=[True, False, False, False])
    )
    totals = changes["field"].value_counts().sort("count", "field", descending=[True, False])
    return tuple(
        FieldChanges(
            field,
            values,
            tuple(
                ChangeExample(*row)
                for row in ways.filter(pl.col("field") == field)
                .head(examples)
                .select("before", "after", "count")
                .rows()
            ),
        )
        for field, values in totals.iter_rows()
    )


def top_findings(findings: pl.DataFrame, *, limit: int = 20) -> tuple[FindingGroup, ...]:
    """Sum findings up by rule, most severe and most frequent first.

    Args:
        findings: A table with the schema ``FINDINGS``.
        limit: How many rules to keep.
    """
    rules = _by_rule(findings).sort(_SEVERITY, "findings", "rule", descending=[False, True, False])
    return tuple(
        FindingGroup(**row)
        for row in rules.head(limit).select("rule", "severity", "message", "findings", "messages").iter_rows(named=True)
    )


def rule_results(outcomes: pl.DataFrame, findings: pl.DataFrame) -> tuple[RuleResult, ...]:
    """Return how the rules fared that were broken or have a target: missed targets first, then the most severe.

    Args:
        outcomes: A table with the schema ``OUTCOMES``.
        findings: The findings of the same pass; they say what a rule asks.
    """
    told = _by_rule(findings).select("rule", "severity", "message", "messages")
    rules = (
        outcomes.filter((pl.col("broken") > 0) | pl.col("at_least").is_not_null())
        .join(told, on=["rule", "severity"], how="left")
        .sort(pl.col("met").fill_null(True), _SEVERITY, "broken", "rule", descending=[False, False, True, False])
    )
    shown = rules.with_columns(pl.col("message").fill_null(""), pl.col("messages").fill_null(0)).select(
        RuleResult._fields
    )
    return tuple(RuleResult(**row) for row in shown.iter_rows(named=True))


_SEVERITY = pl.col("severity").replace_strict(SEVERITIES, range(len(SEVERITIES)), return_dtype=pl.Int64)


def _by_rule(findings: pl.DataFrame) -> pl.DataFrame:
    """Count findings by rule and severity, with the most frequent message and the number of different ones."""
    messages = findings.group_by("rule", "severity", "message").agg(pl.len().alias("n"))
    return (
        messages.sort("n", "message", descending=[True, False])
        .group_by("rule", "severity", maintain_order=True)
        .agg(pl.first("message"), pl.sum("n").alias("findings"), pl.len().alias("messages"))
    )


def probability_steps(probabilities: pl.Series, *, steps: int = 20) -> tuple[int, ...]:
    """Count match probabilities (0-1) in equal steps; 1 belongs to the last step.

    Example:
        >>> probability_steps(pl.Series([0.0, 0.3, 0.5, 1.0]), steps=2)
        (2, 2)
    """
    # Rounded first: 0.3 * 20 is 5.999..., and belongs to the step that begins at 0.3.
    step = (probabilities * steps).round(9).floor().cast(pl.Int64).clip(0, steps - 1)
    counts = dict(step.value_counts().iter_rows())
    return tuple(counts.get(at, 0) for at in range(steps))


def sample_groups(  # noqa: PLR0913 - three tables and how to read them
    records: pl.DataFrame,
    clusters: pl.DataFrame,
    pairs: pl.DataFrame,
    *,
    record_id: str,
    columns: Sequence[str],
    kept: Collection[str] = (),
    limit: int = 20,
) -> tuple[DuplicateGroup, ...]:
    """Choose clusters to show, evenly from the surest to the least sure.

    A cluster is as sure as its least certain record; a record as its best pair within the cluster.

    Args:
        records: Text columns, among them ``record_id`` and ``columns``.
        clusters: Columns ``record_id`` and ``cluster_id``, one row a record.
        pairs: Columns ``left``, ``right``, ``match_probability`` and ``reason``.
        record_id: The column of ``records`` that identifies a record.
        columns: What to show of a record; a column that is empty in the whole group is left out.
        kept: Ids of the records that the merge plan leaves, those that wait for a decision too; a group with several of
            them is shown as undecided.
        limit: How many groups to choose.

    Returns:
        The groups, surest first; the surviving record first, then by id.
    """
    chosen = _evenly(_sureness(clusters, pairs), limit)
    members = clusters.join(chosen, on="cluster_id", how="semi").sort("cluster_id", "record_id")
    ids = dict(members.group_by("cluster_id", maintain_order=True).agg("record_id").iter_rows())
    shown = records.filter(pl.col(record_id).is_in(members["record_id"].to_list()))
    values = dict(zip(shown[record_id], zip(*(shown[name] for name in columns), strict=True), strict=True))
    groups = []
    for cluster, probability, reason, left, right in chosen.iter_rows():
        survivors = [record for record in ids[cluster] if record in kept]
        survivor = survivors[0] if len(survivors) == 1 else None
        order = tuple(sorted(ids[cluster], key=lambda record: (record != survivor, record)))
        cells = zip(columns, zip(*(values[record] for record in order), strict=True), strict=True)
        rows = tuple((name, row) for name, row in cells if any(row))
        groups.append(DuplicateGroup(order, rows, probability, reason, survivor, (left, right)))
    return tuple(groups)


def _sureness(clusters: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return cluster_id, match_probability and reason of the link that holds each cluster's least certain record."""
    sides = {side: clusters.rename({"record_id": side, "cluster_id": f"{side}_cluster"}) for side in ("left", "right")}
    links = (
        pairs.join(sides["left"], on="left")
        .join(sides["right"], on="right")
        .filter(pl.col("left_cluster") == pl.col("right_cluster"))
        .sort("match_probability", "left", "right", descending=[True, False, False])
        .with_columns(pl.concat_list("left", "right").alias("record_id"))
    )
    best = links.explode("record_id").unique("record_id", keep="first", maintain_order=True)
    weakest = best.unique("left_cluster", keep="last", maintain_order=True)
    return weakest.select(
        pl.col("left_cluster").alias("cluster_id"), "match_probability", "reason", "left", "right"
    ).sort("match_probability", "cluster_id", descending=[True, False])


def _evenly(frame: pl.DataFrame, limit: int) -> pl.DataFrame:
    if frame.height <= limit:
        return frame
    step = (frame.height - 1) / max(limit - 1, 1)
    return frame[[round(at * step) for at in range(limit)]]
