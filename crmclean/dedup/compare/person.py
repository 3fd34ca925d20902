"""Compare two people by name: given and family together, and how many others have the same name by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import MISSING, Coded, Codes, Levels, Rows, encode, on_distinct_pairs
from crmclean.dedup.compare.base import Subject, edits, shorter, similarity
from crmclean.dedup.names import read_names
from crmclean.fields.person_name import PARTICLES, are_variants, is_given, nickname_group, sound

__all__ = ["CHANCE", "PersonComparison"]

CHANCE = (0.004, 0.02, 0.06, 0.2, 2.0)
"""Limits between rarities, in expected namesakes: other people of the file who have this name by chance."""

_NOTHING, _SAME, _NICKNAME, _INITIAL, _CLOSE, _PART, _NEAR, _DIFFER = range(8)
_RARITIES = ("singular", "unique", "rare", "scarce", "uncommon", "common")
_BY_RARITY = (
    "same", "nickname", "initial", "close", "part", "both_close", "near", "family_only", "other_family",
)  # fmt: skip
_PLAIN = ("both_near", "swapped", "given_only", "other_given", "other_generation", "differ")
_LEAST, _UNKNOWN = 200, 0.3
"""Records below which a file does not tell how common a name is, and the namesakes expected where it tells nothing."""
_FAMILIES = (3, 5, 8, 15, 30)
"""Limits between rarities of a family name alone, in records that have it."""
_GIVEN = (0.0002, 0.0005, 0.001, 0.002, 0.01)
"""Limits between rarities of a given name alone, in the share of records: how likely another person has it, too."""


@dataclass(frozen=True, slots=True)
class PersonComparison:
    """Names of *n* people, parsed and counted."""

    role: ClassVar[str] = "name"
    levels: ClassVar[tuple[str, ...]] = (
        "missing",
        *(f"{kind}_{rarity}" for kind in _BY_RARITY for rarity in _RARITIES),
        *_PLAIN,
    )

    given: Coded
    first: Coded
    initial: Coded
    family: Coded
    generation: Coded
    letters: npt.NDArray[np.uint32]
    """The first letters of given and family names, 2 x *n*, 0 where missing."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the names of a table."""
        names = read_names(subject.present, subject.rules, fields)
        return cls(
            encode([" ".join(name.given) for name in names]),
            encode([name.given[0] if name.given else None for name in names]),
            encode([name.given[0][0] if name.given else None for name in names]),
            encode([" ".join(name.family) for name in names]),
            encode([name.generation for name in names]),
            np.array([[_letter(name.given) for name in names], [_letter(name.family) for name in names]], np.uint32),
        )

    @property
    def identity(self) -> Codes:
        """Who each record is."""
        return self.family.codes

    def show(self, row: int) -> str | None:
        """Return the name as it was compared."""
        return " ".join(word for coded in (self.given, self.family) if (word := coded.word(row))) or None

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        given = on_distinct_pairs(self.given, left, right, self._judge_given)
        family = on_distinct_pairs(self.family, left, right, self._judge_family)
        rarity = self._rarity(left, right, given)
        families, givens = self._halves(left, right)
        swapped = self._swapped(left, right)
        generations = ~self.generation.missing(left, right) & ~self.generation.equal(left, right)
        at = {level: np.uint8(code) for code, level in enumerate(self.levels)}

        def by_rarity(kind: str, rarity: Levels = rarity) -> Levels:
            return np.add(at[f"{kind}_{_RARITIES[0]}"], rarity, dtype=np.uint8)

        alike = np.isin(given, (_SAME, _NICKNAME, _INITIAL, _CLOSE))
        name_like = np.isin(family, (_SAME, _CLOSE, _PART))
        return np.select(
            [
                (family == _SAME) & generations,
                (family == _SAME) & (given == _SAME),
                (family == _SAME) & (given == _NICKNAME),
                (family == _SAME) & (given == _INITIAL),
                ((family == _SAME) & (given == _CLOSE)) | ((family == _CLOSE) & (given == _SAME)),
                swapped,
                np.isin(family, (_SAME, _CLOSE, _PART)) & (given == _NOTHING),
                (family == _PART) & np.isin(given, (_SAME, _NICKNAME, _CLOSE)),
                name_like & alike,
                (family == _NOTHING) & np.isin(given, (_SAME, _NICKNAME)),
                (given == _NOTHING) | (family == _NOTHING),
                (name_like & (given == _NEAR)) | (alike & (family == _NEAR)),
                (given == _NEAR) & (family == _NEAR),
                np.isin(family, (_SAME, _CLOSE)),
                np.isin(given, (_SAME, _NICKNAME, _CLOSE)),
            ],
            [
                at["other_generation"],
                by_rarity("same"),
                by_rarity("nickname"),
                by_rarity("initial"),
                by_rarity("close"),
                at["swapped"],
                by_rarity("family_only", families),
                by_rarity("part"),
                by_rarity("both_close"),
                at["given_only"],
                np.where(np.isin(family, (_DIFFER, _NEAR)) | (given == _DIFFER), at["differ"], at["missing"]),
                by_rarity("near"),
                at["both_near"],
                at["other_given"],
                by_rarity("other_family", givens),
            ],
            at["differ"],
        ).astype(np.uint8)

    def _rarity(self, left: Rows, right: Rows, given: Levels) -> npt.NDArray[np.uint8]:
        """Bucket the expected number of chance namesakes, N times p(given) times p(family), the commoner side taken."""
        people = max(int(self.family.counts.sum()), 1)
        least = max(people, _LEAST)

        def share(coded: Coded, rows: Rows) -> npt.NDArray[np.float64]:
            counts = np.append(coded.counts, people)
            return np.minimum(counts[coded.codes[rows]] / least, 1.0)

        family = np.maximum(share(self.family, left), share(self.family, right))
        first = np.maximum(share(self.first, left), share(self.first, right))
        initial = np.maximum(share(self.initial, left), share(self.initial, right))
        chance = people * family * np.where(given == _INITIAL, initial, np.where(given == _NOTHING, 1.0, first))
        chance = np.maximum(chance, _UNKNOWN * (1 - people / _LEAST))
        return np.asarray(np.digitize(chance, CHANCE), dtype=np.uint8)

    def namesakes(self) -> dict[str, float]:
        """Return the expected number of pairs of other people of one name, for each rarity.

        N people have a name by chance N p(given) p(family) times, so E^2 / 2 pairs of them do; names that occur
        equally often are counted together. A small file does not tell: nothing is returned.
        """
        people = max(int(self.family.counts.sum()), 1)
        if people < _LEAST:
            return {}
        first, firsts = np.unique(self.first.counts, return_counts=True)
        last, lasts = np.unique(self.family.counts, return_counts=True)
        chance = np.outer(first, last) / people
        pairs = np.outer(firsts, lasts) * chance**2 / 2
        rarity = np.digitize(chance, CHANCE)
        return {f"same_{name}": float(pairs[rarity == at].sum()) for at, name in enumerate(_RARITIES)}

    def _halves(self, left: Rows, right: Rows) -> tuple[Levels, Levels]:
        """Bucket how rare a family name alone and a given name alone are, the commoner side taken."""
        people = max(int(self.first.counts.sum()), 1)

        def count(coded: Coded) -> npt.NDArray[np.int64]:
            counts = np.append(coded.counts, people)
            return np.asarray(np.maximum(counts[coded.codes[left]], counts[coded.codes[right]]))

        family, given = np.digitize(count(self.family), _FAMILIES), np.digitize(count(self.first) / people, _GIVEN)
        return family.astype(np.uint8), given.astype(np.uint8)

    def _judge_given(self, first: Codes, second: Codes) -> Levels:
        words = [word.split() for word in self.given.words]
        by_words = [
            _given(words[one], words[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ]
        level = np.array([_DIFFER if each is None else each for each in by_words], dtype=np.uint8)
        unclear = np.flatnonzero([each is None for each in by_words])
        ours, theirs = ([words[code][0] for code in side[unclear].tolist()] for side in (first, second))
        formal = {token: nickname_group(token) for token in {*ours, *theirs}}
        sounds = {token: sound(token) for token in formal}
        pairs = list(zip(ours, theirs, strict=True))
        nickname = np.array([not formal[one].isdisjoint(formal[other]) for one, other in pairs], dtype=bool)
        one_sound = np.array([sounds[one] == sounds[other] != "" for one, other in pairs], dtype=bool)
        both_names = np.array([is_given(one) and is_given(other) for one, other in pairs], dtype=bool)
        variants = np.array([are_variants(one, other) for one, other in pairs], dtype=bool)
        alike, apart, short = similarity(ours, theirs), edits(ours, theirs), shorter(ours, theirs)
        close = (alike >= 0.9 - 1e-6) | ((apart <= 1) & (short >= 4)) | one_sound
        close = (close & ~both_names) | variants  # Paul and Paula are no typo of each other
        near = ((apart <= 1) & (short >= 2)) | ((apart <= 2) & (short >= 5)) | (alike >= 0.85 - 1e-6)
        level[unclear] = np.select([nickname, close, near & ~both_names], [_NICKNAME, _CLOSE, _NEAR], _DIFFER)
        return level

    def _judge_family(self, first: Codes, second: Codes) -> Levels:
        sounds = encode([sound(word) for word in self.family.words]).codes
        ours, theirs = self.family.take(first), self.family.take(second)
        alike, apart, short = similarity(ours, theirs), edits(ours, theirs), shorter(ours, theirs)
        one_sound = (sounds[first] == sounds[second]) & (sounds[first] != MISSING)
        close = (alike >= 0.94 - 1e-6) | ((apart <= 1) & (short >= 4)) | (one_sound & (alike >= 0.8 - 1e-6))
        near = ((apart <= 1) & (short >= 3)) | ((apart <= 2) & (short >= 5)) | (one_sound & (alike >= 0.7))
        words = [set(word.split()) - PARTICLES for word in self.family.words]
        part = [not words[a].isdisjoint(words[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
        tests = [first == second, close, np.array(part, dtype=bool), near]
        return np.select(tests, [_SAME, _CLOSE, _PART, _NEAR], _DIFFER).astype(np.uint8)

    def _swapped(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether the halves stand the other way round, each the same but for a typo."""
        first, last = self.letters
        there = (first[left] == last[right]) & (last[left] == first[right]) & (first[left] > 0) & (last[left] > 0)
        asked, swapped = np.flatnonzero(there), there.copy()
        given, family = self.given.codes, self.family.codes
        for one, other in ((left[asked], right[asked]), (right[asked], left[asked])):
            swapped[asked] &= _mistyped(self.given.take(given[one]), self.family.take(family[other]))
        return np.asarray(swapped, dtype=bool)


def _given(ours: list[str], theirs: list[str]) -> int | None:
    """Judge two given names by their words; None where only spelling and sound can tell."""
    one, other = ours[0], theirs[0]
    if one == other:
        return _DIFFER if _other_middle(ours, theirs) else _SAME
    if len(one) == 1 or len(other) == 1:
        return _INITIAL if one[0] == other[0] or _later(ours, theirs) else _DIFFER
    return _CLOSE if _later(ours, theirs) else None


def _other_middle(ours: list[str], theirs: list[str]) -> bool:
    """Whether both have a middle name and the two cannot be one (``John A`` and ``John B``)."""
    return len(ours) > 1 and len(theirs) > 1 and ours[1][0] != theirs[1][0]


def _later(ours: list[str], theirs: list[str]) -> bool:
    """Whether one is known by the middle name (``J Robert`` and ``Robert``)."""
    return ours[0] in theirs[1:] or theirs[0] in ours[1:]


def _letter(words: Sequence[str]) -> int:
    return ord(words[0][0]) if words else 0


def _mistyped(ours: list[str], theirs: list[str]) -> npt.NDArray[np.bool_]:
    """Whether words are the same but for one edit, or two in five letters."""
    apart, short = edits(ours, theirs), shorter(ours, theirs)
    return np.asarray((apart == 0) | ((apart <= 1) & (short >= 4)) | ((apart <= 2) & (short >= 5)), dtype=bool)
