"""What people decided about pairs of records: the same, or not the same. It is always obeyed.

A file of decisions has the columns ``left``, ``right`` and ``match``: ``1``, ``yes``, ``true`` or ``same``, or ``0``,
``no``, ``false`` or ``different``; a pair without an answer is left open, so ``pairs.csv`` with a column ``match`` will
do. The same file serves as labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from crmclean.errors import TableError

__all__ = ["Decisions", "read_decisions"]

_ANSWERS = {
    **dict.fromkeys(("1", "1.0", "y", "yes", "true", "same"), True),
    **dict.fromkeys(("0", "0.0", "n", "no", "false", "different"), False),
}
_COLUMNS = ("left", "right", "match")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decided pairs, one row each: ``left``, ``right`` (record ids, as they were given) and ``same``."""

    table: pl.DataFrame


def read_decisions(table: pl.DataFrame) -> Decisions:
    """Read decisions from a table.

    Args:
        table: Columns ``left``, ``right`` and ``match``; others are not looked at.

    Raises:
        TableError: A column is missing, an answer is none, a pair has both answers, or is a record and itself.

    Example:
        >>> read_decisions(pl.DataFrame({"left": ["1", "1"], "right": ["2", "3"], "match": ["yes", None]})).table.rows()
        [('1', '2', True)]
    """
    for name in _COLUMNS:
        if name not in table.columns:
            raise TableError.unknown_column(name, table.columns)
    said = table.select(pl.col(_COLUMNS).cast(pl.String).str.strip_chars())
    said = said.with_columns(pl.col("match").str.to_lowercase()).filter(pl.col("match").fill_null("") != "")
    strange = said.filter(~pl.col("match").is_in(list(_ANSWERS)) | pl.col("left").is_null() | pl.col("right").is_null())
    if strange.height:
        raise TableError(f"{strange.height:,} decisions cannot be read; expected left, right and match: 1 or 0")
    answered = said.select("left", "right", same=pl.col("match").replace_strict(_ANSWERS, return_dtype=pl.Boolean))
    if answered.filter(pl.col("left") == pl.col("right")).height:
        raise TableError("a decision is about a record and itself")
    return Decisions(answered.unique(maintain_order=True))
