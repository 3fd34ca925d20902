"""Units, parts of a building and persons addressed, wherever they stand in a line."""

from __future__ import annotations

import re

from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.places import is_place
from crmclean.fields.us_address.words import (
    ALONE,
    BUILDINGS,
    DIRECTIONS,
    FIRSTS,
    FLOORS,
    ORDINAL,
    ROUTES,
    STREETS,
    UNITS,
    has_digit,
)

__all__ = ["read_units"]

_GLUED_UNIT = re.compile(r"(?:#|apt|ste|suite|unit|rm|fl|lot|lt|spc|trlr)#?[0-9]+[a-z]?")
_GLUED_BUILDING = re.compile(r"(?:bldg|building|bld(?!g))(?:[0-9]+|[a-z])")
_IDENTIFIER = re.compile(r"#?(?:[a-z]{0,2}[0-9][a-z0-9]*|[a-z])")
_CARE = frozenset({"attn", "attention", "co", "re", "reacct"})
_NO_PLACES = ALONE - {"front", "lower", "upper"}
"""Those that begin no place's name, unlike ``Front Royal``, ``Upper Marlboro``."""
_STAGES = frozenset({"ground", "lower", "main", "top", "upper"})
_LEVELS = FLOORS | {"level", "lvl"}
_LETTERED = frozenset({"bld", "bldg", "bldng", "blg", "building", "tower"})
_OFFICES = frozenset({"dept", "department"})
_CODES = frozenset({"client", "mail", "ref"})
"""Words before ``code``, ``stop`` or ``no`` with a number."""
_ACCOUNTS = frozenset({"account", "acct", "client", "customer", "invoice"})
_SIDES = frozenset({"east", "north", "south", "west"})


def read_units(line: Line) -> None:
    """Give their parts to units, buildings and persons addressed; what stands in parentheses gets none of them."""
    at = 0
    while at < line.end:
        size, part = (0, "") if line.parts[at] else _span(line, at)
        line.mark(at, at + size, part)
        at += size or 1
    for at in line.free(0, line.end):
        if line.words[at].aside:
            line.parts[at] = "other"


def _span(line: Line, at: int) -> tuple[int, str]:  # noqa: C901, PLR0911 - a line a kind of word is the table
    """Return how many words a unit, a building or a person has that begins here, and which part it is."""
    low, after, before = line.low[at], line.after(at), line.before(at)
    if low in _CARE and (low.startswith("att") or set(line.words[at].text) & set("/.:")):
        return _care_size(line, at), "other"
    if low.startswith("#"):
        return _marked(line, at)
    if _is_level(line, at):
        return _level_size(line, at), "unit"
    if _GLUED_UNIT.fullmatch(low):
        return 1, "unit"
    if _GLUED_BUILDING.fullmatch(low):
        return 1, "building"
    if low in UNITS and (size := _unit_size(line, at)):
        return size, "unit"
    if low in ALONE and at and (at + 1 == line.end or line.words[at].stop or line.words[at - 1].stop):
        return 1, "unit"
    if low in _NO_PLACES and before in STREETS:
        return 1, "unit"
    if low == "st" and at and after.isdigit() and (line.words[at - 1].stop or before in STREETS - {"st"}):
        return 2, "unit"  # a suite
    if low in ("hall", "tower", "wing") and before in _SIDES and not line.parts[at - 1]:
        line.parts[at - 1] = "building"
        return 1, "building"
    if low in BUILDINGS or (low in _CODES and after in ("code", "stop", "no")):
        return _building_size(line, at), "building"
    return 0, ""


def _care_size(line: Line, at: int) -> int:
    """Return how far a person addressed goes: to a comma, a number or the city."""
    for end in range(at + 1, line.end):
        stop = line.words[end - 1].stop and (line.is_located or any(map(has_digit, line.low[end:])))
        number = line.low[end][0].isdigit() and end > at + 1
        city = line.states and is_place(line.low[end : line.end], line.states)
        if stop or number or city or line.parts[end]:
            return end - at
    return line.end - at


