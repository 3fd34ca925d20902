"""Why two records of a register of persons look alike, where nobody's employer is known."""

from __future__ import annotations

import numpy as np

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Seldom, Shares, shares

__all__ = ["PERSONS"]

_ALIKE = ("same_*", "close_*", "both_close_*", "near_*", "initial_*")
_JUNIORS = 0.02
"""Relatives whose names are alike, as father and son or sisters by one letter, for each other relative: an estimate."""


def _other_name(patterns: Patterns) -> Mask:
    return patterns.at("name", "differ", "other_*", "both_near")


def _relative(patterns: Patterns) -> Mask:
    """Whether names may be those of two of one family: another given name, or none on one side."""
    return patterns.at("name", "other_given", "other_generation", "family_only_*")


def _neighbour(patterns: Patterns) -> Mask:
    """Whether names may be those of two who only share a place: other names, or too little of them."""
    unknown = patterns.at("name", "given_only", "missing")
    return (_other_name(patterns) & ~_relative(patterns)) | unknown


def _own(patterns: Patterns, *levels: str) -> Mask:
    """Whether something agrees that two people of one household do not share: a mailbox, a date of birth, a number."""
    own = patterns.at("email", "same", "close", "same_local")
    for name in patterns.own:
        own |= patterns.at(name, "same", "same_rare", "close", *levels)
    return own


def _seed_persons(patterns: Patterns) -> Shares:
    alike, apart = np.zeros(patterns.size), np.zeros(patterns.size)
    for name in patterns.levels:
        role = patterns.role(name)
        alike += patterns.at(role, "same*", "nickname*", "close*", "swapped", "both_close*", "initial*", "part*")
        apart += patterns.at(role, "differ", "other_*")
    match = 1 / (1 + np.exp2(3.0 * apart - 3.0 * alike + 5.0))
    match = np.where(_other_name(patterns) & ~_own(patterns, "two_parts"), 0.01, match)
    named = patterns.at("name", "same_*", "nickname_*", "close_*", "both_close_*", "swapped")
    match = np.where(named & _own(patterns), np.maximum(match, 0.9), match)  # wherever they live
    site = patterns.at("address", "same*", "close") | patterns.at("phone", "same*") | patterns.at("email", "same*")
    everything = np.ones(patterns.size, dtype=bool)
    return shares(match, [_relative(patterns) & site, _neighbour(patterns) & site, everything], [everything], 1)


def _possible_persons(patterns: Patterns) -> Mask:
    possible = np.ones((patterns.size, len(PERSONS.reasons)), dtype=bool)
    possible[:, 1] &= _relative(patterns) | patterns.at("name", *_ALIKE)
    possible[:, 2] &= _neighbour(patterns)
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
    seldom=(Seldom(1, "name", _ALIKE, _JUNIORS),),
)
