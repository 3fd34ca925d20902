"""What a rule sees of records: of each field the value that is there, the one that can be read, or the text that stays.

Once for a column and once for one record; a property test holds the two passes equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import polars as pl

from crmclean.engine import wording
from crmclean.engine.standardize import UNREADABLE, Standardized
from crmclean.fields import MISSING, FieldType, Standard, State
from crmclean.fields.column import Column
from crmclean.fields.date import Date
from crmclean.spec.model import Rules

__all__ = ["CREATED", "View", "cleaned_values", "seen", "seen_of_record"]

View = Literal["present", "readable", "cleaned"]
"""``present``: null where missing; ``readable``: also where it cannot be read; ``cleaned``: the text that stays."""
CREATED = "\0created"
"""Stands for the readable date of creation, in every view: for rules that leave older records in peace."""

_HIDDEN: Mapping[View, tuple[str, ...]] = {"present": MISSING, "readable": UNREADABLE}
_DAY = len("2025-01-31")


def cleaned_values(column: Column, kind: FieldType) -> pl.Series:
    """Return what stays of each distinct value; the twin of ``wording.cleaned``."""
    keep = pl.col("state").is_in([State.PLACEHOLDER.value, State.IMPOSSIBLE.value])
    emptied = (pl.col("state") == State.UNKNOWN.value) & (getattr(kind, "unknown", None) == "null")
    stays = pl.when(keep).then("raw").when(~emptied).then("value")
    return column.standard.with_columns(raw=column.raw).select(stays).to_series()


def seen(standardized: Standardized, name: str, view: View, rules: Rules) -> tuple[Column, pl.Series] | None:
    """Return a field as rules see it: the column, and each of its values; None where the table does not have it.

    Dates are seen by the day, but for the text that stays.
    """
    field = rules.survivorship.created if name == CREATED else name
    column = standardized.columns.get(field or "")
    if column is None or field is None:
        return None
    kind = rules.fields[field]
    if kind.untouched:
        return column, column.standard["value"]
    if view == "cleaned":
        return column, cleaned_values(column, kind)
    value = pl.col("value").str.slice(0, _DAY) if isinstance(kind, Date) else pl.col("value")
    hidden = UNREADABLE if name == CREATED else _HIDDEN[view]
    return column, column.standard.select(pl.when(~pl.col("state").is_in(hidden)).then(value)).to_series()


def seen_of_record(
    raw: Mapping[str, str | None], standard: Mapping[str, Standard], names: Iterable[str], view: View, rules: Rules
) -> dict[str, str | None]:
    """Return fields of one record as rules see them; the twin of ``seen``."""
    found: dict[str, str | None] = {}
    for name in names:
        field = (rules.survivorship.created or "") if name == CREATED else name
        value, state, _ = standard[field]
        kind = rules.fields[field]
        if view == "cleaned":
            found[name] = wording.cleaned(kind, raw.get(field) or None, value, state)
        elif value is None or state in (UNREADABLE if name == CREATED else _HIDDEN[view]):
            found[name] = None
        else:
            found[name] = value[:_DAY] if isinstance(kind, Date) else value
    return found
