"""House number and street; what is left over is the name of a building or a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crmclean.fields.us_address.city import city_at
from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.places import is_large, is_place
from crmclean.fields.us_address.words import (
    CROSSINGS,
    DIRECTIONS,
    HALVES,
    HOUSES,
    NUMBERED,
    ORDINAL,
    ROADS,
    ROUTE_STARTS,
    ROUTES,
    SITES,
    SPELLED,
    STREETS,
    has_digit,
    types,
)

__all__ = ["read_street"]

_NUMBER = re.compile(r"[0-9]+[a-z]{0,2}(?:[0-9]+[a-z]?)?|[nsew][0-9]+[nsew]?(?:[0-9]+)?")
_LETTER_FIRST = re.compile("[a-z][0-9]{3,}")
_AND = frozenset({"&", "and", "at"})


def read_street(line: Line) -> None:
    """Give their parts to number, street and city, and "other" to what is none of them."""
    number = _number_at(line)
    if number is None:
        _read_without_number(line)
        return
    line.mark_all(line.free(0, number), "other")
    city = city_at(line, number)
    line.mark_all(line.free(city, line.end), "city")
    _read_numbered(line, line.free(number, city))


def _number_at(line: Line) -> int | None:
    """Find the house number: the first that no road is named by, or the one behind the name of a site."""
    free, found = line.free(0, line.end), None
    if not free or _is_route(line, free[0]):
        return None
    for at in free:
        low = line.low[at]
        of_road = at and not line.words[at - 1].stop and line.low[at - 1] in ROUTE_STARTS | _AND
        if of_road or at + 1 >= line.end or line.parts[at + 1] == "unit":
            continue
        is_first = at == free[0] and (low in SPELLED or _LETTER_FIRST.fullmatch(low))
        is_number = _NUMBER.fullmatch(low) and not ORDINAL.fullmatch(low) and (low[0].isdigit() or len(low) > 2)
        if (is_first or is_number) and (found is None or _follows_site(line, at)):
            found = at
    if found is None:
        spelled = [at for at in free[1:-2] if line.low[at] in SPELLED and line.low[at + 2] in STREETS]
        return spelled[0] if spelled else None
    return found


def _follows_site(line: Line, number: int) -> bool:
    before = line.free(0, number)
    return bool(before) and line.low[before[-1]] in SITES


def _is_route(line: Line, at: int) -> bool:
    """Whether the name of a numbered road, or of a crossing, begins here."""
    low, after = line.low[at], line.after(at)
    if low in ("country", "county", "i", "state", "us"):
        return after in ROUTES or after.isdigit()
    return low in ROUTE_STARTS or low in CROSSINGS


def _read_without_number(line: Line) -> None:
    free = line.free(0, line.end)
    stops = [at for at in free[:-1] if line.words[at].stop]
    tail = [line.low[at] for at in free if not stops or at > stops[-1]]
    located = line.is_located or (bool(stops) and is_place(tail, line.states))
    if not free:
        return
    if not located and len(free) == line.end:
        is_city = not stops and is_large(tail)
        line.mark_all(free, "city" if is_city else "other")
        _read_nameless(line, [] if is_city else free)
        return
    if stops and located:
        border = max(stops[-1] + 1, *(at + 1 for at in range(free[-1]) if line.parts[at]), 0)
        before = [at for at in free if at < border]
        alone = len(before) == 1
    else:
        border, alone = city_at(line, -1), False
        before = [at for at in free if at < border]
    line.mark_all([at for at in free if at >= border], "city")
    _read_nameless(line, before, alone=alone)


def _read_nameless(line: Line, places: Sequence[int], *, alone: bool = False) -> None:
    """Read words that have no house number: a street, or who knows what."""
    first = next((index for index, at in enumerate(places) if _is_route(line, at)), 0)
    is_street = alone or _is_street(line, places[first:])
    line.mark_all(places, "other")
    line.mark_all(places[first:] if is_street else [], "street")


def _is_street(line: Line, places: Sequence[int]) -> bool:
    """Whether words without a house number are a street: a numbered road, a crossing, a name with its type."""
    low = [line.low[at] for at in places]
    if len(low) < 2:
        return False
    if _is_route(line, places[0]) and any(has_digit(word) or len(word) <= 2 for word in low[1:]):
        return True
    if any(word in _AND for word in low[1:-1]) and (low[-1] in STREETS or any(map(has_digit, low))):
        return True
    if low[-1] in DIRECTIONS and len(low) > 2:
        low.pop()
    return low[-1] in STREETS - SITES


def _read_numbered(line: Line, free: Sequence[int]) -> None:
    """Read number and street; behind the street a unit that no word announces, and the name of a building."""
    size = _number_size(line, free)
    line.mark_all(free[:size], "number")
    body = free[size:]
    low = [line.low[at] for at in body]
    length = _street_size(line, body)
    is_house = bool(body) and low[length - 1] in HOUSES and not _is_complete(low[: length - 1])
    line.mark_all(free[: size + length] if is_house else body[:length], "other" if is_house else "street")
    line.mark_all(_after_bare_unit(line, body[length:]), "other")


def _number_size(line: Line, free: Sequence[int]) -> int:
    """Return the size of a house number with its half or its letter: ``720 1/2``, ``214 B``."""
    size = 1
    if size < len(free) - 1 and line.words[free[size]].text in HALVES:
        size += 1
    if size < len(free) - 1:
        low, after = line.low[free[size]], line.low[free[size + 1]]
        if len(low) == 1 and low.isalpha() and low not in DIRECTIONS and after not in STREETS:
            size += 1
    return size


def _street_size(line: Line, body: Sequence[int]) -> int:
    """Return how many words belong to the street."""
    low = [line.low[at] for at in body]
    for index in range(1, len(body)):
        gap, stop = body[index] != body[index - 1] + 1, line.words[body[index - 1]].stop
        complete = _is_complete(low[:index])
        if low[index] in DIRECTIONS and (complete or stop) and not gap:
            continue
        if gap or stop or (complete and _ends_before(low, index)):
            return index
        last = index + 1 == len(body) or (index + 2 == len(body) and low[-1] in DIRECTIONS and low[index].isdigit())
        if last and has_digit(low[index]) and not ORDINAL.fullmatch(low[index]) and not _is_numbered(low, index):
            return index
    return len(body)


def _is_complete(low: Sequence[str]) -> bool:
    """Whether words are a whole street: a name with its type, and perhaps a direction behind it."""
    bare = list(low)
    while len(bare) > 1 and bare[-1] in DIRECTIONS:
        bare.pop()
    return bool(bare) and bare[-1] in STREETS and any(word not in DIRECTIONS for word in bare[:-1])


def _ends_before(low: Sequence[str], index: int) -> bool:
    """Whether a complete street ends here, though words follow: no street type ends them, or a direction is between."""
    rest = list(low[index:])
    if has_digit(rest[0]):
        return not _is_numbered(low, index)
    while len(rest) > 1 and rest[-1] in DIRECTIONS:
        rest.pop()
    if low[index - 1] in DIRECTIONS:
        return len(rest) > 1 or (rest[0] not in STREETS and rest[0] not in DIRECTIONS)
    if len(rest) == 1:
        return len(rest[0]) <= 2 and rest[0] not in types() and not _is_numbered(low, index)
    return rest[-1] not in ROADS


def _is_numbered(low: Sequence[str], index: int) -> bool:
    """Whether a word may be the number of a road: ``Highway 20``, ``County Rd 452``, ``US Hwy No 1``, ``Avenue 54``."""
    named = [word for word in low[:index] if word not in DIRECTIONS]
    if not named or (len(named) == 1 and named[0] in STREETS):
        return True
    before, second = low[index - 1], low[index - 2] if index > 1 else ""
    return (
        before in ROUTES
        or before == "and"
        or (before == "no" and second in ROUTES)
        or (before in ("loop", "rd") and second in NUMBERED)
        or (before, second) == ("r", "c")
    )


def _after_bare_unit(line: Line, rest: Sequence[int]) -> Sequence[int]:
    """Read a unit that no word announces: ``5 Main St, 1506``, ``1604 W Farwell 1A``; return what is left."""
    if not rest:
        return rest
    low = line.low[rest[0]]
    is_unit = (has_digit(low) and not ORDINAL.fullmatch(low)) or (len(low) <= 2 and len(rest) == 1)
    alone = len(rest) <= 2 or line.words[rest[0]].stop or rest[1] > rest[0] + 1
    if not (is_unit and alone):
        return rest
    size = 2 if len(rest) > 1 and (len(line.low[rest[1]]) == 1 or line.low[rest[1]] in DIRECTIONS) else 1
    line.mark_all(rest[:size], "unit")
    return rest[size:]
