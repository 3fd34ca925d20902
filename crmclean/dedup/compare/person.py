"""Compare two people by name: given and family together, and how many others have the same name by chance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import MISSING, Coded, Codes, Levels, Rows, encode, on_distinct_pairs
from crmclean.dedup.compare.base import MAILBOX, Subject, column, edits, shorter, similarity
from crmclean.fields.email import Email
from crmclean.fields.person_name import Name, PersonName, are_variants, is_given, nickname_group, sound, split
from crmclean.fields.spelling import fold_spelling

__all__ = ["CHANCE", "PersonComparison"]

CHANCE = (0.02, 0.2, 2.0)
"""Limits between rarities, in expected namesakes: other people of the file who have this name by chance."""

_NOTHING, _SAME, _NICKNAME, _INITIAL, _CLOSE, _PART, _DIFFER = range(7)
_BETWEEN = re.compile(r"[._-]")
_RARITIES = ("unique", "rare", "uncommon", "common")
_BY_RARITY = ("same", "nickname", "initial", "close", "family_only")
_PLAIN = ("part", "both_close", "swapped", "given_only", "other_family", "other_given", "other_generation", "differ")


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

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the names of a table."""
        parts: dict[str, str | None] = {"given": None, "family": None, "full": None}
        for name in fields:
            kind = subject.rules.fields[name]
            if isinstance(kind, PersonName):
                parts[kind.part] = name
        columns = [column(subject, parts[part]).to_list() for part in ("given", "family", "full")]
        mailbox = next((name for name, kind in subject.rules.fields.items() if isinstance(kind, Email)), None)
        parsed = _unswapped(_parsed(list(zip(*columns, strict=True))))
        mailboxes = column(subject, mailbox).str.to_lowercase().str.extract(MAILBOX).to_list()
        names = [_completed(name, box) if box else name for name, box in zip(parsed, mailboxes, strict=True)]
        return cls(
            encode([" ".join(name.given) for name in names]),
            encode([name.given[0] if name.given else None for name in names]),
            encode([name.given[0][0] if name.given else None for name in names]),
            encode([" ".join(name.family) for name in names]),
            encode([name.generation for name in names]),
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
        swapped = self._swapped(left, right)
        generations = ~self.generation.missing(left, right) & ~self.generation.equal(left, right)
        at = {level: np.uint8(code) for code, level in enumerate(self.levels)}

        def by_rarity(kind: str) -> Levels:
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
                (family == _SAME) & (given == _NOTHING),
                (family == _PART) & np.isin(given, (_SAME, _NICKNAME, _CLOSE)),
                name_like & alike,
                (family == _NOTHING) & np.isin(given, (_SAME, _NICKNAME)),
                (given == _NOTHING) | (family == _NOTHING),
                np.isin(family, (_SAME, _CLOSE)),
                np.isin(given, (_SAME, _NICKNAME)),
            ],
            [
                at["other_generation"],
                by_rarity("same"),
                by_rarity("nickname"),
                by_rarity("initial"),
                by_rarity("close"),
                at["swapped"],
                by_rarity("family_only"),
                at["part"],
                at["both_close"],
                at["given_only"],
                np.where(np.isin(family, (_DIFFER, _PART)) | (given == _DIFFER), at["differ"], at["missing"]),
                at["other_given"],
                at["other_family"],
            ],
            at["differ"],
        ).astype(np.uint8)

    def _rarity(self, left: Rows, right: Rows, given: Levels) -> npt.NDArray[np.uint8]:
        """Bucket the expected number of chance namesakes, N times p(given) times p(family), the commoner side taken."""
        people = max(int(self.family.counts.sum()), 1)

        def share(coded: Coded, rows: Rows) -> npt.NDArray[np.float64]:
            counts = np.append(coded.counts, people)
            return counts[coded.codes[rows]] / people

        family = np.maximum(share(self.family, left), share(self.family, right))
        first = np.maximum(share(self.first, left), share(self.first, right))
        initial = np.maximum(share(self.initial, left), share(self.initial, right))
        chance = people * family * np.where(given == _INITIAL, initial, np.where(given == _NOTHING, 1.0, first))
        return np.asarray(np.digitize(chance, CHANCE), dtype=np.uint8)

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
        close = (similarity(ours, theirs) >= 0.9 - 1e-6) | _one_edit(ours, theirs) | one_sound
        close = (close & ~both_names) | variants  # Paul and Paula are no typo of each other
        level[unclear] = np.select([nickname, close], [_NICKNAME, _CLOSE], _DIFFER)
        return level

    def _judge_family(self, first: Codes, second: Codes) -> Levels:
        sounds = encode([sound(word) for word in self.family.words]).codes
        ours, theirs = self.family.take(first), self.family.take(second)
        near = similarity(ours, theirs)
        one_sound = (sounds[first] == sounds[second]) & (sounds[first] != MISSING)
        close = (near >= 0.94 - 1e-6) | _one_edit(ours, theirs) | (one_sound & (near >= 0.8 - 1e-6))
        words = [set(word.split()) for word in self.family.words]
        part = [not words[a].isdisjoint(words[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
        return np.select([first == second, close, np.array(part, dtype=bool)], [_SAME, _CLOSE, _PART], _DIFFER).astype(
            np.uint8
        )

    def _swapped(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        words = {word: code for code, word in enumerate(self.family.words)}
        given_as_family = np.array([words.get(word, -2) for word in self.given.words] + [-2], dtype=np.int64)
        ours, theirs = given_as_family[self.given.codes[left]], given_as_family[self.given.codes[right]]
        return np.asarray((ours == self.family.codes[right]) & (theirs == self.family.codes[left]))


def _parsed(rows: list[tuple[str | None, str | None, str | None]]) -> list[Name]:
    known = {row: split(*row) for row in set(rows)}
    return [known[row] for row in rows]


def _completed(name: Name, mailbox: str) -> Name:
    """Complete a name by a mailbox that spells both halves: ``J. Smith`` with ``john.smith@`` is John Smith.

    Only where one half agrees with the name and the other is missing or an initial of what the mailbox says.
    """
    given, family = "".join(name.given[:1]), "".join(name.family)
    if len(given) > 1 and len(family) > 1:
        return name
    words = tuple(fold_spelling(part) for part in _BETWEEN.split(mailbox))
    if len(words) != 2 or min(map(len, words)) < 3:
        return name
    for first, last in (words, words[::-1]):
        if last == family and len(given) < 2 and first.startswith(given):
            return name._replace(given=(first, *name.given[1:]))
        if first == given and len(family) < 2 and last.startswith(family):
            return name._replace(family=(last,))
    return name


def _unswapped(names: list[Name]) -> list[Name]:
    """Turn round names whose given token is mostly a family name in this file, and the other way round."""
    given: dict[str, int] = {}
    family: dict[str, int] = {}
    for name in names:
        if len(name.given) == 1 and len(name.family) == 1:
            given[name.given[0]] = given.get(name.given[0], 0) + 1
            family[name.family[0]] = family.get(name.family[0], 0) + 1

    def turned(name: Name) -> bool:
        if len(name.given) != 1 or len(name.family) != 1:
            return False
        first, last = name.given[0], name.family[0]
        as_given, as_family = given.get(last, 0), family.get(first, 0)
        return as_given >= 5 * family.get(last, 0) and as_family >= 5 * given.get(first, 0)

    return [name._replace(given=name.family, family=name.given) if turned(name) else name for name in names]


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


def _one_edit(ours: list[str], theirs: list[str]) -> npt.NDArray[np.bool_]:
    """Whether the words are one edit apart and have four letters or more."""
    return (edits(ours, theirs) <= 1) & (shorter(ours, theirs) >= 4)
