"""Read a table from a file: whatever the format, one result, and every byte accounted for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256

from crmclean.errors import QuarantineError, TableError
from crmclean.files.archive import Archive
from crmclean.files.content import content
from crmclean.files.database import is_database
from crmclean.files.delimited import Delimited, read_delimited
from crmclean.files.dialect import parse_delimiter
from crmclean.files.encoding import decode
from crmclean.files.input import Input
from crmclean.files.jsonlines import is_json, read_jsonlines
from crmclean.files.parquet import is_parquet, read_parquet
from crmclean.files.parsed import ASIDE, Parsed
from crmclean.files.source import load, refuse_other_kinds, refuse_other_text
from crmclean.files.spreadsheet import read_spreadsheet
from crmclean.files.sql import read_sql

__all__ = ["TooManyQuarantinedError", "read"]


class TooManyQuarantinedError(QuarantineError):
    """More rows could not be read than the limit allows; ``input`` holds what was read and what was not."""

    def __init__(self, message: str, found: Input) -> None:
        super().__init__(message)
        self.input = found


def read(  # noqa: PLR0913 - each kind of input has its own
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    table: str | None = None,
    query: str | None = None,
    max_quarantine: float = 0.10,
) -> Input:
    """Read a table of records, all text; an empty cell is null, quoted or not.

    The content decides the format: CSV with any of the usual delimiters, JSON lines, parquet, all three also packed
    (gzip, bzip2, xz, zstd, a zip archive of one file), an Excel workbook, or a SQLite file. Databases have a URL.
    A row that cannot be read exactly as it stands is quarantined with its line, offset and reason, never padded or
    shifted; a row of empty cells is counted as a blank line. Columns and rows keep the file's order.

    Args:
        path: The file, or a database; see ``read_sql``.
        encoding: Its encoding, in place of the ladder (byte order mark, UTF-16, UTF-8, windows-1252).
        delimiter: One character, or a name such as ``tab``, in place of the evidence.
        sheet: The sheet of a workbook; not needed where only one holds anything.
        table: The table of a database.
        query: The query to a database, in place of a table.
        max_quarantine: Share of the rows, 0-1, that may be quarantined.

    Returns:
        The table, the quarantine, counts, warnings, and how the file is written. Peak memory is some four times
        the file.

    Raises:
        TableError: The file is no table of records, or its encoding, delimiter or header is in doubt.
        TooManyQuarantinedError: More than ``max_quarantine`` of the rows are quarantined; carries the ``Input``.
    """
    name = os.fspath(path)
    if is_database(name):
        found = read_sql(name, table=table, query=query)
        _refuse_too_many(found, max_quarantine)
        return found
    if table is not None or query is not None:
        raise TableError(f"{name}: is no database; leave out --table and --query")
    known = parse_delimiter(delimiter) if delimiter else None
    raw = load(path)
    try:
        with ThreadPoolExecutor(1) as beside:
            checksum = beside.submit(lambda: sha256(raw).hexdigest())
            found = _parse(raw, name, encoding, known, sheet, checksum)
    except TableError as error:
        raise TableError(f"{name}: {error}") from error
    _refuse_too_many(found, max_quarantine)
    return found


def _parse(  # noqa: PLR0913, PLR0917 - what read takes, and the checksum
    raw: bytes, name: str, encoding: str | None, delimiter: str | None, sheet: str | None, checksum: Future[str]
) -> Input:
    data = content(raw)
    if isinstance(data, Archive):
        parsed, warnings, taken = read_spreadsheet(data, sheet)
        return _without_text(parsed, name, checksum, warnings, taken)
    if sheet is not None:
        raise TableError("is no workbook and has no sheets; leave out --sheet")
    if is_parquet(data):
        return _without_text(read_parquet(data), name, checksum)
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
        parsed.quarantine(text.line_offsets([row.start for row in parsed.held]) if parsed.held else ()),
        parsed.blank,
        parsed.rows,
        text.warnings + found.warnings,
        name,
        checksum.result(),
        encoding=text.encoding,
        delimiter=found.delimiter,
        quote=found.quote,
        escape=found.escape,
        line_end=found.line_end,
        text=None if parsed.spans is None else text.data,
        header=found.header,
        spans=parsed.spans,
    )


def _without_text(
    parsed: Parsed, name: str, checksum: Future[str], warnings: Sequence[str] = (), sheet: str | None = None
) -> Input:
    held = parsed.quarantine(())
    return Input(parsed.table, held, parsed.blank, parsed.rows, tuple(warnings), name, checksum.result(), sheet=sheet)


def _refuse_too_many(found: Input, limit: float) -> None:
    reasons = Counter(found.quarantine["reason"])
    aside = sum(reasons.pop(reason, 0) for reason in ASIDE)
    held, rows = reasons.total(), found.rows_read - found.blank_lines - aside
    if held > limit * rows:
        reason = reasons.most_common(1)[0][0]
        raise TooManyQuarantinedError(
            f"{found.path}: {held:,} of {rows:,} rows cannot be read ({held / rows:.1%}, at most {limit:.1%}), most "
            f"often for '{reason}'; mend the export, or raise --max-quarantine",
            found,
        )
