"""A yes-or-no question about a record, asked twice: of a table's columns, and of one record.

What each kind of check asks stands here, in both forms; a property test holds the two equal. Both see text with null as
missing. What a question answers where a value is missing does not matter: such a record is not judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from crmclean.engine.condition import Kind, Record, to_expr, to_function
from crmclean.fields import FieldType
from crmclean.frame import repeated
from crmclean.spec.age import day_before
from crmclean.spec.condition import bound, parse
from crmclean.spec.fit import in_standard_form
from crmclean.spec.node import And, Compare, FieldRef, IsNull, Membership, Node, Not, Operator, Or, Text, on_day
from crmclean.spec.pattern import matches, whole
from crmclean.spec.rule import Check, Required

__all__ = ["Kinds", "Question", "asked_by", "of", "reads"]

Kinds = Mapping[str, FieldType]
"""The fields by name: their types say how they compare, and how a value that a condition names is to be understood."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: as a boolean expression over columns, without nulls, and as a function of one record."""

    column: pl.Expr
    one: Callable[[Record], bool]


def of(node: Node, kinds: Kinds) -> Question:
    """Return the question that a condition asks."""
    node = in_standard_form(node, kinds)
    compared: dict[str, Kind] = {name: "number" if kind.type == "number" else "text" for name, kind in kinds.items()}
    return Question(to_expr(node, compared), to_function(node, compared))


def reads(rule: Required | Check) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that a rule looks at, and those of them that must be there for it to judge a record."""
    if isinstance(rule, Required):
        return frozenset(rule.fields), frozenset()
    if rule.that is None:
        return frozenset(rule.fields), frozenset(rule.fields)
    that = parse(rule.that)
    return that.fields(), that.fields() - _null_tested(that)


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


def asked_by(rule: Required | Check, kinds: Kinds, today: dt.date, judged: pl.Expr) -> Question:
    """Return the question that a rule asks; yes means that all is well.

    Args:
        rule: The rule.
        kinds: How each field compares.
        today: The day on which records are judged.
        judged: Which records of a table are judged; a value is unique among those.
    """
    if isinstance(rule, Required):
        return of(Or(tuple(IsNull(name, negated=True) for name in rule.fields)), kinds)
    if rule.unique:
        return _unique(rule.fields, judged)
    name = rule.field or ""
    if rule.pattern is not None:
        return _pattern(name, rule.pattern)
    if rule.kind == "length":
        return _length(name, rule.min_length or 0, rule.max_length)
    return of(on_day(_node(rule, name, kinds, today), today), kinds)


def _node(check: Check, name: str, kinds: Kinds, today: dt.date) -> Node:
    if check.allowed is not None:
        return Membership(name, check.allowed)
    if check.max_age is not None:
        return Compare(FieldRef(name), ">=", Text(day_before(today, check.max_age).isoformat()))
    if check.that is not None:
        return parse(check.that)
    ends: tuple[tuple[Operator, str | None], ...] = ((">=", check.min), ("<=", check.max))
    date = kinds[name].type == "date"
    return And(tuple(Compare(FieldRef(name), sign, bound(end, date=date)) for sign, end in ends if end is not None))


def _pattern(name: str, pattern: str) -> Question:
    def one(record: Record) -> bool:
        value = record.get(name)
        return value is not None and matches(pattern, value)

    return Question(pl.col(name).str.contains(whole(pattern)).fill_null(False), one)


def _length(name: str, least: int, most: int | None) -> Question:
    size = pl.col(name).str.len_chars()
    column = size >= least if most is None else size.is_between(least, most)

    def one(record: Record) -> bool:
        value = record.get(name)
        return value is not None and least <= len(value) and (most is None or len(value) <= most)

    return Question(column.fill_null(False), one)


def _unique(names: tuple[str, ...], judged: pl.Expr) -> Question:
    """Ask whether no other record has the same values; nobody can say so of one record alone."""
    keys = pl.struct(*names, judged.alias("\0judged"))
    again = keys.map_batches(lambda rows: repeated(rows.struct.unnest()), return_dtype=pl.Boolean)
    return Question(~again, lambda _: True)
