"""Where the street ends and the city begins: all places at which it could are compared."""

from __future__ import annotations

from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.places import is_large, is_place
from crmclean.fields.us_address.words import BEGINNINGS, DIRECTIONS, ORDINAL, STREETS, has_digit, types

__all__ = ["city_at"]

_DIAGONALS = frozenset({"ne", "nw", "se", "sw"})
_NEVER = -20.0


def city_at(line: Line, number: int) -> int:
    """Return where the city of a line begins; its end where it has none.

    Nothing that was read before the city stands in it, nor does a digit. The weights are by hand: a comma says more
    than a known place, a known place more than a street type before it.

    Args:
        line: The line, with its end, its boxes and its units read.
        number: Where the house number stands; -1 where there is none.
    """
    taken = [at + 1 for at in range(number + 1, line.end) if line.parts[at] or has_digit(line.low[at])]
    lowest = max(taken, default=number + 1)
    return max(range(lowest, line.end + 1), key=lambda at: _score(line, number, at))


def _score(line: Line, number: int, at: int) -> float:
    """Return how well a line reads if its city begins at a word."""
    if at == line.end:
        return -4.0 if line.has_state else 1.0 if line.is_located else 3.0
    name, score = line.low[at : line.end], _border(line, number, at)
    if all(low in STREETS or low in DIRECTIONS for low in name):
        return score if score >= 9 and name[0] in STREETS else _NEVER / 2
    score -= 6 * any(line.words[inner].stop for inner in range(at, line.end - 1))
    score -= 5 * (name[0] in STREETS and name[0] != "st")
    return score + _place(line, name, border=score)


def _place(line: Line, name: list[str], *, border: float) -> float:
    """Return how likely words are the name of a place, as far as the line says where it is."""
    score = 0.0
    if line.states:
        if is_place(name, line.states):
            return 5 + len(name) - (6 if border <= 0 and not line.has_state else 0)
        if name[-1] in STREETS:
            score -= 5
    elif is_large(name):
        return 4 + len(name)
    elif is_place(name, line.states):
        return (3 if border >= 4 else 1) + len(name)
    if len(name[0]) == 1 or name[0] in DIRECTIONS:
        score -= 2
    return score + (1.5 if line.is_located else -2.0) - len(name)


def _border(line: Line, number: int, at: int) -> float:  # noqa: PLR0911 - one line a kind of word
    """Return how likely a street ends before a word."""
    last = at - 1
    if last < 0:
        return 2.0
    if last <= number:
        return _NEVER
    low, before = line.low[last], line.before(last)
    if line.words[last].stop:
        return 9.0 if line.is_located else 6.0
    if line.parts[last]:
        return 6.0
    if low in ("n", "s") and line.low[at] in ("e", "w"):
        return -3.0
    if low in ("e", "w") and before in ("n", "s"):
        return 4.5
    if low in DIRECTIONS:
        return _after_direction(line, number, last)
    if low in STREETS:
        return 4.0 if last - 1 > number else -1.0
    if low in types() and low not in BEGINNINGS:
        return 1.0
    return 2.5 if ORDINAL.fullmatch(low) else 3.0 if low.isdigit() else 0.0


def _after_direction(line: Line, number: int, last: int) -> float:
    """Return the same where a direction stands before the word: it ends a street behind the street's type."""
    if last - 1 == number:
        return _NEVER
    if line.low[last - 1] in STREETS or line.parts[last - 1]:
        return 4.0
    return 3.0 if line.low[last] in _DIAGONALS else -1.0
