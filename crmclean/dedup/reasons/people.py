"""Why two contacts look alike: one person, here or elsewhere, a colleague, a relative, a namesake, a stranger."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from crmclean.dedup.compare.person import PersonComparison
from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Seldom, Shares, shares

__all__ = ["PEOPLE"]

NAMESAKES = 1.0
"""Namesakes that may be there for each one expected by chance, which counts each country of a file alone."""

MISSPELT = 0.25
"""Namesakes of whom one is misspelt, for each two who are not. A slip has nothing to do with who it is: a person's own
records have names misspelt about as often (0.2 to 0.25 of those alike, in generated files)."""

NEIGHBOURS = 1e-4
"""Pairs of other people whose names are one slip apart and both right, for each person of a file."""

_TWINS = 1e-6
"""Share of a person's records that have a company's mailbox with and without a number: it gives another person one."""

_RENAMED = 0.1
"""Share of a person's records that agree on one half of the name alone: who marries is renamed once, at most."""

_EXACT = ("same_*", "nickname_*", "typo_*", "close_*", "swapped")
_MISSPELT = ("typo_*", "close_*", "near_*", "both_*", "part_*")
"""A person's name is spelt alike at two employers at least as often as not: misspelt alone, names meet by chance."""
_OTHER = ("other_family_*", "other_given")
"""Of two records of an office these are colleagues: where they are very many, they must not teach what a match is."""
_NAMESAKE, _STRANGER = 4, 5


def _full_name(patterns: Patterns) -> Mask:
    return patterns.at("name", *_EXACT, "initial_*", "both_close_*", "part_*", "near_*")


def _personal(patterns: Patterns) -> Mask:
    return patterns.at("email", "same", "close") | patterns.at("phone", "same")


def _linked(patterns: Patterns) -> Mask:
    """Whether something beside the name is shared: an office, a home, a number, a mailbox."""
    linked = patterns.at("employer", "same_*", "close", "acronym", "part") | patterns.at("phone", "same*", "close")
    linked |= patterns.at("address", "same", "same_shared", "close", "same_street", "same_postal_code")
    return linked | patterns.at("email", "same*", "close")


def _seed_people(patterns: Patterns) -> Shares:
    full, personal = _full_name(patterns), _personal(patterns)
    exact = patterns.at("name", *_EXACT, "initial_singular", "initial_unique", "initial_rare")
    half = patterns.at("name", "family_only_*", "given_only", "other_family_*", "both_near", "missing")
    unique = patterns.at("name", "same_singular", "same_unique", "typo_singular")
    rare = patterns.at("name", "same_rare", "same_scarce", "typo_unique", "typo_rare")
    rare |= patterns.at("name", "nickname_singular", "nickname_unique", "initial_rare")
    employer = patterns.at("employer", "same_*", "close", "acronym")
    home = patterns.at("address", "same", "close")
    site = _linked(patterns)
    other_given = patterns.at("name", "other_given", "other_generation")
    told_apart = patterns.at("email", "numbered", "same_company", "differ") & ~patterns.at("phone", "same")
    numbered = patterns.at("email", "numbered") & ~patterns.at("phone", "same")  # a colleague of the same name
    everything = np.ones(patterns.size, dtype=bool)
    match = np.select(
        [
            numbered,
            full & personal,
            exact & (employer | home) & ~told_apart,
            full & (employer | home) & ~told_apart,
            half & personal,
            unique & ~told_apart,
            unique,
            rare & ~told_apart,
            rare,
            exact & (employer | home),
            personal & ~other_given,
        ],
        [0.02, 0.97, 0.85, 0.6, 0.8, 0.9, 0.7, 0.6, 0.3, 0.3, 0.15],
        0.02,
    )
    moved = patterns.at("employer", "differ") & ~patterns.at("email", "same")
    relative = other_given & site & (home | patterns.at("phone", "same", "same_few") | ~employer)
    return shares(match, [relative, site & (~full | numbered), full, everything], [~moved, everything], 2)


def _possible_people(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(PEOPLE.reasons)), dtype=bool)
    nobody = patterns.at("name", "differ", "other_generation")
    possible[:, :2] &= ~nobody[:, None]
    possible[:, :2] &= ~(patterns.at("name", "other_given") & ~_personal(patterns))[:, None]
    linked = np.where(patterns.at("name", "missing"), _personal(patterns), _linked(patterns))
    possible[:, :2] &= (_full_name(patterns) | linked)[:, None]
    possible[:, 1] &= ~patterns.at("employer", "same_*")
    possible[:, 2] &= patterns.at("name", "other_given", "other_generation") & _linked(patterns)
    possible[:, 3] &= _linked(patterns)
    possible[:, 3] &= ~patterns.at("name", "same_*", "nickname_*", "swapped") | patterns.at("email", "numbered")
    possible[:, 4] &= _full_name(patterns) | patterns.at("name", "given_only", "family_only_*")
    possible[:, 4] &= ~_personal(patterns)
    return possible


def _limits(comparisons: Mapping[str, object]) -> dict[str, Shares]:
    """Hold namesakes to the number that chance explains: more records of one rare name are one person's."""
    limits = {}
    for name, comparison in comparisons.items():
        if isinstance(comparison, PersonComparison):
            limit = np.full((len(PEOPLE.reasons), len(comparison.levels)), np.inf)
            for rarity, pairs in comparison.chance_pairs().items():
                alike, misspelt = (comparison.levels.index(f"{way}_{rarity}") for way in ("same", "typo"))
                limit[_STRANGER, [alike, misspelt]] = 1.0  # whoever has the whole name is a namesake
                limit[_NAMESAKE, alike] = 1.0 + NAMESAKES * pairs
                limit[_NAMESAKE, misspelt] = (
                    1.0 + NAMESAKES * MISSPELT * pairs + NEIGHBOURS * comparison.namesakes.people
                )
            limits[name] = limit
    return limits


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
    _limits,
    seldom=(
        Seldom(0, "name", _OTHER, _RENAMED),
        Seldom(1, "name", _OTHER, _RENAMED),
        Seldom(1, "name", _MISSPELT, 1.0),
        Seldom(0, "email", ("numbered",), _TWINS),
    ),
)
