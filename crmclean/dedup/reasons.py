"""Why two records look alike: the honest reasons, what an expert would say of a pattern, and what cannot be.

A reason is a latent class of the model. Naming colleagues, relatives and namesakes keeps the class of matches pure: a
two-class model fitted to blocked pairs learns "same office" or "same family" in place of "same person". Each kind of
record has its list; the seeds are an expert's first guess, to which training is held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Levels
from crmclean.spec.model import Rules

__all__ = ["Patterns", "Reason", "Reasons", "reasons_for"]

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
        known = self.names[comparison]
        wanted = [
            code
            for code, name in enumerate(known)
            for level in levels
            if name == level or (level.endswith("*") and name.startswith(level[:-1]))
        ]
        return np.isin(self.levels[comparison], wanted)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one kind of record.

    ``seed`` gives *q* x *k* shares that sum to 1; ``possible`` a mask of the same shape: what cannot be is held at 0.
    """

    kind: str
    reasons: tuple[Reason, ...]
    seed: Callable[[Patterns], Shares]
    possible: Callable[[Patterns], Mask]

    @property
    def match(self) -> Mask:
        """Which reasons mean that the records are one."""
        return np.array([reason.match for reason in self.reasons], dtype=bool)


def reasons_for(rules: Rules) -> Reasons:
    """Return the reasons that fit the first comparison of a rule set: people, organisations, or things."""
    first = next(iter(rules.duplicates.compare.values()), None)
    return {"person": PEOPLE, "company": ORGANISATIONS}.get(first.kind if first else "", THINGS)


def _shares(match: Shares, others: list[Mask], matches: list[Mask], match_first: int) -> Shares:
    """Spread what is left after the match probability over the first fitting other reason, and the same for matches."""
    columns = len(matches) + len(others)
    shares = np.zeros((len(match), columns))
    for offset, masks, mass in ((0, matches, match), (match_first, others, 1 - match)):
        rank = np.argmax(np.column_stack(masks), axis=1)
        shares[np.arange(len(match)), offset + rank] += mass
    return shares


# --- people ---------------------------------------------------------------------------------------------------------


def _full_name(patterns: Patterns) -> Mask:
    return patterns.at("name", "same_*", "nickname_*", "initial_*", "close_*", "swapped", "both_close", "part")


def _personal(patterns: Patterns) -> Mask:
    return patterns.at("email", "same", "close") | patterns.at("phone", "same")


def _seed_people(patterns: Patterns) -> Shares:
    full, personal = _full_name(patterns), _personal(patterns)
    exact = patterns.at("name", "same_*", "nickname_*", "close_*", "swapped", "initial_unique", "initial_rare")
    half = patterns.at("name", "family_only_*", "given_only", "other_family", "missing")
    rare = patterns.at("name", "same_unique", "nickname_unique", "close_unique")
    employer = patterns.at("employer", "same_*", "close", "acronym")
    home = patterns.at("address", "same", "close")
    site = employer | patterns.at("address", "same*", "close") | patterns.at("phone", "same_*", "close")
    site |= patterns.at("email", "same_shared", "same_company")
    other_given = patterns.at("name", "other_given", "other_generation")
    told_apart = patterns.at("email", "same_company", "differ") & ~patterns.at("phone", "same")
    everything = np.ones(patterns.size, dtype=bool)
    match = np.select(
        [
            full & personal,
            exact & (employer | home) & ~told_apart,
            full & (employer | home) & ~told_apart,
            half & personal,
            rare & ~told_apart,
            exact & (employer | home),
            personal & ~other_given,
        ],
        [0.97, 0.85, 0.6, 0.8, 0.6, 0.3, 0.15],
        0.02,
    )
    moved = patterns.at("employer", "differ") & ~patterns.at("email", "same")
    relative = other_given & (home | patterns.at("phone", "same", "same_few") | ~employer)
    return _shares(match, [relative, site & ~full, full, everything], [~moved, everything], 2)


def _possible_people(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(PEOPLE.reasons)), dtype=bool)
    nobody = patterns.at("name", "differ", "other_generation")
    possible[:, :2] &= ~nobody[:, None]
    possible[:, :2] &= ~(patterns.at("name", "other_given", "other_family") & ~_personal(patterns))[:, None]
    possible[:, 1] &= ~patterns.at("employer", "same_*")
    possible[:, 2] &= patterns.at("name", "other_given", "other_generation")
    possible[:, 3] &= ~patterns.at("name", "same_*", "nickname_*", "swapped")
    possible[:, 4] &= _full_name(patterns) | patterns.at("name", "given_only", "family_only_*")
    possible[:, 4] &= ~_personal(patterns)
    return possible


PEOPLE = Reasons(
    "people",
    (
        Reason("same", match=True, sentence="the same person"),
        Reason("moved", match=True, sentence="the same person at another employer"),
        Reason("relative", match=False, sentence="a relative, or another member of the household"),
        Reason("colleague", match=False, sentence="a colleague"),
        Reason("namesake", match=False, sentence="another person with the same name"),
        Reason("stranger", match=False, sentence="a stranger"),
    ),
    _seed_people,
    _possible_people,
)


# --- organisations --------------------------------------------------------------------------------------------------


def _seed_organisations(patterns: Patterns) -> Shares:
    name = patterns.at("name", "same_*", "close", "acronym")
    loose = patterns.at("name", "part", "missing")
    place = patterns.at("address", "same", "same_shared", "close")
    near = patterns.at("address", "same_postal_code", "same_city", "same_street")
    elsewhere = patterns.at("address", "differ")
    phone = patterns.at("phone", "same", "same_few")
    site = patterns.at("website", "same")
    unique = patterns.at("name", "same_unique")
    everything = np.ones(patterns.size, dtype=bool)
    match = np.select(
        [
            name & (place | phone),
            name & elsewhere & ~phone,
            name & (near | site),
            unique & ~elsewhere,
            (loose | site) & place & phone,
            loose & site & ~elsewhere,
            name & ~elsewhere,
        ],
        [0.97, 0.05, 0.8, 0.7, 0.8, 0.4, 0.5],
        0.02,
    )
    sibling = name | site
    return _shares(match, [sibling, everything], [everything], 1)


def _possible_organisations(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(ORGANISATIONS.reasons)), dtype=bool)
    linked = patterns.at("name", "same_*", "close", "acronym", "part", "missing") | patterns.at("website", "same*")
    possible[:, :2] &= linked[:, None]
    return possible


ORGANISATIONS = Reasons(
    "organisations",
    (
        Reason("same", match=True, sentence="the same account"),
        Reason("sibling", match=False, sentence="another site of the same company"),
        Reason("unrelated", match=False, sentence="an unrelated company"),
    ),
    _seed_organisations,
    _possible_organisations,
)


# --- things ---------------------------------------------------------------------------------------------------------


def _seed_things(patterns: Patterns) -> Shares:
    alike, apart = np.zeros(patterns.size), np.zeros(patterns.size)
    for name in patterns.levels:
        alike += patterns.at(name, "same*", "close")
        apart += patterns.at(name, "differ")
    match = 1 / (1 + np.exp2(3.0 * apart - 2.0 * alike + 3.0))
    everything = np.ones(patterns.size, dtype=bool)
    return _shares(match, [everything], [everything], 1)


def _possible_things(patterns: Patterns) -> Mask:
    return np.ones((patterns.size, len(THINGS.reasons)), dtype=bool)


THINGS = Reasons(
    "things",
    (
        Reason("same", match=True, sentence="the same"),
        Reason("other", match=False, sentence="another one"),
    ),
    _seed_things,
    _possible_things,
)
