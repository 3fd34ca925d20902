"""Which record of a merge group survives: how each record stands under the record rules.

A standing is a rank, lower is better. Together the ranks order records totally, because the record id decides last, so
the winner never depends on the order of the input.
"""

from __future__ import annotations

import polars as pl

from crmclean.fields import MISSING, State
from crmclean.spec.model import Survivorship

__all__ = ["LAST", "chain", "filled", "rank", "standing"]

LAST = 2**62
"""The rank of what has nothing to compare."""


def chain(survivorship: Survivorship) -> tuple[str, ...]:
    """The record rules in order; the lowest record id decides last in any case.

    Example:
        >>> chain(Survivorship(winner=("oldest",)))
        ('oldest', 'lowest_id')
    """
    return tuple(dict.fromkeys((*survivorship.winner, "lowest_id")))


def rank(column: pl.Series, *, descending: bool = False) -> pl.Series:
    """Dense ranks from 1, lower is better; text compares by code point, nulls come last.

    Example:
        >>> rank(pl.Series(["b", None, "a"]), descending=True).to_list() == [1, LAST, 2]
        True
    """
    return column.rank("dense", descending=descending).cast(pl.Int64).fill_null(LAST)


def filled(cells: pl.Series) -> pl.Series:
    """Whether cells hold more than white space; a null does not, and a number or a date does."""
    if cells.dtype != pl.String:
        return cells.is_not_null()
    return pl.DataFrame({"cell": cells}).select((pl.col("cell").str.strip_chars() != "").fill_null(False)).to_series()


def standing(ids: pl.Series, values: pl.DataFrame, states: pl.DataFrame, survivorship: Survivorship) -> pl.DataFrame:
    """How *n* records stand under every record rule.

    The most complete record has the most fields that are not missing. Dates are standard ISO text and compare as text;
    a date that is missing or could not be read comes last, and a date field that the table lacks is a tie for all.

    Args:
        ids: Record ids, unique.
        values: Standard values by canonical field.
        states: Their states.
        survivorship: Names the date fields.

    Returns:
        One Int64 column for each record rule, *n* rows; lower is better, equal is a tie.
    """
    missing = [states[name].is_in(MISSING).cast(pl.Int64) for name in states.columns]
    gaps = sum(missing, start=pl.zeros(len(ids), pl.Int64, eager=True))
    return pl.DataFrame(
        {
            "most_complete": gaps,
            "most_recent": rank(_dates(values, states, survivorship.modified), descending=True),
            "oldest": rank(_dates(values, states, survivorship.created)),
            "lowest_id": rank(ids),
        }
    )


def _dates(values: pl.DataFrame, states: pl.DataFrame, field: str | None) -> pl.Series:
    if field is None or field not in values.columns:
        return pl.repeat(None, values.height, dtype=pl.String, eager=True)
    return pl.select(pl.when(states[field] == State.OK.value).then(values[field])).to_series()
