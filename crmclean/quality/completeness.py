"""How complete records are: scores, holes and targets, for a table, its segments and one record.

Counts and shares only: how a number is written is the report's business. What counts as missing is the semantic
type's verdict, read from the states; no value is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType

import polars as pl

from crmclean.errors import TableError
from crmclean.fields import MISSING, State
from crmclean.spec.model import Rules

__all__ = [
    "BY_FIELD",
    "BY_SEGMENT",
    "NO_SEGMENT",
    "TARGETS",
    "Completeness",
    "Missing",
    "completeness",
    "missing",
    "record_score",
]

NO_SEGMENT = "(none)"
"""How a segment without a value is named."""

BY_FIELD = pl.Schema(
    {
        "field": pl.String,
        "weight": pl.Float64,
        **dict.fromkeys(("filled", "missing", "empty", "placeholder", "impossible", "invalid"), pl.Int64),
        "share": pl.Float64,
        "target": pl.Float64,
        "met": pl.Boolean,
    }
)
"""Columns of completeness by field; ``invalid`` values are filled, ``weight`` is 0 where a field only has a target."""

BY_SEGMENT = pl.Schema({"segment": pl.String, "value": pl.String, "records": pl.Int64, "score": pl.Float64})
"""First columns of completeness by segment; ``share_<field>`` follows for each weighted field."""

TARGETS = pl.Schema({"name": pl.String, "target": pl.Float64, "actual": pl.Float64, "met": pl.Boolean})
"""Columns of the targets; ``met`` is null where there is nothing to judge."""

_ROUNDING = 1e-12  # far below one record in a billion, far above the last digit of a weighted mean


@dataclass(frozen=True, slots=True)
class Missing:
    """How many of ``records`` records lack a field, and in which way."""

    field: str
    records: int
    empty: int
    placeholder: int
    impossible: int

    @property
    def total(self) -> int:
        """Records without the field."""
        return self.empty + self.placeholder + self.impossible

    @property
    def share(self) -> float | None:
        """Share of records without the field, 0-1; None where there are no records."""
        return self.total / self.records if self.records else None


@dataclass(frozen=True, slots=True, eq=False)
class Completeness:
    """Completeness of a table of ``records`` records.

    ``overall`` is the mean score, 0-1, None where there are no records or nothing is weighed. ``by_field``,
    ``by_segment`` and ``targets`` have the schemas ``BY_FIELD``, ``BY_SEGMENT`` and ``TARGETS``. ``holes`` says how
    much is missing of every field, weighed or not. ``absent`` names the fields that the rules weigh, aim at or report
    by, and that the table does not have.
    """

    records: int
    overall: float | None
    by_field: pl.DataFrame
    by_segment: pl.DataFrame
    targets: pl.DataFrame
    holes: Mapping[str, Missing]
    absent: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """Names of the targets that are not met."""
        return tuple(self.targets.filter(~pl.col("met"))["name"])

    @property
    def goal(self) -> tuple[float | None, bool | None]:
        """The target of the overall score and whether it is met; None and None where there is none."""
        row = self.targets.filter(name="overall")
        return (row["target"][0], row["met"][0]) if row.height else (None, None)

    def counts(self) -> dict[str, int]:
        """Return the numbers of records, fields, absent fields, targets and missed targets."""
        return {
            "records": self.records,
            "fields": self.by_field.height,
            "absent": len(self.absent),
            "targets": self.targets.height,
            "missed": len(self.missed),
        }

    def to_frame(self) -> pl.DataFrame:
        """Return the table by field."""
        return self.by_field


def missing(states: pl.DataFrame, field: str) -> Missing:
    """Count the records without ``field``; a field that the table does not have is empty everywhere.

    Args:
        states: States of *n* records, a column for each field; null is empty.
        field: Canonical field name.

    Example:
        >>> missing(pl.DataFrame({"phone": ["ok", "empty", "placeholder", "invalid"]}), "phone").share
        0.5
    """
    tally = _tally(states, field)
    return Missing(field, states.height, *(tally.get(state, 0) for state in MISSING))


def record_score(states: Mapping[str, str | None], rules: Rules) -> tuple[float | None, tuple[str, ...]]:
    """Score one record as ``completeness`` scores a table of one.

    Args:
        states: The state of each field that the record has; None is empty.
        rules: The rule set.

    Returns:
        The weighted share of fields filled, 0-1 (None where nothing is weighed), and the weighted fields that are
        missing, in the order of the rules.
    """
    weights = _weights(states, rules)
    holes = tuple(field for field in weights if (states.get(field) or State.EMPTY) in MISSING)
    filled = fsum(weight for field, weight in weights.items() if field not in holes)
    return _ratio(filled, fsum(weights.values())), holes


def completeness(
    values: pl.DataFrame, states: pl.DataFrame, rules: Rules, *, by: Sequence[str] | None = None
) -> Completeness:
    """Score a table: overall, by field, by segment and against the targets of the rules.

    A record's score is the weighted share of its fields that are filled; the overall score is the mean over records. A
    weighted field that the table does not have counts as missing everywhere and is named in ``absent``. Rules without
    weights weigh every field that the table has with 1.

    Args:
        values: *n* rows of standard text, a column for each field; read for segments only.
        states: *n* rows of states, the same columns; null is empty.
        rules: The rule set.
        by: Fields to report by; those of the rules where it is not given.

    Returns:
        Tables by field in rule order (fields with a target but no weight last), by segment with most records first.

    Raises:
        TableError: ``by`` names a column that the table does not have.
    """
    spec, weights = rules.completeness, _weights(states.columns, rules)
    for name in by or ():
        if name not in states.columns:
            raise TableError.unknown_column(name, states.columns)
    segments = spec.by if by is None else by
    aims = {name: 0.0 for name in spec.targets if name != "overall" and name not in weights}
    holes = {field: missing(states, field) for field in dict.fromkeys((*weights, *aims, *states.columns))}
    by_field = _by_field(states, weights | aims, spec.targets, holes)
    filled = fsum(row["weight"] * row["filled"] for row in by_field.iter_rows(named=True))
    overall = _ratio(filled, fsum(weights.values()) * states.height)
    asked = dict.fromkeys((*weights, *aims, *segments))
    return Completeness(
        records=states.height,
        overall=overall,
        by_field=by_field,
        by_segment=_by_segment(values, states, weights, [name for name in segments if name in states.columns]),
        targets=_targets(spec.targets, overall, by_field),
        holes=MappingProxyType(holes),
        absent=tuple(field for field in asked if field not in states.columns),
    )


def _weights(columns: Iterable[str], rules: Rules) -> dict[str, float]:
    present = set(columns)
    return dict(rules.completeness.weights) or {field: 1.0 for field in rules.fields if field in present}


def _tally(states: pl.DataFrame, field: str) -> dict[str, int]:
    if field not in states.columns:
        return {State.EMPTY.value: states.height}
    return dict(states[field].fill_null(State.EMPTY.value).value_counts().iter_rows())


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _met(actual: float | None, target: float | None) -> bool | None:
    return None if actual is None or target is None else actual >= target - _ROUNDING


def _by_field(
    states: pl.DataFrame, weights: Mapping[str, float], targets: Mapping[str, float], holes: Mapping[str, Missing]
) -> pl.DataFrame:
    rows = []
    for field, weight in weights.items():
        hole, target = holes[field], targets.get(field)
        filled = states.height - hole.total
        share = _ratio(filled, states.height)
        ways = (hole.empty, hole.placeholder, hole.impossible, _tally(states, field).get(State.INVALID.value, 0))
        rows.append((field, weight, filled, hole.total, *ways, share, target, _met(share, target)))
    return pl.DataFrame(rows, schema=BY_FIELD, orient="row")


def _targets(targets: Mapping[str, float], overall: float | None, by_field: pl.DataFrame) -> pl.DataFrame:
    actual = dict(by_field.select("field", "share").iter_rows()) | {"overall": overall}
    rows = [(name, target, actual[name], _met(actual[name], target)) for name, target in targets.items()]
    return pl.DataFrame(rows, schema=TARGETS, orient="row")


def _by_segment(
    values: pl.DataFrame, states: pl.DataFrame, weights: Mapping[str, float], segments: Sequence[str]
) -> pl.DataFrame:
    shares = {f"share_{field}": field for field in weights}
    schema = pl.Schema([*BY_SEGMENT.items(), *((share, pl.Float64()) for share in shares)])
    whole = fsum(weights.values())
    filled = states.select(_filled(states, field).alias(share) for share, field in shares.items())
    points = pl.sum_horizontal(pl.lit(0.0), *(pl.col(share) * weights[field] for share, field in shares.items()))
    parts = [
        filled.with_columns(_segment_values(values, states, segment))
        .group_by("value")
        .agg(pl.len().cast(pl.Int64).alias("records"), pl.col(*shares).sum() if shares else [])
        .sort("records", "value", descending=[True, False])
        .select(
            pl.lit(segment).alias("segment"),
            "value",
            "records",
            (points / (whole * pl.col("records")) if whole else pl.lit(None, pl.Float64)).alias("score"),
            *((pl.col(share) / pl.col("records")) for share in shares),
        )
        for segment in segments
    ]
    return pl.concat([schema.to_frame(), *parts])


def _filled(states: pl.DataFrame, field: str) -> pl.Expr:
    if field not in states.columns:
        return pl.repeat(False, states.height, dtype=pl.Boolean)
    return ~pl.col(field).fill_null(State.EMPTY.value).is_in(MISSING)


def _segment_values(values: pl.DataFrame, states: pl.DataFrame, segment: str) -> pl.Series:
    named = pl.DataFrame({"value": values[segment], "state": states[segment]})
    lacking = pl.col("value").is_null() | pl.col("state").is_in(MISSING)
    return named.select(pl.when(lacking).then(pl.lit(NO_SEGMENT)).otherwise("value").alias("value")).to_series()
