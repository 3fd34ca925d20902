"""Why two sites look alike: one place, another site of the same organisation, or neighbours and strangers.

A rule set is about sites where its first comparison is the address: schools, shops, clinics, plants. What is at one
address is one site, whatever it is called: an operator's name in one register, the house's own name in the other.
"""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Shares, shares

__all__ = ["SITES"]


def _seed_sites(patterns: Patterns) -> Shares:
    name = patterns.at("employer", "same_*", "other_form", "close", "acronym", "part*")
    phone = patterns.at("phone", "same", "same_few")
    place = patterns.at("address", "same", "same_shared", "close")
    near = patterns.at("address", "other_city", "same_number", "same_street")
    unknown = patterns.at("address", "missing", "same_city", "same_postal_code")
    everything = np.ones(patterns.size, dtype=bool)
    match = np.select(
        [place & (name | phone), place, unknown & name & phone, near & name & phone, unknown & (name | phone)],
        [0.97, 0.7, 0.8, 0.5, 0.3],
        0.02,
    )
    return shares(match, [name | phone, everything], [everything], 1)


def _possible_sites(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(SITES.reasons)), dtype=bool)
    possible[:, 0] &= ~patterns.at("address", "differ")
    possible[:, 1] &= ~patterns.at("address", "same", "same_shared", "close")
    return possible


SITES = Reasons(
    "sites",
    (
        Reason("same", match=True, sentence="the same site"),
        Reason("sibling", match=False, sentence="another site of the same organisation"),
        Reason("unrelated", match=False, sentence="an unrelated site"),
    ),
    _seed_sites,
    _possible_sites,
)
