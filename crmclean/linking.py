"""Two tables laid out for linking: their fields in common, under one rule set, the right one below the left.

Each table is read and standardized by its own rule set. What tells who a record is must be in both; the rule set that
asks for it (the left one's, or else the right one's) says how they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from crmclean import frame
from crmclean.dedup.compare import identity_fields
from crmclean.dedup.used import standardized_fields
from crmclean.engine.standardize import learned, standardize
from crmclean.errors import TableError
from crmclean.frame import Table
from crmclean.layout import Records, known_columns, lay_out
from crmclean.spec import Rules, match_headers

__all__ = ["Side", "Subject", "stack", "subject"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two tables, its rule set, and the column that holds its record ids where headers do not tell."""

    table: Table
    rules: Rules
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Records to be searched: the standard values that are needed, ids, and the rules that compare.

    Where they are of two tables, the first ``lefts`` are of the left one.
    """

    present: pl.DataFrame
    ids: pl.Series
    rules: Rules
    lefts: int | None = None


def subject(side: Side) -> Subject:
    """Lay out the records of one table.

    Raises:
        TableError: As for ``clean``.
    """
    laid_out = lay_out(side.table, side.rules, record_id=side.record_id)
    rules = learned(laid_out.raw, side.rules)
    return Subject(_needed(laid_out.raw, rules, rules), laid_out.ids, rules)


def stack(left: Side, right: Side, *, prefix_ids: bool = False) -> Subject:
    """Lay two tables out below each other.

    Args:
        left: The left table.
        right: The right table; its rule set may be another pack's.
        prefix_ids: Put ``left:`` and ``right:`` before the record ids.

    Raises:
        TableError: As for ``clean``; or the tables share record ids, or nothing that tells who a record is.
    """
    sides = (left, right)
    laid_out = [lay_out(side.table, side.rules, record_id=side.record_id) for side in sides]
    for asked in (left.rules, right.rules):
        present = [_present(records, side.rules, asked) for records, side in zip(laid_out, sides, strict=True)]
        if all(identity_fields(asked) & set(each.columns) for each in present):
            ids = _ids(*(records.ids for records in laid_out), prefix=prefix_ids)
            return Subject(pl.concat(present, how="diagonal"), ids, asked, present[0].height)
    named = " or ".join(dict.fromkeys(side.rules.name for side in sides))
    raise TableError(f"the two tables have nothing in common that tells who a record is; {named} compares by it first")


def _present(records: Records, own: Rules, asked: Rules) -> pl.DataFrame:
    """Return the fields of a table that a rule set knows: under their own names, else by its header synonyms."""
    rules = learned(records.raw, own)
    if own is asked:
        return _needed(records.raw, rules, asked)
    present = standardize(records.raw, rules).present()
    types = {name: field.type for name, field in asked.fields.items()}
    shared = [name for name in present.columns if types.get(name) == own.fields[name].type]
    used = {records.columns[name] for name in shared}
    others = {
        name: header
        for name, header in match_headers(frame.headers(records.table), asked).items()
        if name in asked.fields and name not in shared and header not in used
    }
    raw = known_columns(records.table, others)
    return pl.concat([present.select(shared), standardize(raw, learned(raw, asked)).present()], how="horizontal")


def _needed(raw: pl.DataFrame, rules: Rules, asked: Rules) -> pl.DataFrame:
    """Return the standard values of what a search needs."""
    needed = standardized_fields(asked)
    columns = [name for name in raw.columns if name in needed] or raw.columns[:1]  # no column would mean no records
    return standardize(raw.select(columns), rules).present()


def _ids(left: pl.Series, right: pl.Series, *, prefix: bool) -> pl.Series:
    if prefix:
        left, right = "left:" + left, "right:" + right
    shared = left.is_in(right.to_list()).sum()
    if shared:
        raise TableError(
            f"{shared:,} record ids stand in both tables; tell them apart with --prefix-ids (`prefix_ids=True`), which "
            "puts left: and right: before them"
        )
    return pl.concat([left, right]).rename("record_id")
