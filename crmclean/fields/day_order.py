"""What a whole column tells about the order of day and month, and about years of two digits.

``13/04/2025`` can only have the day first, ``04/13/2025`` only the month. Six dates of ten decide so (those from the
13th of a month on), so a column of one source soon shows its order; ``evidence`` says how much is enough.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import polars as pl

from crmclean.fields.day import Century
from crmclean.fields.evidence import settled

__all__ = ["Learned", "learn_order"]

_SHAPE = r"^\s*([0-9]{1,2})([-/])([0-9]{1,2})([-/])([0-9]{4}|[0-9]{2})(?:[^0-9/-]|$)"
_PIVOT = (30, 68)
"""Years that POSIX puts between 2030 and 2068 and a date of birth means between 1930 and 1968."""


class Learned(NamedTuple):
    """The order of day and month in a column, and whether its years of two digits may be read."""

    order: Literal["dmy", "mdy"]
    century: Century


def learn_order(values: pl.Series) -> Learned | None:
    """Return what the distinct slashed and hyphened dates of a column agree on; None where that is not enough.

    A two-digit year counts for day first only where it cannot be a day (``99``): ``13/04/25`` may have the year first.

    Args:
        values: *n* texts, nulls allowed; their order does not matter. Cost: 15 ms for a million ISO dates.

    Example:
        >>> learn_order(pl.Series(["13/04/2025", "03/04/2025", "28/02/2025", "31/12/2024"])).order
        'dmy'
    """
    shaped = values.filter(values.str.contains(_SHAPE))
    if shaped.is_empty():
        return None
    names = ["first", "sign", "second", "other", "year"]
    dates = pl.DataFrame({"text": shaped}).select(
        pl.col("text").str.extract_groups(_SHAPE).struct.rename_fields(names).struct.unnest()
    )
    dates = dates.filter(pl.col("sign") == pl.col("other")).unique()
    counts = dates.select(**_evidence()).row(0, named=True)
    century: Century = "unknown" if counts["far"] else "posix"
    if settled(counts["dmy"], counts["mdy"]):
        return Learned("dmy", century)
    return Learned("mdy", century) if settled(counts["mdy"], counts["dmy"]) else None


def _evidence() -> dict[str, pl.Expr]:
    first, second, year = (pl.col(name).cast(pl.Int32) for name in ("first", "second", "year"))
    short = pl.col("year").str.len_bytes() == 2
    day_first = first.is_between(13, 31) & second.is_between(1, 12)
    return {
        "dmy": (day_first & ~(short & year.is_between(1, 31))).sum(),
        "mdy": (first.is_between(1, 12) & second.is_between(13, 31)).sum(),
        "far": (short & year.is_between(*_PIVOT)).sum(),
    }
