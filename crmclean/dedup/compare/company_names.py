"""How two names of companies relate: one name, a typo, an acronym, one name within the other, another branch, or two.

Names are compared word by word: words that both have cancel out, and what is left over decides. So ``Bank of the West``
and ``Bank of the East`` are two companies, however many letters they share, and ``Apollo Fund VIII`` is not ``IX``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, on_distinct_pairs
from crmclean.fields.company import acronym, shortened
from crmclean.fields.country import iso2

__all__ = ["ACRONYM", "ALIKE", "BRANCH", "CLOSE", "DIFFER", "PART", "SAME", "SHORTEST_PART", "judge_names", "words_of"]

SAME, CLOSE, ACRONYM, PART, DIFFER, BRANCH, ALIKE = range(1, 8)
"""Relations of two names.

``BRANCH`` is the same name with another number, ``ALIKE`` one with a short word mistyped, or another short word.
"""

_NUMERAL = re.compile(r"[0-9]+|[ivx]{2,}|[iv]")
_DIRECTION = re.compile(r"(?:north|south|east|west|upper|lower)")
"""Words that tell neighbours apart: ``Northside`` and ``Southside`` are no typo of each other."""
_REPEATED = re.compile(r"(.)\1{2,}")
_LONGEST = 6
"""Letters of an acronym at the most."""
_ALONE = 6
"""Letters for each typo that is forgiven where the names share no word."""
SHORTEST_PART = 3
"""Letters that a name needs to be looked for within another: everything begins with ``GE``."""


class _Name(NamedTuple):
    folded: str
    plain: tuple[str, ...]
    short: tuple[str, ...]
    joined: str
    joined_short: str
    words: frozenset[str]


@lru_cache(maxsize=1 << 16)
def _name(plain: str) -> _Name:
    """Take a folded name apart; a word said twice is one word of its own (``Johnson Johnson``)."""
    words = tuple(re.sub(r"\b(\w+) \1\b", r"\1\1", plain).split())
    short = tuple(shortened(word) for word in words)
    return _Name(plain, words, short, "".join(words), "".join(short).replace(" ", ""), frozenset(short))


def words_of(plain: str) -> frozenset[str]:
    """Return the words of a folded name as they are compared.

    Example:
        >>> sorted(words_of("johnson johnson services"))
        ['johnsonjohnson', 'svc']
    """
    return _name(plain).words


def judge_names(coded: Coded, left: Rows, right: Rows, acronyms: Callable[[str], frozenset[str]] = acronym) -> Levels:
    """Return for each pair of folded names 0 missing, or the relation: ``SAME`` to ``ALIKE``."""

    def judge(first: Codes, second: Codes) -> Levels:
        pairs = zip(coded.take(first), coded.take(second), strict=True)
        found = [_relation(_name(one), _name(other), acronyms) for one, other in pairs]
        return np.array(found, dtype=np.uint8)

    return on_distinct_pairs(coded, left, right, judge)


def _relation(one: _Name, other: _Name, acronyms: Callable[[str], frozenset[str]]) -> int:
    if one.joined == other.joined or one.joined_short == other.joined_short:
        return SAME
    related = _of_strangers(one, other) if one.words.isdisjoint(other.words) else _of_sharers(one, other)
    return ACRONYM if related in {DIFFER, ALIKE} and _is_acronym(one, other, acronyms) else related


def _of_strangers(one: _Name, other: _Name) -> int:
    """Judge two names that share no word."""
    allowed = min(max(len(one.joined), len(other.joined)) // _ALONE, 3)
    if abs(len(one.joined) - len(other.joined)) > allowed:
        return DIFFER
    return CLOSE if OSA.distance(one.joined, other.joined, score_cutoff=allowed) <= allowed else DIFFER


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
    if _is_typo(*left) or _is_typo(*map("".join, _left_over(one.plain, other.plain))) or _is_short_for(*left):
        return CLOSE
    return ALIKE if _is_short_typo(*left) else DIFFER


def _left_over(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the words that only one side has, in order; a word that both have twice cancels out twice."""
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
    short, long = sorted((one, other), key=len)
    return len(short) > SHORTEST_PART and long.startswith(short)


def _contained(one: _Name, other: _Name, extra: list[str]) -> int:
    """Judge two names of which one holds all words of the other."""
    if not extra:
        return CLOSE  # in another order
    shorter = min(one, other, key=lambda name: len(name.short))
    telling = sum(map(len, shorter.plain)) >= SHORTEST_PART or iso2(" ".join(extra)) is not None
    return PART if telling else DIFFER


def _is_acronym(one: _Name, other: _Name, acronyms: Callable[[str], frozenset[str]]) -> bool:
    short, long = (one, other) if len(one.joined) <= len(other.joined) else (other, one)
    if not (len(short.plain) == 1 < len(long.plain) and 2 <= len(short.joined) <= _LONGEST):
        return False
    known = acronyms(long.folded)
    return short.joined in known or any(_counted(letters) == short.joined for letters in known)


def _counted(letters: str) -> str:
    """Write a letter that stands three times or more with its count: ``mmm`` as ``3m``."""
    return _REPEATED.sub(lambda found: f"{len(found.group())}{found[1]}", letters)
