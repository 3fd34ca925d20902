"""The shape of a comparison: one question about a candidate pair, answered by one of a few levels.

A comparison is prepared once for a table (values parsed, encoded and counted) and then judges any number of pairs.
Level 0 is always ``missing``: a side has nothing to compare, which is no evidence. The others go from the strongest
agreement down to the else-level, last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from crmclean.dedup.coded import MISSING, Coded, Codes, Levels, Rows
from crmclean.spec.model import Rules

__all__ = [
    "HOST",
    "MAILBOX",
    "Comparison",
    "Letters",
    "Naming",
    "Subject",
    "column",
    "edits",
    "letters",
    "may_be_near",
    "similarity",
    "typo",
]


MAILBOX, HOST = "^(.+)@", "@([^@]+)$"
"""What stands before and behind the @ sign of a standard address."""
Letters = npt.NDArray[np.uint32]
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
    that many identities share is a switchboard. The first comparison of a rule set gives it.
    """

    present: pl.DataFrame
    rules: Rules
    identity: Codes


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


def letters(coded: Coded) -> Letters:
    """Return for each word which letters it has, a bit for each; some share one."""
    if not len(coded.words):
        return np.empty(0, dtype=np.uint32)
    signs = np.frombuffer("".join(coded.words).encode("utf-32-le"), dtype=np.uint32)
    return np.bitwise_or.reduceat(np.uint32(1) << (signs & 31), np.cumsum(coded.lengths) - coded.lengths)


def may_be_near(first: Letters, second: Letters, most: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell from the letters of words which pairs may be no more than ``most`` edits apart: no edit changes two."""
    ours, theirs = np.bitwise_count(first & ~second), np.bitwise_count(second & ~first)
    return np.asarray(np.maximum(ours, theirs) <= most)


def typo(coded: Coded, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
    """Say which words are equal but for a typo: one edit from 5 letters on, two from 9, three from 14.

    Two that are MISSING are equal, and one that is MISSING no typo of another.
    """
    alike, there = first == second, np.minimum(first, second) != MISSING
    asked = np.flatnonzero(there & ~alike)
    one, other = first[asked], second[asked]
    longest = np.maximum(coded.lengths[one], coded.lengths[other])
    alike[asked] = edits(coded.take(one), coded.take(other), most=3) <= np.digitize(longest, (5, 9, 14))
    return np.asarray(alike)
