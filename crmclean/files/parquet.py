"""Parquet: every column as exact text. Arrow reads it: on damaged files it says so, where other readers crash."""

from __future__ import annotations

import polars as pl
from polars.exceptions import PanicException, PolarsError

from crmclean.errors import TableError
from crmclean.files.archive import RATIO_LIMIT, SIZE_LIMIT
from crmclean.files.cell import cell_problem, csv_line, may_be_problems
from crmclean.files.header import check_header
from crmclean.files.parsed import HeldBack, Parsed, drop_blank
from crmclean.frame import Table, as_text

__all__ = ["is_parquet", "read_parquet"]

_MAGIC = b"PAR1"
_PAGE = b"\x15"
"""How the header of a first page begins. Source: Thrift compact protocol, field 1 of type i32."""
_CELLS = 500_000_000
"""Most cells; at 16 bytes each, before any text, they take 8 GB. A few bytes of parquet can stand for any number."""


def is_parquet(data: bytes) -> bool:
    """Whether the bytes are a parquet file, or the beginning of one."""
    return data.startswith(_MAGIC) and (data.endswith(_MAGIC) or data[4:5] == _PAGE)


def read_parquet(data: bytes) -> Parsed:
    """Read a parquet file; a row with a text that no CSV could hold is held back, its number in place of a line.

    Raises:
        TableError: It is damaged or may be a bomb, its names cannot be columns, or a column holds lists, maps or bytes.
    """
    table = _arrow(data)
    try:
        texts = as_text(table, table.column_names)
    except (PolarsError, PanicException, OverflowError) as error:
        raise TableError("is a parquet file with a type of column that cannot be read; write it as text") from error
    held = _held(texts)
    kept = texts.filter(~pl.int_range(pl.len()).is_in([row.start for row in held])) if held else texts
    found, blank = drop_blank(kept)
    return Parsed(found, table.num_rows, blank, held)


def _arrow(data: bytes) -> Table:
    import pyarrow as pa  # noqa: PLC0415 - a fifth of a second, for one kind of file
    from pyarrow import parquet  # noqa: PLC0415

    try:
        file = parquet.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        check_header(file.schema_arrow.names, certain=True)
        _refuse_bomb(file.metadata, len(data))
        table = file.read()
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, MemoryError):
            raise
        raise TableError("is a parquet file that is damaged; write it again") from error
    return _narrowed(table)


def _narrowed(table: Table) -> Table:
    """Give numbers of 76 digits the type for 38, which is all that the inner engine knows; more are not rounded."""
    import pyarrow as pa  # noqa: PLC0415 - it is loaded by now

    for at, field in enumerate(table.schema):
        if pa.types.is_decimal256(field.type):
            try:
                column = table.column(at).cast(pa.decimal128(38, field.type.scale))
            except pa.ArrowException as error:
                raise TableError(
                    f"column '{field.name}' has numbers of more than 38 digits; write it as text"
                ) from error
            table = table.set_column(at, field.name, column)
    return table


def _refuse_bomb(metadata: Table, packed: int) -> None:
    if metadata.num_rows * metadata.num_columns > _CELLS:
        raise TableError(
            f"has {metadata.num_rows:,} rows of {metadata.num_columns:,} columns; at most {_CELLS:,} cells can be read"
        )
    size = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if size > max(SIZE_LIMIT, RATIO_LIMIT * packed):
        raise TableError(f"unpacks to more than {RATIO_LIMIT} times its size and {SIZE_LIMIT >> 20} MB, as bombs do")


def _held(texts: pl.DataFrame) -> list[HeldBack]:
    suspects = texts.with_row_index("\0row").filter(may_be_problems())
    found = []
    for at, *cells in suspects.iter_rows():
        problem = next(filter(None, (cell_problem(cell) for cell in cells if cell)), "")
        if problem:
            found.append(HeldBack(at, problem, csv_line(cells)))
    return found
