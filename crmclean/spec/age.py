"""How long ago: ``180 days``, ``6 months``, as a rule file writes it, and the day that it leads back to."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator

__all__ = ["Age", "day_before"]

_AGE = re.compile(r"([1-9][0-9]{0,4}) (day|week|month|year)s?")
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def _checked(age: str) -> str:
    if _AGE.fullmatch(age) is None:
        msg = f"'{age[:20]}' is no length of time; write it as '180 days', '6 weeks', '12 months' or '2 years'"
        raise ValueError(msg)
    return age


Age = Annotated[str, AfterValidator(_checked)]
"""A length of time in whole days, weeks of 7 days, calendar months, or years of 12 months."""


def day_before(today: dt.date, age: str) -> dt.date:
    """Return the day that lies ``age`` before ``today``.

    Months and years go by the calendar: to the same day of the earlier month, or its last day where it is shorter.

    Args:
        today: The day to reckon from.
        age: A length of time such as ``180 days``.

    Example:
        >>> day_before(dt.date(2026, 3, 31), "1 month"), day_before(dt.date(2026, 3, 31), "2 weeks")
        (datetime.date(2026, 2, 28), datetime.date(2026, 3, 17))
    """
    count, _, unit = _checked(age).removesuffix("s").partition(" ")
    if unit in _DAYS:
        return dt.date.fromordinal(max(today.toordinal() - int(count) * _DAYS[unit], 1))
    months = max(today.year * 12 + today.month - 1 - int(count) * _MONTHS[unit], 12)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
