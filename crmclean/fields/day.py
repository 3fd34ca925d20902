"""The day of a date by a fixed list of shapes; what two readings fit is ambiguous, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from crmclean import resources
from crmclean.fields.base import Standard, State, fold

__all__ = ["FIRST_YEAR", "LAST_YEAR", "SIGNS", "Century", "Order", "Parts", "month_number", "read_day", "standing"]

Order = Literal["iso", "dmy", "mdy", "ymd"]
Century = Literal["posix", "unknown"]
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside are slips, not dates of a CRM."""

SIGNS = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
"""Day and month in either order, and the year."""
_DAY, _YEAR, _WORD = "(?P<day>[0-9]{1,2})", "(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<month>[^\W\d_]+)"
_YEAR_FIRST = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>[0-9]{{4}})([-/.]|\. )(?P<month>[0-9]{{1,2}})\2{_DAY}\.?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"(?P<year>[0-9]{{4}})年 ?(?P<month>[0-9]{{1,2}})月 ?{_DAY}日",
    )
)
_DAY_FIRST = re.compile(rf"{_DAY}\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}")
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}(?:st|nd|rd|th|er|º|ª)?[ ./-]{{0,2}}(?:(?:de|of) )?{_WORD}\.?[ ,./-]{{0,2}}(?:del? )?{_YEAR}",
        rf"{_WORD}\.?[ .-]{{1,2}}{_DAY}(?:st|nd|rd|th)?[ ,-]{{1,2}}{_YEAR}",
        rf"(?P<year>[0-9]{{4}})[ -]{_WORD}\.?[ -]{_DAY}",
    )
)
_LEADING_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?)\.?,? (?:den )?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_UNIX = re.compile(r"(1[0-9]{9})([0-9]{3})?")


class Parts(NamedTuple):
    """The numbers of a day as written; ``ambiguous`` where day and month may be the other way round."""

    year: str
    month: int
    day: int
    ambiguous: bool = False


@cache
def _words() -> Mapping[str, int | None]:
    """Return the month by folded word, None for a weekday alone. Source: table ``calendar_words``."""
    rows = sorted(resources.read_table("calendar_words"), key=lambda row: row[1], reverse=True)
    return MappingProxyType({word: int(month) if month else None for word, _, month in rows})


def month_number(word: str) -> int | None:
    """Return the month of a name in one of the languages of the table; None where it is no such name.

    Example:
        >>> month_number("März"), month_number("févr"), month_number("Monday")
        (3, 2, None)
    """
    return _words().get(fold(word))


def read_day(text: str, order: Order | None = None, century: Century = "posix") -> Standard:
    """Read one day in any shape: the ISO day, or no value with the state and the reason.

    Example:
        >>> read_day("15. Januar 2025").value, read_day("03/04/2025").state.value
        ('2025-01-15', 'ambiguous')
    """
    parts = _parts(text.lower(), order)
    if parts is None:
        return Standard(None, State.INVALID, _reason(text))
    if len(parts.year) < 4 and order is None:
        return Standard(None, State.INVALID, "The year has two digits; the rule's 'order' decides.")
    return standing(parts, century)


def standing(parts: Parts, century: Century) -> Standard:
    """Return the ISO day that the numbers stand for, or why there is none."""
    if len(parts.year) < 4 and century == "unknown":
        return Standard(None, State.INVALID, "The year has two digits; the century is not known.")
    if parts.ambiguous:
        return Standard(None, State.AMBIGUOUS, "Day and month may be either way round; the rule's 'order' decides.")
    year = int(parts.year)
    if len(parts.year) < 4:
        year += 1900 if year >= 69 else 2000
    try:
        day = dt.date(year, parts.month, parts.day)
    except ValueError:
        return Standard(None, State.INVALID, "There is no such day.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Standard(None, State.INVALID, "There is no such day.")
    return Standard(day.isoformat(), State.OK)


def _parts(text: str, order: Order | None) -> Parts | None:
    if found := _numbers(text, order) or _named(text, order):
        return found
    word = _LEADING_WORD.match(text)
    if word is None or fold(word[1]) not in _words():
        return None
    bare = text[word.end() :]
    return _numbers(bare, order) or _named(bare, order)


def _numbers(text: str, order: Order | None) -> Parts | None:
    year_first = order in ("iso", "ymd")
    for pattern in _YEAR_FIRST if year_first else (*_YEAR_FIRST, _DAY_FIRST):
        if match := pattern.fullmatch(text):
            return Parts(match["year"], int(match["month"]), int(match["day"]))
    signs = None if year_first else SIGNS.fullmatch(text)
    return _in_order(int(signs[1]), int(signs[3]), signs[4], order) if signs else None


def _named(text: str, order: Order | None) -> Parts | None:
    for pattern in () if order in ("iso", "ymd") else _NAMED:
        if (match := pattern.fullmatch(text)) and (month := month_number(match["month"])):
            return Parts(match["year"], month, int(match["day"]))
    return None


def _in_order(first: int, second: int, year: str, order: Order | None) -> Parts:
    if first > 12 or (order == "dmy" and second <= 12):
        return Parts(year, second, first)
    if second > 12 or order == "mdy" or first == second:
        return Parts(year, first, second)
    return Parts(year, first, second, ambiguous=True)


def _reason(text: str) -> str:
    if match := _SERIAL.fullmatch(text):
        # Day 1 is 1900-01-01 and the day 1900-02-29, which never was, counts: hence 30 December 1899.
        meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(match[1]))
        return f"A spreadsheet's day number; as a date it would be {meant}."
    if match := _UNIX.fullmatch(text):
        meant = dt.date(1970, 1, 1) + dt.timedelta(seconds=int(match[1]))
        unit = "milliseconds" if match[2] else "seconds"
        return f"Perhaps the {unit} since 1970; as a date it would be {meant}."
    if text.strip("#") == "":
        return "A spreadsheet's column was too narrow to show the date; it is lost."
    return "Not a date in a known format."
