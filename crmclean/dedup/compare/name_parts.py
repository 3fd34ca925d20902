"""What comparing names asks of each distinct given or family name, found once: tokens, lengths, sounds, nicknames."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Coded, Codes, Words, encode
from crmclean.fields.name_words import givenness
from crmclean.fields.person_name import PARTICLES, is_given, nickname_group, short_forms, sound

__all__ = ["FamilyParts", "GivenParts"]

_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GivenParts:
    """For each distinct given name: its first token and what is known of that, and the tokens behind.

    ``middle`` is the code point of the second token's first letter, 0 where there is none; ``known`` says whether many
    people bear the first token, ``feminine`` whether it ends in *a*, ``short`` whether it may stand for other names.
    ``listed`` says for each distinct first token whether a table of names has it.
    """

    token: Codes
    tokens: Words
    lengths: npt.NDArray[np.int64]
    letter: npt.NDArray[np.int64]
    middle: npt.NDArray[np.int64]
    behind: Words
    more: _Flags
    known: _Flags
    feminine: _Flags
    sounds: Codes
    formal: Words
    short: _Flags
    shorts: Words
    listed: _Flags

    @classmethod
    def of(cls, names: Coded) -> Self:
        """Take each distinct given name apart."""
        words = [word.split() for word in names.words]
        first = encode([each[0] for each in words])
        firsts = first.words.tolist()
        formal = list(map(nickname_group, firsts))
        at = first.codes
        return cls(
            at,
            first.words[at],
            first.lengths[at],
            _numbers(ord(each[0][0]) for each in words),
            _numbers(ord(each[1][0]) if len(each) > 1 else 0 for each in words),
            _objects([tuple(each[1:]) for each in words]),
            _flags(len(each) > 1 for each in words),
            _flags(map(is_given, firsts))[at],
            _flags(token.endswith("a") for token in firsts)[at],
            encode(list(map(sound, firsts))).codes[at],
            _objects(formal)[at],
            _flags(each != {token} for each, token in zip(formal, firsts, strict=True))[at],
            _objects(list(map(short_forms, firsts)))[at],
            _flags(map(_is_listed, firsts)),
        )

    def later(self, first: Codes, second: Codes) -> _Flags:
        """Whether one is known by the middle name (``J Robert`` and ``Robert``)."""
        ways = [
            _tested(tuple.__contains__, self.more[other], self.behind[other], self.tokens[one])
            for one, other in ((first, second), (second, first))
        ]
        return ways[0] | ways[1]

    def nicknames(self, first: Codes, second: Codes) -> _Flags:
        """Whether two first tokens that differ may stand for one name."""
        asked: _Flags = self.short[first] | self.short[second]
        return asked & ~_tested(frozenset.isdisjoint, asked, self.formal[first], self.formal[second])

    def variants(self, first: Codes, second: Codes) -> _Flags:
        """Whether two first tokens are spellings of one name; the twin of ``are_variants``."""
        asked: _Flags = (self.sounds[first] == self.sounds[second]) & (self.feminine[first] == self.feminine[second])
        return asked & ~_tested(frozenset.isdisjoint, asked, self.shorts[first], self.shorts[second])


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """For each distinct family name the code of its sound, its words without particles, and whether it has several.

    ``letter`` is the code point of its first letter, ``listed`` says whether a table of names has all its words.
    """

    sounds: Codes
    words: Words
    several: _Flags
    letter: npt.NDArray[np.int64]
    listed: _Flags

    @classmethod
    def of(cls, names: Coded) -> Self:
        """Take each distinct family name apart."""
        words = [frozenset(word.split()) - PARTICLES for word in names.words]
        several = _flags(" " in word for word in names.words)
        return cls(
            encode(list(map(sound, names.words))).codes,
            _objects(words),
            several,
            _numbers(ord(word[0]) for word in names.words),
            _flags(map(_is_listed, names.words)),
        )

    def part(self, first: Codes, second: Codes) -> _Flags:
        """Whether two names that differ share a word."""
        asked: _Flags = self.several[first] | self.several[second]
        return asked & ~_tested(frozenset.isdisjoint, asked, self.words[first], self.words[second])


def _is_listed(name: str) -> bool:
    return all(givenness(word) is not None for word in name.split())


def _tested(test: Callable[..., bool], asked: _Flags, ours: Words, theirs: Words) -> _Flags:
    """Return what a test of two things answers where it is asked, False elsewhere."""
    answers = np.zeros(len(asked), dtype=bool)
    answers[asked] = _flags(map(test, ours[asked].tolist(), theirs[asked].tolist()))
    return answers


def _numbers(numbers: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)


def _flags(flags: Iterable[bool]) -> _Flags:
    return np.fromiter(flags, dtype=np.bool_)


def _objects(things: list[tuple[str, ...]] | list[frozenset[str]]) -> Words:
    objects: Words = np.empty(len(things), dtype=np.object_)
    objects[:] = things
    return objects
