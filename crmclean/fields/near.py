"""Typing slips: the known spellings within a slip or two of a text. For suggestions only, never for an answer."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["Near"]

_SLIPS = ((5, 1), (9, 2), (14, 3))
"""How many slips a text of that length or more may have: one in five letters is a slip, one in three another word."""
_LONGEST = 60


class Near:
    """Known spellings, ready to be searched by a text that may be one of them with a slip.

    A slip is a letter too many, missing, wrong, or swapped with its neighbour; the first letter is right, as it nearly
    always is in slips and seldom in other words. Only spellings of that letter and of about the same length are
    compared, so that a column of free text stays cheap.

    Args:
        spellings: The spellings, folded as the texts will be.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._spellings = tuple(dict.fromkeys(filter(None, spellings)))
        self._choices: dict[tuple[str, int], list[str]] = {}

    def find(self, text: str) -> list[str]:
        """Return the nearest spellings: all that have the fewest slips; none where even those have too many.

        Example:
            >>> near = Near(["texas", "kansas", "arkansas"])
            >>> near.find("texsa"), near.find("txs"), near.find("kentucky")
            (['texas'], [], [])
        """
        allowed = _allowed(len(text))
        if not allowed:
            return []
        found = process.extract(text, self._like(text), scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [spelling for spelling, slips, _ in found if slips == found[0][1]]

    def _like(self, text: str) -> list[str]:
        alike = (text[0], len(text))
        if alike not in self._choices:
            spread = _allowed(len(text))
            self._choices[alike] = [
                spelling
                for spelling in self._spellings
                if spelling[0] == text[0] and abs(len(spelling) - len(text)) <= spread
            ]
        return self._choices[alike]


def _allowed(length: int) -> int:
    return 0 if length > _LONGEST else max((slips for least, slips in _SLIPS if length >= least), default=0)
