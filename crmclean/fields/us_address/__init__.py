"""Addresses of the United States in one line: every word is given its part; nothing is added, moved or corrected.

Rules read a line from its ends inwards: country, zip and state from the right; then post boxes, units and parts of the
building wherever their words stand; then the house number; and last, where the street ends and the city begins.
Evidence is words (``words``), places (``places``) and commas. What they read is then weighed against what the words and
their neighbours say for each part by learned weights (``clues``, ``balance``): where these are sure, the rules yield.
"""

from __future__ import annotations

from crmclean.fields.us_address.balance import Weights, shipped, weigh
from crmclean.fields.us_address.boxes import read_boxes
from crmclean.fields.us_address.ending import read_ending
from crmclean.fields.us_address.line import PARTS, Line
from crmclean.fields.us_address.street import read_street
from crmclean.fields.us_address.units import read_units

__all__ = ["PARTS", "label", "read"]


def label(text: str, weights: Weights | None = None) -> list[tuple[str, str]]:
    """Return every word of a line, as written, with its part.

    Args:
        text: The line.
        weights: What the clues weigh; None is the table that is shipped.

    Example:
        >>> label("12 N Main St Apt 4, Austin TX 78701")[:6]
        [('12', 'number'), ('N', 'street'), ('Main', 'street'), ('St', 'street'), ('Apt', 'unit'), ('4', 'unit')]
    """
    line = read(text)
    if line.words:
        weigh(line, weights or shipped())
    return [(word.text, part) for word, part in zip(line.words, line.parts, strict=True)]


def read(text: str) -> Line:
    """Read a line by the rules alone; every word has a part then."""
    line = Line(text)
    for step in (read_ending, read_boxes, read_units, read_street):
        step(line)
    line.parts = [part or "other" for part in line.parts]
    return line
