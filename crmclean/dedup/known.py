"""How common values are: counted in the table at hand, or known from the table that a model was trained on.

A comparison asks ``Frequencies``. Where a model is being trained, the table answers, and what it said is written down
for the model; where records are scored with a model, the model answers alone, so that a pair has one probability
whichever records are beside it. What a model does not keep was seen once at most.

A model file holds no values: each is a mark, 6 bytes of a hash, so that it can be looked up and not read. Cities are
the exception. Marks hide nothing from somebody who tries all values there can be.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded

__all__ = ["Frequencies", "Known"]

Marks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.float64]
Which = npt.NDArray[np.bool_]
Counts = Mapping[str, tuple[Marks, Numbers]]
"""By question: marks, ascending, and the number of each."""
Fact = TypeVar("Fact", bound=list[float] | list[str])
Number = TypeVar("Number", np.int64, np.float64, np.bool_)
_MARK = 6
"""Bytes of a mark: among a million values one look-up in 300,000,000 finds the wrong one."""
_AT_ONCE = 1 << 12
"""Words that are hashed at a time."""
_SMALL, _OTHER = ">u1", ">f8"
"""How a model file packs small whole numbers and others, before base64."""


@dataclass(frozen=True)
class Known:
    """What a model knows of the table it was trained on, by question: counts by mark, and plain facts."""

    facts: Mapping[str, list[float] | list[str]]
    make: Callable[[], Counts]
    """Makes the counts, when they are asked for."""

    @cached_property
    def counts(self) -> Counts:
        """How common words are."""
        return self.make()

    def count(self, question: str, asked: Marks, rest: float) -> Numbers:
        """Return the number of each mark; ``rest`` where it is not kept."""
        marks, numbers = self.counts.get(question, (asked[:0], np.empty(0)))
        if not len(marks):
            return np.full(len(asked), rest)
        at = np.minimum(np.searchsorted(marks, asked), len(marks) - 1)
        return np.where(marks[at] == asked, numbers[at], rest)

    def to_body(self) -> dict[str, Any]:
        """Return what a model file holds of it."""
        counts = {}
        for question, (marks, numbers) in sorted(self.counts.items()):
            small = (numbers < 256) & (numbers == np.floor(numbers))
            parts = ((small, _SMALL), (~small, _OTHER))
            counts[question] = [
                b64encode(part).decode()
                for which, form in parts
                for part in (_packed(marks[which]), numbers[which].astype(form).tobytes())
            ]
        return {"counts": counts, "facts": dict(sorted(self.facts.items()))}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Known:
        """Read what a model file holds of it.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: ``to_body`` never wrote that.
        """
        counts, facts = _unpacked(body["counts"]), dict(body["facts"])
        if not all(_is_fact(told) for told in facts.values()):
            raise ValueError("no fact")
        return cls(facts, lambda: counts)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What comparisons ask: of the model where one is ``known``, else of the table, remembering what it said.

    ``name`` is that of the comparison which asks; its questions are its own. One thread asks at a time.
    """

    known: Known | None = None
    name: str = ""
    _counted: dict[str, tuple[pl.Series, npt.NDArray[np.int64], Numbers]] = field(default_factory=dict, repr=False)
    """By question: words, which of them a model keeps, and the numbers of these."""
    _facts: dict[str, list[float] | list[str]] = field(default_factory=dict, repr=False)
    _marked: dict[int, tuple[pl.Series, Marks]] = field(default_factory=dict, repr=False)
    """Marks of the words that a model was asked for: many questions are about the same ones."""

    def named(self, name: str) -> Frequencies:
        """Return the same for the questions of one comparison."""
        return replace(self, name=name)

    def under(self, part: str) -> Frequencies:
        """Return the same for the questions of a part of the comparison."""
        return self.named(f"{self.name}.{part}")

    def count(
        self, question: str, words: pl.Series, counted: npt.NDArray[Number], keep: Which, *, rest: float = 1.0
    ) -> npt.NDArray[Number]:
        """Return how common words are.

        Args:
            question: What is counted.
            words: The distinct words of the table at hand.
            counted: How often the table has each.
            keep: Which of them a model must keep; the others are to it what a word is that it never saw.
            rest: How common these are to a model.
        """
        if self.known:
            if id(words) not in self._marked:
                self._marked[id(words)] = words, _marks(words)
            _, marks = self._marked[id(words)]
            return self.known.count(f"{self.name}.{question}", marks, rest).astype(counted.dtype)
        at = np.flatnonzero(keep)
        self._counted[f"{self.name}.{question}"] = words, at, counted[at].astype(np.float64)
        return counted

    def recount(self, question: str, coded: Coded, least: int = 2) -> Coded:
        """Return a column with the counts of its words as ``count`` gives them; those from ``least`` on are kept."""
        return replace(coded, counts=self.count(question, coded.words, coded.counts, coded.counts >= least))

    def which(self, question: str, words: pl.Series, fits: Which) -> Which:
        """Return which words fit, as the model knows it or the table tells."""
        return self.count(question, words, fits, fits, rest=0)

    def among(self, question: str, words: pl.Series) -> pl.Series:
        """Return those words that a model knows; what the table tells it keeps, all of it."""
        return words.filter(self.which(question, words, np.ones(len(words), dtype=np.bool_)))

    def texts(self, question: str, words: Iterable[str], told: Mapping[str, str]) -> Mapping[str, str]:
        """Return what a model keeps of some words, else what the table tells: all of it is kept."""
        if not self.known:
            hashed = _hexed(told)
            self.fact(question, [f"{hashed[word]} {told[word]}" for word in sorted(told)])
            return told
        known = dict(each.split(" ", 1) for each in self.fact(question, list[str]()))
        return {word: known[mark] for word, mark in _hexed(words).items() if mark in known} if known else {}

    def fact(self, question: str, told: Fact) -> Fact:
        """Return numbers or texts as the model knows them, or as the table tells, which a model keeps as they are."""
        if self.known:
            return cast("Fact", self.known.facts.get(f"{self.name}.{question}", told))
        self._facts[f"{self.name}.{question}"] = told
        return told

    def to_keep(self) -> Known:
        """Return what a model of this table is to know."""
        return Known(dict(self._facts), partial(_hashed, dict(self._counted)))


