"""Why two records look alike: the honest reasons, what an expert would say of a pattern, and what cannot be.

A reason is a latent class of the model. Naming colleagues, relatives and namesakes keeps the class of matches pure: a
two-class model fitted to blocked pairs learns "same office" or "same family" in place of "same person". Each kind of
record has its list; the seeds are an expert's first guess, to which training is held.
"""

from __future__ import annotations

from crmclean.dedup.reasons.base import Mask, Patterns, Reason, Reasons, Seldom, named
from crmclean.dedup.reasons.organisations import ORGANISATIONS
from crmclean.dedup.reasons.people import PEOPLE
from crmclean.dedup.reasons.persons import PERSONS
from crmclean.dedup.reasons.sites import SITES
from crmclean.dedup.reasons.things import THINGS
from crmclean.spec.model import Rules

__all__ = [
    "ORGANISATIONS",
    "PEOPLE",
    "PERSONS",
    "SITES",
    "THINGS",
    "Mask",
    "Patterns",
    "Reason",
    "Reasons",
    "Seldom",
    "named",
    "reasons_for",
]


def reasons_for(rules: Rules) -> Reasons:
    """Return the reasons that fit the comparisons of a rule set.

    The first says what a record is: a person, an organisation, a site, or a thing. Of people who are compared by no
    employer nobody is a colleague.
    """
    kinds = [each.kind for each in rules.duplicates.compare.values()]
    first = kinds[0] if kinds else ""
    if first == "person" and "employer" not in kinds:
        return PERSONS
    return {"person": PEOPLE, "company": ORGANISATIONS, "address": SITES}.get(first, THINGS)
