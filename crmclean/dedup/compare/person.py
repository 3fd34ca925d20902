"""Compare two people by name: given and family together, and how many others have the same name by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from crmclean.dedup.coded import (
    MISSING,
    Apart,
    Coded,
    Codes,
    Levels,
    Rows,
    encode,
    on_distinct_codes,
    on_distinct_pairs,
)
from crmclean.dedup.compare.base import Subject, column, edits, similarity
from crmclean.dedup.compare.name_parts import FamilyParts, GivenParts, listed
from crmclean.dedup.compare.namesakes import LEAST, Namesakes
from crmclean.dedup.names import read_names
from crmclean.fields.name_words import forms
from crmclean.spec.model import Rules

__all__ = ["CHANCE", "PersonComparison"]

CHANCE = (0.004, 0.02, 0.06, 0.2, 0.6, 2.0)
"""Limits between rarities, in expected namesakes: other people of the file who have this name by chance."""

_NOTHING, _SAME, _NICKNAME, _INITIAL, _TYPO, _CLOSE, _PART, _NEAR, _DIFFER = range(9)
_RARITIES = ("singular", "unique", "rare", "scarce", "uncommon", "usual", "common")
_BY_RARITY = (
    "same", "nickname", "initial", "typo", "close", "part", "both_close", "near", "family_only", "other_family",
)  # fmt: skip
_PLAIN = ("both_near", "swapped", "given_only", "other_given", "other_generation", "differ")
_SLIPS = 1 / 1000
"""Records that have one certain misspelling of a name, for each one that has the name, at the most."""
_LETTERS = (9, 14)
"""Letters of a name from which a slip may be two edits, and three."""
_UNKNOWN = 0.3
"""Namesakes expected where a file is too small to tell how common a name is."""
_FAMILIES = (3, 5, 8, 15, 30, 60)
"""Limits between rarities of a family name alone, in records that have it."""
_FACTS = (9, 9, 2, 2, len(_RARITIES), len(_RARITIES), len(_RARITIES))
"""How many answers there are to what decides: given, family, other generation, swapped, and three rarities."""
_GIVEN = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01)
"""Limits between rarities of a given name alone, in the share of records: how likely another person has it, too."""


_Both = tuple[Codes, Codes]
"""The codes of both sides of pairs."""


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
    family: Coded
    generation: Coded
    letters: npt.NDArray[np.uint32]
    """The first letters of given and family names, 2 x *n*, 0 where missing."""
    givens: GivenParts
    families: FamilyParts
    namesakes: Namesakes
    expected: npt.NDArray[np.float64]
    """How many people are expected to have each record's name, 0 where a half is missing."""
    by_initial: npt.NDArray[np.float64]
    """The same of its initial and family name."""
    people: int
    """How many have a given name."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the names of a table."""
        names, frequencies = subject.names, subject.frequencies
        if names is None:
            names = read_names(subject.present, subject.rules, fields, frequencies)
        given, family = encode(names["given"]), encode(names["family"])
        first = given.derived(given.words.str.extract("^([^ ]*)"))
        letters = np.array([_letters(given), _letters(family)])
        initial = first.derived(first.words.str.head(1))
        country = encode(column(subject, _country(subject.rules)))
        families = FamilyParts.of(family)
        namesakes, initials = (
            Namesakes.of(each, family, country, (listed(each.words), families.listed), frequencies.under(part))
            for part, each in (("first", first), ("initial", initial))
        )
        (people,) = frequencies.fact("people", [float(first.counts.sum())])
        first, family = frequencies.recount("first", first), frequencies.recount("family", family)
        return cls(
            given,
            first,
            family,
            encode(names["generation"]),
            letters,
            GivenParts.of(given),
            families,
            namesakes,
            namesakes.of_records(),
            initials.of_records(),
            max(int(people), 1),
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
        given = on_distinct_pairs(self.given, left, right, self._judge_given, Apart(self._may_be_alike, _DIFFER))
        last = self.family.codes[left], self.family.codes[right]
        first = self.first.codes[left], self.first.codes[right]
        family = on_distinct_codes(*last, self._judge_family, Apart(self.families.may_be_alike, _DIFFER))
        swapped, generations = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
        asked = np.flatnonzero((family != _SAME) | (given >= _PART))
        swapped[asked] = self._swapped(left[asked], right[asked])
        asked = np.flatnonzero((family == _SAME) & (self.generation.codes[left] != MISSING))
        one, other = left[asked], right[asked]
        generations[asked] = ~self.generation.missing(one, other) & ~self.generation.equal(one, other)
        rarity, halves = self._rarity(left, right, given, first, last), self._halves(first, last)
        at = np.zeros(len(left), dtype=np.uint32)
        facts: tuple[npt.NDArray[np.generic], ...] = (given, family, generations, swapped, rarity, *halves)
        for size, fact in zip(_FACTS, facts, strict=True):
            at = np.multiply(at, size, out=at)
            at += fact.astype(np.uint16)
        return _levels()[at]

    def _rarity(self, left: Rows, right: Rows, given: Levels, first: _Both, last: _Both) -> npt.NDArray[np.uint8]:
        """Bucket the expected number of people with one of the names by chance, the commoner way to read them taken."""
        chance = np.maximum(self.expected[left], self.expected[right])
        crossed = np.flatnonzero((last[0] != last[1]) & (first[0] != first[1]))
        for one, other in (0, 1), (1, 0):
            given_of, family_of = first[one][crossed], last[other][crossed]
            there = (given_of != MISSING) & (family_of != MISSING)
            at = crossed[there]
            chance[at] = np.maximum(chance[at], self.namesakes.expected(given_of[there], family_of[there]))
        initials = np.flatnonzero(given == _INITIAL)
        chance[initials] = np.maximum(self.by_initial[left[initials]], self.by_initial[right[initials]])
        chance = np.maximum(chance, _UNKNOWN * (1 - self.namesakes.people / LEAST))
        return np.asarray(np.digitize(chance, CHANCE), dtype=np.uint8)

    def chance_pairs(self) -> dict[str, float]:
        """Return the expected number of pairs of other people of one name, for each rarity.

        A small file does not tell: nothing is returned.
        """
        if self.namesakes.people < LEAST:
            return {}
        pairs = self.namesakes.pairs(CHANCE).tolist()
        return dict(zip(_RARITIES, pairs, strict=True))

    def _halves(self, first: _Both, last: _Both) -> tuple[Levels, Levels]:
        """Bucket how rare a family name alone and a given name alone are, the commoner side taken."""

        def commoner(both: _Both, rarities: npt.NDArray[np.int64]) -> Levels:
            rarity = rarities.astype(np.uint8)
            return np.maximum(rarity[both[0]], rarity[both[1]])

        return (
            commoner(last, np.digitize(np.append(self.family.counts, self.people), _FAMILIES)),
            commoner(first, np.digitize(np.append(self.first.counts, self.people) / self.people, _GIVEN)),
        )

    def _may_be_alike(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether two given names may be one: by spelling or sound, or because one is perhaps a slip."""
        lone = self._lone()
        return self.givens.may_be_alike(first, second) | lone[first] | lone[second]

    def _lone(self) -> npt.NDArray[np.bool_]:
        """Whether one record alone has a given name's first token, and no table of names does."""
        parts = self.givens
        return np.asarray((self.first.counts[parts.token] == 1) & (parts.lengths > 3) & ~parts.listed[parts.token])

    def _judge_given(self, first: Codes, second: Codes) -> Levels:
        parts = self.givens
        one, other = parts.token[first], parts.token[second]
        letter = (parts.lengths[first] == 1) | (parts.lengths[second] == 1)
        middle = parts.middle[first] * parts.middle[second] != 0
        later = (one != other) & parts.later(first, second)
        tests = {
            _DIFFER: (one == other) & middle & (parts.middle[first] != parts.middle[second]),  # John A and John B
            _SAME: one == other,
            _INITIAL: letter & ((parts.letter[first] == parts.letter[second]) | later),
            _CLOSE: ~letter & later,
        }
        level = np.select(list(tests.values()), list(tests), _DIFFER).astype(np.uint8)
        unclear = np.flatnonzero((one != other) & ~letter & ~later)
        level[unclear] = self._judge_tokens(first[unclear], second[unclear])
        return level

    def _judge_tokens(self, first: Codes, second: Codes) -> Levels:
        """Judge given names by spelling and sound of their first tokens, two whole words that differ."""
        parts = self.givens
        ours, theirs = parts.tokens[first].tolist(), parts.tokens[second].tolist()
        one_sound = (parts.sounds[first] == parts.sounds[second]) & (parts.sounds[first] != MISSING)
        both_names = parts.known[first] & parts.known[second]
        short = np.minimum(parts.lengths[first], parts.lengths[second])
        alike, apart = similarity(ours, theirs), edits(ours, theirs, most=3)
        close = (alike >= 0.9 - 1e-6) | ((apart <= 1) & (short >= 4)) | one_sound
        variants, nicknames = parts.variants(first, second), parts.nicknames(first, second)
        close = (close & ~both_names) | (variants & (apart <= 2))  # Paul and Paula are no typo of each other
        tokens = parts.token[first], parts.token[second]
        few = apart <= _slips(np.maximum(parts.lengths[first], parts.lengths[second]))
        slip = few & close & ~variants
        slip &= _slipped(self.first, parts.letter[first] == parts.letter[second], *tokens, parts.listed)
        slip |= self._slipped_kin(first, second, ~(nicknames | close))
        near = ((apart <= 1) & (short >= 2)) | ((apart <= 2) & (short >= 5)) | (alike >= 0.85 - 1e-6)
        tests = [nicknames, slip, close, near & ~both_names]
        return np.select(tests, [_NICKNAME, _TYPO, _CLOSE, _NEAR], _DIFFER).astype(np.uint8)

    def _slipped_kin(self, first: Codes, second: Codes, asked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Whether one of two given names is a slip of another form of the other: ``Kzthy`` and ``Katherine``."""
        parts, slipped, lone = self.givens, np.zeros(len(first), dtype=bool), self._lone()
        for slip, name in ((second, first), (first, second)):
            for at in np.flatnonzero(asked & lone[slip]).tolist():
                word = parts.tokens[slip[at]]
                slipped[at] = any(
                    form[0] == word[0] and OSA.distance(word, form, score_cutoff=1) <= 1
                    for form in forms(parts.tokens[name[at]])
                )
        return slipped

    def _judge_family(self, first: Codes, second: Codes) -> Levels:
        """Judge family names; two that many people bear are no slip where they begin with other letters."""
        sounds, short = self.families.sounds, self.family.shorter(first, second)
        ours, theirs = self.family.take(first), self.family.take(second)
        alike, apart = similarity(ours, theirs), edits(ours, theirs, most=3)
        one_sound = (sounds[first] == sounds[second]) & (sounds[first] != MISSING)
        close = (alike >= 0.94 - 1e-6) | ((apart <= 1) & (short >= 4)) | (one_sound & (alike >= 0.8 - 1e-6))
        near = ((apart <= 1) & (short >= 3)) | ((apart <= 2) & (short >= 5)) | (one_sound & (alike >= 0.7))
        letters = self.families.letter[first] == self.families.letter[second]
        two = ~letters & ~one_sound & self.families.listed[first] & self.families.listed[second]
        close, near = close & ~two, near & ~two
        few = apart <= _slips(np.maximum(self.family.lengths[first], self.family.lengths[second]))
        slip = few & close & _slipped(self.family, letters, first, second, self.families.listed)
        tests = [first == second, slip, close, self.families.part(first, second), near]
        return np.select(tests, [_SAME, _TYPO, _CLOSE, _PART, _NEAR], _DIFFER).astype(np.uint8)

    def _swapped(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether the halves stand the other way round, each the same but for a typo."""
        first, last = self.letters
        there = (first[left] == last[right]) & (last[left] == first[right]) & (first[left] > 0) & (last[left] > 0)
        asked, swapped = np.flatnonzero(there), there.copy()
        halves = [
            self._crossed(self.given.codes[one], self.family.codes[other])
            for one, other in ((left[asked], right[asked]), (right[asked], left[asked]))
        ]
        near = [
            mistyped | ((apart == 0) & (short > 1) & (initial == 1))
            for (mistyped, _, initial), (_, apart, short) in (halves, halves[::-1])
        ]
        swapped[asked] = near[0] & near[1]
        return np.asarray(swapped, dtype=bool)

    def _crossed(self, given: Codes, family: Codes) -> tuple[npt.NDArray[np.bool_], Codes, Codes]:
        """Hold given names against family names: whether they are mistyped at most, edits, letters of the shorter."""
        apart = edits(self.given.take(given), self.family.take(family), most=2).astype(np.int64)
        short = np.minimum(self.given.lengths[given], self.family.lengths[family])
        return (apart == 0) | ((apart <= 1) & (short >= 3)) | ((apart <= 2) & (short >= 5)), apart, short


@cache
def _levels() -> Levels:
    """Return the level of every combination of facts, packed as ``_FACTS`` says."""
    given, family, generations, swapped, rarity, families, givens = np.indices(_FACTS, dtype=np.uint8).reshape(7, -1)
    at = {level: np.uint8(code) for code, level in enumerate(PersonComparison.levels)}

    def by_rarity(kind: str, rarity: Levels = rarity) -> Levels:
        return np.add(at[f"{kind}_{_RARITIES[0]}"], rarity, dtype=np.uint8)

    alike = np.isin(given, (_SAME, _NICKNAME, _INITIAL, _TYPO, _CLOSE))
    name_like = np.isin(family, (_SAME, _TYPO, _CLOSE, _PART))
    return np.select(
        [
            (family == _SAME) & (generations == 1),
            (family == _SAME) & (given == _SAME),
            (family == _SAME) & (given == _NICKNAME),
            (family == _SAME) & (given == _INITIAL),
            ((family == _SAME) & (given == _TYPO)) | ((family == _TYPO) & (given == _SAME)),
            ((family == _SAME) & (given == _CLOSE)) | ((family == _CLOSE) & (given == _SAME)),
            swapped == 1,
            name_like & (given == _NOTHING),
            (family == _PART) & np.isin(given, (_SAME, _NICKNAME, _TYPO, _CLOSE)),
            name_like & alike,
            (family == _NOTHING) & np.isin(given, (_SAME, _NICKNAME)),
            (given == _NOTHING) | (family == _NOTHING),
            (name_like & (given == _NEAR)) | (alike & (family == _NEAR)),
            (given == _NEAR) & (family == _NEAR),
            np.isin(family, (_SAME, _TYPO, _CLOSE)),
            np.isin(given, (_SAME, _NICKNAME, _TYPO, _CLOSE)),
        ],
        [
            at["other_generation"],
            by_rarity("same"),
            by_rarity("nickname"),
            by_rarity("initial"),
            by_rarity("typo"),
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


def _letters(names: Coded) -> npt.NDArray[np.uint32]:
    """Return the code point of the first letter of each record's name; 0 where it is missing."""
    letters = np.array([*(ord(word[0]) for word in names.words), 0], dtype=np.uint32)
    return np.asarray(letters[names.codes])


def _slipped(
    coded: Coded, one_letter: npt.NDArray[np.bool_], first: Codes, second: Codes, listed: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Whether one of two spellings is nobody's name but a slip: next to nobody has it, no table knows it.

    The first letter is hardly ever mistyped (Pollock and Zamora 1983): ``Hansen`` and ``Jansen`` are two names.
    """
    ours, theirs = coded.counts[first], coded.counts[second]
    few = np.minimum(ours, theirs) <= np.maximum(1, _SLIPS * np.maximum(ours, theirs))
    return np.asarray(one_letter & few & ~listed[np.where(ours <= theirs, first, second)])


def _slips(length: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how many edits a slip makes at most in so many letters: one that sounds alike may be another name."""
    return np.digitize(length, _LETTERS) + 1


def _country(rules: Rules) -> str | None:
    return next((name for name, kind in rules.fields.items() if kind.type == "country"), None)