def _hashed(counted: Mapping[str, tuple[pl.Series, npt.NDArray[np.int64], Numbers]]) -> Counts:
    """Put marks in place of words; columns of words that many questions are about are hashed once."""
    kept: dict[int, list[npt.NDArray[np.int64]]] = {}
    for words, at, _ in counted.values():
        kept.setdefault(id(words), []).append(at)
    marked: dict[int, Marks] = {}
    counts = {}
    for question, (words, at, numbers) in counted.items():
        if id(words) not in marked:
            marked[id(words)] = _marks_at(words, kept[id(words)])
        marks = marked[id(words)][at]
        order = np.argsort(marks)
        counts[question] = marks[order], numbers[order]
    return counts


def _marks_at(words: pl.Series, places: list[npt.NDArray[np.int64]]) -> Marks:
    """Return the marks of words at some places; 0 elsewhere."""
    asked = np.zeros(len(words), dtype=np.bool_)
    for at in places:
        asked[at] = True
    marks = np.zeros(len(words), dtype=np.uint64)
    marks[asked] = _marks(words.filter(asked))
    return marks


def _marks(words: pl.Series) -> Marks:
    """Hash words, some at a time: numbers that stay in the processor's cache are added up several times as fast."""
    parts = [_hash(words[at : at + _AT_ONCE]) for at in range(0, len(words), _AT_ONCE)]
    return np.concatenate([*parts, np.empty(0, dtype=np.uint64)])


def _hash(words: pl.Series) -> Marks:
    """Hash words: a number for each byte, times one for its place, added up; 64 bits, of which the first stay.

    Source: multilinear hashing (Carter and Wegman 1979), its random numbers those of SplitMix64 (Steele, Lea and Flood
    2014), so that a mark is the same everywhere.
    """
    lengths = words.str.len_bytes().to_numpy().astype(np.int64)
    end = np.cumsum(lengths)
    place = np.arange(end[-1]) - np.repeat(end - lengths, lengths)
    text = np.frombuffer("".join(words.to_list()).encode(), dtype=np.uint8)
    said = _random(np.arange(256, dtype=np.uint64))[text]
    said *= _random(np.arange(256, 257 + int(lengths.max(initial=0)), dtype=np.uint64))[place] | np.uint64(1)
    whole = np.zeros(len(said) + 1, dtype=np.uint64)
    np.cumsum(said, out=whole[1:])
    return _random(whole[end] - whole[end - lengths]) >> np.uint64(64 - 8 * _MARK)


def _random(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    numbers = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _hexed(words: Iterable[str]) -> dict[str, str]:
    asked = pl.Series(list(words), dtype=pl.String)
    return {word: f"{mark:012x}" for word, mark in zip(asked.to_list(), _marks(asked).tolist(), strict=True)}


def _packed(marks: Marks) -> bytes:
    return marks.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 8 - _MARK :].tobytes()


def _is_fact(told: object) -> bool:
    """Whether it is a list of texts, or one of numbers."""
    return isinstance(told, list) and any(all(isinstance(each, kind) for each in told) for kind in (str, int | float))


def _unpacked(body: Mapping[str, list[str]]) -> Counts:
    counts = {}
    for question, packed in body.items():
        whole = list(map(b64decode, packed))
        taken = np.frombuffer(b"".join(whole[::2]), dtype=np.uint8).reshape(-1, _MARK)
        marks = np.pad(taken, ((0, 0), (8 - _MARK, 0))).view(">u8").ravel().astype(np.uint64)
        numbers = [np.frombuffer(each, dtype=form) for each, form in zip(whole[1::2], (_SMALL, _OTHER), strict=True)]
        order, counted = np.argsort(marks), np.concatenate(numbers).astype(np.float64)
        if len(counted) != len(marks) or not np.isfinite(counted).all():
            raise ValueError("marks without their numbers")
        counts[question] = marks[order], counted[order]
    return counts
