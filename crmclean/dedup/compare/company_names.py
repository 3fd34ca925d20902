"""How two names of companies relate: one name, a typo, an acronym, one name within the other, another branch, or two.

Names are compared word by word: words that both have cancel out, and what is left over decides. So ``Bank of the West``
and ``Bank of the East`` are two companies, however many letters they share, and ``Apollo Fund VIII`` is not ``IX``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.distance import OSA

from crmclean.dedup.coded import Apart, Coded, Codes, Levels, Rows, encode, on_distinct_pairs
from crmclean.dedup.compare.base import Spelled, edits
from crmclean.fields.column import distinct
from crmclean.fields.company import acronym, shortened
from crmclean.fields.country import iso2

__all__ = ["ACRONYM", "ALIKE", "BRANCH", "CLOSE", "DIFFER", "PART", "SAME", "SHORTEST_PART", "CompanyNames"]

SAME, CLOSE, ACRONYM, PART, DIFFER, BRANCH, ALIKE = range(1, 8)
"""Relations of two names.

``BRANCH`` is the same name with another number, ``ALIKE`` one with a short word mistyped or cut short, or another
short word.
"""

_NUMERAL = re.compile(r"[0-9]+|[ivx]{2,}|[iv]")
_DIRECTION = re.compile(r"(?:north|south|east|west|upper|lower)")
"""Words that tell neighbours apart: ``Northside`` and ``Southside`` are no typo of each other."""
_REPEATED = re.compile(r"(.)\1{2,}")
_VOWELS = frozenset("aeiou")
_LONGEST = 6
"""Letters of an acronym at the most."""
_ALONE = 6
"""Letters for each typo that is forgiven where the names share no word."""
_MOST = 3
"""Typos that are forgiven there at the most."""
SHORTEST_PART = 3
"""Letters that a name needs to be looked for within another: everything begins with ``GE``."""
_SAID_TWICE = re.compile(r"\b(\w+) \1\b")
_GOLDEN, _TOP_BITS, _NEXT_BITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(58), np.uint64(52)
"""Multiplicative hashing of a word's code to one of 64 bits, and to another one (Knuth 1973, 6.4)."""


class _Name(NamedTuple):
    plain: tuple[str, ...]
    short: tuple[str, ...]
    joined: str
    joined_short: str
    words: frozenset[str]


@lru_cache(maxsize=1 << 16)
def _name(plain: str) -> _Name:
    """Take a folded name apart; a word said twice is one word of its own (``Johnson Johnson``)."""
    words = tuple(_SAID_TWICE.sub(r"\1\1", plain).split())
    short = tuple(shortened(word) for word in words)
    return _Name(words, short, "".join(words), "".join(short).replace(" ", ""), frozenset(short))


