"""How full fields and segments are, as a report shows them: now, before, and what filling them would gain."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from crmclean.quality.completeness import Completeness
from crmclean.quality.hole import Missing

__all__ = ["FieldFill", "SegmentCell", "SegmentRow", "Segments", "field_fills", "segments"]


class FieldFill(NamedTuple):
    """How full one field, or group of fields, is now and was before.

    ``gain`` is what filling every hole adds to the overall score, 0-1: exactly where everything counts in all records,
    nearly where some of it counts in some. ``before`` is None where there is no earlier state. ``fields`` are those of
    a group, of which one is enough; none where it is a field.
    """

    hole: Missing
    gain: float
    share: float | None
    before: Missing | None
    target: float | None
    met: bool | None
    fields: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Canonical name of the field, or the group's name."""
        return self.hole.field

    @property
    def was(self) -> float | None:
        """Share filled before, 0-1."""
        before = self.before
        return (before.records - before.total) / before.records if before and before.records else None


class SegmentCell(NamedTuple):
    """How full one part is in a segment: the share, 0-1, of the ``records`` in which it counts; None where in none."""

    field: str
    weight: float
    share: float | None
    records: int

    @property
    def filled(self) -> int:
        """Records of the segment in which it is there."""
        return round((self.share or 0) * self.records)

    @property
    def missing(self) -> int:
        """Records of the segment in which it counts and is missing."""
        return self.records - self.filled


class SegmentRow(NamedTuple):
    """One segment: its values, its records, its score, 0-1, the interval that can be trusted, and each part.

    ``values`` holds but one name in the row of all segments that are too small to be shown alone.
    """

    values: tuple[str, ...]
    records: int
    score: float | None
    low: float | None
    high: float | None
    cells: tuple[SegmentCell, ...]

    @property
    def lacking(self) -> tuple[SegmentCell, ...]:
        """The parts that are missing somewhere, first the one whose holes weigh most."""
        holes = (cell for cell in self.cells if cell.missing)
        return tuple(sorted(holes, key=lambda cell: -cell.missing * cell.weight))


class Segments(NamedTuple):
    """The largest segments of one field, or of two together; what is not shown is counted."""

    by: tuple[str, ...]
    fields: tuple[str, ...]
    """The parts that the cells of the rows are about."""
    whole: SegmentRow
    """All records, as a row; it has no values and no interval."""
    rows: tuple[SegmentRow, ...]
    more: int
    more_records: int


def field_fills(now: Completeness, before: Completeness | None = None) -> tuple[FieldFill, ...]:
    """Put the fields of two completeness results side by side, in the order of ``now``."""
    earlier = before.holes if before and before.records else {}
    weights = fsum(now.by_field["weight"]) or 1.0
    return tuple(
        FieldFill(
            now.holes[row["field"]],
            row["weight"] / weights * row["missing"] / (now.scored or 1),
            row["share"],
            earlier.get(row["field"]),
            row["target"],
            row["met"],
            now.groups.get(row["field"], ()),
        )
        for row in now.by_field.iter_rows(named=True)
    )


def segments(completeness: Completeness, *, limit: int = 12) -> tuple[Segments, ...]:
    """Take the ``limit`` largest segments of each field that completeness is reported by."""
    columns = completeness.by_segment.columns
    fields = tuple(name.removeprefix("share_") for name in columns if name.startswith("share_"))
    parts = {
        name: row for *row, name in completeness.by_field.select("weight", "share", "records", "field").iter_rows()
    }
    cells = tuple(SegmentCell(name, *parts[name]) for name in fields)
    whole = SegmentRow((), completeness.records, completeness.overall, None, None, cells)
    tables = []
    for by, frame in completeness.by_segment.group_by("segment", "segment_2", maintain_order=True):
        rows = []
        for row in frame.head(limit).iter_rows(named=True):
            cells = tuple(
                cell._replace(share=row[f"share_{cell.field}"], records=row[f"of_{cell.field}"]) for cell in whole.cells
            )
            values = _named((row["value"], row["value_2"]))
            rows.append(SegmentRow(values, row["records"], row["score"], row["low"], row["high"], cells))
        more = frame[limit:]
        tables.append(Segments(_named(by), fields, whole, tuple(rows), more.height, int(more["records"].sum())))
    return tuple(tables)


def _named(names: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(name) for name in names if name is not None)
