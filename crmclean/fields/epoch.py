"""Moments written as milliseconds since 1970 in UTC, as some APIs give them.

Thirteen digits whose first is 1 to 6 are read: 2001 to 2191. Shorter numbers may be anything.
"""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

__all__ = ["stamp_of_epoch", "stamps_of_epoch"]

_EPOCH = "[1-6][0-9]{12}"
_PATTERN = re.compile(_EPOCH)
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def stamp_of_epoch(text: str) -> str:
    """Write milliseconds as a timestamp in UTC, parts of seconds dropped; any other text stays.

    Example:
        >>> stamp_of_epoch("1772356500123"), stamp_of_epoch("20260301")
        ('2026-03-01T09:15:00Z', '20260301')
    """
    if not _PATTERN.fullmatch(text):
        return text
    return dt.datetime.fromtimestamp(int(text) // 1000, dt.UTC).strftime(_STAMP)


def stamps_of_epoch(texts: pl.Series) -> pl.Series:
    """Write a column: the twin of ``stamp_of_epoch``."""
    at = texts.str.contains(f"^{_EPOCH}$").arg_true()
    if at.is_empty():
        return texts
    seconds = texts.gather(at).cast(pl.Int64) // 1000
    moments = pl.select(pl.from_epoch(seconds, time_unit="s")).to_series()
    return texts.scatter(at, moments.dt.to_string(_STAMP))
