"""What comparing names asks of each distinct given or family name, found once: tokens, lengths, sounds, nicknames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Coded, Codes, encode
from crmclean.dedup.compare.base import Spelled
from crmclean.fields.name_words import givenness
from crmclean.fields.person_name import PARTICLES, is_given, nickname_group, short_forms, sound

__all__ = ["FamilyParts", "Flags", "GivenParts", "listed"]

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]
"""Texts, or what is known of each, as Python objects: many are taken at once, ten times as fast as from a tuple."""


@dataclass(frozen=True, slots=True)
class GivenParts:
    """For each distinct given name: its first token and what is known of that, and the tokens behind.

    ``middle`` is the code point of the second token's first letter, 0 where there is none; ``known`` says whether many
    people bear the first token, ``feminine`` whether it ends in *a*, ``short`` whether it may stand for other names.
    ``listed`` says for each distinct first token whether a table of names has it.
    """

    token: Codes
    spelled: Spelled
    """The distinct first tokens."""
    tokens: Words
    lengths: npt.NDArray[np.int64]
    letter: npt.NDArray[np.int64]
    middle: npt.NDArray[np.int64]
    behind: Words
    more: Flags
    known: Flags
    feminine: Flags
    sounds: Codes
    formal: Words
    short: Flags
    shorts: Words
    listed: Flags

    @classmethod
    def of(cls, names: Coded) -> Self:
        """Take each distinct given name apart."""
        words = [word.split() for word in names.words]
        first = encode([each[0] for each in words])
        firsts = first.words.to_list()
        formal = list(map(nickname_group, firsts))
        at = first.codes
        return cls(
            at,
            Spelled.of(first),
            _objects(firsts)[at],
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
            listed(firsts),
        )

    def may_be_alike(self, first: Codes, second: Codes) -> Flags:
        """Whether two names may have more in common than nothing, told from what is known of each."""
        one, other = self.token[first], self.token[second]
        known = self.more | self.short | (self.lengths == 1)
        alike = known[first] | known[second] | (self.sounds[first] == self.sounds[second])
        near = self.spelled.may_be_near(one, other, 2)
        return np.asarray(alike | near | self.spelled.may_be_alike(one, other, 0.85))

    def later(self, first: Codes, second: Codes) -> Flags:
        """Whether one is known by the middle name (``J Robert`` and ``Robert``)."""
        ways = [
            _tested(tuple.__contains__, self.more[other], self.behind[other], self.tokens[one])
            for one, other in ((first, second), (second, first))
        ]
        return ways[0] | ways[1]

    def nicknames(self, first: Codes, second: Codes) -> Flags:
        """Whether two first tokens that differ may stand for one name."""
        asked: Flags = self.short[first] | self.short[second]
        return asked & ~_tested(frozenset.isdisjoint, asked, self.formal[first], self.formal[second])

    def variants(self, first: Codes, second: Codes) -> Flags:
        """Whether two first tokens are spellings of one name; the twin of ``are_variants``."""
        asked: Flags = (self.sounds[first] == self.sounds[second]) & (self.feminine[first] == self.feminine[second])
        return asked & ~_tested(frozenset.isdisjoint, asked, self.shorts[first], self.shorts[second])


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """For each distinct family name the code of its sound, its words without particles, and whether it has several.

    ``letter`` is the code point of its first letter, ``listed`` says whether a table of names has all its words.
    """

    sounds: Codes
    spelled: Spelled
    words: Words
    several: Flags
    letter: npt.NDArray[np.int64]
    listed: Flags

    @classmethod
    def of(cls, names: Coded) -> Self:
        """Take each distinct family name apart."""
        words = [frozenset(word.split()) - PARTICLES for word in names.words]
        several = _flags(" " in word for word in names.words)
        return cls(
            encode(list(map(sound, names.words))).codes,
            Spelled.of(names),
            _objects(words),
            several,
            _numbers(ord(word[0]) for word in names.words),
            listed(names.words),
        )

    def may_be_alike(self, first: Codes, second: Codes) -> Flags:
        """Whether two names may have more in common than nothing, told from what is known of each."""
        alike = self.several[first] | self.several[second] | (self.sounds[first] == self.sounds[second])
        near = self.spelled.may_be_near(first, second, 2)
        return np.asarray(alike | near | self.spelled.may_be_alike(first, second, 0.94))

    def part(self, first: Codes, second: Codes) -> Flags:
        """Whether two names that differ share a word."""
        asked: Flags = self.several[first] | self.several[second]
        return asked & ~_tested(frozenset.isdisjoint, asked, self.words[first], self.words[second])


def listed(names: Iterable[str]) -> Flags:
    """Tell which names have no word that is not in a table of names."""
    return _flags(all(givenness(word) is not None for word in name.split()) for name in names)


def _tested(test: Callable[..., bool], asked: Flags, ours: Words, theirs: Words) -> Flags:
    """Return what a test of two things answers where it is asked, False elsewhere."""
    answers = np.zeros(len(asked), dtype=bool)
    answers[asked] = _flags(map(test, ours[asked].tolist(), theirs[asked].tolist()))
    return answers


def _numbers(numbers: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)


def _flags(flags: Iterable[bool]) -> Flags:
    return np.fromiter(flags, dtype=np.bool_)


def _objects(things: Sequence[object]) -> Words:
    objects: Words = np.empty(len(things), dtype=np.object_)
    objects[:] = things
    return objects
