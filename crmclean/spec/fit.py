"""Whether rules fit the fields that they are about: bounds and patterns that can be used, values that can occur.

Values in conditions are understood as in records: ``country == 'Germany'`` holds where the standard form is ``DE``. A
condition that names a value which its field never has would silently never hold, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from crmclean.errors import did_you_mean
from crmclean.fields import FieldType, State
from crmclean.spec.condition import NUMBER, bound, is_day
from crmclean.spec.node import And, Compare, FieldRef, Membership, Node, Not, Operand, Or, Text, Today
from crmclean.spec.pattern import why_not
from crmclean.spec.rule import Check

__all__ = ["in_standard_form", "misfits_of_check", "misfits_of_condition"]

Fields = Mapping[str, FieldType]
_NAMED = ("picklist", "country", "boolean")
"""Types whose values are known one by one, under several spellings."""


def in_standard_form(node: Node, fields: Fields) -> Node:
    """Return the condition with the values in it as fields have them: ``'won'`` is ``Closed Won`` in that picklist."""
    match node:
        case And() | Or():
            return type(node)(tuple(in_standard_form(part, fields) for part in node.parts))
        case Not():
            return Not(in_standard_form(node.part, fields))
        case Membership() if node.field in fields:
            return replace(node, values=tuple(_standard(value, fields[node.field]) or value for value in node.values))
        case Compare(left=left, right=right):
            return replace(node, left=_meant(left, right, fields), right=_meant(right, left, fields))
    return node


def _meant(operand: Operand, other: Operand, fields: Fields) -> Operand:
    if not (isinstance(operand, Text) and isinstance(other, FieldRef) and other.name in fields):
        return operand
    return Text(_standard(operand.text, fields[other.name]) or operand.text)


def _standard(value: str, kind: FieldType) -> str | None:
    """Return the standard form of a value of a type that knows its values; None where it does not know this one."""
    if kind.type not in _NAMED:
        return None
    meant, state, _ = kind.standardize(value)
    return meant if state is State.OK else None


def misfits_of_check(check: Check, fields: Fields) -> Iterator[tuple[str, str]]:
    """Find what in a check does not fit its field: the key, and what is wrong with it."""
    if check.pattern is not None and (reason := why_not(check.pattern)):
        yield "pattern", f"not a pattern that can be used: {reason}"
    if check.min_length and check.max_length is not None and check.min_length > check.max_length:
        yield "min_length", f"at least {check.min_length} and at most {check.max_length} characters: nothing has that"
    kind = fields.get(check.field or "")
    if kind is None:
        return
    if check.max_age is not None and kind.type != "date":
        yield "max_age", f"only a date has an age; '{check.field}' is a field of type {kind.type}"
    if check.kind == "range":
        yield from _range(check, kind)
    for said in _unusual(check.allowed or (), kind, every=True):
        yield "allowed", said


def _range(check: Check, kind: FieldType) -> Iterator[tuple[str, str]]:
    if kind.type not in ("number", "date"):
        key = "min" if check.min is not None else "max"
        yield key, f"only numbers and dates have a range; '{check.field}' is a field of type {kind.type}"
        return
    ends = []
    for key in ("min", "max"):
        if (written := getattr(check, key)) is not None:
            try:
                ends.append(bound(written, date=kind.type == "date"))
            except ValueError as error:
                yield key, str(error)
    if len(ends) == 2 and _after(ends[0], ends[1], kind):
        yield "min", f"'min' ({check.min}) lies above 'max' ({check.max})"


def _after(low: Text | Today, high: Text | Today, kind: FieldType) -> bool:
    if isinstance(low, Text) and isinstance(high, Text):
        return low.text > high.text if kind.type == "date" else float(low.text) > float(high.text)
    return isinstance(low, Today) and isinstance(high, Today) and low.days > high.days


def misfits_of_condition(node: Node, fields: Fields) -> Iterator[str]:
    """Find the values in a condition that a field never has, in words."""
    match node:
        case And() | Or():
            for part in node.parts:
                yield from misfits_of_condition(part, fields)
        case Not():
            yield from misfits_of_condition(node.part, fields)
        case Membership() if node.field in fields:
            yield from _unusual(node.values, fields[node.field], every=False)
        case Compare():
            yield from _compared(node.left, node.right, fields)
            yield from _compared(node.right, node.left, fields)


def _compared(field: Operand, other: Operand, fields: Fields) -> Iterator[str]:
    if not isinstance(field, FieldRef) or field.name not in fields:
        return
    kind = fields[field.name]
    if isinstance(other, Today) and kind.type != "date":
        yield f"'today' is a date; '{field.name}' is a field of type {kind.type}"
    if isinstance(other, Text):
        yield from _unusual((other.text,), kind, every=True)


def _unusual(values: Iterable[str], kind: FieldType, *, every: bool) -> list[str]:
    """Say which values a field never has; where not ``every`` one must be right, it is enough that some are known."""
    said = [_why_never(value, kind) for value in values]
    return [why for why in said if why] if every or all(said) else []


def _why_never(value: str, kind: FieldType) -> str | None:
    match kind.type:
        case "number" if re.fullmatch(NUMBER, value) is None:
            return f"'{value}' is no plain number"
        case "date" if not is_day(value):
            return f"'{value}' is no day; dates are written as 2026-01-31"
        case named if named in _NAMED and _standard(value, kind) is None:
            listed = getattr(kind, "picklist", None)
            known = [each.value for each in getattr(kind, "values", ())]
            what = f"value of the picklist '{listed}'" if listed else f"{kind.type} that is known"
            return f"'{value}' is no {what}.{did_you_mean(value, known)}"
    return None
