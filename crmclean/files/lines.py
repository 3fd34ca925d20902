"""Where in a file records stand: for messages to people, who count lines and not records."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice

from crmclean.files.dialect import detect, parse_delimiter
from crmclean.files.encoding import decode
from crmclean.files.jsonlines import is_json
from crmclean.files.records import Lines, Rows
from crmclean.files.source import is_parquet, load, unpack

__all__ = ["lines_of"]


def lines_of(
    path: str | os.PathLike[str], rows: Sequence[int], *, encoding: str | None = None, delimiter: str | None = None
) -> list[int]:
    """Return the physical lines, from 1, at which records begin.

    The file is read once more, carefully; only the message of an error is worth that.

    Args:
        path: A file that ``read`` has read, with the same encoding and delimiter.
        rows: Positions of the records in the table, from 0.
        encoding: As for ``read``.
        delimiter: As for ``read``.

    Returns:
        One line for each row; nothing for formats without lines.
    """
    data = unpack(load(path))
    if is_parquet(data):
        return []
    text = decode(data, encoding)
    if delimiter is None and is_json(text.data):
        return []
    lines = Lines(text.data.decode())
    dialect = detect(lines, cut=False, delimiter=parse_delimiter(delimiter) if delimiter else None)
    found = Rows(dialect.delimiter, dialect.quote).scan(lines, start=dialect.first_line, header=dialect.header)
    starts = [row.start + 1 for row in islice((row for row in found if row.cells and not row.problem), max(rows) + 1)]
    return [starts[row] for row in rows]
