"""The end of a line: country, zip and state, from the right."""

from __future__ import annotations

import re

from crmclean.fields.country import iso2
from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.places import is_place, state, states_of_zip
from crmclean.fields.us_address.words import BEFORE_NUMBERS, DIRECTIONS, ROUTES, STREETS, types

__all__ = ["read_ending"]

_ZIP = re.compile(r"[0-9]{5}-?(?:[0-9]{4})?")
_DAMAGED_ZIP = re.compile(r"[0-9]{4}-[0-9]{4}")
_FOUR = re.compile(r"[0-9]{4}")
_AMERICA = frozenset({"us", "usa", "united", "america"})
_NO_STATE_ALONE = frozenset({"fl", "ne"})
"""A floor and a direction, more often than Florida and Nebraska, where no zip follows."""


def read_ending(line: Line) -> None:
    """Give their parts to the country, the zip and the state of a line."""
    _read_country(line)
    at = _zip_at(line)
    if at is not None:
        size = 2 if at + 1 < line.end and len(line.low[at]) == 5 and _FOUR.fullmatch(line.low[at + 1]) else 1
        line.mark(at, at + size, "postal_code")
        line.end = at
    _read_state(line, line.low[at] if at is not None else "")


def _read_country(line: Line) -> None:
    for size in (4, 3, 2, 1):
        start = line.end - size
        if start < 0 or line.low[start] not in _AMERICA or line.before(start) in ROUTES:
            continue
        text = " ".join(word.text for word in line.words[start:])
        if iso2(text) == "US" or line.low[start:] == ["united", "states", "us"]:
            line.mark(start, line.end, "country")
            line.end = start
            return


def _zip_at(line: Line) -> int | None:
    """Find the zip: behind a state wherever that is, else at the end."""
    texts = [word.text.strip(".") for word in line.words[: line.end]]
    for at in range(line.end - 1, 0, -1):
        is_zip = _ZIP.fullmatch(texts[at]) or _DAMAGED_ZIP.fullmatch(texts[at])
        if is_zip and (state(line.low[at - 1 : at]) or state(line.low[max(0, at - 2) : at])):
            return at
    last = line.end - 1
    if last < 0:
        return None
    if last > 1 and _FOUR.fullmatch(texts[last]):
        if _ZIP.fullmatch(texts[last - 1]):
            return last - 1
        if state(line.low[last - 1 : last]) and not line.low[last - 2].isdigit():
            return last  # a zero was lost
    return last if _ZIP.fullmatch(texts[last]) and line.before(last) not in BEFORE_NUMBERS else None


def _read_state(line: Line, code: str) -> None:
    zip_states = states_of_zip(code) if len(code) >= 5 else frozenset()
    for size in (3, 2, 1):
        start = line.end - size
        found = state(line.low[start : line.end]) if start >= 0 else None
        if found and _is_state(line, start, found, zip_states, has_zip=bool(code)):
            end, line.end, line.states = line.end, start, frozenset({found})
            line.end = _again(line, found)
            line.mark(line.end, end, "state")
            return
    line.states = zip_states
    _read_state_before_city(line)


def _again(line: Line, code: str) -> int:
    """Find a state that is written twice (``Roswell, Georgia, GA``), where a city stands before it."""
    for start in (line.end - 2, line.end - 1):
        if start > 0 and state(line.low[start : line.end]) == code and _place_before(line, start, line.states):
            return start
    return line.end


def _is_state(line: Line, start: int, code: str, zip_states: frozenset[str], *, has_zip: bool) -> bool:
    stop = start > 0 and line.words[start - 1].stop
    short = line.end - start == 1
    own = frozenset({code})
    if start == 0:
        return has_zip or len(line.low) == 1
    if has_zip and short and len(line.low[start]) == 2:
        return True
    if zip_states and code not in zip_states and short and not stop:
        return False
    if not has_zip and line.low[start] in _NO_STATE_ALONE:
        return _place_before(line, start, own)
    if is_place(line.low[start : line.end], own) and not _place_before(line, start, own):
        return False  # New York, the city
    return has_zip or stop or _place_before(line, start, own) or _something_before(line, start)


def _place_before(line: Line, end: int, states: frozenset[str]) -> bool:
    low = line.low[:end]
    if not low or low[-1] in STREETS:
        return False
    return any(is_place(low[start:], states) for start in range(max(0, end - 4), end))


def _something_before(line: Line, end: int) -> bool:
    """Whether a name that could be a city stands between the street and a state."""
    behind = [at for at in range(1, end) if line.words[at - 1].stop or line.low[at - 1] in STREETS]
    return bool(behind) and any(low not in DIRECTIONS and low not in types() for low in line.low[behind[-1] : end])


def _read_state_before_city(line: Line) -> None:
    """Read a state that stands before the city (``CA Garden Valley 95633``)."""
    for start in range(line.end - 2, max(0, line.end - 5), -1):
        if state(line.low[start : start + 1]) in line.states and is_place(line.low[start + 1 : line.end], line.states):
            line.mark(start, start + 1, "state")
            return
