"""The shape of a list of reasons, and the patterns of levels that they are asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Levels

__all__ = ["Mask", "Patterns", "Reason", "Reasons", "Seldom", "Shares", "named", "shares"]

Mask = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for resemblance; ``sentence`` says it in CRM words."""

    name: str
    match: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct patterns of levels: for each comparison the level of each of *q* patterns."""

    levels: Mapping[str, Levels]
    names: Mapping[str, tuple[str, ...]]
    size: int
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What a comparison is about, where its name in the rule file does not say so: ``mail`` is the e-mail."""

    own: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Comparisons of what is a record's own, a date of birth or a number, and how often (0-1) two of one household
    share it, as twins do."""

    def role(self, comparison: str) -> str:
        """Return what a comparison is about."""
        return self.roles.get(comparison, comparison)

    def at(self, role: str, *levels: str) -> Mask:
        """Whether the level is one of ``levels``; a name that ends in ``*`` stands for all that begin so.

        A comparison that the table does not have is at no level.
        """
        comparison = next((name for name in self.levels if self.role(name) == role), None)
        if comparison is None:
            return np.zeros(self.size, dtype=bool)
        return np.isin(self.levels[comparison], np.flatnonzero(named(self.names[comparison], *levels)))


@cache
def named(known: tuple[str, ...], *levels: str) -> Mask:
    """Whether each known level is one of ``levels``; a name that ends in ``*`` stands for all that begin so.

    Every round of training asks the same again, so an answer is kept, and is not to be changed.
    """
    mask = np.array([any(map(partial(_fits, name), levels)) for name in known], dtype=bool)
    mask.flags.writeable = False
    return mask


def _fits(name: str, level: str) -> bool:
    return name == level or (level.endswith("*") and name.startswith(level[:-1]))


@dataclass(frozen=True, slots=True)
class Seldom:
    """Levels that a reason, by position, shows in a small share of its pairs (0-1) at most, however well they fit."""

    reason: int
    role: str
    levels: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one kind of record.

    ``seed`` gives *q* x *k* shares that sum to 1; ``possible`` a mask of the same shape: what cannot be is held at 0.
    """

    kind: str
    reasons: tuple[Reason, ...]
    seed: Callable[[Patterns], Shares]
    possible: Callable[[Patterns], Mask]
    limits: Callable[[Mapping[str, Any]], Mapping[str, Shares]] | None = None
    """How many pairs a reason can explain at a level (reasons x levels): no more namesakes than chance makes."""
    anchored: bool = False
    """Whether shares are of all pairs of a table: the last reason is then what pairs that nobody compared show.

    The other reasons that are no match share a place: in what is somebody's own they are like strangers.
    """
    seldom: tuple[Seldom, ...] = ()

    @property
    def match(self) -> Mask:
        """Which reasons mean that the records are one."""
        return np.array([reason.match for reason in self.reasons], dtype=bool)


def shares(match: Shares, others: list[Mask], matches: list[Mask], match_first: int) -> Shares:
    """Spread what is left after the match probability over the first fitting other reason, and the same for matches.

    Args:
        match: *q* match probabilities (0-1).
        others: For each reason that is no match, the patterns that it fits.
        matches: The same for each reason that is one.
        match_first: How many reasons mean a match; they come first.
    """
    columns = len(matches) + len(others)
    spread = np.zeros((len(match), columns))
    for offset, masks, mass in ((0, matches, match), (match_first, others, 1 - match)):
        rank = np.argmax(np.column_stack(masks), axis=1)
        spread[np.arange(len(match)), offset + rank] += mass
    return spread
