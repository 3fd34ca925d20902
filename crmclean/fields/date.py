"""Dates and timestamps by a fixed list of formats; what two readings fit is ambiguous, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from crmclean.fields.base import FieldType, Standard, State

__all__ = ["Date"]

_MONTH_NAMES = (
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
    *("september sep sept", "october oct", "november nov", "december dec"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=lambda name: -len(name))) + r")\.?"
_TIME = re.compile(
    r"(?P<day>.*[0-9])(?:[Tt]|,? )(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)? ?(?P<zone>Z|z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY, _YEAR = "(?P<day>[0-9]{1,2})", "(?P<year>[0-9]{4}|[0-9]{2})"
_YEAR_FIRST = (
    re.compile(rf"(?P<year>[0-9]{{4}})([-/.])(?P<month>[0-9]{{1,2}})\2{_DAY}"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_ANY_ORDER = (
    *_YEAR_FIRST,
    re.compile(rf"{_DAY}\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}"),
    re.compile(rf"{_DAY}(?:st|nd|rd|th|\.)?[ -]{_MONTH}[ ,-]+{_YEAR}"),
    re.compile(rf"{_MONTH}[ -]{_DAY}(?:st|nd|rd|th)?[ ,-]+{_YEAR}"),
)
_SIGNS = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_STANDARD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


class _Parts(NamedTuple):
    """The numbers of a date as written; ``ambiguous`` where day and month may be the other way round."""

    year: str
    month: int
    day: int
    ambiguous: bool = False


_EITHER = "Day and month may be either way round; the rule's 'order' decides."


def _calendar_day(value: str) -> Iterable[str]:
    match = _STANDARD.match(value)
    return [match[0]] if match else []


class Date(FieldType):
    """A date (``2025-01-15``), with its time where one is given (``2025-01-15T09:30:00Z``).

    Understood: year first; dots, day first; slashes or hyphens where a part above 12 or ``order`` decides; English
    month names; ``20250115``. A time zone is reckoned to UTC, a time without one gets none; parts of seconds are
    dropped. Years of two digits need ``order``; 69 to 99 are then 1969 to 1999, as POSIX has it.
    """

    type: Literal["date"] = "date"
    keys = {"": _calendar_day}
    order: Literal["iso", "dmy", "mdy", "ymd"] | None = None
    """What ``03/04/2025`` means: ``dmy`` 3 April, ``mdy`` 4 March; ``iso`` and ``ymd`` take the year first only."""
    time: Literal["keep", "drop"] = "keep"
    """Whether a time given is kept."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a date by the first format that fits."""
        clock = _TIME.fullmatch(text)
        parts = self._parts((clock["day"] if clock else text).lower())
        if parts is None:
            return Standard(text, State.INVALID, _reason(text))
        if len(parts.year) < 4 and self.order is None:
            return Standard(text, State.INVALID, "The year has two digits; the century is not known.")
        if parts.ambiguous:
            return Standard(text, State.AMBIGUOUS, _EITHER)
        return _written(text, parts, clock if self.time == "keep" else None)

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "no date"; ``0000-00-00`` does."""
        digits = re.sub(r"[^0-9]", "", text)
        return (len(digits) >= 6 and not digits.strip("0")) or super().is_placeholder(text)

    def _parts(self, text: str) -> _Parts | None:
        year_first = self.order in ("iso", "ymd")
        bare = _WEEKDAY.sub("", text, count=1)
        for pattern in _YEAR_FIRST if year_first else _ANY_ORDER:
            if match := pattern.fullmatch(bare):
                month = match["month"]
                return _Parts(match["year"], _MONTHS.get(month) or int(month), int(match["day"]))
        signs = None if year_first else _SIGNS.fullmatch(bare)
        return self._in_order(int(signs[1]), int(signs[3]), signs[4]) if signs else None

    def _in_order(self, first: int, second: int, year: str) -> _Parts:
        if first > 12 or (self.order == "dmy" and second <= 12):
            return _Parts(year, second, first)
        if second > 12 or self.order == "mdy" or first == second:
            return _Parts(year, first, second)
        return _Parts(year, first, second, ambiguous=True)


def _written(text: str, parts: _Parts, clock: re.Match[str] | None) -> Standard:
    day = _date(parts)
    if day is None:
        return Standard(text, State.INVALID, "There is no such day.")
    written = _stamp(day, clock) if clock else day.isoformat()
    if written is None:
        return Standard(text, State.INVALID, "There is no such time.")
    return Standard(written, State.OK)


def _date(parts: _Parts) -> dt.date | None:
    year = int(parts.year)
    if len(parts.year) < 4:
        year += 1900 if year >= 69 else 2000
    try:
        return dt.date(year, parts.month, parts.day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _stamp(day: dt.date, clock: re.Match[str]) -> str | None:
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"][0] in "Pp" else 0)
    try:
        moment = dt.datetime.combine(day, dt.time(hour, int(clock["minute"]), int(clock["second"] or 0)))
        moment -= _offset(clock["zone"] or "Z")
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return f"{moment.isoformat()}{'Z' if clock['zone'] else ''}"


def _offset(zone: str) -> dt.timedelta:
    """Return how far a zone is ahead of UTC; a ValueError where it is a day or more."""
    if zone[0] not in "+-":
        return dt.timedelta()
    ahead = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return dt.timezone(ahead if zone[0] == "+" else -ahead).utcoffset(None)


def _reason(text: str) -> str:
    if match := _SERIAL.fullmatch(text):
        # Day 1 is 1900-01-01 and the day 1900-02-29, which never was, counts: hence 30 December 1899.
        meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(match[1]))
        return f"A spreadsheet's day number; as a date it would be {meant}."
    return "Not a date in a known format."
