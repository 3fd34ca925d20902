"""Why two things look alike (deals, articles): they are one, or they are not."""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Shares, shares

__all__ = ["THINGS"]


def _seed_things(patterns: Patterns) -> Shares:
    alike, apart = np.zeros(patterns.size), np.zeros(patterns.size)
    for name in patterns.levels:
        alike += patterns.at(name, "same*", "close")
        apart += patterns.at(name, "differ")
    match = 1 / (1 + np.exp2(3.0 * apart - 2.0 * alike + 3.0))
    everything = np.ones(patterns.size, dtype=bool)
    return shares(match, [everything], [everything], 1)


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
