"""JSON lines: one object a line. Values become text as they stand; a line that is no object is held back."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl

from crmclean.errors import TableError
from crmclean.files.cell import cell_problem
from crmclean.files.header import check_header
from crmclean.files.parsed import HeldBack, Parsed, drop_blank
from crmclean.files.records import CELL_LIMIT, Lines

__all__ = ["is_json", "read_jsonlines"]

_Record = dict[str, str | None]
_JSON = re.compile(rb'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:\{|\Z))')
_CHUNK = 1 << 14


class _NoRecordError(ValueError):
    """The line is JSON, but no record; says why."""


def is_json(text: bytes) -> bool:
    """Whether a text begins as JSON objects do, or as an array of them; no CSV header does."""
    return bool(_JSON.match(text[: 1 << 16]))


def read_jsonlines(text: str) -> Parsed:
    """Read JSON lines; columns are the keys in order of their first appearance, a missing key is null.

    A number keeps its digits, true and false are text, a list or an object inside becomes compact JSON text.

    Raises:
        TableError: It is one JSON array or one object over several lines, or the keys cannot be columns.
    """
    if text.lstrip().startswith("["):
        raise TableError("is one JSON array; write one object a line (JSON lines), or CSV")
    lines = Lines(text)
    gathered = _Gathered()
    held: list[HeldBack] = []
    blank = 0
    for at, line in enumerate(lines.lines):
        if not line.strip():
            blank += 1
            continue
        try:
            record = _record(line.rstrip("\r\n"))
        except (ValueError, RecursionError) as error:
            held.append(HeldBack(at, _reason(error), lines.raw(at, at + 1)))
        else:
            blank += not record
            gathered.add(record)
    if len(held) + blank == len(lines.lines) and held:
        raise TableError("is JSON, but not one object a line; write it as JSON lines, or CSV")
    table = gathered.table()
    check_header(table.columns, certain=True)
    kept, empty = drop_blank(table.with_columns(pl.all().replace("", None)))
    return Parsed(kept, len(lines.lines), blank + empty, held)


class _Gathered:
    """Records, made columns some thousands at a time: as objects they would take several times the memory."""

    def __init__(self) -> None:
        self._tables: list[pl.DataFrame] = []
        self._rows: list[_Record] = []

    def add(self, record: _Record) -> None:
        if record:
            self._rows.append(record)
        if len(self._rows) == _CHUNK:
            self._pack()

    def table(self) -> pl.DataFrame:
        """Return all records, the columns in order of their first appearance."""
        self._pack()
        return pl.concat(self._tables, how="diagonal")

    def _pack(self) -> None:
        names = dict.fromkeys(name for row in self._rows for name in row)
        columns = (pl.Series(name, [row.get(name) for row in self._rows], dtype=pl.String) for name in names)
        self._tables.append(pl.DataFrame(list(columns)))
        self._rows.clear()


def _record(line: str) -> _Record:
    record: Any = _AS_TEXT.decode(line)
    if record.__class__ is not dict:
        raise _NoRecordError("no JSON object")
    nested = []
    if "" in record:
        raise _NoRecordError("a value without a name")
    for name, value in record.items():
        if value is True or value is False:
            record[name] = "true" if value else "false"
        elif value.__class__ is dict or value.__class__ is list:
            nested.append(name)
    if nested:
        record |= _compact(line, nested)
    if "\\u" in line or len(line) > CELL_LIMIT:
        problem = next(filter(None, (cell_problem(cell) for pair in record.items() for cell in pair if cell)), "")
        if problem:
            raise _NoRecordError(problem)
    return record


def _compact(line: str, names: list[str]) -> _Record:
    """Return lists and objects as compact JSON in which every number stands as it stood."""
    if "\\u0000" in line:
        raise _NoRecordError("a NUL character")
    # A number is marked by a NUL, which no text here holds, so that it comes out of its quotes again.
    marked = _AS_MARKED_TEXT.decode(line)
    texts = {name: json.dumps(marked[name], ensure_ascii=False, separators=(",", ":")) for name in names}
    return {name: _MARKED.sub(r"\1", text) for name, text in texts.items()}


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


def _mark(number: str) -> str:
    return f"\0{number}"


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _NoRecordError("a key that stands twice")
    return values


_AS_TEXT = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_without_repeats
)
_AS_MARKED_TEXT = json.JSONDecoder(parse_int=_mark, parse_float=_mark, parse_constant=_mark)
_MARKED = re.compile(r'"\\u0000([^"]*)"')


def _reason(error: Exception) -> str:
    if isinstance(error, _NoRecordError):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON object: {error.msg} at column {error.colno}"
    return "no JSON object: nested too deeply"
