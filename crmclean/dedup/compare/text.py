"""Compare texts of many words: titles, names of articles, descriptions.

Words that few texts hold count, words of everybody hardly do; their order says nothing. Where one text says most of
what the other does, they are close, however much it says beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Codes, Levels, Rows, derive, encode, on_distinct_pairs
from crmclean.dedup.compare.base import OfValue, Subject, column
from crmclean.fields.text import words

__all__ = ["WordsComparison"]

_LIMITS = (0.2, 0.4, 0.6, 0.8)
"""Similarity from which few, half, many and most of the words are the same."""


@dataclass(frozen=True, slots=True)
class WordsComparison(OfValue):
    """The words of *n* texts; ``squares`` is how much each says, squared: log of 1 + texts / texts that hold it.

    Two texts are as similar as the words in common say of the shorter one.
    Source: weights by inverse document frequency, Sparck Jones 1972; overlap coefficient, Szymkiewicz 1934.
    """

    role: ClassVar[str] = ""
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "most", "many", "half", "few", "differ")

    words: Sequence[frozenset[str]]
    squares: Mapping[str, float]
    whole: npt.NDArray[np.float64]
    """What each distinct text says in all."""
    texts: float

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Take the texts of a table apart."""
        value = encode(derive(column(subject, fields[0]), lambda text: " ".join(sorted(words(text)))))
        held = [frozenset(text.split()) for text in value.words]
        texts = Counter(word for each in held for word in each)
        counted = np.array(list(texts.values()), dtype=np.int64)
        counted = subject.frequencies.count("words", pl.Series(list(texts), dtype=pl.String), counted, counted > 1)
        (known,) = subject.frequencies.fact("texts", [float(len(held))])
        squares = {
            word: float(np.log1p(known / count)) ** 2 for word, count in zip(texts, counted.tolist(), strict=True)
        }
        return cls(value, held, squares, np.array([_said(each, squares) for each in held], dtype=float), known)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        return on_distinct_pairs(self.value, left, right, self._judge)

    def _judge(self, first: Codes, second: Codes) -> Levels:
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        common = (self.words[one] & self.words[other] for one, other in pairs)
        shared = np.array([_said(each, self.squares) for each in common], dtype=float)
        shorter = np.minimum(self.whole[first], self.whole[second])
        least = np.maximum(shorter, np.log1p(self.texts) ** 2)  # one rare word
        alike = shared / least
        level: Levels = np.where(first == second, 1, len(self.levels) - 1 - np.digitize(alike, _LIMITS))
        return level.astype(np.uint8)


def _said(held: frozenset[str], squares: Mapping[str, float]) -> float:
    """Sum what words say, to the last bit the same in whatever order a set lists them."""
    return fsum(squares[word] for word in held)
