"""What a condition is once it is read: a frozen tree of six kinds of node, and the operands of comparisons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

__all__ = [
    "And",
    "Compare",
    "FieldRef",
    "IsNull",
    "Membership",
    "Node",
    "Not",
    "Operand",
    "Operator",
    "Or",
    "Text",
    "Today",
    "on_day",
]

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field's value."""

    name: str

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Text:
    """A literal, as written: ``10.50`` stays ``10.50`` and is read as a number only where a number is compared."""

    text: str

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return frozenset()


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which records are judged, some ``days`` later; ``on_day`` puts a date in its place."""

    days: int = 0

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return frozenset()


Operand: TypeAlias = FieldRef | Text | Today


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and an operator between them; false where one of them is missing."""

    left: Operand
    operator: Operator
    right: Operand

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return self.left.fields() | self.right.fields()


@dataclass(frozen=True, slots=True)
class _OfField:
    field: str

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class Membership(_OfField):
    """Whether a field's value is in a list; false, or true if ``negated``, where it is missing."""

    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsNull(_OfField):
    """Whether a field's value is missing, or is there if ``negated``."""

    negated: bool = False


@dataclass(frozen=True, slots=True)
class _OfParts:
    parts: tuple[Node, ...]

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return frozenset().union(*(part.fields() for part in self.parts))


class And(_OfParts):
    """Every part holds."""

    __slots__ = ()


class Or(_OfParts):
    """At least one part holds."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node

    def fields(self) -> frozenset[str]:
        """Names of the fields that are read."""
        return self.part.fields()


Node: TypeAlias = Compare | Membership | IsNull | And | Or | Not


def on_day(node: Node, day: dt.date) -> Node:
    """Return the condition as it reads on a day: ``today`` is that day.

    Example:
        >>> on_day(Compare(FieldRef("close_date"), "<", Today(-30)), dt.date(2026, 1, 31)).right
        Text(text='2026-01-01')
    """
    match node:
        case Compare():
            return replace(node, left=_dated(node.left, day), right=_dated(node.right, day))
        case And() | Or():
            return type(node)(tuple(on_day(part, day) for part in node.parts))
        case Not():
            return Not(on_day(node.part, day))
        case _:
            return node


def _dated(operand: Operand, day: dt.date) -> Operand:
    if not isinstance(operand, Today):
        return operand
    ordinal = day.toordinal() + operand.days
    return Text(dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal())).isoformat())
