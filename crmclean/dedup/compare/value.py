"""Compare any other value: the same, nearly the same, or another; agreeing on a rare one says more.

How rare a value is, is how many records have it: the chance that two strangers agree on it is that number over all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import OfValue, Subject, column, edits, similarity
from crmclean.fields import fold

__all__ = ["RARITIES", "CodeComparison", "ExactComparison", "TextComparison"]

RARITIES = ("same_rare", "same_few", "same_many", "same_common")
_LIMITS = (5, 50, 500)
"""Records with one value, and the names of the levels between these limits."""
_SHORTEST_CODE = 4
"""Signs from which one edit makes a typo of a code, not another code."""

_PLACES = ("postal_code", "city", "subdivision", "country")


@dataclass(frozen=True, slots=True)
class ExactComparison(OfValue):
    """Values that are the same or not: numbers, picklist values, amounts."""

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = ("missing", *RARITIES, "differ")

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Encode the values of a table by the plain blocking key of their type."""
        kind = subject.rules.fields[fields[0]]
        values = encode(derive(column(subject, fields[0]), lambda value: next(iter(kind.keys[""](value)), None)))
        return cls(subject.frequencies.recount("values", values, _LIMITS[0] + 1))

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        level = np.where(self.value.equal(left, right), 1, 2)
        return _with_rarity(self.value, left, np.where(self.value.missing(left, right), 0, level).astype(np.uint8))


@dataclass(frozen=True, slots=True)
class TextComparison(OfValue):
    """Texts that may be written in more than one way: titles, names of things."""

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = ("missing", *RARITIES, "close", "differ")

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Fold the texts of a table."""
        texts = encode(derive(column(subject, fields[0]), fold))
        return cls(subject.frequencies.recount("values", texts, _LIMITS[0] + 1))

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        return _with_rarity(self.value, left, on_distinct_pairs(self.value, left, right, self._judge))

    def _judge(self, first: Codes, second: Codes) -> Levels:
        near = similarity(self.value.take(first), self.value.take(second)) >= 0.88 - 1e-6
        return np.select([first == second, near], [1, 2], 3).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class CodeComparison(TextComparison):
    """Identifiers: numbers of customers, insurance, tax, postal codes. One sign wrong or two swapped is a typo."""

    own: bool = True
    """Whether it is one record's own, as a number of insurance is; a place's postal code is not."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Fold the codes of a table: letters and digits count, spaces and punctuation do not."""
        codes = encode(derive(column(subject, fields[0]), lambda value: fold(value).replace(" ", "")))
        codes = subject.frequencies.recount("values", codes, _LIMITS[0] + 1)
        return cls(codes, subject.rules.fields[fields[0]].type not in _PLACES)

    def _judge(self, first: Codes, second: Codes) -> Levels:
        ours, theirs = self.value.take(first), self.value.take(second)
        near = (edits(ours, theirs, most=1) == 1) & (self.value.shorter(first, second) >= _SHORTEST_CODE)
        return np.select([first == second, near], [1, 2], 3).astype(np.uint8)


def _with_rarity(value: Coded, left: Rows, level: Levels) -> Levels:
    """Split level 1, the same, by how many records have the value; the levels after it move up."""
    rarity = np.digitize(value.counted(value.codes[left]), _LIMITS, right=True) + 1
    return np.where(level == 1, rarity, np.where(level > 1, level + len(_LIMITS), 0)).astype(np.uint8)
