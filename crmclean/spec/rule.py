"""What a rule set asks of every record, as frozen models: what must be filled, and what must hold.

Shapes only: whether the fields are there, the bounds fit their type and the patterns compile is the loader's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from crmclean.fields.options import Option, Shorthand
from crmclean.findings import Severity
from crmclean.spec.age import Age
from crmclean.spec.condition import is_day

__all__ = ["KIND_OF", "Check", "CheckKind", "Required", "Rule"]

CheckKind = Literal["that", "pattern", "range", "length", "allowed", "unique", "freshness"]


def _day(written: object) -> object:
    if isinstance(written, str) and not is_day(written):
        msg = f"'{written[:20]}' is no day; write it as 2026-01-31"
        raise ValueError(msg)
    return written


class Rule(Option):
    """What every rule may say: when it applies, from which day, how grave it is, who answers for it."""

    id: str | None = None
    """Rule id, unique in the rule set; made of the fields and the kind of rule where it is not given."""
    when: str | None = None
    """Condition under which the rule applies; always where it is not given."""
    severity: Severity = "error"
    """``error``, ``warning`` or ``note``."""
    message: str | None = None
    """What to tell the person who saves the record; a plain sentence is made where it is not given."""
    owner: str | None = None
    """Who answers for the rule, a team or a person; shown beside its results."""
    since: Annotated[dt.date, BeforeValidator(_day)] | None = None
    """Day from which the rule is in force (``2026-01-31``); before it, nothing is found."""
    grandfather: bool = False
    """Whether records that were created before ``since`` are left in peace; ``survivorship.created`` tells when."""
    at_least: Annotated[float, Field(ge=0, le=1)] | None = None
    """Target, 0-1: the share of the judged records of a table that should pass."""

    @model_validator(mode="after")
    def _grandfather_since(self) -> Self:
        if self.grandfather and self.since is None:
            msg = "'grandfather' needs 'since': the day from which new records are held to the rule"
            raise ValueError(msg)
        return self


class Required(Rule, Shorthand):
    """A field, or one of several, that must be filled, perhaps only when a condition holds."""

    short_for = "field"

    field: str | None = None
    """The field that must be filled; give this or ``any_of``."""
    any_of: tuple[str, ...] = ()
    """Fields of which at least one must be filled."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.field is None) == (not self.any_of):
            msg = "give either 'field' or 'any_of'"
            raise ValueError(msg)
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of which one must be filled."""
        return (self.field,) if self.field else self.any_of

    @property
    def rule_id(self) -> str:
        """The stable id that findings carry."""
        return self.id or "+".join(self.fields) + "|required"


KIND_OF: Mapping[str, CheckKind] = MappingProxyType(
    {
        "that": "that",
        "pattern": "pattern",
        "min": "range",
        "max": "range",
        "min_length": "length",
        "max_length": "length",
        "allowed": "allowed",
        "unique": "unique",
        "max_age": "freshness",
    }
)
"""The keys that say what a check asks, and the kind of check that each makes."""


class Check(Rule):
    """Something that must hold: a condition (``that``), or one thing asked of a ``field``.

    A record in which a value that it looks at is missing, or cannot be read, is not judged.
    """

    severity: Severity = "warning"
    """``error``, ``warning`` or ``note``."""
    that: str | None = None
    """Condition that must hold; the check then needs an ``id``."""
    field: str | None = None
    """The field that one of the following keys is about."""
    pattern: str | None = None
    """Regular expression (Rust's syntax) that the whole value must match."""
    min: str | None = None
    """Smallest number, or earliest date, that is right: ``2000-01-31``, ``today``, ``today - 30``."""
    max: str | None = None
    """Largest number, or latest date, that is right."""
    min_length: Annotated[int, Field(ge=1)] | None = None
    """Fewest characters."""
    max_length: Annotated[int, Field(ge=1)] | None = None
    """Most characters."""
    allowed: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """The values that are right."""
    unique: bool | tuple[str, ...] = False
    """``true``: no two records of a table have the same value; or a list of fields that they may not share all of."""
    max_age: Age | None = None
    """How old a date may be: ``180 days``; also ``weeks``, ``months``, ``years``."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = self._kinds()
        if len(kinds) != 1:
            said = f"not {' and '.join(kinds)} together" if kinds else "and it says none of them"
            msg = f"a check asks one thing ({', '.join(KIND_OF)}), {said}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _has_its_field(self) -> Self:
        alone = self.that is not None or isinstance(self.unique, tuple)
        if alone and self.field is not None:
            msg = f"'{'that' if self.that is not None else 'unique'}' names its fields itself; leave 'field' out"
            raise ValueError(msg)
        if not alone and self.field is None and self._kinds():
            msg = "missing key 'field': which field is to be checked?"
            raise ValueError(msg)
        if self.that is not None and self.id is None:
            msg = "missing key 'id'; a check with 'that' needs a name of its own"
            raise ValueError(msg)
        return self

    def _kinds(self) -> tuple[CheckKind, ...]:
        given = (KIND_OF[name] for name in KIND_OF if getattr(self, name) not in (None, False, ()))
        return tuple(dict.fromkeys(given))

    @property
    def kind(self) -> CheckKind:
        """What kind of thing is asked."""
        return self._kinds()[0]

    @property
    def asks(self) -> str:
        """What it asks, as the rule file says it: ``min: 1, max: 500``."""
        if self.that is not None:
            return self.that
        given = {name: getattr(self, name) for name in KIND_OF if getattr(self, name) not in (None, False)}
        listed = {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in given.items()}
        return ", ".join(f"{name}: {value}" for name, value in listed.items()).replace("unique: True", "unique: true")

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is about; none where a condition says."""
        return self.unique if isinstance(self.unique, tuple) else (self.field,) if self.field else ()

    @property
    def rule_id(self) -> str:
        """The stable id that findings carry."""
        return self.id or f"{'+'.join(self.fields)}|{self.kind}"
