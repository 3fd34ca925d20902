"""Required rules and checks compiled once: each as polars expressions and as a function of one record.

Both come from the same condition tree and see the same thing: standard values, with everything that counts as missing
as null. A check does not see what cannot be read, either; a limit of the CRM itself sees the text that will be loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import polars as pl

from crmclean.engine import question, wording
from crmclean.engine.question import Kinds
from crmclean.engine.view import CREATED, View
from crmclean.spec.condition import parse
from crmclean.spec.model import Rules
from crmclean.spec.node import And, Compare, FieldRef, IsNull, Node, Not, Text, on_day
from crmclean.spec.rule import Check, Required

__all__ = ["Compiled", "compiled", "kinds", "needed"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One rule at work: whether it judges a record, whether it is broken, on a table and on a record, and what it says.

    ``field`` is the canonical field that the finding points at; None where the rule is about several. ``broken`` and
    ``is_broken`` answer no where the rule does not judge. ``counted`` is the field whose characters the message counts.
    """

    field: str | None
    judgement: wording.Judgement
    view: View
    reads: tuple[str, ...]
    judged: pl.Expr
    broken: pl.Expr
    is_broken: Callable[[Mapping[str, str | None]], bool]
    owner: str | None = None
    at_least: float | None = None
    in_force: bool = True
    counted: str | None = None
    alone: bool = True
    """Whether it can judge one record without the others."""


@lru_cache(maxsize=64)
def compiled(rules: Rules, today: dt.date) -> tuple[Compiled, ...]:
    """Compile what the rule set requires and checks, less what it disables: as it stands in the file, then the limits.

    Args:
        rules: The rule set.
        today: The day on which records are judged: for ``today`` and ``max_age``, and for what is in force.
    """
    limits = {name: kind.max_length for name, kind in rules.fields.items() if kind.max_length}
    every = [
        *(_compiled(rule, wording.missing(rule, rules), "present", rules, today) for rule in rules.required),
        *(_compiled(rule, wording.failed(rule, rules), "readable", rules, today) for rule in rules.checks),
        *(
            _compiled(Check(field=name, max_length=most), wording.too_long(name, most, rules), "cleaned", rules, today)
            for name, most in limits.items()
        ),
    ]
    return tuple(rule for rule in every if rule.judgement.rule not in rules.disable)


@lru_cache(maxsize=64)
def needed(rules: Rules, today: dt.date) -> Mapping[View, tuple[str, ...]]:
    """Return the fields that the rules in force look at in one record, by what they see of them."""
    names: dict[View, set[str]] = {}
    for rule in compiled(rules, today):
        if rule.in_force:
            names.setdefault(rule.view, set()).update(rule.reads)
    return MappingProxyType({view: tuple(sorted(read)) for view, read in names.items()})


def kinds(rules: Rules) -> Kinds:
    """Return what conditions have to know of the fields."""
    return rules.fields


def _compiled(rule: Required | Check, said: wording.Judgement, view: View, rules: Rules, today: dt.date) -> Compiled:
    fields, needed = question.reads(rule)
    there = tuple(IsNull(name, negated=True) for name in sorted(needed))
    applies = And((*_when(rule, today), *there))
    judged = question.of(applies, kinds(rules))
    well = question.asked_by(rule, kinds(rules), today, judged.column)
    field = next(iter(fields)) if len(fields) == 1 else None
    return Compiled(
        field=field,
        judgement=said,
        view=view,
        reads=tuple(sorted(applies.fields() | fields)),
        judged=judged.column,
        broken=judged.column & ~well.column,
        is_broken=lambda record: judged.one(record) and not well.one(record),
        owner=rule.owner,
        at_least=rule.at_least,
        in_force=rule.since is None or rule.since <= today,
        counted=field if isinstance(rule, Check) and rule.kind == "length" else None,
        alone=not (isinstance(rule, Check) and rule.unique),
    )


def _when(rule: Required | Check, today: dt.date) -> tuple[Node, ...]:
    when: tuple[Node, ...] = (on_day(parse(rule.when), today),) if rule.when else ()
    if rule.grandfather and rule.since:
        when += (Not(Compare(FieldRef(CREATED), "<", Text(rule.since.isoformat()))),)
    return when
