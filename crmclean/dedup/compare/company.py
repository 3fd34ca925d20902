"""Compare two companies by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import (
    Coded,
    Codes,
    Levels,
    Rows,
    derive,
    encode,
    encode_column,
    encode_made,
    on_distinct_pairs,
)
from crmclean.dedup.compare.base import Subject, column
from crmclean.dedup.compare.branches import without_place
from crmclean.dedup.compare.company_names import (
    ACRONYM,
    ALIKE,
    BRANCH,
    CLOSE,
    DIFFER,
    PART,
    SAME,
    SHORTEST_PART,
    CompanyNames,
)
from crmclean.dedup.known import Frequencies
from crmclean.fields.company import acronym, cores, is_form, is_trade, legal_form, trading_as

__all__ = ["CompanyComparison"]

_COMMON, _SHARE = 3, 0.001
"""Names that hold a word, and their share of all, from which it is common."""
_SAME = (4, 9)
"""Records with one name from which it is one of a few, and of many."""
_ALIKE = 0.5
"""Share of the shorter name's words, by how rare they are in the file, from which two names are alike."""


@dataclass(frozen=True, slots=True)
class CompanyComparison:
    """Company names of *n* records; a second field says what a city is, for names that end in one."""

    role: ClassVar[str] = "employer"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same_unique", "same_few", "same_many", "other_form", "close", "acronym", "part", "part_rare",
        "alike", "alike_other", "branch", "differ",
    )  # fmt: skip

    cores: CompanyNames
    plain: CompanyNames
    also: CompanyNames
    """The names, and below them those that companies trade under."""
    form: Coded
    words: _Words

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the company names of a table."""
        names = column(subject, fields[0])
        frequencies = subject.frequencies
        bare = without_place(names, column(subject, fields[1] if len(fields) > 1 else None), frequencies)
        own = CompanyNames.of(frequencies.recount("names", encode_column(bare, cores), _SAME[0]))
        initials = _initials(names, bare, frequencies)

        def known(name: str) -> frozenset[str]:
            return initials.get(name, frozenset())

        plain, trading = CompanyNames.of(encode(bare), known), derive(names, trading_as)
        also = encode(pl.concat([bare.rename(""), trading.rename("")])) if trading.null_count() < len(names) else None
        return cls(
            own,
            plain,
            CompanyNames.of(also, known) if also else plain,
            encode_made(names, legal_form),
            _Words.of(own, frequencies),
        )

    @property
    def core(self) -> Coded:
        """The names without what companies share."""
        return self.cores.coded

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
        relation = self._relation(left, right)
        same = np.digitize(self.core.counted(self.core.codes[left]), _SAME) + 1
        form = ~self.form.missing(left, right) & ~self.form.equal(left, right)
        usual = _where(relation == PART, left, right, self.words.usual)
        sharing = _where(relation == DIFFER, left, right, self.words.sharing)
        level: Levels = np.select(
            [
                relation == 0,
                (relation == SAME) & form,
                relation == SAME,
                relation == CLOSE,
                relation == ACRONYM,
                usual,
                relation == PART,
                relation == BRANCH,
                relation == ALIKE,
                sharing,
            ],
            [
                0, at["other_form"], same, at["close"], at["acronym"], at["part"], at["part_rare"], at["branch"],
                at["alike"], at["alike_other"],
            ],
            at["differ"],
        ).astype(np.uint8)  # fmt: skip
        return level

    def _relation(self, left: Rows, right: Rows) -> Levels:
        """Return how the names relate; a company that trades under another name goes by either."""
        relation = self.plain.judge(left, right)
        if self.also is self.plain:
            return relation
        rows = len(self.core.codes)
        for one, other in ((left, right + rows), (left + rows, right), (left + rows, right + rows)):
            found = self.also.judge(one, other)
            relation = np.where((found > 0) & (found <= ACRONYM) & (found < relation), found, relation)
        return relation


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a file's names, and how many bits each says: log2 of 1 + names / names that hold it."""

    names: CompanyNames
    bits: Mapping[str, float]
    whole: npt.NDArray[np.float64]
    """The bits of all words of each name."""
    common: frozenset[str]

    @classmethod
    def of(cls, names: CompanyNames, frequencies: Frequencies) -> Self:
        """Count the words of all names; one that two names share says no less than one that only one of them holds."""
        words = names.words(np.arange(len(names.coded.words)))
        counts = pl.Series([word for name in words for word in name], dtype=pl.String).value_counts(name="names")
        distinct, held = counts[:, 0], counts["names"].to_numpy().astype(np.int64)
        held = frequencies.count("words", distinct, held, held >= _COMMON)
        (known,) = frequencies.fact("known", [float(len(words))])
        told = np.log2(1 + known / np.maximum(held, 2))
        bits = dict(zip(distinct.to_list(), told.tolist(), strict=True))
        common = distinct.filter(held >= max(_COMMON, _SHARE * known))
        whole = np.array([sum(bits[word] for word in sorted(each)) for each in words], dtype=float)
        return cls(names, bits, whole, frozenset(common))

    def sharing(self, left: Rows, right: Rows) -> Levels:
        """Return 1 where the names share words that say half of the shorter one."""
        return on_distinct_pairs(self.names.coded, left, right, self._sharing)

    def usual(self, left: Rows, right: Rows) -> Levels:
        """Return 1 where the longer name is the shorter one with words behind it that many names end in."""
        return on_distinct_pairs(self.names.coded, left, right, self._usual)

    def _sharing(self, first: Codes, second: Codes) -> Levels:
        sharing = np.zeros(len(first), dtype=np.uint8)
        asked = np.flatnonzero(self.names.share_words(first, second))
        one, other = first[asked], second[asked]
        shared = map(frozenset.intersection, self.names.words(one), self.names.words(other))
        told = np.array([self._said(each) for each in shared], dtype=float)
        sharing[asked] = told >= _ALIKE * np.minimum(self.whole[one], self.whole[other])
        return sharing

    def _said(self, shared: frozenset[str]) -> float:
        return sum(self.bits[word] for word in sorted(shared)) if sum(map(len, shared)) >= SHORTEST_PART else -1.0

    def _usual(self, first: Codes, second: Codes) -> Levels:
        pairs = zip(self.names.coded.take(first), self.names.coded.take(second), strict=True)
        return np.array([self._is_usual(*sorted(pair, key=len)) for pair in pairs], dtype=np.uint8)

    def _is_usual(self, short: str, long: str) -> bool:
        return long.startswith(f"{short} ") and all(map(self._is_common, long[len(short) :].split()))

    def _is_common(self, word: str) -> bool:
        return word in self.common or is_trade(word) or is_form(word)


def _where(
    fits: npt.NDArray[np.bool_], left: Rows, right: Rows, judge: Callable[[Rows, Rows], Levels]
) -> npt.NDArray[np.bool_]:
    """Judge the pairs that fit; False for all others."""
    judged = np.zeros(len(fits), dtype=bool)
    judged[fits] = judge(left[fits], right[fits]) == 1
    return judged


def _initials(names: pl.Series, folded: pl.Series, frequencies: Frequencies) -> Mapping[str, frozenset[str]]:
    """Return the acronyms of every name by its folded form: with the legal form's initial only a name tells."""
    found: dict[str, list[frozenset[str]]] = {}
    for name, word in pl.DataFrame([names.rename("name"), folded.rename("folded")]).drop_nulls().unique().iter_rows():
        found.setdefault(word, []).append(acronym(name))
    every: dict[str, frozenset[str]] = {word: frozenset().union(*each) for word, each in found.items()}
    differ = {word: " ".join(sorted(every[word])) for word, each in found.items() if len(set(each)) > 1}
    told = frequencies.texts("initials", every, differ)
    return every | {word: frozenset(each.split()) for word, each in told.items()}
