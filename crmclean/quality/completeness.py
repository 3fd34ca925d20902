"""How complete records are: scores, holes and targets, for a table, its segments and one record.

Counts and shares only: how a number is written is the report's business. What counts as missing is the semantic
type's verdict, read from the states; no value is judged here, but that a rule file may name values nobody chose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, KeysView, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from crmclean.engine.standardize import Standardized
from crmclean.fields import Standard
from crmclean.fields.column import distinct
from crmclean.fields.text import Text
from crmclean.notebook import card
from crmclean.quality.hole import Missing, Way, of_values, tally
from crmclean.quality.part import Part, Weighing, parts, weigh, weigh_record
from crmclean.quality.score import mean_score, score_of
from crmclean.quality.segment import by_segment, fields_of, insist, named
from crmclean.spec.completeness import Segment
from crmclean.spec.model import Rules

__all__ = ["BY_FIELD", "BY_RECORD", "TARGETS", "Completeness", "completeness", "record_score", "record_scores"]

BY_FIELD = pl.Schema(
    {
        "field": pl.String,
        "weight": pl.Float64,
        "records": pl.Int64,
        **dict.fromkeys(
            ("filled", "missing", "empty", "placeholder", "impossible", "default", "null", "invalid"), pl.Int64
        ),
        "share": pl.Float64,
        "target": pl.Float64,
        "met": pl.Boolean,
    }
)
"""Columns of completeness by field or group. ``records`` are those in which it counts: the denominator of ``share``.
``invalid`` values are filled, ``null`` ones are among the ``empty``; ``weight`` is 0 where there only is a target."""

TARGETS = pl.Schema({"name": pl.String, "target": pl.Float64, "actual": pl.Float64, "met": pl.Boolean})
"""Columns of the targets; ``met`` is null where there is nothing to judge."""

BY_RECORD = pl.Schema({"record_id": pl.String, "score": pl.Float64, "missing": pl.String})
"""Columns of the scores of records; ``missing`` names what is missing, separated by commas."""


@dataclass(frozen=True, slots=True, eq=False)
class Completeness:
    """Completeness of a table of ``records`` records.

    ``overall`` is the mean score, 0-1, of the ``scored`` records: those in which anything that is weighed counts; None
    where there are none. ``by_field``, ``by_segment`` and ``targets`` have the schemas ``BY_FIELD``, ``BY_SEGMENT`` and
    ``TARGETS``. ``holes`` says how much is missing of every field and group, weighed or not. ``groups`` are the fields
    of each group. ``absent`` names the fields that the rules weigh, aim at or report by, and the table does not have;
    those of a group where it has none of them.
    """

    records: int
    scored: int
    overall: float | None
    by_field: pl.DataFrame
    by_segment: pl.DataFrame
    targets: pl.DataFrame
    holes: Mapping[str, Missing]
    groups: Mapping[str, tuple[str, ...]]
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
        """Return the numbers of records, scored records, fields, absent fields, targets and missed targets."""
        return {
            "records": self.records,
            "scored": self.scored,
            "fields": self.by_field.height,
            "absent": len(self.absent),
            "targets": self.targets.height,
            "missed": len(self.missed),
        }

    def _repr_html_(self) -> str:
        said = "nothing to score" if self.overall is None else f"{self.overall:.1%} complete"
        return card(said, self.counts(), {"by field": self.by_field, "by segment": self.by_segment})

    def to_frame(self) -> pl.DataFrame:
        """Return the table by field."""
        return self.by_field


def completeness(  # noqa: PLR0913 - every option stands alone
    standardized: Standardized,
    rules: Rules,
    *,
    by: Sequence[str | Sequence[str]] | None = None,
    min_records: int | None = None,
    today: dt.date,
    others: Mapping[str, pl.Series] | None = None,
) -> Completeness:
    """Score a table: overall, by field, by segment and against the targets of the rules.

    A record's score is the weighted share of what counts in it that is filled; the overall score is the mean over the
    records in which anything counts. A weighted field that the table does not have is missing everywhere and is named
    in ``absent``. Rules without weights weigh every field that the table has with 1.

    Args:
        standardized: *n* records.
        rules: The rule set.
        by: Fields, or pairs of fields, to report by; those of the rules where it is not given.
        min_records: Segments with fewer records are reported as one; the rules' where it is not given.
        today: The day that ``today`` means in conditions.
        others: Text columns that the rules do not know, and that ``by`` may name.

    Returns:
        Tables by field in rule order (fields with a target but no weight last), by segment with most records first.

    Raises:
        TableError: ``by`` names a column that the table does not have, or what is no segment.
    """
    spec, columns = rules.completeness, standardized.columns
    segments = named(spec.by if by is None else by)
    plain = {name: Text().column(values) for name, values in (others or {}).items() if name not in columns}
    known = {**plain, **columns}
    if by is not None:
        insist(segments, known, rules)
    weighed = parts(rules, columns, today)
    names = {"overall", *(part.name for part in weighed)}
    aims = tuple(Part(name, 0.0, (name,)) for name in spec.targets if name not in names)
    weighing = weigh(standardized, (*weighed, *aims), rules)
    by_field, holes = _by_field(weighing, spec.targets)
    unweighed = {name: _missing(standardized, name, rules) for name in columns if name not in holes}
    overall, scored = mean_score(weighing, weighed)
    absent = _absent(weighing.parts, segments, known)
    split_by = [segment for segment in segments if absent.isdisjoint(fields_of(segment))]
    least = spec.min_records if min_records is None else min_records
    return Completeness(
        records=standardized.height,
        scored=scored,
        overall=overall,
        by_field=by_field,
        by_segment=by_segment(weighing, weighed, known, rules, split_by, least=least),
        targets=_targets(spec.targets, overall, by_field),
        holes=MappingProxyType(holes | unweighed),
        groups=MappingProxyType({part.name: part.fields for part in weighed if part.fields != (part.name,)}),
        absent=tuple(absent),
    )


def record_score(
    raw: Mapping[str, str | None], standard: Mapping[str, Standard], rules: Rules, today: dt.date
) -> tuple[float | None, tuple[str, ...]]:
    """Score one record as ``completeness`` scores a table of one.

    Args:
        raw: Canonical field to text, as the record came.
        standard: The standard value of each field of the rules.
        rules: The rule set.
        today: The day that ``today`` means in conditions.

    Returns:
        The weighted share of what counts that is filled, 0-1 (None where nothing counts), and the parts that are
        missing, in the order of the rules.
    """
    counted = weigh_record(raw, standard, parts(rules, raw, today), rules)
    return score_of(counted), tuple(part.name for part, there in counted if not there)


def record_scores(
    standardized: Standardized, ids: pl.Series, rules: Rules, today: dt.date, labels: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Score every record of a table: its score, and what is missing, in the order of the records.

    Args:
        standardized: *n* records.
        ids: Their record ids.
        rules: The rule set.
        today: The day that ``today`` means in conditions.
        labels: What people call a part; its name where it is not given.

    Returns:
        *n* rows with the schema ``BY_RECORD``; ``score`` is null where nothing counts.
    """
    weighed = parts(rules, standardized.columns, today)
    weighing = weigh(standardized, weighed, rules)
    there = {str(at): weighing.there(part) for at, part in enumerate(weighed)}
    patterns, at = distinct(pl.DataFrame({"": pl.repeat(True, standardized.height, eager=True), **there}))
    judged = [_judged(row[1:], weighed, labels or {}) for row in patterns.iter_rows()]
    found = pl.DataFrame(judged, schema={name: BY_RECORD[name] for name in ("score", "missing")}, orient="row")
    return found[at].select(ids.alias("record_id"), "score", "missing")


