"""Why two accounts look alike: one account, another site of the same company, or two companies."""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Shares, shares

__all__ = ["ORGANISATIONS"]


def _seed_organisations(patterns: Patterns) -> Shares:
    name = patterns.at("name", "same_*", "other_form", "close", "acronym")
    loose = patterns.at("name", "part", "alike", "missing")
    branch = patterns.at("name", "branch")
    place = patterns.at("address", "same", "same_shared", "close")
    near = patterns.at("address", "same_postal_code", "same_city", "same_street", "same_number", "other_city")
    elsewhere = patterns.at("address", "differ")
    phone = patterns.at("phone", "same", "same_few")
    site = patterns.at("website", "same")
    unique = patterns.at("name", "same_unique")
    far = patterns.at("name", "part_rare", "alike_other")
    everything = np.ones(patterns.size, dtype=bool)
    match = np.select(
        [
            branch,
            name & (place | phone),
            name & elsewhere & ~phone,
            name & (near | site),
            unique & ~elsewhere,
            (loose | far | site) & place & phone,
            loose & site & ~elsewhere,
            name & ~elsewhere,
        ],
        [0.02, 0.97, 0.05, 0.8, 0.7, 0.8, 0.4, 0.5],
        0.02,
    )
    sibling = name | site | branch
    return shares(match, [sibling, everything], [everything], 1)


def _possible_organisations(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(ORGANISATIONS.reasons)), dtype=bool)
    names = patterns.at("name", "same_*", "other_form", "close", "acronym", "part*", "alike*", "branch", "missing")
    linked = names | patterns.at("website", "same*")
    possible[:, :2] &= linked[:, None]
    nameless = patterns.at("name", "missing")
    site = patterns.at("website", "same", "same_name") | patterns.at("phone", "same*", "close")
    place = patterns.at("address", "same", "same_shared", "close", "other_city", "same_number", "same_street")
    possible[:, 0] &= ~nameless | site | place  # a city alone is nobody
    possible[:, 0] &= ~patterns.at("name", "branch")
    line = patterns.at("phone", "same", "same_few")
    longer, other = patterns.at("name", "part_rare"), patterns.at("name", "alike_other")
    possible[:, 0] &= ~longer | site | place | patterns.at("address", "same_postal_code")  # Gazprom Neft in one city
    possible[:, 0] &= ~other | line | (site & place)  # Marriott Munich and Berlin, two doctors in one house
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
