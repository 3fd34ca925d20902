"""The time of day that may follow a date, and its zone; text in, hours, minutes, seconds and the way to UTC out."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["AFTER_DAY", "Clock", "read_clock"]

AFTER_DAY = (
    r"(?:[Tt]|,? (?:(?:at|um|à|kl\.?) )?)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r" ?(?:[AaPp]\.? ?[Mm]\.?|Uhr|h)?"
    r" ?(?:Z|z|(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?(?: \([^()]*\))?|UTC|GMT)?"
)
"""A time as it stands behind a day: a pattern without groups, and without look-around, which polars reads as well."""
_PARTS = re.compile(r"[^0-9]*([0-9]+)[:h]([0-9]+)(?::([0-9]+)(?:[.,][0-9]+)?)? ?([AaPp])?[^+\-]*([+-][0-9:]+)?.*")
_ZONE = re.compile(r"[Zz]|UTC|GMT|[+-]")
_MOST_AHEAD = 24 * 60


class Clock(NamedTuple):
    """A time of day as ``09:30:00``, and how many minutes its zone is ahead of UTC; None where no zone is given."""

    time: str
    ahead: int | None


def read_clock(text: str) -> Clock | None:
    """Read what fits ``AFTER_DAY``; None where there is no such time. Parts of seconds are dropped.

    Example:
        >>> read_clock(" 3:45 PM"), read_clock("T09:30:00.000+0530"), read_clock(" 25:00")
        (Clock(time='15:45:00', ahead=None), Clock(time='09:30:00', ahead=330), None)
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = _hour(int(match[1]), match[4]), int(match[2]), int(match[3] or 0)
    ahead = _ahead(match[5]) if match[5] else 0
    if hour is None or minute > 59 or second > 59 or abs(ahead) >= _MOST_AHEAD:
        return None
    return Clock(f"{hour:02}:{minute:02}:{second:02}", ahead if _ZONE.search(text) else None)


def _hour(hour: int, half: str | None) -> int | None:
    """Return the hour of 24; None where there is none."""
    if half is None:
        return hour if hour < 24 else None
    return hour % 12 + (12 if half in "Pp" else 0) if 1 <= hour <= 12 else None


def _ahead(zone: str) -> int:
    """Return the minutes of ``+5``, ``+05``, ``+0530`` or ``+05:30``."""
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return (-1 if zone[0] == "-" else 1) * (int(hours) * 60 + int(minutes))
