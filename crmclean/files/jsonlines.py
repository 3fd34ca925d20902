"""JSON lines: one object a line. Values become text as they stand; a line that is no object is held back."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl

from crmclean.errors import TableError
from crmclean.files.header import check_header
from crmclean.files.parsed import HeldBack, Parsed, drop_blank
from crmclean.files.records import Lines

__all__ = ["is_json", "read_jsonlines"]

_Record = dict[str, str | None]
_JSON = re.compile(rb'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:\{|\Z))')


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
    rows: list[_Record] = []
    held: list[HeldBack] = []
    blank = 0
    for at, line in enumerate(lines.lines):
        if not line.strip():
            blank += 1
            continue
        try:
            rows.append(_record(line.rstrip("\r\n")))
        except (ValueError, RecursionError) as error:
            held.append(HeldBack(at, _reason(error), lines.raw(at, at + 1)))
    if not rows:
        raise TableError("is JSON, but not one object a line; write it as JSON lines, or CSV")
    names = list(dict.fromkeys(name for row in rows for name in row))
    check_header(names)
    columns = [pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in names]
    kept, empty = drop_blank(pl.DataFrame(columns).with_columns(pl.all().replace("", None)))
    return Parsed(kept, len(lines.lines), blank + empty, held)


def _record(line: str) -> _Record:
    values = json.loads(
        line, parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_without_repeats
    )
    if not isinstance(values, dict):
        raise _NoRecordError("no JSON object")
    nested = [name for name, value in values.items() if isinstance(value, (dict, list))]
    if nested:
        # Read again with plain numbers, or they would come out as quoted texts.
        plain = json.loads(line)
        values |= {name: json.dumps(plain[name], ensure_ascii=False, separators=(",", ":")) for name in nested}
    record = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items()}
    if "\\u" in line and not all(_is_text(cell) for pair in record.items() for cell in pair):
        raise _NoRecordError("a NUL, or half a character")
    return record


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _NoRecordError("a key that stands twice")
    return values


def _is_text(cell: str | None) -> bool:
    return cell is None or not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in cell)


def _reason(error: Exception) -> str:
    if isinstance(error, _NoRecordError):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON object: {error.msg} at column {error.colno}"
    return "no JSON object: nested too deeply"
