"""Everything a report shows, as plain facts: no wording, no layout, no time of day.

A `Report` is built by the caller from the results of a run. Numbers that a page derives (contacts after merging) are
properties here, so that every figure on a page can be traced to this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from crmclean.findings import Severity
from crmclean.quality.completeness import Completeness
from crmclean.report.fill import FieldFill, field_fills

__all__ = [
    "Bar",
    "ChangeExample",
    "Counts",
    "DuplicateGroup",
    "Equation",
    "Expectation",
    "FieldChanges",
    "FindingGroup",
    "Report",
    "RuleResult",
    "Thresholds",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The numbers of one run; pairs, clusters and plan stay 0 where no duplicates were looked for."""

    rows_read: int = 0
    records: int = 0
    quarantined: int = 0
    blank_lines: int = 0
    changed_values: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    candidate_pairs: int = 0
    review_pairs: int = 0
    """Pairs at or above ``review``."""
    match_pairs: int = 0
    """Pairs at or above ``match``."""
    clusters: int = 0
    """Clusters of two records or more."""
    merged_away: int = 0
    """Records that the plan merges into another."""
    asks: int = 0
    """Records that are likely duplicates and wait for a steward."""

    @property
    def golden(self) -> int:
        """Records that are left after merging."""
        return self.records - self.merged_away


class Thresholds(NamedTuple):
    """Match probabilities, 0-1, from which a pair is kept, forms a cluster, and is merged without asking."""

    review: float
    match: float
    merge: float


class ChangeExample(NamedTuple):
    """One change and how often it was made; ``after`` is None where values were emptied."""

    before: str | None
    after: str | None
    times: int


class FieldChanges(NamedTuple):
    """What standardizing changed in one field: how many values, and the most frequent changes."""

    field: str
    values: int
    examples: tuple[ChangeExample, ...]


class FindingGroup(NamedTuple):
    """The findings of one rule: how many, and the message; the most frequent one of ``messages`` different ones."""

    rule: str
    severity: Severity
    message: str
    findings: int
    messages: int = 1


class Bar(NamedTuple):
    """One step of a waterfall: what was seen, and the log odds in bits before and after it."""

    name: str
    words: str
    before: float
    after: float


class Expectation(NamedTuple):
    """What to expect of a threshold by the match probabilities, without labels; all 0-1."""

    threshold: float
    precision: float
    recall: float


class DuplicateGroup(NamedTuple):
    """Records of one cluster side by side.

    ``rows`` holds a field's name and its value in each record, in the order of ``record_ids``; ``probability`` and
    ``reason`` are those of the link that holds the least certain record; ``kept`` is the surviving record, None where
    the plan asks.
    """

    record_ids: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    probability: float
    reason: str
    kept: str | None = None
    link: tuple[str, str] | None = None
    """The records of that link."""
    evidence: tuple[Bar, ...] = ()
    """What made that link as likely as it is, from the start to the sum; empty where nobody asked."""


class Equation(NamedTuple):
    """One line of the conservation check: a total and the parts that must add up to it, each counted on its own."""

    name: str
    total: int
    parts: tuple[tuple[str, int], ...]

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the total."""
        return self.total == sum(count for _, count in self.parts)


class RuleResult(NamedTuple):
    """How one rule fared.

    ``message`` is what its findings say, the most frequent one of ``messages`` different ones; empty where there are
    none: nothing broke it, or it is not in force yet. ``share`` of the ``judged`` records pass, 0-1; ``met`` is None
    where there is no target ``at_least``, or nothing to hold against it. ``owner`` answers for the rule.
    """

    rule: str
    severity: Severity
    message: str
    owner: str | None
    judged: int
    broken: int
    share: float | None
    at_least: float | None
    met: bool | None
    in_force: bool = True
    messages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run as people read it.

    ``labels`` gives canonical fields the names that readers know; a field without one is called by its own name,
    underscores as blanks. ``before`` is the completeness of the records as read, ``after`` of the golden records.
    ``rules`` are those that were broken or have a target. ``thresholds`` is None where no duplicates were looked for.
    ``expectations`` are those of rising thresholds. ``probabilities`` counts the kept pairs in equal steps of match
    probability from 0 to 1. ``relations``, ``blocking`` and ``plan`` are names with counts, in the order to be shown.
    All order is the caller's.
    """

    title: str
    input_name: str
    object: str
    pack: str
    fingerprint: str
    version: str
    counts: Counts
    before: Completeness | None = None
    after: Completeness | None = None
    changes: tuple[FieldChanges, ...] = ()
    findings: tuple[FindingGroup, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    thresholds: Thresholds | None = None
    groups: tuple[DuplicateGroup, ...] = ()
    probabilities: tuple[int, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    relations: tuple[tuple[str, int], ...] = ()
    blocking: tuple[tuple[str, int], ...] = ()
    plan: tuple[tuple[str, int], ...] = ()
    conservation: tuple[Equation, ...] = ()
    warnings: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def now(self) -> Completeness | None:
        """Completeness of what is left in the end."""
        return self.after or self.before

    @property
    def fills(self) -> tuple[FieldFill, ...]:
        """How full each field is now, and was as read where both are known."""
        return field_fills(self.now, self.before if self.after else None) if self.now else ()
