"""Read a table from a file: whatever the format, one result, and every byte accounted for."""

from __future__ import annotations

import hashlib
import io
import os
from collections import Counter

import polars as pl
from polars.exceptions import PolarsError

from crmclean.errors import QuarantineError, TableError
from crmclean.files.delimited import Delimited, read_delimited
from crmclean.files.dialect import parse_delimiter
from crmclean.files.encoding import decode
from crmclean.files.header import check_header
from crmclean.files.input import Input
from crmclean.files.jsonlines import is_json, read_jsonlines
from crmclean.files.parsed import Parsed, drop_blank
from crmclean.files.source import is_parquet, load, refuse_other_kinds, refuse_other_text, unpack
from crmclean.frame import as_text

__all__ = ["TooManyQuarantinedError", "read"]


class TooManyQuarantinedError(QuarantineError):
    """More rows could not be read than the limit allows; ``input`` holds what was read and what was not."""

    def __init__(self, message: str, found: Input) -> None:
        super().__init__(message)
        self.input = found


def read(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    max_quarantine: float = 0.10,
) -> Input:
    """Read a table of records, all text; an empty cell is null, quoted or not.

    The content decides the format: CSV with any of the usual delimiters, JSON lines, both also gzipped, or parquet.
    A row that cannot be read exactly as it stands is quarantined with its line, offset and reason, never padded or
    shifted; a row of empty cells is counted as a blank line. Columns and rows keep the file's order.

    Args:
        path: The file.
        encoding: Its encoding, in place of the ladder (byte order mark, UTF-16, UTF-8, windows-1252).
        delimiter: One character, or a name such as ``tab``, in place of the evidence.
        max_quarantine: Share of the rows, 0-1, that may be quarantined.

    Returns:
        The table, the quarantine, counts, warnings, and how the file is written. Peak memory is some four times
        the file.

    Raises:
        TableError: The file is no table of records, or its encoding, delimiter or header is in doubt.
        TooManyQuarantinedError: More than ``max_quarantine`` of the rows are quarantined; carries the ``Input``.
    """
    name = os.fspath(path)
    known = parse_delimiter(delimiter) if delimiter else None
    raw = load(path)
    try:
        found = _parse(raw, name, encoding, known)
    except TableError as error:
        raise TableError(f"{name}: {error}") from error
    _refuse_too_many(found, max_quarantine)
    return found


def _parse(raw: bytes, name: str, encoding: str | None, delimiter: str | None) -> Input:
    data, sha256 = unpack(raw), hashlib.sha256(raw).hexdigest()
    if is_parquet(data):
        parsed = _parquet(data)
        return Input(parsed.table, parsed.quarantine(()), parsed.blank, parsed.rows, (), name, sha256)
    refuse_other_kinds(data)
    text = decode(data, encoding)
    refuse_other_text(text.data)
    if delimiter is None and is_json(text.data):
        found = Delimited(read_jsonlines(text.data.decode()))
    else:
        found = read_delimited(text.data, delimiter=delimiter)
    parsed = found.parsed
    return Input(
        parsed.table,
        parsed.quarantine(text.line_offsets() if parsed.held else ()),
        parsed.blank,
        parsed.rows,
        text.warnings + found.warnings,
        name,
        sha256,
        text.encoding,
        found.delimiter,
        found.quote,
        found.line_end,
    )


def _parquet(data: bytes) -> Parsed:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except PolarsError as error:
        raise TableError("is a parquet file that is damaged; write it again") from error
    check_header(frame.columns)
    table, blank = drop_blank(as_text(frame, frame.columns))
    return Parsed(table, frame.height, blank)


def _refuse_too_many(found: Input, limit: float) -> None:
    held, rows = found.quarantine.height, found.rows_read - found.blank_lines
    if held > limit * rows:
        reason = Counter(found.quarantine["reason"]).most_common(1)[0][0]
        raise TooManyQuarantinedError(
            f"{found.path}: {held:,} of {rows:,} rows cannot be read ({held / rows:.1%}, at most {limit:.1%}), most "
            f"often for '{reason}'; mend the export, or raise --max-quarantine",
            found,
        )
