"""A line being read: its words, and the part that each was given."""

from __future__ import annotations

from collections.abc import Iterable

from crmclean.fields.us_address.words import split

__all__ = ["PARTS", "Line"]

PARTS = ("number", "street", "unit", "building", "box", "city", "state", "postal_code", "country", "other")
"""The parts of a line; ``other`` is a person, a company, the name of a building, or not understood."""


class Line:
    """The words of one line, and what is known of them so far."""

    def __init__(self, text: str) -> None:
        self.words = split(text)
        self.low = [word.low for word in self.words]
        self.parts = [""] * len(self.words)
        """The part of each word; "" while it has none."""
        self.end = len(self.words)
        """Where the state, the zip and the country begin, once they are read."""
        self.states: frozenset[str] = frozenset()
        """The states that the address may be in, as far as the line says; none where it says nothing."""

    def mark(self, start: int, end: int, part: str) -> None:
        """Give a part to every word of a span."""
        self.parts[start:end] = [part] * (end - start)

    def mark_all(self, places: Iterable[int], part: str) -> None:
        """Give a part to some words."""
        for at in places:
            self.parts[at] = part

    def free(self, start: int, end: int) -> list[int]:
        """Return the words of a span that have no part yet."""
        return [at for at in range(start, end) if not self.parts[at]]

    def after(self, at: int) -> str:
        """Return the word behind one, where it has no part yet; "" otherwise."""
        return self.low[at + 1] if at + 1 < self.end and not self.parts[at + 1] else ""

    def before(self, at: int) -> str:
        """Return the word before one; "" where it is the first."""
        return self.low[at - 1] if at else ""

    @property
    def is_located(self) -> bool:
        """Whether a state, a zip or a country was read."""
        return bool(self.states) or self.end < len(self.words)

    @property
    def has_state(self) -> bool:
        """Whether a state was read."""
        return "state" in self.parts
