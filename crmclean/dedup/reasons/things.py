"""Why two things look alike (deals, articles): they are one, or they are not."""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Shares, shares

__all__ = ["THINGS"]


def _seed_things(patterns: Patterns) -> Shares:
    """Say of each pattern how likely a match is: what many words call it says most."""
    roles = [patterns.role(name) for name in patterns.levels]
    alike = sum((_likeness(patterns, role) for role in roles), start=np.zeros(patterns.size))
    apart = sum((patterns.at(role, "differ") for role in roles), start=np.zeros(patterns.size))
    named = patterns.at("name", "same") + _likeness_of_words(patterns, "name")
    match = 1 / (1 + np.exp2(3.0 * apart - 2.0 * alike - 3.0 * named + 3.0))
    everything = np.ones(patterns.size, dtype=bool)
    return shares(match, [everything], [everything], 1)


def _likeness(patterns: Patterns, role: str) -> Shares:
    return patterns.at(role, "same*", "close") + _likeness_of_words(patterns, role)


def _likeness_of_words(patterns: Patterns, role: str) -> Shares:
    likeness: Shares = patterns.at(role, "most") + 0.5 * patterns.at(role, "many")
    return likeness


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
    anchored=True,
)
