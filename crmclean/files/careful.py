"""The careful reader: rows that are believed go to the table, the others are held back, blank ones are counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import polars as pl

from crmclean.files.parsed import HeldBack, Parsed, Stretch
from crmclean.files.records import Lines, Rows

__all__ = ["read_careful"]


def read_careful(lines: Lines, grammar: Rows, *, header: Sequence[str], start: int, reach: int) -> Stretch:
    """Read rows, whatever they hold.

    Args:
        lines: The text, far enough below the rows for a quote to close.
        grammar: Its delimiter and quote.
        header: The names of the columns.
        start: Index of the line at which the first row begins.
        reach: Rows are read that begin within so many characters.
    """
    end = lines.starts[start] + reach
    rows = list(takewhile(lambda row: lines.starts[row.start] < end, grammar.scan(lines, start=start, header=header)))
    stop = rows[-1].stop if rows else start
    held = [HeldBack(row.start, row.problem, lines.raw(row.start, row.stop)) for row in rows if row.problem]
    cells = [row.cells for row in rows if row.cells and not row.problem]
    parsed = Parsed(_table(cells, header), len(rows), len(rows) - len(held) - len(cells), held)
    size = len(lines.text[lines.starts[start] : lines.starts[stop]].encode())
    return Stretch(parsed, stop - start, size)


def _table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    texts = (pl.Series(name, column, dtype=pl.String) for name, column in zip(header, columns, strict=True))
    return pl.DataFrame(list(texts)).with_columns(pl.all().replace("", None))
