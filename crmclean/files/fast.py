"""The fast reader: polars, on rows that are proven sound, beside the proof of the next ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl
from polars.exceptions import PolarsError

from crmclean.errors import TableError
from crmclean.files.dialect import Dialect

__all__ = ["read_fast"]

_PIECE = 1 << 24
"""Bytes that are joined and read at once."""
_AHEAD = 2
"""Pieces that wait, so that few are in memory."""


def read_fast(parts: Iterable[bytes | memoryview], dialect: Dialect) -> pl.DataFrame:
    """Read parts of a text (UTF-8), each of them some sound rows, while the next ones come.

    Args:
        parts: The rows, in order; only the last row of the last part may lack its line end.
        dialect: How they are written.

    Returns:
        All columns text, an empty cell null.

    Raises:
        TableError: polars refuses the rows. None are known that it does.
    """
    empty = pl.DataFrame(schema=dict.fromkeys(dialect.header, pl.String))
    tables: list[Future[pl.DataFrame]] = []
    with ThreadPoolExecutor(1) as beside:
        for piece in _pieces(parts, dialect):
            tables.append(beside.submit(_polars, piece, dialect))
            if len(tables) > _AHEAD:
                tables[-1 - _AHEAD].result()
    return pl.concat([empty, *(table.result() for table in tables)])


def _pieces(parts: Iterable[bytes | memoryview], dialect: Dialect) -> Iterator[bytes]:
    # A row of our own shows polars the width, where the first row is a blank line.
    head = dialect.separator.join(["c"] * len(dialect.header)).encode() + b"\n"
    piece: list[bytes | memoryview] = [head]
    size = 0
    for part in parts:
        piece.append(part)
        size += len(part)
        if size >= _PIECE:
            yield b"".join(piece)
            piece, size = [head], 0
    if size:
        yield b"".join(piece)


def _polars(piece: bytes, dialect: Dialect) -> pl.DataFrame:
    try:
        table = pl.read_csv(
            piece,
            has_header=False,
            schema=dict.fromkeys(dialect.header, pl.String),
            separator=dialect.separator,
            quote_char=dialect.quote,
        )
    except PolarsError as error:
        raise TableError("holds rows that one reader takes and another refuses; please report it") from error
    return table[1:].with_columns(pl.all().replace("", None))
