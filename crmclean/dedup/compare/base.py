"""The shape of a comparison: one question about a candidate pair, answered by one of a few levels.

A comparison is prepared once for a table (values parsed, encoded and counted) and then judges any number of pairs.
Level 0 is always ``missing``: a side has nothing to compare, which is no evidence. The others go from the strongest
agreement down to the else-level, last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Protocol, Self, runtime_checkable

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from crmclean.dedup.coded import MISSING, Coded, Codes, Levels, Rows, sharing
from crmclean.dedup.known import Frequencies
from crmclean.spec.model import Rules

__all__ = [
    "HOST",
    "MAILBOX",
    "Comparison",
    "Letters",
    "Naming",
    "Spelled",
    "Subject",
    "column",
    "edits",
    "may_be_typo",
    "mistyped",
    "similarity",
    "typo",
]


MAILBOX, HOST = "^(.+)@", "@([^@]+)$"
"""What stands before and behind the @ sign of a standard address."""
_CROWD, _STRANGERS = 0.1, 50
"""Share of the records with a value from which one that more than so many identities share tells nothing.

It is a default that somebody filled in, or the one switchboard or office of a file: two strangers agree on it by
chance.
"""
Letters = npt.NDArray[np.uint32]
_PREFIX = 0.1
"""What Jaro-Winkler adds, of what is missing to 1, for each of four first letters that are the same."""
_ROUNDING = 1e-4
_ALLOWED = np.array([0] * 5 + [1] * 4 + [2] * 5 + [3])
"""Edits that are a typo, by the letters of the longer word; of more letters, the last."""
_NONE = np.empty(0, dtype=np.uint8)


class Comparison(Protocol):
    """One prepared comparison."""

    role: ClassVar[str]
    """What it is about, for seeds and phrases; empty where only its name in the rule file tells."""
    levels: ClassVar[tuple[str, ...]]

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each of *p* pairs."""
        ...

    def show(self, row: int) -> str | None:
        """Return what stands in one record, for explanations; None where nothing does."""
        ...


@runtime_checkable
class Naming(Comparison, Protocol):
    """A comparison that says who a record is: its first in a rule set."""

    @property
    def identity(self) -> Codes:
        """The code of each record's family name, company or the like; ``MISSING`` where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What a comparison is prepared from: *n* records of standard values, and who each record is.

    ``identity`` is the code of the family name or company of each record (``MISSING`` where there is none): a phone
    that many identities share is a switchboard. The first comparison of a rule set gives it. ``names`` are the names
    that the comparison asks for, where they are read already; ``frequencies`` tells how common a value is.
    """

    present: pl.DataFrame
    rules: Rules
    identity: Codes
    names: pl.DataFrame | None = None
    frequencies: Frequencies = field(default_factory=Frequencies)

    def shared(self, question: str, values: Coded, most: int) -> npt.NDArray[np.bool_]:
        """Tell which words more than ``most`` identities share."""
        return self.frequencies.which(question, values.words, sharing(values, self.identity) > most)

    def crowded(self, values: Coded, shared: npt.NDArray[np.int64], having: int) -> npt.NDArray[np.bool_]:
        """Tell which words a crowd has; False for a missing one, at the end.

        Args:
            values: The values.
            shared: For each word how many identities have it.
            having: How many records have a value.
        """
        crowd = (shared > _STRANGERS) & (values.counts > _CROWD * having)
        return np.append(self.frequencies.which("crowd", values.words, crowd), values=False)


