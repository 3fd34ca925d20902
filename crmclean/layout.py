"""A table laid out for a rule set: which of its columns is which field, and what the record ids are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from crmclean import frame
from crmclean.dedup.compare import fields_of
from crmclean.errors import RecordIdError, TableError
from crmclean.fields import State
from crmclean.fields.identifier import Identifier
from crmclean.frame import Table
from crmclean.spec import Rules, match_headers
from crmclean.spec.drift import Drift, drift

__all__ = ["ROW", "Records", "known_columns", "lay_out", "missing_columns"]

ROW = "ROW"
"""Record id "column" that numbers the rows from 1 in place of reading an id."""
_PLAIN_ID = r"^[A-Za-z0-9_-]*[A-Za-z0-9]$"
"""Ids that an identifier without a format leaves as they are; most files have no others."""


@dataclass(frozen=True, slots=True)
class Records:
    """A table laid out for a rule set.

    ``table`` is the table as it came, ``raw`` its known columns as text under their canonical names, ``ids`` the record
    ids, and ``columns`` leads from canonical field to the table's own column name.
    """

    table: Table
    raw: pl.DataFrame
    ids: pl.Series
    columns: Mapping[str, str]


def lay_out(table: Table, rules: Rules, *, record_id: str | None = None) -> Records:
    """Match a table's columns with the fields of a rule set and read its record ids.

    Args:
        table: A pandas, polars or Arrow table; columns that the rules do not know are left alone.
        rules: The rule set.
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows from 1.

    Raises:
        TableError: No column fits a field, there is no record id, or ids are empty or repeated (lines are named).
    """
    table = frame.solid(table)
    headers = frame.headers(table)
    columns = dict(match_headers(headers, rules))
    if record_id == ROW:
        columns.pop(rules.record_id, None)
    elif record_id:
        if record_id not in headers:
            raise TableError.unknown_column(record_id, headers)
        columns[rules.record_id] = record_id
    if headers and not any(name in rules.fields for name in columns):
        raise TableError(f"no column fits a field of the rule set '{rules.name}'; choose another with --rules")
    known = {name: header for name, header in columns.items() if name in rules.fields}
    if (
        list(known.values()).count(columns.get(rules.record_id, "")) > 1
    ):  # an e-mail that serves as id is still an e-mail
        del known[rules.record_id]
    numbered = record_id == ROW or not headers
    ids = _ids(table, rules, known, columns.get(rules.record_id), numbered=numbered)
    return Records(table, known_columns(table, known), ids, columns)


def missing_columns(headers: Sequence[str], rules: Rules) -> Drift:
    """Find what the rules use and a table with these column names lacks."""
    compared = {name: fields_of(name, rules) for name in rules.duplicates.compare}
    return drift(headers, match_headers(headers, rules), rules, compared)


def known_columns(table: Table, columns: Mapping[str, str], *, keep_empty: bool = False) -> pl.DataFrame:
    """Return the known columns of a table as text, under their canonical names; empty texts as null, or kept."""
    text = frame.as_text(table, list(dict.fromkeys(columns.values())), keep_empty=keep_empty)
    return pl.DataFrame({name: text[header] for name, header in columns.items()})


def _ids(
    table: pl.DataFrame, rules: Rules, known: Mapping[str, str], header: str | None, *, numbered: bool
) -> pl.Series:
    if numbered:
        rows = frame.height(table)
        width = len(str(rows))
        return pl.Series("record_id", [f"{row:0{width}d}" for row in range(1, rows + 1)], dtype=pl.String)
    if header is None:
        raise TableError(
            f"no record id: no column fits '{rules.record_id}'; name it with --record-id COLUMN, or number the rows "
            "with --record-id ROW"
        )
    ids = frame.as_text(table, [header])[header].rename("record_id")
    field = next((name for name, its_header in known.items() if its_header == header), None)
    if field and not (
        rules.fields[field] == Identifier() and ids.str.contains(_PLAIN_ID).all()
    ):  # as cleaning will write it: 15 characters of Salesforce become 18
        standard = rules.fields[field].standardize_column(ids)
        raw_stays = standard["state"].is_in([State.PLACEHOLDER, State.IMPOSSIBLE])
        ids = pl.select(pl.when(raw_stays).then(ids).otherwise(standard["value"])).to_series()
        ids = ids.rename("record_id")
    if ids.null_count() or not (frame.is_ascending(ids) or ids.n_unique() == len(ids)):
        raise RecordIdError(header, (ids.is_null() | frame.repeated(ids.to_frame())).arg_true().to_list())
    return ids
