"""Tables in and out: the only module that knows pandas and Arrow; inside, every table is a polars frame of text.

Null policy: null, NaN, NaT and the empty string are all "empty". Numbers and dates become text without inventing
anything: ``4155552671.0`` in a float column is ``4155552671``, a timestamp is ISO 8601. Inputs are never mutated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from crmclean.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Table", "as_text", "like", "to_polars"]

Table = Any
"""A pandas DataFrame, a polars DataFrame or LazyFrame, or an Arrow table."""


def _module(table: Table) -> str:
    return type(table).__module__.partition(".")[0]


def to_polars(table: Table) -> pl.DataFrame:
    """Turn any supported table into a polars frame, types kept.

    Args:
        table: pandas, polars (eager or lazy) or Arrow.

    Raises:
        TableError: It is none of these, or a header stands twice.
    """
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if _module(table) == "pandas":
        repeated = sorted({str(name) for name in table.columns[table.columns.duplicated()]})
        if repeated:
            raise TableError(f"duplicate column names: {', '.join(repeated)}; rename them first")
        return pl.from_pandas(table.rename(columns=str), include_index=False)
    if _module(table) == "pyarrow":
        frame = pl.from_arrow(table)
        if isinstance(frame, pl.DataFrame):
            return frame
    raise TableError(
        f"expected a pandas, polars or Arrow table, got {type(table).__module__}.{type(table).__qualname__}"
    )


def like(frame: pl.DataFrame, table: Table) -> Table:
    """Turn a polars frame into the kind of table that ``table`` is.

    A pandas result keeps the index of ``table`` where both have the same number of rows.
    """
    if _module(table) == "pandas":
        out = frame.to_pandas()
        if len(out) == len(table):
            out.index = table.index
        return out
    return frame.to_arrow() if _module(table) == "pyarrow" else frame


def _text(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        text = column
    elif column.dtype.is_float():
        whole = column.is_finite() & (column == column.round()) & (column.abs() < 2**53)
        text = pl.select(
            pl.when(whole)
            .then(column.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(column.fill_nan(None).cast(pl.String))
        ).to_series()
    elif column.dtype == pl.Boolean:
        text = column.cast(pl.String)
    elif column.dtype.is_temporal():
        text = column.dt.to_string("iso")
    elif column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        raise TableError(f"column '{column.name}' holds {column.dtype}, which is no single value; flatten or drop it")
    else:
        text = column.cast(pl.String)
    return text.rename(column.name)


def as_text(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return only ``columns`` of the frame, as text, with empty strings as null.

    Raises:
        TableError: A column holds lists, structs or bytes.
    """
    texts = [_text(frame[name]) for name in columns]
    return pl.DataFrame({text.name: text for text in texts}).select(
        pl.when(pl.col(name) == "").then(None).otherwise(pl.col(name)).alias(name) for name in columns
    )
