"""Text tables (CSV, TSV, semicolons, pipes): find how the text is written, then read it, fast where it is sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from crmclean.errors import TableError
from crmclean.files.dialect import Dialect, detect, escapes
from crmclean.files.header import check_header
from crmclean.files.parsed import ABOVE_HEADER, BELOW_TABLE, HeldBack, Parsed
from crmclean.files.records import Lines, with_names
from crmclean.files.rows import read_rows
from crmclean.files.strangers import without_strangers

__all__ = ["Delimited", "read_delimited"]

_SAMPLE = 1 << 20
_LATER = 1 << 16
_INK = re.compile(rb"\S")
_NOTHING = re.compile(rb"(?:sep=.)?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text table, how it was written, and what to warn of."""

    parsed: Parsed
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    line_end: str = "\n"
    header: tuple[int, int] = (0, 0)
    """Where the header's lines stand in the text: the offset of the first byte, and that of the next line's."""
    warnings: tuple[str, ...] = ()


def read_delimited(text: bytes, *, delimiter: str | None = None) -> Delimited:
    """Read a text table.

    Args:
        text: UTF-8 without byte order mark.
        delimiter: Between cells, where it is known.

    Raises:
        TableError: The delimiter or the header is in doubt, or the header's names cannot be columns.
    """
    if not _INK.search(text) or _NOTHING.match(text):
        return Delimited(
            Parsed(pl.DataFrame(), 0, spans=np.empty((0, 2), dtype=np.int64)),
            warnings=("the file is empty: no header, no records",),
        )
    head = _head(text)
    sample = Lines(head.decode(errors="ignore"))
    if not sample.text.strip():
        raise TableError("begins with a megabyte of blank lines; remove them")
    dialect = detect(sample, cut=len(head) < len(text), delimiter=delimiter)
    dialect = _with_late_escape(dialect, text, len(head))
    nameless = [at for at, name in enumerate(dialect.header) if not name.strip()]
    if len(nameless) < len(dialect.header):
        dialect = replace(dialect, header=with_names(dialect.header))
    check_header(dialect.header)
    begin = 0 if dialect.told and dialect.header_line == 1 else dialect.header_line
    above, start = (len(sample.text[: sample.starts[line]].encode()) for line in (begin, dialect.first_line))
    rows = without_strangers(read_rows(text, dialect, start=start), text, dialect)
    _refuse_values_without_name(rows.table, nameless)
    parsed = _with_lines_above(_with_notes(rows, text), sample, dialect)
    style = dialect.delimiter, dialect.quote, dialect.escape, _line_end(head)
    return Delimited(parsed, *style, (above, start), _warnings(parsed, dialect, nameless))


def _with_late_escape(dialect: Dialect, text: bytes, start: int) -> Dialect:
    """Look at the first backslash before a quote that stands beyond the sample."""
    # Few texts have a backslash at all, and one byte is looked for ten times as fast as two.
    at = -1 if dialect.escape or b"\\" not in text else text.find(b"\\" + dialect.quote.encode(), start)
    if at < 0:
        return dialect
    line = max(text.rfind(b"\n", start, at), text.rfind(b"\r", start, at), start - 1) + 1
    later = Lines(text[line : at + _LATER].decode(errors="ignore"))
    return replace(dialect, escape="\\") if escapes(dialect, later) else dialect


def _head(text: bytes) -> bytes:
    if len(text) <= _SAMPLE:
        return text
    head = text[:_SAMPLE]
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head


def _line_end(head: bytes) -> str:
    both = head.count(b"\r\n")
    counts = {"\n": head.count(b"\n") - both, "\r\n": both, "\r": head.count(b"\r") - both}
    return max(counts, key=lambda end: counts[end])


def _with_lines_above(parsed: Parsed, sample: Lines, dialect: Dialect) -> Parsed:
    """Hold back the lines of text above the header: they are no records, and nothing is lost."""
    above = [HeldBack(at, ABOVE_HEADER, sample.raw(at, at + 1)) for at in dialect.above]
    return replace(parsed, rows=parsed.rows + len(above), held=[*above, *parsed.held])


def _with_notes(parsed: Parsed, text: bytes) -> Parsed:
    """Name the notes below the table for what they are: the lines below its last row, below a blank line."""
    below = text[parsed.spans[-1, 1] :].splitlines() if parsed.spans is not None and len(parsed.spans) else []
    notes = sum(bool(line.strip()) for line in below)
    if not notes or below[0].strip():
        return parsed
    *held, kept = (parsed.held[: len(parsed.held) - notes], parsed.held[len(parsed.held) - notes :])
    alone = all(row.reason.startswith("1 cells") for row in kept)
    return replace(parsed, held=[*held[0], *(row._replace(reason=BELOW_TABLE) for row in kept)]) if alone else parsed


def _refuse_values_without_name(table: pl.DataFrame, nameless: Sequence[int]) -> None:
    filled = [str(at + 1) for at in nameless if table.to_series(at).null_count() < table.height]
    if filled:
        raise TableError(f"the header has no name for column {', '.join(filled)}; name it, or remove the column")


def _warnings(parsed: Parsed, dialect: Dialect, nameless: Sequence[int]) -> tuple[str, ...]:
    warnings = []
    if nameless:
        columns = ", ".join(str(at + 1) for at in nameless[:5]) + (", …" if len(nameless) > 5 else "")
        warnings.append(f"without name and without any value: column {columns}")
    if dialect.above:
        skipped = _listed([at + 1 for at in dialect.above])
        warnings.append(f"skipped above the header in line {dialect.header_line + 1}: {skipped}")
    if parsed.rows == len(dialect.above):
        warnings.append("a header and no records")
    return tuple(warnings)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return f"{len(numbers)} line{'s' if len(numbers) > 1 else ''} of text (line {shown})"
