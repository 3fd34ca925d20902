"""Required rules and checks compiled once: each as a polars expression and as a function of one record.

Both come from the same condition tree and see the same thing: standard values, with everything that counts as missing
as null. A check does not see what cannot be read, either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from crmclean.engine import wording
from crmclean.engine.condition import Kind, to_expr, to_function
from crmclean.spec.condition import And, IsNull, Node, Not, Or, parse
from crmclean.spec.model import Check, Required, Rules

__all__ = ["Compiled", "compiled"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One rule at work: whether it is broken, on a table and on a record, and what to say then.

    ``field`` is the canonical field that the finding points at; None where the rule is about several.
    """

    field: str | None
    judgement: wording.Judgement
    broken: pl.Expr
    is_broken: Callable[[Mapping[str, str | None]], bool]
    reads: tuple[str, ...]
    readable: bool
    """Whether it sees readable values only."""


@lru_cache(maxsize=64)
def compiled(rules: Rules) -> tuple[Compiled, ...]:
    """Compile what the rule set requires and checks, less what it disables, in file order."""
    kinds = {name: _kind(kind.type) for name, kind in rules.fields.items()}
    every = [_required(rule, rules, kinds) for rule in rules.required] + [_check(rule, kinds) for rule in rules.checks]
    return tuple(rule for rule in every if rule.judgement.rule not in rules.disable)


def _kind(type_name: str) -> Kind:
    return "number" if type_name == "number" else "text"


def _required(rule: Required, rules: Rules, kinds: Mapping[str, Kind]) -> Compiled:
    node: Node = And(tuple(IsNull(name, negated=False) for name in rule.fields))
    field = rule.field or (rule.fields[0] if len(rule.fields) == 1 else None)
    return _compile(And((*_when(rule), node)), kinds, field, wording.missing(rule, rules), readable=False)


def _check(rule: Check, kinds: Mapping[str, Kind]) -> Compiled:
    that = parse(rule.that)
    compared = sorted(that.fields() - _null_tested(that))
    node: Node = And((*(IsNull(name, negated=True) for name in compared), Not(that)))
    fields = sorted(that.fields())
    field = fields[0] if len(fields) == 1 else None
    return _compile(And((*_when(rule), node)), kinds, field, wording.failed(rule), readable=True)


def _null_tested(node: Node) -> frozenset[str]:
    match node:
        case IsNull():
            return node.fields()
        case And() | Or():
            return frozenset().union(*(_null_tested(part) for part in node.parts))
        case Not():
            return _null_tested(node.part)
        case _:
            return frozenset()


def _when(rule: Required | Check) -> tuple[Node, ...]:
    return (parse(rule.when),) if rule.when else ()


def _compile(
    node: Node, kinds: Mapping[str, Kind], field: str | None, judgement: wording.Judgement, *, readable: bool
) -> Compiled:
    reads = tuple(sorted(node.fields()))
    return Compiled(field, judgement, to_expr(node, kinds), to_function(node, kinds), reads, readable)
