"""Compare two companies by name: for an account who it is, for a contact where somebody works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import HOST, Subject, column, edits, similarity
from crmclean.fields.company import Company, acronym, core
from crmclean.fields.email import Email, is_free

__all__ = ["CompanyComparison", "EmployerComparison"]

_SIZES = (3, 12, 50)
"""Records of one company: a handful, a team, a department, a corporation."""
_SHARES = ("tiny", "small", "large", "huge")
_SAME, _CLOSE, _ACRONYM, _PART, _DIFFER = range(1, 6)


@dataclass(frozen=True, slots=True)
class CompanyComparison:
    """Company names of *n* records."""

    role: ClassVar[str] = "employer"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same_unique", "same_few", "same_many", "close", "acronym", "part", "differ",
    )  # fmt: skip

    core: Coded
    initials: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the company names of a table."""
        names = column(subject, fields[0])
        return cls(encode(derive(names, core)), _initials(names))

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.core.codes

    def show(self, row: int) -> str | None:
        """Return the name as it was compared."""
        return self.core.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        level = _judge(self.core, left, right, self.initials.__getitem__)
        same = np.digitize(np.append(self.core.counts, 0)[self.core.codes[left]], (4, 9)) + 1
        return np.where(level == _SAME, same, np.where(level > _SAME, level + 2, 0)).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class EmployerComparison:
    """Employers of *n* people: company names, and the domains of their mailboxes that are not free mail."""

    role: ClassVar[str] = "employer"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", *(f"same_{share}" for share in _SHARES), "close", "acronym", "part", "differ",
    )  # fmt: skip

    core: Coded
    domain: Coded

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the employers of a table."""
        kinds = subject.rules.fields
        company = next((name for name in fields if isinstance(kinds[name], Company)), None)
        email = next((name for name in fields if isinstance(kinds[name], Email)), None)
        return cls(
            encode(derive(column(subject, company), core)),
            encode(derive(column(subject, email).str.to_lowercase().str.extract(HOST), _own)),
        )

    def show(self, row: int) -> str | None:
        """Return the company name, or the domain where there is none."""
        return self.core.word(row) or self.domain.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair: the better of name and domain."""
        name = _judge(self.core, left, right)
        one_domain = self.domain.equal(left, right)
        other_domain = ~self.domain.missing(left, right) & ~one_domain
        people = np.maximum(_counts(self.core, left), _counts(self.domain, left))
        people = np.maximum(people, np.maximum(_counts(self.core, right), _counts(self.domain, right)))
        same = (name == _SAME) | one_domain
        size = np.digitize(people, _SIZES, right=True) + 1
        return np.select([same, name > _SAME, other_domain], [size, name + 3, len(self.levels) - 1], 0).astype(np.uint8)


def _counts(coded: Coded, rows: Rows) -> npt.NDArray[np.int64]:
    return np.append(coded.counts, 0)[coded.codes[rows]]


def _own(domain: str) -> str | None:
    return None if is_free(domain) else domain


def _initials(names: pl.Series) -> Mapping[str, frozenset[str]]:
    """Return by core the acronyms of every name with that core: with the legal form's initial only a name tells."""
    found: dict[str, frozenset[str]] = {}
    for name in names.drop_nulls().unique():
        found[core(name)] = found.get(core(name), frozenset()) | acronym(name)
    return found


def _judge(coded: Coded, left: Rows, right: Rows, acronyms: Callable[[str], frozenset[str]] = acronym) -> Levels:
    def is_acronym(one: str, other: str) -> bool:
        short, long = sorted((one, other), key=len)
        return 2 <= len(short) <= 6 and " " not in short and " " in long and short in acronyms(long)

    def judge(first: Codes, second: Codes) -> Levels:
        ours, theirs = coded.take(first), coded.take(second)
        one = [word.replace(" ", "") for word in ours]
        other = [word.replace(" ", "") for word in theirs]
        apart = edits(one, other)
        longest = np.maximum(list(map(len, one)), list(map(len, other))) if one else np.empty(0)
        close = (apart <= np.minimum(longest // 6, 3)) | (
            (similarity(ours, theirs) >= 0.95 - 1e-6) & _each(_same_words, ours, theirs)
        )
        return np.select(
            [apart == 0, close, _each(is_acronym, ours, theirs), _each(_is_part, ours, theirs)],
            [_SAME, _CLOSE, _ACRONYM, _PART],
            _DIFFER,
        ).astype(np.uint8)

    return on_distinct_pairs(coded, left, right, judge)


def _each(test: Callable[[str, str], bool], ours: list[str], theirs: list[str]) -> npt.NDArray[np.bool_]:
    return np.array([test(one, other) for one, other in zip(ours, theirs, strict=True)], dtype=bool)


def _same_words(one: str, other: str) -> bool:
    """Whether the names differ by more than one word being another word: then they are two companies."""
    ours, theirs = set(one.split()), set(other.split())
    return len(ours - theirs) <= 1 and len(theirs - ours) <= 1


def _is_part(one: str, other: str) -> bool:
    """Whether one name is the beginning of the other (``Skyline`` and ``Skyline Logistics``)."""
    short, long = sorted((one.split(), other.split()), key=len)
    return len("".join(short)) >= 4 and long[: len(short)] == short
