"""Tables in and out: the only module that knows pandas and Arrow; inside, every table is a polars frame of text.

Null policy: null, NaN, NaT and the empty string are all "empty". Numbers and dates become text without inventing
anything: ``4155552671.0`` in a float column is ``4155552671``, a timestamp is ISO 8601, and one at midnight is a date.
Inputs are never mutated, and columns that nobody asks for keep their type to the bit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from crmclean.errors import TableError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Table",
    "as_text",
    "cell_text",
    "filled_rows",
    "headers",
    "height",
    "is_ascending",
    "rebuilt",
    "repeated",
    "solid",
]

Table = Any
"""A pandas DataFrame, a polars DataFrame or LazyFrame, or an Arrow table."""

_NONE: Mapping[str, pl.Series] = MappingProxyType({})
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")


def _library(table: Table) -> str:
    return type(table).__module__.partition(".")[0]


def solid(table: Table) -> Table:
    """Return the table itself, a lazy one collected, once it is sure to be one.

    Raises:
        TableError: It is no pandas, polars or Arrow table, or a header stands twice.
    """
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    library, kind = _library(table), type(table).__name__
    if (library, kind) not in {("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table")}:
        raise TableError(f"expected a pandas, polars or Arrow table, got {library}.{kind}")
    names = headers(table)
    repeated = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if repeated:
        raise TableError(f"duplicate column names: {', '.join(repeated)}; rename them first")
    return table


def headers(table: Table) -> list[str]:
    """Return the column names of a solid table, as text."""
    return list(table.column_names) if _library(table) == "pyarrow" else [str(name) for name in table.columns]


def height(table: Table) -> int:
    """Return the number of rows of a solid table."""
    return int(table.num_rows if _library(table) == "pyarrow" else len(table))


def is_ascending(values: pl.Series) -> bool:
    """Whether every value is larger than the one before: so ids mostly stand in exports, which then need no sorting."""
    return bool((values[1:] > values[:-1]).all())


def repeated(rows: pl.DataFrame) -> pl.Series:
    """Tell of *n* rows whether another row is the same in every column; a null equals a null.

    Only rows whose hash stands twice can be, and a sort of numbers finds these in a third of the time of asking all.
    """
    hashes = rows.hash_rows(0) if rows.width > 1 else rows.to_series().hash(0)
    ordered = hashes.sort()
    twice = ordered.filter(ordered == ordered.shift()).unique()
    at = hashes.is_in(twice.implode()).arg_true()
    same = at.filter(rows[at].is_duplicated())
    return pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True).scatter(same, True)


def as_text(table: Table, columns: Sequence[str], *, keep_empty: bool = False) -> pl.DataFrame:
    """Return only ``columns`` of a solid table, as text, with empty strings as null, or kept.

    Raises:
        TableError: A column holds lists, maps or bytes.
    """
    texts = pl.DataFrame({name: _text(_column(table, name), name) for name in columns})
    return texts if keep_empty else texts.select(pl.when(pl.all() != "").then(pl.all()))


def filled_rows(table: Table, columns: Sequence[str]) -> pl.DataFrame:
    """Return for each cell of ``columns`` the number of its row as text; null where the cell is empty."""
    rows = pl.Series(range(height(table)), dtype=pl.String) if height(table) else pl.Series(dtype=pl.String)
    return pl.DataFrame({name: pl.select(pl.when(_is_filled(table, name)).then(rows)).to_series() for name in columns})


def rebuilt(
    table: Table, texts: pl.DataFrame, *, rows: pl.Series | None = None, sources: Mapping[str, pl.Series] = _NONE
) -> Table:
    """Build a table of the same kind: its rows or some of them, with columns of new text and cells from other rows.

    Args:
        table: A solid table of *n* rows.
        texts: *m* rows of new text for some columns, under their names.
        rows: *m* row numbers to keep; all where it is not given.
        sources: Row numbers by column, *m* each, where cells come from other rows than ``rows``.

    Returns:
        *m* rows; pandas keeps the index of the rows, and every other column keeps its type.
    """
    build = {"pandas": _rebuilt_pandas, "pyarrow": _rebuilt_arrow, "polars": _rebuilt_polars}[_library(table)]
    return build(
        table,
        None if rows is None else rows.to_numpy(),
        texts,
        {name: source.to_numpy() for name, source in sources.items()},
    )


_Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


def _rebuilt_polars(
    table: pl.DataFrame, rows: _Rows | None, texts: pl.DataFrame, sources: Mapping[str, _Rows]
) -> Table:
    kept = table if rows is None else table[rows]
    return kept.with_columns(*(table[name][taken].alias(name) for name, taken in sources.items()), *texts)


def _rebuilt_pandas(
    table: pd.DataFrame, rows: _Rows | None, texts: pl.DataFrame, sources: Mapping[str, _Rows]
) -> Table:
    out = table.copy() if rows is None else table.iloc[rows].copy()
    place = {str(name): name for name in table.columns}
    for name, taken in sources.items():
        out[place[name]] = table[place[name]].iloc[taken].set_axis(out.index)
    for text in texts:
        out[place[text.name]] = text.to_pandas().array
    return out


def _rebuilt_arrow(table: Table, rows: _Rows | None, texts: pl.DataFrame, sources: Mapping[str, _Rows]) -> Table:
    out = table if rows is None else table.take(rows)
    new = {name: table[name].take(taken) for name, taken in sources.items()}
    new |= {text.name: text.to_arrow() for text in texts}
    for name, column in new.items():
        out = out.set_column(out.column_names.index(name), name, column)
    return out


def _column(table: Table, name: str) -> pl.Series:
    """Return a column without its name: polars takes a name such as ``^a$`` for a pattern."""
    if _library(table) == "polars":
        return pl.Series("", table.get_column(name))
    if _library(table) == "pyarrow":
        return pl.Series("", table[name])
    column = next(table[header] for header in table.columns if str(header) == name)
    try:
        return pl.Series("", pl.from_pandas(column))
    except (TypeError, ValueError, OverflowError):  # objects of several types: each is read as it would be alone
        cells = [None if _is_nothing(cell) else cell_text(cell, name) for cell in column]
        return pl.Series("", cells, dtype=pl.String)


def _is_nothing(cell: object) -> bool:
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(cell, str | float | Decimal | np.floating) and (cell == "" or cell != cell)  # noqa: PLR0124 - NaN


def _is_filled(table: Table, name: str) -> pl.Series:
    if _library(table) == "pandas":
        column = next(table[header] for header in table.columns if str(header) == name)
        blank = np.fromiter((isinstance(cell, str) and not cell for cell in column), dtype=bool, count=len(column))
        return pl.Series(column.notna().to_numpy(dtype=bool) & ~blank)
    column = _column(table, name)
    return column.is_not_null() & (column != "") if column.dtype == pl.String else column.is_not_null()


def _text(column: pl.Series, name: str) -> pl.Series:
    if column.dtype == pl.String:
        return column
    if column.dtype.is_float():
        whole = column.is_finite() & (column == column.round()) & (column.abs() < 2**53)
        integers = column.cast(pl.Int64, strict=False).cast(pl.String)
        text = pl.select(pl.when(whole).then(integers).otherwise(column.fill_nan(None).cast(pl.String))).to_series()
    elif column.dtype.is_temporal():
        text = column.dt.to_string("iso").str.replace(_MIDNIGHT.pattern, "")
    elif column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        raise TableError(f"column '{name}' holds {column.dtype}, which is no single value; flatten or drop it")
    else:
        text = column.cast(pl.String)
    return text.rename("")


def cell_text(value: object, name: str) -> str | None:
    """Return one value as the text that ``as_text`` makes of it in a column; None, NaN and the empty string are None.

    Args:
        value: A text, number, boolean or date.
        name: What the value is called, for the error.

    Raises:
        TableError: The value is a list, a map or another thing that is no single value.

    Example:
        >>> cell_text(4155552671.0, "phone"), cell_text(True, "opt_out"), cell_text("", "email")
        ('4155552671', 'true', None)
    """
    if _is_nothing(value):
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # a lone surrogate is no character, in no column either
    if isinstance(value, bool | int | float | Decimal | date | time | np.generic):
        plain = value.item() if isinstance(value, np.generic) else value
        if isinstance(plain, int) and not isinstance(plain, bool):
            return str(plain)
        text: str | None = _text(pl.Series([plain]), name).item()
        return text
    raise TableError(f"'{name}' holds a {type(value).__name__}, which is no single value")
