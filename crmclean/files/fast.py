"""The fast reader: polars on the rows that are proven sound."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from polars.exceptions import PolarsError

from crmclean.files.parsed import Parsed, Stretch, drop_blank
from crmclean.files.soundness import sound_rows

__all__ = ["read_fast"]


def read_fast(block: bytes, *, delimiter: str, quote: str, header: Sequence[str], last: bool) -> Stretch | None:
    """Read the sound rows at the start of a block of text.

    Args:
        block: UTF-8, from the first byte of a row.
        delimiter: Between cells.
        quote: Around cells.
        header: The names of the columns.
        last: Whether the text ends with the block.

    Returns:
        The rows before the first that is not proven sound, or that is the header again; None where that is the first
        row. On these the careful reader gives the same.
    """
    ends, lines, quoted_empty = sound_rows(block, delimiter=delimiter, quote=quote, width=len(header), last=last)
    if not len(ends):
        return None
    table = _polars(block[: ends[-1] + 1], delimiter, quote, header)
    if table is None or table.height != len(ends):
        return None
    rows = _before_header(table)
    if not rows:
        return None
    table = table.head(rows)
    kept, blank = drop_blank(table.with_columns(pl.all().replace("", None)) if quoted_empty else table)
    return Stretch(Parsed(kept, rows, blank), int(lines[rows - 1]), min(int(ends[rows - 1]) + 1, len(block)))


def _polars(text: bytes, delimiter: str, quote: str, header: Sequence[str]) -> pl.DataFrame | None:
    # Names of our own: polars needs a header to know the width, and would read the real one in its own way.
    names = [f"c{at}" for at in range(len(header))]
    head = delimiter.join(names).encode() + b"\n"
    try:
        table = pl.read_csv(head + text, separator=delimiter, quote_char=quote, infer_schema=False)
    except PolarsError:
        return None
    return table.rename(dict(zip(names, header, strict=True)))


def _before_header(table: pl.DataFrame) -> int:
    """Count the rows before one that is the header again."""
    first = (table.to_series(0) == table.columns[0]).arg_true()
    again = (at for at in first if table.width > 1 and table.row(at) == tuple(table.columns))
    return next(again, table.height)