@dataclass(frozen=True, slots=True)
class CompanyNames:
    """A column of folded names; ``acronyms`` tells how each is shortened.

    Of every name only numbers are kept: what it is without blanks, how many words it has, and its ``signs``, twice a
    bit for each word: two names that share a word share one both times. Only names that get that far are taken apart.
    """

    coded: Coded
    acronyms: Callable[[str], frozenset[str]]
    joined: Spelled
    joined_short: Codes
    count: npt.NDArray[np.int64]
    signs: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, coded: Coded, acronyms: Callable[[str], frozenset[str]] = acronym) -> Self:
        """Look at the words of the names."""
        names = _with_twins(coded.words)
        flat = pl.DataFrame({"word": names}).with_row_index("name").with_columns(pl.col("word").str.split(" "))
        flat = flat.explode("word").filter(pl.col("word") != "")
        words, at = distinct(flat.select("word"))
        short = pl.Series(list(map(shortened, words["word"])), dtype=pl.String)
        of_name, place = flat["name"].to_numpy(), at.to_numpy()
        joined = names.str.replace_all(" ", "", literal=True)
        longer = np.unique(of_name[(short != words["word"]).to_numpy()[place]])
        shortest = joined.clone().scatter(longer, [_name(each).joined_short for each in coded.words[longer]])
        plain, count = encode(joined), np.bincount(of_name, minlength=len(names))
        signs = _signs(encode(short).codes[place], count)
        return cls(coded, cache(acronyms), Spelled.of(plain), encode(shortest).codes, count, signs)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return for each pair 0 missing, or the relation: ``SAME`` to ``ALIKE``."""
        return on_distinct_pairs(self.coded, left, right, self._judge, Apart(self._may_be_related, DIFFER, SAME))

    def _may_be_related(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether two names may have more in common than nothing."""
        one, other = self.joined.coded.codes[first], self.joined.coded.codes[second]
        lengths = self.joined.coded.lengths
        short = (self.count == 1) & (lengths[self.joined.coded.codes] <= _LONGEST)
        may = (one == other) | (self.joined_short[first] == self.joined_short[second])
        may |= self._may_share_words(first, second) | (short[first] != short[second])
        return np.asarray(may | self.joined.may_be_near(one, other, _forgiven(lengths[one], lengths[other])))

    def words(self, codes: Codes) -> list[frozenset[str]]:
        """Return the words of names, as they are shortened."""
        return [each.words for each in self._names(codes)]

    def share_words(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Tell which pairs of names have a word in common."""
        sharing = self._may_share_words(first, second)
        apart = map(frozenset.isdisjoint, self.words(first[sharing]), self.words(second[sharing]))
        sharing[sharing] = ~np.fromiter(apart, dtype=np.bool_, count=int(sharing.sum()))
        return sharing

    def _may_share_words(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        once, again = self.signs
        return np.asarray(((once[first] & once[second]) != 0) & ((again[first] & again[second]) != 0))

    def _names(self, codes: Codes) -> list[_Name]:
        return list(map(_name, self.coded.take(codes)))

    def _judge(self, first: Codes, second: Codes) -> Levels:
        one, other = self.joined.coded.codes[first], self.joined.coded.codes[second]
        same = (one == other) | (self.joined_short[first] == self.joined_short[second])
        sharing = ~same
        sharing[sharing] = self.share_words(first[sharing], second[sharing])
        level = np.where(same, SAME, DIFFER).astype(np.uint8)
        strangers = np.flatnonzero(~same & ~sharing)
        level[strangers] = self._judge_strangers(one[strangers], other[strangers])
        sharers = np.flatnonzero(sharing)
        level[sharers] = list(map(_of_sharers, self._names(first[sharers]), self._names(second[sharers])))
        asked = np.flatnonzero(((level == DIFFER) | (level == ALIKE)) & self._may_be_acronyms(first, second))
        level[asked[self._are_acronyms(first[asked], second[asked])]] = ACRONYM
        return level

    def _judge_strangers(self, first: Codes, second: Codes) -> Levels:
        """Judge names without blanks that share no word."""
        joined = self.joined.coded
        allowed = _forgiven(joined.lengths[first], joined.lengths[second])
        asked = np.flatnonzero(self.joined.may_be_near(first, second, allowed))
        apart = edits(joined.take(first[asked]), joined.take(second[asked]), most=_MOST)
        level = np.full(len(first), DIFFER, dtype=np.uint8)
        level[asked[apart <= allowed[asked]]] = CLOSE
        return level

    def _may_be_acronyms(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether one name is a word of a few letters, and the other has several words."""
        short, long = self._by_length(first, second)
        letters = self.joined.coded.lengths[self.joined.coded.codes[short]]
        return np.asarray((self.count[short] == 1) & (self.count[long] > 1) & (letters > 1) & (letters <= _LONGEST))

    def _by_length(self, first: Codes, second: Codes) -> tuple[Codes, Codes]:
        """Return the name of fewer letters of each pair, and the other one."""
        codes, lengths = self.joined.coded.codes, self.joined.coded.lengths
        short = np.where(lengths[codes[first]] <= lengths[codes[second]], first, second)
        return short, first + second - short

    def _are_acronyms(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        short, long = self._by_length(first, second)
        words = self.joined.coded.take(self.joined.coded.codes[short])
        known = map(self.acronyms, self.coded.take(long))
        return np.array([_is_acronym(*pair) for pair in zip(words, known, strict=True)], dtype=bool)


def _forgiven(ours: npt.NDArray[np.int64], theirs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the typos that are forgiven in names of so many letters that share no word."""
    return np.asarray(np.minimum(np.maximum(ours, theirs) // _ALONE, _MOST))


def _signs(words: Codes, count: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return twice a bit for each word of each name; ``words`` are those of all names, name after name."""
    hashed = words.astype(np.uint64) * _GOLDEN
    signs, held = np.zeros((2, len(count)), dtype=np.uint64), count > 0
    if len(words):
        starts = (np.cumsum(count) - count)[held]
        for at, bits in enumerate((hashed >> _TOP_BITS, hashed >> _NEXT_BITS & np.uint64(63))):
            signs[at, held] = np.bitwise_or.reduceat(np.uint64(1) << bits, starts)
    return signs


def _with_twins(names: pl.Series) -> pl.Series:
    """Make one word of a word that is said twice, in a column: what ``_name`` does."""
    words = names.str.split(" ")
    may = (words.list.n_unique() < words.list.len()).arg_true()
    return names.scatter(may, [_SAID_TWICE.sub(r"\1\1", name) for name in names.gather(may)]) if len(may) else names


def _of_sharers(one: _Name, other: _Name) -> int:
    """Judge two names that share a word by what is left over on each side."""
    ours, theirs = _left_over(one.short, other.short)
    if not (ours and theirs):
        return _contained(one, other, ours + theirs)
    numbers = [set(filter(_NUMERAL.fullmatch, words)) for words in (ours, theirs)]
    if any(numbers):
        rest = ["".join(word for word in words if not _NUMERAL.fullmatch(word)) for words in (ours, theirs)]
        return BRANCH if all(numbers) and _is_typo(*rest) else DIFFER
    left = "".join(ours), "".join(theirs)
    if all(map(_DIRECTION.match, left)) and _DIRECTION.findall(left[0]) != _DIRECTION.findall(left[1]):
        return DIFFER
    ours, theirs = _left_over(one.plain, other.plain)
    spelled = "".join(ours), "".join(theirs)
    if _is_typo(*left) or _is_typo(*spelled) or _is_short_for(*left) or _is_contraction(*spelled):
        return CLOSE
    return ALIKE if _is_short_typo(*left) or _begins(*spelled) or _is_mistyped(ours, theirs) else DIFFER


def _is_mistyped(ours: list[str], theirs: list[str]) -> bool:
    """Whether each word that is left over on one side is mistyped, or cut short, on the other."""
    few, many = sorted((ours, theirs), key=len)
    rest = list(many)
    for word in few:
        near = next((other for other in rest if _is_typo(word, other) or _begins(word, other)), None)
        if near is None:
            return False
        rest.remove(near)
    return True


def _left_over(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the words that only one side has, in order; a word that both have twice cancels out twice."""
    ours, theirs = frozenset(one), frozenset(other)
    if len(ours) == len(one) and len(theirs) == len(other):  # most names
        return [word for word in one if word not in theirs], [word for word in other if word not in ours]
    common = Counter(one) & Counter(other)
    return _without(one, common), _without(other, common)


def _without(words: tuple[str, ...], common: Counter[str]) -> list[str]:
    left, rest = Counter(common), list[str]()
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _is_typo(one: str, other: str) -> bool:
    """Whether two words are one but for a typo: one edit from 5 letters on, two from 9, three from 14; or a plural."""
    longest = max(len(one), len(other))
    allowed = (longest >= 5) + (longest >= 9) + (longest >= 14)
    return OSA.distance(one, other) <= allowed or f"{one}s" == other or one == f"{other}s"


def _is_short_typo(one: str, other: str) -> bool:
    """Whether two words of 3 or 4 letters are one edit apart: a typo (``TIV``, ``TVI``), or as likely another word."""
    return max(len(one), len(other)) >= SHORTEST_PART and OSA.distance(one, other) <= 1


def _is_short_for(one: str, other: str) -> bool:
    """Whether one word begins the other: ``deli`` and ``delicatessen``."""
    return min(len(one), len(other)) > SHORTEST_PART and _begins(one, other)


def _begins(one: str, other: str) -> bool:
    """Whether one word begins the other; of three letters it need not be short for it: ``log``, ``logistics``."""
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_PART and long.startswith(short)


def _is_contraction(one: str, other: str) -> bool:
    """Whether one word is the other without its middle, or without vowels and perhaps more: ``ptnrs``, ``partners``."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_PART or short[0] != long[0]:
        return False
    rest = iter(long)
    vowelless = _VOWELS.isdisjoint(short[1:]) and all(letter in rest for letter in short)
    return vowelless or _without_middle(short, long)


def _without_middle(short: str, long: str) -> bool:
    """Whether a word is the beginning and the end of another: ``maschbau`` and ``maschinenbau``."""
    cuts = range(SHORTEST_PART, len(short) - SHORTEST_PART + 1)
    return any(long.startswith(short[:cut]) and long.endswith(short[cut:]) for cut in cuts)


def _contained(one: _Name, other: _Name, extra: list[str]) -> int:
    """Judge two names of which one holds all words of the other."""
    if not extra:
        return CLOSE  # in another order
    shorter = min(one, other, key=lambda name: len(name.short))
    telling = sum(map(len, shorter.plain)) >= SHORTEST_PART or iso2(" ".join(extra)) is not None
    return PART if telling else DIFFER


def _is_acronym(word: str, known: frozenset[str]) -> bool:
    return word in known or any(_counted(letters) == word for letters in known)


def _counted(letters: str) -> str:
    """Write a letter that stands three times or more with its count: ``mmm`` as ``3m``."""
    return _REPEATED.sub(lambda found: f"{len(found.group())}{found[1]}", letters)