def _marked(line: Line, at: int) -> tuple[int, str]:
    """Read ``#``: a house number at the beginning, the number of a road or an account, else a unit."""
    after, before = line.after(at), line.before(at)
    if line.low[at] != "#":
        return (1, "unit") if at and _GLUED_UNIT.fullmatch(line.low[at]) else (0, "")
    if not at and after:
        return 1, "number"
    if before in ("route", "rt", "rte"):
        return 0, ""
    if before in _ACCOUNTS:
        return 2, "other"
    if not after or after in UNITS:
        return 1, "unit"
    return 2 + _ends_in_direction(line, at + 2), "unit"


def _is_level(line: Line, at: int) -> bool:
    low = line.low[at]
    if line.after(at) not in _LEVELS:
        return False
    if ORDINAL.fullmatch(low) or low in FIRSTS:
        return True
    named = at + 2 < line.end and (line.low[at + 2].isdigit() or len(line.low[at + 2]) == 1)
    return (low in _STAGES or (low.isdigit() and at > 1)) and not named


def _level_size(line: Line, at: int) -> int:
    """Return the size of a floor, with the room that is named on it (``2nd floor conference room,``)."""
    for end in range(at + 2, min(at + 5, line.end)):
        if line.low[end] == "room" and not line.after(end)[:1].isdigit():
            return end + 1 - at
        if line.parts[end] or line.words[end].stop or has_digit(line.low[end]):
            break
    return 2


def _unit_size(line: Line, at: int) -> int:
    """Return the size of a unit with its number; 0 where none follows, but for ``Unit`` and ``Apt`` alone."""
    low, after, before = line.low[at], line.after(at), line.before(at)
    alone = 1 if low in ("apt", "unit") and at > 1 else 0
    if not after or line.words[at].stop:
        return alone
    if low == "no" and (not has_digit(after) or before in ROUTES):
        return 0
    if after == "#" and at + 2 < line.end:
        return 3
    if ORDINAL.fullmatch(after) and at + 2 < line.end and line.low[at + 2] in FLOORS:
        return 3
    if not _is_name(line, at + 1):
        return alone
    end = at + 2
    if end < line.end and line.low[end - 1].isdigit() and _is_letter(line.low[end]) and not line.parts[end]:
        end += 1
    return end + _ends_in_direction(line, end) - at


def _is_name(line: Line, at: int) -> bool:
    """Whether a word may name a unit: it has a digit, or is a letter, or two capitals with a hyphen."""
    text, low = line.words[at].text, line.low[at]
    return bool(_IDENTIFIER.fullmatch(low)) or has_digit(low) or (len(low) <= 2 and text.isupper() and "-" in text)


def _is_letter(low: str) -> bool:
    return len(low) == 1 and low.isalpha() and low not in DIRECTIONS


def _ends_in_direction(line: Line, at: int) -> bool:
    """Whether a direction is the last word, and belongs to the unit before it: ``Apt 3 South``."""
    return at + 1 == line.end and line.low[at] in DIRECTIONS and not line.words[at - 1].stop


def _building_size(line: Line, at: int) -> int:
    """Return the size of a part of a building with its number; 0 where none follows."""
    low = line.low[at]
    end = at + (2 if low in _CODES else 1)
    if end < line.end and line.low[end] == "#":
        end += 1
    if end >= line.end or line.words[end - 1].stop:
        return 0
    if low in _OFFICES and end + 1 < line.end and len(line.low[end]) <= 2 and line.low[end + 1].isdigit():
        return end + 2 - at
    named = has_digit(line.low[end]) and not ORDINAL.fullmatch(line.low[end])
    if not (named or (len(line.low[end]) == 1 and low in _LETTERED)):
        return 0
    end += 1
    while low in _OFFICES and end < line.end and line.low[end].isdigit() and len(line.low[end]) > 5:
        end += 1
    return end - at
