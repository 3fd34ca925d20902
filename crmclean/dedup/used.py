"""The fields that a search looks at: what needs standardizing, and what makes two records the same to it."""

from __future__ import annotations

from crmclean.dedup.compare import compared_fields
from crmclean.fields.email import Email
from crmclean.spec.model import Rules

__all__ = ["standardized_fields", "used_fields"]


def used_fields(rules: Rules) -> frozenset[str]:
    """Return the fields that are blocked on, compared, or make pairs certain."""
    asked = rules.duplicates
    keys = {part.partition(".")[0] for rule in (*asked.block_on, *asked.refine_on) for part in rule}
    return compared_fields(rules) | keys | {*asked.same, *asked.different}


def standardized_fields(rules: Rules) -> frozenset[str]:
    """Return the fields that a search needs: those used, the mailbox that completes a name, and what they depend on."""
    mailboxes = {name for name, kind in rules.fields.items() if isinstance(kind, Email)}
    needed = used_fields(rules) | mailboxes
    while more := {other for name in needed & rules.fields.keys() if (other := rules.fields[name].depends_on)} - needed:
        needed |= more
    return needed
