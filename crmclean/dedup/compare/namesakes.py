"""How many people of a file have a name by chance: names live in countries, so each country is counted alone.

Where a file tells countries, the people expected to have a name are the sum over the countries of N p(given) p(family)
there: an Otto Schmidt is commoner in a file of several countries than the product over all of it says. A small file
does not tell which names are common; a table of common names does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean import resources
from crmclean.dedup.coded import MISSING, Coded, Codes
from crmclean.dedup.compare.name_parts import Flags
from crmclean.dedup.known import Frequencies

__all__ = ["LEAST", "WORLD", "Namesakes", "shares"]

LEAST = 200
"""Records below which a file does not tell how common a name is."""
WORLD = 30_000
"""People around a small file: of so many, John Smiths are expected as the table of common names tells.

It is rather many, because names of one language go together: of 10,000 people the table lets expect 0.07 by the name of
Maria Garcia, which is one of the commonest in the United States.
"""
_INITIALS = 0.03
"""What names count for an initial that they begin with: J. Smith of a company is rather its John Smith than another of
so many people around."""
_COUNTRIES, _SHARE = 12, 0.01
"""Countries counted alone: so many at the most, with this share of the records each; all others count as one."""
_DRAWN = 200_000
"""Names drawn to see how many chance pairs there are of names of each rarity."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Names of *n* people, counted in each of *c* countries; 1 where the file does not tell."""

    given: Codes
    family: Codes
    group: Codes
    """The country of each record, ``MISSING`` where it or the name is not known."""

    people: int
    sizes: Numbers
    givens: Numbers
    families: Numbers
    known_givens: Numbers
    """For each distinct name, people expected to have it of those around the file; 0 where no table tells."""
    known_families: Numbers
    """The same as a share of them."""

    @classmethod
    def of(
        cls,
        given: Coded,
        family: Coded,
        country: Coded,
        known: tuple[Flags, Flags],
        frequencies: Frequencies | None = None,
    ) -> Namesakes:
        """Count the names of a table.

        Records of one name count as one person as far as chance does not explain them: a person's duplicates make no
        name common.

        Args:
            given: The given names.
            family: The family names.
            country: The countries.
            known: Which given and family names a table has.
            frequencies: Tells how common names are, where a model knows it.
        """
        named = (given.codes != MISSING) & (family.codes != MISSING)
        group = np.where(named, _groups(country), MISSING)
        size, there = int(group.max(initial=0)) + 1, group != MISSING
        around = WORLD * shares(given.words, "given"), shares(family.words, "family")

        def counted(weight: Numbers, asked: Frequencies) -> Namesakes:
            """Count each record for so much."""
            sizes = np.array(asked.fact("sizes", np.bincount(group[there], weight[there], minlength=size).tolist()))
            givens, families = (
                _counts(
                    coded.words,
                    _by_group(group[there], coded.codes[there], weight[there], (size, len(coded.words))),
                    sizes,
                    flags,
                    asked.under(half),
                )
                for half, coded, flags in zip(("given", "family"), (given, family), known, strict=True)
            )
            (people,) = asked.fact("people", [float(np.count_nonzero(weight))])
            return cls(given.codes, family.codes, group, int(people), sizes, givens, families, *around)

        asked = frequencies or Frequencies()
        every = counted(named.astype(np.float64), asked if asked.known else Frequencies())
        if asked.known:
            return every
        alike, at = _alike(given.codes[named], family.codes[named])
        weight = np.zeros(len(named))
        weight[named] = np.minimum(
            1.0, np.maximum(every.told(given.codes[named], family.codes[named]), 1.0) / alike[at]
        )
        return counted(weight, asked)

    def expected(self, given: Codes, family: Codes) -> Numbers:
        """Return how many people are expected to have each of *p* names, both halves present.

        A file of less than ``WORLD`` people is taken for a part of so many.
        """
        known: Numbers = np.maximum(self.told(given, family), self.known_givens[given] * self.known_families[family])
        return known

    def told(self, given: Codes, family: Codes) -> Numbers:
        """Return how many people the file alone lets expect; in a small one no name is rarer than 1 in ``LEAST``."""
        told = np.zeros(len(given))
        for size, firsts, lasts in zip(self.sizes.tolist(), self.givens, self.families, strict=True):
            told += firsts[given] * lasts[family] / max(size, 1.0)
        people = max(self.people, 1)
        told *= people / max(float(self.sizes.sum()), 1.0) * (people / max(people, LEAST)) ** 2
        return told

    def of_records(self) -> Numbers:
        """Return how many people are expected to have the name of each record; 0 where a half is missing."""
        told = np.zeros(len(self.given))
        named = np.flatnonzero((self.given != MISSING) & (self.family != MISSING))
        told[named] = self.expected(self.given[named], self.family[named])
        return told

    def pairs(self, limits: tuple[float, ...]) -> Numbers:
        """Return the expected number of pairs of other people of one name, for names between each two limits.

        E people have a name by chance, so E^2 / 2 pairs of them do. Names are drawn as chance makes them, a given name
        of one record and the family name of another one of its country: a name is drawn in proportion to its E.
        """
        rows = np.flatnonzero(self.group != MISSING)
        rows = rows[np.argsort(self.group[rows], kind="stable")]
        chosen = np.random.default_rng(0)
        shuffled = rows[np.lexsort((chosen.random(len(rows)), self.group[rows]))]
        drawn = chosen.permutation(len(rows))[:_DRAWN]
        names = self.given[rows[drawn]], self.family[shuffled[drawn]]
        expected = self.expected(*names)
        each = expected / 2 * self.people / max(len(drawn), 1)
        pairs: Numbers = np.bincount(np.digitize(expected, limits), weights=each, minlength=len(limits) + 1).astype(
            float
        )
        return pairs


