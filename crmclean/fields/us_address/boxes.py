"""Post boxes, rural routes and lock boxes, wherever they stand in a line."""

from __future__ import annotations

import re
from itertools import chain

from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.words import DIRECTIONS, ORDINAL, RURAL, has_digit

__all__ = ["read_boxes"]

_NAMES = {
    3: ("pobox", "pobx", "postofficebox"),
    2: ("pobox", "pobx", "postbox", "lockbox", "postoffice", "routebox"),
    1: ("pobox", "pob", "po", "lockbox", "lbx", "lb", "box", "drawer"),
}
"""Words that begin a post box, closed up, by how many words they are."""
_NEED_NUMBER = frozenset({"box", "drawer", "lb", "lbx", "lockbox", "po", "pob", "postoffice"})
_PRIVATE = frozenset({"box", "drawer", "lb", "lbx", "lockbox"})
"""Boxes that may stand beside one of the post."""
_GLUED_RURAL = re.compile("(?:rr|hc|rt)[0-9]+")
_CONTRACTS = ("rural", "highwaycontract", "hwycontract")
_INITIALS = frozenset(word[0] for word in (*_CONTRACTS, *RURAL, "unit", *chain(*_NAMES.values())))
_FARTHEST = 6
"""Words from the beginning of a rural route to its box: ``Highway Contract Route # 24 Box``."""


def read_boxes(line: Line) -> None:
    """Give their part to the post boxes of a line.

    A drawer, a lock box or a second box beside a post box is a part of the building.
    """
    found, at = [], 0
    while at < line.end:
        size, of_post = _size(line, at)
        if size:
            found.append((at, at + size, of_post))
        at += size or 1
    best = max(found, key=lambda box: (box[2], -box[0]), default=None)
    for box in found:
        line.mark(*box[:2], "box" if box[2] or box == best else "building")


def _size(line: Line, at: int) -> tuple[int, bool]:
    """Return how many words a box has that begins here, and whether it is one of the post."""
    if line.low[at][0] not in _INITIALS:
        return 0, False
    for count, names in _NAMES.items():
        name = "".join(line.low[at : at + count])
        if name in names and at + count <= line.end:
            size = _with_number(line, at, at + count, needed=name in _NEED_NUMBER)
            return size, name not in _PRIVATE
    low = line.low[at]
    if low == "unit" and line.after(at).isdigit() and line.low[at + 2 : at + 3] == ["box"]:
        return _with_number(line, at, at + 3, needed=False), True  # of the army: Unit 2050 Box 4190
    if low in RURAL or _GLUED_RURAL.fullmatch(low) or "".join(line.low[at : at + 2]).startswith(_CONTRACTS):
        for box in range(at + 1, min(at + _FARTHEST, line.end)):
            if line.low[box] in ("box", "bx"):
                return _with_number(line, at, box + 1, needed=False), True
    return 0, False


def _with_number(line: Line, start: int, end: int, *, needed: bool) -> int:
    """Return how many words a box has with its number; 0 where it needs one and has none."""
    names = end
    if end < line.end and line.low[end] == "#":
        end += 1
    if end + 1 < line.end and line.low[end].isalpha() and len(line.low[end]) <= 2 and line.low[end + 1].isdigit():
        end += 2
    elif end < line.end and (_is_number(line.low[end]) or len(line.low[end]) == 1):
        end += 1
        if end < line.end and _is_letter(line.low[end]) and not line.words[end - 1].stop:
            end += 1
    return 0 if needed and end == names else end - start


def _is_number(low: str) -> bool:
    return has_digit(low) and not ORDINAL.fullmatch(low)


def _is_letter(low: str) -> bool:
    return len(low) == 1 and low.isalpha() and low not in DIRECTIONS
