"""Text tables (CSV, TSV, semicolons, pipes): find how the text is written, then read it, fast where it is sound."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from crmclean.errors import TableError
from crmclean.files.dialect import Dialect, detect
from crmclean.files.header import check_header
from crmclean.files.parsed import Parsed
from crmclean.files.records import Lines
from crmclean.files.rows import read_rows

__all__ = ["Delimited", "read_delimited"]

_SAMPLE = 1 << 20
_INK = re.compile(rb"\S")


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text table, how it was written, and what to warn of."""

    parsed: Parsed
    delimiter: str = ","
    quote: str = '"'
    line_end: str = "\n"
    warnings: tuple[str, ...] = ()


def read_delimited(text: bytes, *, delimiter: str | None = None) -> Delimited:
    """Read a text table.

    Args:
        text: UTF-8 without byte order mark.
        delimiter: Between cells, where it is known.

    Raises:
        TableError: The delimiter or the header is in doubt, or the header's names cannot be columns.
    """
    if not _INK.search(text):
        return Delimited(Parsed(pl.DataFrame(), 0), warnings=("the file is empty: no header, no records",))
    head = _head(text)
    sample = Lines(head.decode(errors="ignore"))
    if not sample.text.strip():
        raise TableError("begins with a megabyte of blank lines; remove them")
    dialect = detect(sample, cut=len(head) < len(text), delimiter=delimiter)
    check_header(dialect.header)
    start = len(sample.text[: sample.starts[dialect.first_line]].encode())
    parsed = read_rows(text, dialect, start=start)
    return Delimited(parsed, dialect.delimiter, dialect.quote, _line_end(head), _warnings(parsed, sample, dialect))


def _head(text: bytes) -> bytes:
    if len(text) <= _SAMPLE:
        return text
    head = text[:_SAMPLE]
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head


def _line_end(head: bytes) -> str:
    both = head.count(b"\r\n")
    counts = {"\n": head.count(b"\n") - both, "\r\n": both, "\r": head.count(b"\r") - both}
    return max(counts, key=lambda end: counts[end])


def _warnings(parsed: Parsed, sample: Lines, dialect: Dialect) -> tuple[str, ...]:
    warnings = []
    skipped = [at + 1 for at, line in enumerate(sample.lines[: dialect.header_line]) if line.strip()]
    if skipped:
        warnings.append(f"skipped above the header in line {dialect.header_line + 1}: {_listed(skipped)}")
    if not parsed.rows:
        warnings.append("a header and no records")
    return tuple(warnings)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return f"{len(numbers)} line{'s' if len(numbers) > 1 else ''} of text (line {shown})"