def shares(words: Iterable[str], half: Literal["given", "family"]) -> Numbers:
    """Return the share of people who bear each of *n* folded names, 0 where it is not common.

    An initial is as common as a thirtieth of the names that begin with it. Source: table ``name_shares``.

    Example:
        >>> [round(float(share), 4) for share in shares(np.array(["john", "j", "zaphod"]), "given")]
        [0.0148, 0.0035, 0.0]
    """
    known = _shares(half)
    return np.array([known.get(word, 0.0) for word in words])


@cache
def _shares(half: str) -> dict[str, float]:
    known: dict[str, float] = {}
    for name, part, count in resources.read_table("name_shares"):
        if part == half:
            known[name] = int(count) / 1e6
            known[name[0]] = known.get(name[0], 0.0) + _INITIALS * known[name]
    return known


def _by_group(group: Codes, codes: Codes, weight: Numbers, shape: tuple[int, int]) -> Numbers:
    """Add the weights up for each group and code."""
    counts = np.bincount(group * shape[1] + codes, weight, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(float)


def _counts(words: pl.Series, counts: Numbers, sizes: Numbers, known: Flags, asked: Frequencies) -> Numbers:
    """Return the counts of names in each group as they are asked for, discounted.

    One that a model never saw counts once, from anywhere; one that only names without another half have, never.
    """
    (discount,) = asked.fact("discount", [_discount(counts)])
    nobodys = counts.sum(axis=0) == 0
    rows = [counts[min(at, len(counts) - 1)] for at in range(len(sizes))]
    told = [asked.count(f"{at}", words, row, (row > 0) | (nobodys & (at == 0)), rest=-1) for at, row in enumerate(rows)]
    if asked.known:
        anywhere = sizes[:, None] / max(float(sizes.sum()), 1.0)
        counts = np.where(np.max(told, axis=0) < 0, anywhere, np.maximum(told, 0.0))
    return _discounted(counts, known, discount)


def _discount(counts: Numbers) -> float:
    """Return the part of a person that names of which one was seen by luck count too much.

    Source: absolute discounting, with the discount n1 / (n1 + 2 n2) for n1 words seen once and n2 seen twice (Ney,
    Essen and Kneser 1994).
    """
    total = np.round(counts.sum(axis=0))
    once, twice = (int(np.count_nonzero(total == seen)) for seen in (1, 2))
    return once / max(once + 2 * twice, 1)


def _discounted(counts: Numbers, known: Flags, discount: float) -> Numbers:
    """Take the discount from the count of each word that no table knows: these are slips, or seen by luck."""
    total = counts.sum(axis=0)
    return counts * np.where(known, 1.0, np.maximum(total - discount, 0.0) / np.maximum(total, 1e-9))


def _alike(given: Codes, family: Codes) -> tuple[npt.NDArray[np.int64], Codes]:
    """Return how many records have each distinct name, and which of these each record has."""
    _, at, counts = np.unique(
        given * (int(family.max(initial=0)) + 1) + family, return_inverse=True, return_counts=True
    )
    return counts, at


def _groups(country: Coded) -> Codes:
    """Return the group of each record's country: the large ones, then all others; one for all where few are known."""
    known = country.codes != MISSING
    if 2 * known.sum() < len(known):
        return np.zeros(len(known), dtype=np.int64)
    order = np.argsort(-country.counts, kind="stable")[:_COUNTRIES]
    large = order[country.counts[order] >= _SHARE * known.sum()]
    group = np.full(len(country.words) + 1, len(large), dtype=np.int64)
    group[large], group[-1] = np.arange(len(large)), MISSING
    return group[country.codes]
