"""Why two records of a register of persons look alike, where nobody's employer is known."""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Shares, shares

__all__ = ["PERSONS"]


def _other_name(patterns: Patterns) -> Mask:
    return patterns.at("name", "differ", "other_*", "both_near")


def _own(patterns: Patterns) -> Mask:
    """Whether something agrees that two people of one household do not share: a mailbox, a date of birth, a number."""
    own = patterns.at("email", "same", "close", "same_local")
    for name in patterns.own:
        own |= patterns.at(name, "same", "same_rare", "close", "two_parts")
    return own


def _seed_persons(patterns: Patterns) -> Shares:
    alike, apart = np.zeros(patterns.size), np.zeros(patterns.size)
    for name in patterns.levels:
        role = patterns.role(name)
        alike += patterns.at(role, "same*", "nickname*", "close*", "swapped", "both_close", "initial*", "part")
        apart += patterns.at(role, "differ", "other_*")
    match = 1 / (1 + np.exp2(3.0 * apart - 3.0 * alike + 5.0))
    match = np.where(_other_name(patterns) & ~_own(patterns), 0.01, match)
    site = patterns.at("address", "same*", "close") | patterns.at("phone", "same*") | patterns.at("email", "same*")
    everything = np.ones(patterns.size, dtype=bool)
    relative = patterns.at("name", "other_given", "other_generation")
    return shares(match, [relative & site, _other_name(patterns) & site, everything], [everything], 1)


def _possible_persons(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(PERSONS.reasons)), dtype=bool)
    relative = patterns.at("name", "other_given", "other_generation")
    possible[:, 1] &= relative
    possible[:, 2] &= _other_name(patterns) & ~relative
    return possible


PERSONS = Reasons(
    "persons",
    (
        Reason("same", match=True, sentence="the same person"),
        Reason("relative", match=False, sentence="a relative, or another member of the household"),
        Reason("neighbour", match=False, sentence="another person at the same home or office"),
        Reason("stranger", match=False, sentence="a stranger"),
    ),
    _seed_persons,
    _possible_persons,
    anchored=True,
)
