"""Completeness by segment: by a field, or by two together, with the interval in which a score can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from crmclean.engine.standardize import UNREADABLE
from crmclean.errors import TableError
from crmclean.fields import MISSING
from crmclean.fields.column import Column
from crmclean.fields.date import Date
from crmclean.quality.interval import wilson
from crmclean.quality.part import Part, Weighing
from crmclean.quality.score import counted, summed
from crmclean.spec.completeness import PERIODS, Segment
from crmclean.spec.model import Rules

__all__ = [
    "BY_SEGMENT",
    "NO_SEGMENT",
    "by_segment",
    "fields_of",
    "insist",
    "named",
    "names_of",
    "small_segment",
    "split",
]

NO_SEGMENT = "(none)"
"""How a segment without a value is named."""

BY_SEGMENT = pl.Schema(
    {
        "segment": pl.String,
        "value": pl.String,
        "segment_2": pl.String,
        "value_2": pl.String,
        "records": pl.Int64,
        "scored": pl.Int64,
        "score": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
    }
)
"""First columns of completeness by segment; ``share_<part>`` and ``of_<part>`` (in how many records it counts) follow
for each weighted part. ``segment_2`` and ``value_2`` are null where one field makes the segments, ``value_2`` also in
the row of all that are small; ``low`` and ``high`` are the 95 % confidence interval of the score."""

_DAY = len("2025-01-31")


def names_of(segment: str | Sequence[str]) -> tuple[str, ...]:
    """Return the one or two fields that make a segment."""
    return (segment,) if isinstance(segment, str) else tuple(segment)


def split(name: str) -> tuple[str, str]:
    """Return the field that makes a segment, and which part of its date, where it is but a part.

    Example:
        >>> split("created_date.month"), split("owner")
        (('created_date', 'month'), ('owner', ''))
    """
    field, _, period = name.rpartition(".")
    return (field, period) if field and period in PERIODS else (name, "")


def fields_of(segment: Segment) -> tuple[str, ...]:
    """Return the one or two fields that make a segment, without the parts of their dates."""
    return tuple(split(name)[0] for name in names_of(segment))


def named(by: Iterable[str | Sequence[str]]) -> tuple[Segment, ...]:
    """Return the segments as one or two different names each, every one once.

    Raises:
        TableError: Three names or more make one segment.
    """
    found: dict[Segment, None] = {}
    for segment in by:
        match tuple(dict.fromkeys(names_of(segment))):
            case (name,):
                found[name] = None
            case (name, other):
                found[name, other] = None
            case names:
                raise TableError(f"one field makes a segment, or two together; got {', '.join(names) or 'none'}")
    return tuple(found)


def insist(segments: Iterable[Segment], columns: Mapping[str, Column], rules: Rules) -> None:
    """Make sure that a table can be split into segments.

    Raises:
        TableError: It lacks a column, or the month is asked of what is no date.
    """
    for name in (name for segment in segments for name in names_of(segment)):
        field, period = split(name)
        if field not in columns:
            raise TableError.unknown_column(field, list(columns))
        if period and not isinstance(rules.fields.get(field), Date):
            raise TableError(f"'{name}' is no segment: '{field}' is no date")


def small_segment(records: int) -> str:
    """Return the name of the segment that holds all with fewer records than that."""
    return f"(fewer than {records} records)"


def by_segment(  # noqa: PLR0913 - what is scored, and by what
    weighing: Weighing,
    weighed: Sequence[Part],
    columns: Mapping[str, Column],
    rules: Rules,
    segments: Sequence[Segment],
    *,
    least: int,
) -> pl.DataFrame:
    """Score each segment, those with most records first; last, as one, those with fewer than ``least`` records.

    Args:
        weighing: *n* records.
        weighed: What their scores are made of.
        columns: What the same records can be segmented by, standardized.
        rules: The rule set.
        segments: What to report by.
        least: Segments with fewer records are one.

    Returns:
        A table with the columns of ``BY_SEGMENT`` and two for each part.
    """
    ends = {f"share_{part.name}": pl.Float64() for part in weighed} | {
        f"of_{part.name}": pl.Int64() for part in weighed
    }
    schema = pl.Schema([*BY_SEGMENT.items(), *ends.items()])
    found = []
    for segment in segments:
        names = names_of(segment)
        keys = [_values(columns, rules, name, least).alias(f"key_{at}") for at, name in enumerate(names)]
        counts = _pooled(counted(weighing, weighed, pl.DataFrame(keys)), least)
        found.append(_rows(summed(counts, [key.name for key in keys]), names, weighed, least))
    return pl.concat([schema.to_frame(), *found])


def _values(columns: Mapping[str, Column], rules: Rules, name: str, least: int) -> pl.Series:
    """Return the segment of each record; a value that reads like a name of ours is put in quotes."""
    field, period = split(name)
    value, hidden = pl.col("value"), MISSING
    if isinstance(rules.fields.get(field), Date):
        value, hidden = value.str.slice(0, PERIODS[period] if period else _DAY), UNREADABLE
    there = pl.when(value.is_not_null() & ~pl.col("state").is_in(hidden))
    ours = value.is_in([NO_SEGMENT, small_segment(least)])
    shown = there.then(pl.when(ours).then(pl.format("'{}'", value)).otherwise(value)).otherwise(pl.lit(NO_SEGMENT))
    return columns[field].derived(shown)


def _pooled(counts: pl.DataFrame, least: int) -> pl.DataFrame:
    """Give all segments with too few records one name, in the first column of two."""
    keys = [name for name in counts.columns if name.startswith("key_")]
    few = pl.col("records").sum().over(keys) < least
    names = {key: small_segment(least) if key == "key_0" else None for key in keys}
    return counts.with_columns(
        pl.when(~few).then(key).otherwise(pl.lit(name)).alias(key) for key, name in names.items()
    )


def _rows(totals: pl.DataFrame, names: Sequence[str], weighed: Sequence[Part], least: int) -> pl.DataFrame:
    low, high = wilson(pl.col("score"), pl.col("scored").cast(pl.Float64))
    second = len(names) > 1
    counts, filled = ([pl.col(f"{of}_{at}") for at in range(len(weighed))] for of in ("counts", "filled"))
    rows = totals.select(
        pl.lit(names[0]).alias("segment"),
        pl.col("key_0").alias("value"),
        pl.lit(names[1] if second else None, pl.String).alias("segment_2"),
        (pl.col("key_1") if second else pl.lit(None, pl.String)).alias("value_2"),
        "records",
        "scored",
        "score",
        low.alias("low"),
        high.alias("high"),
        *(
            pl.when(count > 0).then(there / count).alias(f"share_{part.name}")
            for part, count, there in zip(weighed, counts, filled, strict=True)
        ),
        *(count.alias(f"of_{part.name}") for part, count in zip(weighed, counts, strict=True)),
    )
    pooled = pl.col("value") == small_segment(least)
    return rows.sort(pooled, "records", "value", "value_2", descending=[False, True, False, False])
