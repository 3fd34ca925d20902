"""What passes report: findings, changes and quarantined rows, one at a time and as tables.

A table of findings or changes is a polars frame with the schema given here, sorted by record id and field, so that
the same input gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

__all__ = [
    "CHANGES",
    "FINDINGS",
    "OUTCOMES",
    "QUARANTINE",
    "SEVERITIES",
    "Change",
    "Finding",
    "Severity",
]

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""Severities, most severe first."""

FINDINGS = pl.Schema(dict.fromkeys(("record_id", "field", "rule", "severity", "message", "value"), pl.String))
"""Columns of a findings table; ``field`` is empty for a rule over several fields."""

CHANGES = pl.Schema(dict.fromkeys(("record_id", "field", "before", "after", "rule"), pl.String))
"""Columns of a changes table; ``after`` is null where a value was emptied."""

OUTCOMES = pl.Schema(
    {
        **dict.fromkeys(("rule", "field", "severity", "owner"), pl.String),
        "in_force": pl.Boolean,
        **dict.fromkeys(("judged", "broken", "not_judged"), pl.Int64),
        **dict.fromkeys(("share", "at_least"), pl.Float64),
        "met": pl.Boolean,
    }
)
"""Columns of a table of outcomes, a row for each rule: how many records it judged, how many broke it, and the share
(0-1) that passed, null where none was judged. ``met`` is null where there is no target, or nothing to hold against it.
"""

QUARANTINE = pl.Schema({"line": pl.Int64, "offset": pl.Int64, "reason": pl.String, "raw": pl.String})
"""Columns of a quarantine table: physical line (from 1), byte offset (from 0), why, and the raw line.

Of a sheet: row number, null, why, and the row's cells as CSV.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or worth knowing, about a record.

    ``field`` is the column as the input names it, ``rule`` the rule id (``phone|format``), ``message`` a sentence
    that a sales rep understands, ``value`` what stands in the field.
    """

    field: str
    rule: str
    severity: Severity
    message: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One value that standardizing changed: before, after, and the rule that did it."""

    field: str
    before: str | None
    after: str | None
    rule: str
