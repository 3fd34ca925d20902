"""Explicit formats of a day, in the letters of ``strftime``: ``%d.%m.%Y``. What is not told is not read.

Source of the letters: ISO C (9899:2018) 7.27.3.5, of which a day needs ``%Y %y %m %d %b %B %a %A`` and ``%%``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crmclean.fields.base import Standard, State
from crmclean.fields.day import Century, Parts, month_number, standing

__all__ = ["check_format", "read_formats"]

_NAME = r"[^\W\d_]++\.?"
_LETTERS = {
    "Y": "(?P<Y>[0-9]{4})",
    "y": "(?P<y>[0-9]{2})",
    "m": "(?P<m>[0-9]{1,2})",
    "d": "(?P<d>[0-9]{1,2})",
    "b": f"(?P<b>{_NAME})",
    "B": f"(?P<b>{_NAME})",
    "a": _NAME,
    "A": _NAME,
    "%": "%",
}
_TELLS = {"Y": "year", "y": "year", "m": "month", "b": "month", "B": "month", "d": "day"}
_STANDARD = "%Y-%m-%d"


@lru_cache(maxsize=256)
def _compiled(text: str) -> re.Pattern[str]:
    parts = re.split(r"%(.?)", text)
    return re.compile(
        "".join(_LETTERS[part] if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.IGNORECASE
    )


def _read(text: str, form: str) -> Parts | None:
    match = _compiled(form).fullmatch(text)
    found = match.groupdict() if match else {}
    month = int(found["m"]) if found.get("m") else month_number(found.get("b", ""))
    return Parts(found.get("Y") or found["y"], month, int(found["d"])) if month is not None else None


def check_format(form: str) -> None:
    """Refuse a format that does not tell a whole day, or reads the standard form as another day.

    Raises:
        ValueError: What is wrong, in words for the rule file's author.
    """
    letters = re.findall(r"%(.?)", form)
    if unknown := [letter for letter in letters if letter not in _LETTERS]:
        known = ", ".join(f"%{letter}" for letter in _LETTERS)
        raise ValueError(f"unknown '%{unknown[0]}' in a date format; known: {known}; a time after a day is read anyway")
    if sorted(_TELLS[letter] for letter in letters if letter in _TELLS) != ["day", "month", "year"]:
        raise ValueError("a date format needs a year (%Y or %y), a month (%m, %b or %B) and a day (%d), each once")
    probe = _read("2001-02-03", form)
    if probe and standing(probe, "posix").value != "2001-02-03":
        raise ValueError("a date format may not read 2001-02-03 as another day than 3 February 2001")


def read_formats(text: str, formats: Sequence[str], century: Century = "posix") -> Standard:
    """Read one day by the first format that gives one; the ISO day, the standard form, always does.

    Returns:
        The ISO day, or no value with state and note, as ``day.read_day`` does.

    Example:
        >>> read_formats("24.12.25", ("%d.%m.%Y", "%d.%m.%y")).value
        '2025-12-24'
    """
    result = Standard(None, State.INVALID, "Not a date in one of the rule's formats.")
    for form in (_STANDARD, *formats):
        if (parts := _read(text, form)) and (result := standing(parts, century)).value:
            break
    return result
