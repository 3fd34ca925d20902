"""What speaks for the part of each word of a line: the word, the words around it, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.places import is_large, is_place, state
from crmclean.fields.us_address.words import KINDS, ORDINAL, types

__all__ = ["Clue", "clues", "names"]

Clue = tuple[str, ...]
"""One thing seen, as a key: the kind of clue, and what was seen."""

_RANK = (
    "direction", "box", "rural", "unit", "floor", "building", "alone", "route", "crossing", "before a road number",
    "street", "house", "site", "beginning", "type", "spelled", "first", "numbered",
)  # fmt: skip
"""The kinds of words, the one that says most first."""
_ANY = "any word"
_LONGEST_PLACE = 4
_COUNTS = ("0", "1", "2", "3")


def clues(line: Line, known: frozenset[str]) -> Iterator[tuple[Clue, ...]]:
    """Yield the clues of each word of a line that the rules have read.

    Args:
        line: The line, with its end read.
        known: The words that are clues by themselves; all others are told apart by kind and shape only.
    """
    low = ["", "", *(_seen(word, known) for word in line.low), "", ""]
    kinds = [_kind(word) for word in low]
    stops = [",", *("," if word.stop else "" for word in line.words)]
    end, place, located = line.end, _place_at(line), "located" if line.states else "lost"
    numbers = [at for at, word in enumerate(line.low) if word[0].isdigit() and not ORDINAL.fullmatch(word)] or [-1]
    streets = [at for at in range(end) if kinds[at + 2] == "street"] or [-1]
    for at, word in enumerate(line.words):
        left, right = stops[at : at + 2]
        yield (
            ("-2", low[at]),
            ("-1", low[at + 1]),
            ("0", low[at + 2]),
            ("+1", low[at + 3]),
            ("+2", low[at + 4]),
            ("near", kinds[at], kinds[at + 1], left, kinds[at + 2], right, kinds[at + 3], kinds[at + 4]),
            (
                "stands",
                "in the end" if at >= end else _against(place, at),
                kinds[at + 1],
                left,
                right,
                "no number" if numbers[0] < 0 else _against(numbers[0], at),
                ("<" if 0 <= streets[0] < at else "") + (">" if streets[-1] > at else ""),
                _COUNTS[at] if at < 2 else "2",
                line.parts[at] if at >= end else _COUNTS[end - at] if end - at < 3 else "3",
                located,
                "aside" if word.aside else "",
            ),
        )


def names(clue: Clue) -> Iterator[str]:
    """Yield the names by which a clue is listed in the table of weights.

    Example:
        >>> list(names(("+1", "st")))
        ['+1 word st', '+1 kind street', '+1 kind type']
    """
    kind, *seen = clue
    if kind == "near":
        before, left_kind, left, own, right, right_kind, after = seen
        yield f"near {left_kind}|{left}|{own}|"
        yield f"near |{own}|{right}|{right_kind}"
        yield f"near {left_kind}|{left}|{own}|{right}|{right_kind}"
        yield f"near {before}|{left_kind}|{left}|{own}|"
        yield f"near |{own}|{right}|{right_kind}|{after}"
    elif kind == "stands":
        place, left_kind, left, right, number, streets, begin, end, located, aside = seen
        yield f"place {place}"
        yield f"place {place}|{left_kind}|{left}"
        yield f"number {number}"
        yield f"street {streets}{located}"
        yield f"begin {begin}"
        yield f"end {end}"
        yield from (f"line {name}" for name in (f"left{left}", f"right{right}", located, aside) if name)
    else:
        yield f"{kind} word {seen[0]}"
        yield from (f"{kind} kind {name}" for name in _kinds(seen[0]))
        if state(seen):
            yield f"{kind} kind state"


def _against(place: int, index: int) -> str:
    return "here" if index == place else "before" if index < place else "behind"


def _place_at(line: Line) -> int:
    """Return where the longest known place begins that ends before state and zip; their beginning where none does."""
    for start in range(max(0, line.end - _LONGEST_PLACE), line.end):
        name = line.low[start : line.end]
        if is_place(name, line.states) if line.states else is_large(name):
            return start
    return line.end


@lru_cache(maxsize=1 << 16)
def _seen(low: str, known: frozenset[str]) -> str:
    """Return a word that is a clue by itself, or else its shape."""
    return low if low in known or _kinds(low) or state((low,)) else _shape(low)


@lru_cache(maxsize=1 << 12)
def _kinds(low: str) -> tuple[str, ...]:
    return tuple(kind for kind, words in KINDS.items() if low in words) + (("type",) if low in types() else ())


@lru_cache(maxsize=1 << 12)
def _kind(low: str) -> str:
    """Return the kind of a word that says most; of a word of none its shape."""
    kinds = _kinds(low)
    return next((kind for kind in _RANK if kind in kinds), _shape(low) if low.isalpha() else low)


def _shape(low: str) -> str:
    """Return what a word looks like: ``5 9`` is five digits, ``9a`` a number that ends in a letter."""
    if low.isdigit():
        return f"{min(len(low), 10)} 9"
    if low.isalpha():
        return "a" if len(low) == 1 else "aa" if len(low) == 2 else _ANY
    if low in "#&":
        return low
    if ORDINAL.fullmatch(low):
        return "9th"
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in (low[0], low[-1]))
