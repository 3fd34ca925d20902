"""Compare dates: dates of birth above all. A digit wrong, day and month swapped, a part that differs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import OfValue, Subject, column, edits

__all__ = ["TWINS", "DateComparison"]

TWINS = 0.01
"""Share of the pairs of one household that have a date of birth in common. Of the children about one in 32 is a twin
(Martin et al., Births: Final Data, 2019), and about a third of the pairs in a household are brothers and sisters."""

_DAY = re.compile(r"(\d{4})[-/ ]?(\d{1,2})[-/ ]?(\d{1,2})(?!\d)")
_COMMON, _SHARE = 20, 0.002
"""Records, and their share, beyond which a date is a convention (1 January 1900), not a birthday."""
_MONTH, _YEAR = 31 + 7, 12 * 31
"""Days between dates: the month wrong by one and the day by up to a week; a year."""
_SLIPS = (_YEAR, 10 * _YEAR)
"""Days that a wrong year puts between two dates: the year before, and one wrong digit, ten years off."""


@dataclass(frozen=True, slots=True)
class DateComparison(OfValue):
    """Dates of *n* records, in one field or in three: year, month, day."""

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same", "same_common", "close", "two_parts", "within_month", "year_off", "within_year", "differ",
    )  # fmt: skip
    own: ClassVar[bool] = True
    twins: ClassVar[float] = TWINS

    records: float

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Read the dates of a table as eight digits; what is no date counts as missing."""
        columns = [column(subject, name) for name in fields]
        whole = pl.select(pl.concat_str(columns, separator="-")).to_series()
        dates, frequencies = encode(derive(whole, _eight_digits)), subject.frequencies
        (records,) = frequencies.fact("records", [float(len(whole))])
        return cls(frequencies.recount("dates", dates, _COMMON + 1), records)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        level = on_distinct_pairs(self.value, left, right, self._judge)
        users = self.value.counted(self.value.codes[left])
        common = (users > _COMMON) & (users > _SHARE * self.records)
        return np.where((level == 1) & common, np.uint8(2), level)

    def _judge(self, first: Codes, second: Codes) -> Levels:
        ours, theirs = self.value.take(first), self.value.take(second)
        one, other = _parts(ours), _parts(theirs)
        swapped = (one[0] == other[0]) & (one[1] == other[2]) & (one[2] == other[1])
        alike = sum((ours == theirs).astype(np.int64) for ours, theirs in zip(one, other, strict=True))
        apart = np.abs(_days(one) - _days(other))
        year_off = np.any([np.abs(apart - slip) <= _MONTH for slip in _SLIPS], axis=0)
        close = (edits(ours, theirs) == 1) | swapped
        return np.select(
            [first == second, close, alike == 2, apart <= _MONTH, year_off, apart <= _YEAR],
            [1, 3, 4, 5, 6, 7],
            8,
        ).astype(np.uint8)


def _eight_digits(value: str) -> str | None:
    found = _DAY.match(value)
    return "{:0>4}{:0>2}{:0>2}".format(*found.groups()) if found else None


def _parts(dates: list[str]) -> tuple[npt.NDArray[np.int64], ...]:
    whole = np.array(dates or np.empty(0), dtype=np.int64)
    return whole // 10_000, whole // 100 % 100, whole % 100


def _days(parts: tuple[npt.NDArray[np.int64], ...]) -> npt.NDArray[np.int64]:
    """Count days from some origin, all months taken as 31 days: close enough to say how far apart two dates are."""
    year, month, day = parts
    days: npt.NDArray[np.int64] = (year * 12 + month) * 31 + day
    return days