def _judged(
    pattern: Iterable[bool | None], weighed: Sequence[Part], labels: Mapping[str, str]
) -> tuple[float | None, str]:
    counted = [(part, there) for part, there in zip(weighed, pattern, strict=True) if there is not None]
    lacking = ", ".join(labels.get(part.name, part.name) for part, there in counted if not there)
    return score_of(counted), lacking


def _absent(asked: Iterable[Part], segments: Iterable[Segment], columns: Collection[str]) -> KeysView[str]:
    """Return the fields that the table does not have; those of a group where it has none of them."""
    lacking = [part.fields for part in asked if not any(field in columns for field in part.fields)]
    fields = (field for fields in (*lacking, *map(fields_of, segments)) for field in fields)
    return dict.fromkeys(field for field in fields if field not in columns).keys()


def _missing(standardized: Standardized, name: str, rules: Rules) -> Missing:
    column = standardized.columns[name]
    ways = of_values(column, rules.fields[name], rules.completeness.defaults.get(name, ()))
    return Missing.of(name, tally(ways, column.at))


def _met(actual: float | None, target: float | None) -> bool | None:
    return None if actual is None or target is None else actual >= target


def _by_field(weighing: Weighing, targets: Mapping[str, float]) -> tuple[pl.DataFrame, dict[str, Missing]]:
    rows, holes = [], {}
    for part in weighing.parts:
        ways = tally(weighing.counted(part))
        hole = holes[part.name] = Missing.of(part.name, ways)
        filled, target = hole.records - hole.total, targets.get(part.name)
        share = filled / hole.records if hole.records else None
        reasons = (hole.empty, hole.placeholder, hole.impossible, hole.default, hole.null, ways[Way.INVALID])
        rows.append(
            (part.name, part.weight, hole.records, filled, hole.total, *reasons, share, target, _met(share, target))
        )
    return pl.DataFrame(rows, schema=BY_FIELD, orient="row"), holes


def _targets(targets: Mapping[str, float], overall: float | None, by_field: pl.DataFrame) -> pl.DataFrame:
    actual = dict(by_field.select("field", "share").iter_rows()) | {"overall": overall}
    rows = [(name, target, actual[name], _met(actual[name], target)) for name, target in targets.items()]
    return pl.DataFrame(rows, schema=TARGETS, orient="row")
