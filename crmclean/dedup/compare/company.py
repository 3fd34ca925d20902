"""Compare two companies by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import Subject, column
from crmclean.dedup.compare.branches import without_place
from crmclean.dedup.compare.company_names import (
    ACRONYM,
    ALIKE,
    BRANCH,
    CLOSE,
    PART,
    SAME,
    SHORTEST_PART,
    judge_names,
    words_of,
)
from crmclean.fields.company import acronym, core, legal_form

__all__ = ["CompanyComparison"]

_ALIKE = 0.5
"""Share of the shorter name's words, by how rare they are in the file, from which two names are alike."""


@dataclass(frozen=True, slots=True)
class CompanyComparison:
    """Company names of *n* records; a second field says what a city is, for names that end in one."""

    role: ClassVar[str] = "employer"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same_unique", "same_few", "same_many", "other_form", "close", "acronym", "part", "alike", "branch",
        "differ",
    )  # fmt: skip

    core: Coded
    plain: Coded
    form: Coded
    initials: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the company names of a table."""
        names = column(subject, fields[0])
        bare = without_place(names, column(subject, fields[1] if len(fields) > 1 else None))
        return cls(encode(derive(bare, core)), encode(bare), encode(derive(names, legal_form)), _initials(names, bare))

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.core.codes

    def show(self, row: int) -> str | None:
        """Return the name as it was compared."""
        return self.core.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        at = {level: code for code, level in enumerate(self.levels)}
        relation = judge_names(self.plain, left, right, self.initials.__getitem__)
        same = np.digitize(np.append(self.core.counts, 0)[self.core.codes[left]], (4, 9)) + 1
        form = ~self.form.missing(left, right) & ~self.form.equal(left, right)
        level: Levels = np.select(
            [
                relation == 0,
                (relation == SAME) & form,
                relation == SAME,
                relation == CLOSE,
                relation == ACRONYM,
                relation == PART,
                relation == BRANCH,
                (relation == ALIKE) | self._alike(left, right),
            ],
            [0, at["other_form"], same, at["close"], at["acronym"], at["part"], at["branch"], at["alike"]],
            at["differ"],
        ).astype(np.uint8)
        return level

    def _alike(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether the names share words that say more than half of the shorter one."""
        words = [words_of(word) for word in self.core.words]
        bits = _bits(words)
        whole: npt.NDArray[np.float64] = np.array([sum(bits[word] for word in each) for each in words])

        def judge(first: Codes, second: Codes) -> Levels:
            pairs = zip(first.tolist(), second.tolist(), strict=True)
            shared = np.array([_sum(words[one] & words[other], bits) for one, other in pairs], dtype=float)
            alike: Levels = (shared >= _ALIKE * np.minimum(whole[first], whole[second])).astype(np.uint8)
            return alike

        return np.equal(on_distinct_pairs(self.core, left, right, judge), 1)


def _sum(shared: frozenset[str], bits: Mapping[str, float]) -> float:
    return sum(bits[word] for word in shared) if sum(map(len, shared)) >= SHORTEST_PART else -1.0


def _bits(names: list[frozenset[str]]) -> Mapping[str, float]:
    """Return how much each word says: log2 of 1 + names / names that hold it."""
    counts = pl.Series([word for name in names for word in name], dtype=pl.String).value_counts(name="names")
    bits = np.log2(1 + len(names) / counts["names"].to_numpy())
    return dict(zip(counts[:, 0].to_list(), bits.tolist(), strict=True))


def _initials(names: pl.Series, folded: pl.Series) -> Mapping[str, frozenset[str]]:
    """Return the acronyms of every name by its folded form: with the legal form's initial only a name tells."""
    found: dict[str, frozenset[str]] = {}
    for name, word in pl.DataFrame([names.rename("name"), folded.rename("folded")]).drop_nulls().unique().iter_rows():
        found[word] = found.get(word, frozenset()) | acronym(name)
    return found
