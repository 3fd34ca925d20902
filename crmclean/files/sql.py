"""Tables and queries of a database, read like a file: all text, rows and columns as the database gives them.

A name is looked up among those that the database has and quoted; it is never pasted into a statement. The checksum of
such an input is that of the CSV that ``csv_bytes`` makes of what was read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import polars as pl

from crmclean.errors import TableError, did_you_mean
from crmclean.files.cell import cell_problem, csv_line, may_be_problems
from crmclean.files.database import Database, opened, refuse_bytes
from crmclean.files.header import check_header
from crmclean.files.input import Input
from crmclean.files.parsed import HeldBack, Parsed, drop_blank
from crmclean.files.write import csv_bytes

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult, Inspector, Select

__all__ = ["read_sql"]

_CHUNK = 10_000
_SHOWN = 12
_COMMENT = re.compile(r"\s*(?:--[^\n]*(?:\n\s*|\Z)|/\*.*?\*/\s*)*", re.DOTALL)
_READS = re.compile(r"[\s(]*(?:select|with|values|table)\b", re.IGNORECASE)
_ORDERS = re.compile(r"\border\s+by\b", re.IGNORECASE)
_EXACT = 2**53
_Texts = Sequence[str | None]


def read_sql(source: str, *, table: str | None = None, query: str | None = None) -> Input:
    """Read a table, or what a query gives, of a SQLite or PostgreSQL database; nothing can be written.

    Every value is text: numbers with the digits they have, days and times as ISO 8601 (with a time zone: in UTC),
    truth as ``true`` and ``false``, JSON and arrays as the database writes them. Null and the empty text are both
    null, as in every input. A row with a text that is none (a NUL, bytes) is held back, its number in place of a line.

    Args:
        source: ``postgresql://host/database`` or ``sqlite:///file.db``, without a password; ``env:NAME`` for a URL in
            an environment variable; or the path of a SQLite file.
        table: A table or view, ``schema.name`` outside of the default schema. It is sorted by its primary key.
        query: One SELECT in place of a table.

    Raises:
        TableError: Database, table or query cannot be read; a column holds bytes, or its name stands twice.
        MissingExtraError: The extra ``sql`` is not installed.
    """
    if table is not None and query is not None:
        raise TableError("say --table or --query, not both")
    if query is not None and not _READS.match(query, _COMMENT.match(query).end()):  # type: ignore[union-attr]
        raise TableError("the query must be a SELECT: crmclean only reads")
    with opened(source) as database:
        try:
            if query is not None:
                name, warnings = f"query of {database.name}", _query_warnings(query)
                parsed = _read(database, query)
            else:
                name, (parsed, warnings) = f"{table} of {database.name}", _read_table(database, table)
        except TableError as error:
            raise TableError(f"{database.name}: {error}") from None
    if not parsed.rows:
        warnings = (*warnings, "columns and no records")
    sha256 = hashlib.sha256(csv_bytes(parsed.table)).hexdigest()
    return Input(parsed.table, parsed.quarantine(()), parsed.blank, parsed.rows, warnings, name, sha256)


def _query_warnings(query: str) -> tuple[str, ...]:
    return () if _ORDERS.search(query) else ("the query has no ORDER BY: its rows may come in another order next time",)


def _read_table(database: Database, table: str | None) -> tuple[Parsed, tuple[str, ...]]:
    import sqlalchemy as sa  # noqa: PLC0415 - an extra

    inspector = sa.inspect(database.connection)
    schema, name = _looked_up(inspector, table)
    keys = inspector.get_pk_constraint(name, schema)["constrained_columns"]
    of = sa.table(sa.quoted_name(name, quote=True), schema=schema and sa.quoted_name(schema, quote=True))
    statement = sa.select(sa.text("*")).select_from(of)
    ordered = statement.order_by(*(sa.column(sa.quoted_name(key, quote=True)) for key in keys))
    unsorted = ("there is no primary key to sort by: the rows may come in another order next time",)
    return _read(database, ordered), () if keys else unsorted


def _looked_up(inspector: Inspector, table: str | None) -> tuple[str | None, str]:
    """Find a table by the name that was given: its schema, None for the default one, and its name there."""
    known = _tables(inspector, None)
    listed = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "") if known else "none"
    if table is None:
        raise TableError(f"name one of its tables with --table, or a --query; it has: {listed}")
    if table in known:
        return None, table
    schema, _, name = table.partition(".")
    if schema in inspector.get_schema_names() and name in _tables(inspector, schema):
        return schema, name
    raise TableError(f"no table '{table}'; it has: {listed}.{did_you_mean(table, known)}")


def _tables(inspector: Inspector, schema: str | None) -> list[str]:
    materialized = inspector.get_materialized_view_names(schema) if inspector.dialect.name == "postgresql" else []
    return sorted({*inspector.get_table_names(schema), *inspector.get_view_names(schema), *materialized})


def _read(database: Database, statement: Select[Any] | str) -> Parsed:
    """Run one statement and read what it gives, piece by piece."""
    database.as_text()
    with _result(database.connection, statement) as found:
        names = list(found.keys()) if found.returns_rows else []
        check_header(names, certain=True)
        refuse_bytes(found)
        tables = [pl.DataFrame(schema=dict.fromkeys(names, pl.String))]
        held: list[HeldBack] = []
        rows = 0
        for part in found.partitions(_CHUNK):
            columns = [_texts(cells, name) for cells, name in zip(zip(*part, strict=True), names, strict=True)]
            kept, problems = _sorted_out(names, columns, rows)
            tables.append(kept)
            held += problems
            rows += len(part)
    table, blank = drop_blank(pl.concat(tables).with_columns(pl.all().replace("", None)))
    return Parsed(table, rows, blank, held)


def _result(connection: Connection, statement: Select[Any] | str) -> CursorResult[Any]:
    streaming = connection.execution_options(stream_results=True, yield_per=_CHUNK)
    if isinstance(statement, str):
        # Without parameters, so that a percent sign is one.
        return streaming.execution_options(no_parameters=True).exec_driver_sql(statement)
    return streaming.execute(statement)


def _sorted_out(names: Sequence[str], columns: Sequence[_Texts], start: int) -> tuple[pl.DataFrame, list[HeldBack]]:
    """Part the rows that can be records from those that hold what no cell may."""
    with suppress(UnicodeEncodeError):
        table = _table(names, columns)
        if not table.select(may_be_problems().any()).item():
            return table, []
    kept: list[_Texts] = []
    held = []
    for at, row in enumerate(zip(*columns, strict=True), start):
        problem = next(filter(None, (cell_problem(cell) for cell in row if cell)), "")
        if problem:
            held.append(HeldBack(at, problem, csv_line(row)))
        else:
            kept.append(row)
    return _table(names, list(zip(*kept, strict=True)) or [()] * len(names)), held


def _table(names: Sequence[str], columns: Sequence[_Texts]) -> pl.DataFrame:
    named = zip(names, columns, strict=True)
    return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in named])


def _texts(cells: Sequence[object], name: str) -> _Texts:
    if set(map(type, cells)) <= {str, type(None)}:
        return cells  # type: ignore[return-value]
    return [_text(cell, name) for cell in cells]


def _text(value: object, name: str) -> str | None:
    """Return a value as text: PostgreSQL sends nothing else, SQLite has numbers, too."""
    match value:
        case None | str():
            return value
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
        case _:
            raise TableError(f"column '{name}' holds bytes, which are no text; leave it out by --query")
