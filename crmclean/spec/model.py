"""The rule file as frozen models: what a rule set *is*. No table is touched here and nothing is compiled.

A rule file is text throughout (``NO`` is Norway, ``01234`` keeps its zero); pydantic turns a scalar into a number or a
true/false only where a model wants one. Unknown keys are errors. Positions, ``extends`` and cross references are the
loader's business; defaults and shapes are this module's. The rule file reference in the docs is generated from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from crmclean.fields import AnyField, PicklistValue
from crmclean.fields.options import Option, Shorthand
from crmclean.spec.completeness import Completeness
from crmclean.spec.rule import Check, Required

__all__ = [
    "Check",
    "Comparison",
    "ComparisonKind",
    "Completeness",
    "CrmObject",
    "Duplicates",
    "FieldSurvivorship",
    "PicklistValue",
    "Required",
    "Rules",
    "Survivorship",
]

CrmObject = Literal["contact", "account", "lead", "opportunity"]
ComparisonKind = Literal[
    "person",
    "company",
    "employer",
    "email",
    "phone",
    "line",
    "address",
    "url",
    "filled",
    "exact",
    "text",
    "date",
    "code",
    "words",
]
Keys = Annotated[tuple[str, ...], Field(min_length=1)]
Probability = Annotated[float, Field(ge=0, le=1)]
RecordRule = Literal["most_complete", "most_recent", "oldest", "lowest_id"]
ValueRule = Literal[
    "winner",
    "most_recent",
    "most_recent_valid",
    "oldest",
    "most_common",
    "most_complete",
    "longest",
    "union",
    "max",
    "min",
]


class Comparison(Shorthand):
    """One comparison of a candidate pair: how it judges, and on which fields."""

    short_for = "kind"

    kind: ComparisonKind
    """How the fields are judged."""
    fields: tuple[str, ...] = ()
    """Fields that it looks at; where not given, those whose type or name fits the kind."""


class Duplicates(Option):
    """How duplicates are found: blocking keys, comparisons, thresholds."""

    block_on: tuple[Keys, ...] = ()
    """Blocking rules: records that agree on every key of one rule become a candidate pair (``last_name.sound``)."""
    refine_on: tuple[Keys, ...] = ()
    """Further keys that split a block with too many records (everyone at one switchboard)."""
    compare: dict[str, Comparison] = {}
    """Comparisons by name."""
    same: tuple[str, ...] = ()
    """Fields that make two records one wherever they agree, whatever else differs (``vat_number``)."""
    different: tuple[str, ...] = ()
    """Fields that keep two records apart wherever they differ, whatever else agrees (``external_id``)."""
    weights: str | None = None
    """Name of the shipped weights (``weights/<name>.json``) that training starts from and is held to."""
    review: Probability = 0.30
    """Match probability from which a pair is kept in ``pairs.csv``."""
    match: Probability = 0.50
    """Match probability that forms clusters."""
    merge: Probability = 0.95
    """Match probability from which the merge plan merges without asking, where every two of the records match."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.review <= self.match <= self.merge:
            msg = f"thresholds must rise: review {self.review} <= match {self.match} <= merge {self.merge}"
            raise ValueError(msg)
        return self


class FieldSurvivorship(Shorthand):
    """Which value of a merge group survives in one field, or in a group of fields that stay together."""

    short_for = "take"

    take: ValueRule
    """The rule that picks the value."""
    group: tuple[str, ...] = ()
    """Fields taken together from one record, so that a street never meets another record's city."""


class Survivorship(Option):
    """Which record of a merge group survives, and which values."""

    winner: tuple[RecordRule, ...] = ("most_complete", "most_recent", "lowest_id")
    """Rules that pick the surviving record, in order; the lowest record id decides last in any case."""
    created: str | None = None
    """The field that holds the creation date."""
    modified: str | None = None
    """The field that holds the date of the last change."""
    fields: dict[str, FieldSurvivorship] = {}
    """Rules by field; every other field takes the winner's value, or the next record's where the winner has none."""


class Rules(Option):
    """A rule set: one CRM object, its fields, and everything that is asked of them.

    Hashable; two rule sets with the same fingerprint are the same.
    """

    crmclean: Literal["1"]
    """Format version, always 1."""
    name: str = Field(default="", exclude=True)
    """Name of the pack, or the file's stem; set by the loader."""
    extends: str | None = Field(default=None, exclude=True)
    """The pack (``generic/contact``) or the file that this one changes; empty once the loader has put both together."""
    own: frozenset[str] = Field(default=frozenset(), exclude=True)
    """Fields that a rule file of somebody's own names, beside those of a pack that it extends; set by the loader."""
    object: CrmObject
    """The CRM object that a record is."""
    record_id: str = "id"
    """The field that identifies a record."""
    learn: bool = True
    """Whether whole columns tell how to read them: the order of day and month, the decimal mark. The rules as used,
    which a result holds, say ``false``: what was learned is in them, and a chunk adds nothing."""
    columns: dict[str, tuple[str, ...]] = {}
    """Other headers under which a field may arrive; a field's own name always fits."""
    fields: dict[str, AnyField]
    """Semantic type of each field."""
    picklists: dict[str, tuple[PicklistValue, ...]] = {}
    """Allowed values by picklist."""
    required: tuple[Required, ...] = ()
    """What must be filled."""
    checks: tuple[Check, ...] = ()
    """What must hold."""
    duplicates: Duplicates = Duplicates()
    """How duplicates are found."""
    survivorship: Survivorship = Survivorship()
    """What survives a merge."""
    completeness: Completeness = Completeness()
    """How completeness is scored."""
    disable: tuple[str, ...] = ()
    """Rule ids that are switched off."""

    @cached_property
    def fingerprint(self) -> str:
        """The first 16 hex digits of the sha256 of the rule set: goes into every result.

        Its name is left out, and whether it learns: what it has learned is in.

        Where a rule asks for an engine that is not the usual one, that engine's version is part of it.
        """
        engines = sorted({kind.engine_version for kind in self.fields.values()} - {""})
        return hashlib.sha256("\n".join([self.model_dump_json(exclude={"learn"}), *engines]).encode()).hexdigest()[:16]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What people call fields and groups of the score, where the rules say so."""
        said = (*self.fields.items(), *self.completeness.weights.items())
        return MappingProxyType({name: each.label for name, each in said if each.label})

    @cached_property
    def dated(self) -> bool:
        """Whether what the rules say depends on the day: it does where they speak of ``today``, of ages, or of it."""
        rules = (*self.required, *self.checks)
        parts = self.completeness.weights.values()
        texts = [rule.when for rule in rules] + [part.when for part in parts]
        texts += [text for check in self.checks for text in (check.that, check.min, check.max)]
        aged = any(rule.since for rule in rules) or any(check.max_age for check in self.checks)
        return aged or any("today" in text for text in texts if text)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy, perhaps changed; the copy has a fingerprint of its own."""
        copy = super().model_copy(update=update, deep=deep)
        for cached in ("fingerprint", "labels", "dated"):
            copy.__dict__.pop(cached, None)
        return copy

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: Any) -> bool:  # noqa: ANN401, PYI032 - `object` is a field here
        return isinstance(other, Rules) and self.fingerprint == other.fingerprint