@dataclass(frozen=True, slots=True)
class OfValue:
    """What every comparison of one value has: the values of *n* records, who they tell, what to show."""

    value: Coded

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.value.codes

    def show(self, row: int) -> str | None:
        """Return the value as it was compared."""
        return self.value.word(row)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Words of which many pairs are compared by spelling: their letters rule out most of them."""

    coded: Coded
    letters: Letters
    begin: Letters
    """The code point of the first letter of each."""

    @classmethod
    def of(cls, coded: Coded) -> Self:
        """Look at the letters of each word."""
        signs, start = _signs(coded)
        return cls(coded, _letters(signs, start), signs[start])

    def may_be_near(self, first: Codes, second: Codes, most: int | npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which pairs may be no more than ``most`` edits apart: no edit changes two letters of a word."""
        longer = np.abs(self.coded.lengths[first] - self.coded.lengths[second])
        ours, theirs = self._lone(first, second)
        return np.asarray((np.maximum(ours, theirs) <= most) & (longer <= most))

    def may_be_alike(self, first: Codes, second: Codes, least: float) -> npt.NDArray[np.bool_]:
        """Tell which pairs may have a Jaro-Winkler similarity of ``least``, which is more than 0.7.

        Letters that only one word has match none. At the best all others do, in order, and the first four are the same.
        """
        ours, theirs = self.coded.lengths[first], self.coded.lengths[second]
        one, other = self._lone(first, second)
        matching = np.minimum(ours - one, theirs - other)
        jaro = (matching / ours + matching / theirs + 1) / 3
        begin_alike = self.begin[first] == self.begin[second]
        return np.asarray(jaro >= np.where(begin_alike, 1 - (1 - least) / (1 - 4 * _PREFIX), least) - _ROUNDING)

    def _lone(self, first: Codes, second: Codes) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Count the letters that only one word of each pair has."""
        one, other = self.letters[first], self.letters[second]
        return np.bitwise_count(one & ~other), np.bitwise_count(other & ~one)


def column(subject: Subject, name: str | None) -> pl.Series:
    """Return a column of the subject; all null where the table does not have it."""
    if name and name in subject.present.columns:
        return subject.present[name]
    return pl.repeat(None, subject.present.height, dtype=pl.String, eager=True)


def similarity(first: list[str], second: list[str]) -> npt.NDArray[np.float32]:
    """Return the Jaro-Winkler similarity (0-1) of aligned texts.

    Source: Winkler 1990, by RapidFuzz.
    """
    return (
        process.cpdist(first, second, scorer=JaroWinkler.normalized_similarity) if first else _NONE.astype(np.float32)
    )


def edits(first: list[str], second: list[str], *, most: int | None = None) -> npt.NDArray[np.int32]:
    """Return the number of edits between aligned texts; swapping two neighbours is one edit.

    Beyond ``most`` the number is not told apart, which is faster: it is ``most`` + 1.

    Source: optimal string alignment (Damerau 1964), by RapidFuzz.
    """
    if not first:
        return _NONE.astype(np.int32)
    return process.cpdist(first, second, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)


def _signs(coded: Coded) -> tuple[Letters, npt.NDArray[np.int64]]:
    """Return the code points of all words, and where each word starts."""
    signs = np.frombuffer("".join(coded.words.to_list()).encode("utf-32-le"), dtype=np.uint32)
    return signs, np.cumsum(coded.lengths, dtype=np.int64) - coded.lengths


def _letters(signs: Letters, start: npt.NDArray[np.int64]) -> Letters:
    """Return for each word which letters it has, a bit for each; some share one."""
    return np.bitwise_or.reduceat(np.uint32(1) << (signs & 31), start) if len(start) else signs


def may_be_typo(spelled: Spelled, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
    """Tell from the letters of words which are perhaps equal but for a typo; two that are MISSING are equal."""
    alike, there = first == second, np.minimum(first, second) != MISSING
    if not len(spelled.letters):
        return np.asarray(alike)
    return np.asarray(alike | there & spelled.may_be_near(first, second, _allowed(spelled.coded, first, second)))


def _allowed(coded: Coded, first: Codes, second: Codes) -> npt.NDArray[np.int64]:
    return _ALLOWED[np.minimum(np.maximum(coded.lengths[first], coded.lengths[second]), len(_ALLOWED) - 1)]


def typo(spelled: Spelled, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
    """Say which words are equal but for a typo: one edit from 5 letters on, two from 9, three from 14.

    Two that are MISSING are equal, and one that is MISSING no typo of another.
    """
    alike = first == second
    asked = np.flatnonzero(may_be_typo(spelled, first, second) & ~alike)
    alike[asked] = mistyped(spelled.coded, first[asked], second[asked])
    return np.asarray(alike)


def mistyped(coded: Coded, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
    """Say of pairs of words that are there which ones are equal but for a typo, as ``typo`` does."""
    apart = edits(coded.take(first), coded.take(second), most=int(_ALLOWED[-1]))
    return np.asarray(apart <= _allowed(coded, first, second))
