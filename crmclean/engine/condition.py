"""A condition at work: one tree, compiled to a polars expression and to a function of one record.

Both read text, with null as missing, and give true or false and never null; a property test holds them equal. Fields
of kind ``number`` compare as numbers, all others as text by code point (dates are ISO 8601, so they compare rightly).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import polars as pl

from crmclean.spec.condition import NUMBER
from crmclean.spec.node import And, Compare, FieldRef, IsNull, Membership, Node, Not, Operand, Operator, Or, Text, Today

__all__ = ["Kind", "Record", "to_expr", "to_function"]

Kind = Literal["text", "number"]
Record: TypeAlias = Mapping[str, str | None]
Test: TypeAlias = Callable[[Record], bool]

_OPERATORS: Mapping[Operator, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
)
_NUMBER = re.compile(NUMBER.removeprefix("^").removesuffix("$"))


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and _NUMBER.fullmatch(text) else None


def _numeric(node: Compare | Membership, kinds: Mapping[str, Kind]) -> bool:
    """Whether numbers are compared: a field on either side is one."""
    return any(kinds.get(name) == "number" for name in node.fields())


def to_expr(node: Node, kinds: Mapping[str, Kind]) -> pl.Expr:
    """Compile a condition to a polars expression over text columns.

    Args:
        node: The condition's tree.
        kinds: How each field compares; ``text`` where it is not named.

    Returns:
        A boolean expression without nulls.

    Example:
        >>> from crmclean.spec.condition import parse
        >>> frame = pl.DataFrame({"amount": ["9", "10", None, "n/a"]})
        >>> frame.filter(to_expr(parse("amount >= 9.5"), {"amount": "number"}))["amount"].to_list()
        ['10']
    """
    match node:
        case And():
            return pl.all_horizontal(pl.lit(True), *(to_expr(part, kinds) for part in node.parts))
        case Or():
            return pl.any_horizontal(pl.lit(False), *(to_expr(part, kinds) for part in node.parts))
        case Not():
            return ~to_expr(node.part, kinds)
        case IsNull():
            return pl.col(node.field).is_not_null() if node.negated else pl.col(node.field).is_null()
        case Membership():
            return _membership_expr(node, kinds)
        case Compare():
            numeric = _numeric(node, kinds)
            left, right = _operand_expr(node.left, numeric=numeric), _operand_expr(node.right, numeric=numeric)
            return _known(_OPERATORS[node.operator](left, right))


def _known(expr: pl.Expr) -> pl.Expr:
    return expr.fill_null(False)


def _operand_expr(operand: Operand, *, numeric: bool) -> pl.Expr:
    if isinstance(operand, FieldRef):
        column = pl.col(operand.name)
        if not numeric:
            return column
        # Not when/then: compared with a literal, polars 2.1 shrinks it to one row where every row is null.
        return column.str.extract(NUMBER, 0).cast(pl.Float64, strict=False)
    text = _written(operand)
    return pl.lit(_number(text), pl.Float64) if numeric else pl.lit(text, pl.String)


def _written(operand: Text | Today) -> str:
    if isinstance(operand, Today):
        raise TypeError("'today' has no date yet; on_day gives it one")
    return operand.text


def _membership_expr(node: Membership, kinds: Mapping[str, Kind]) -> pl.Expr:
    numeric = _numeric(node, kinds)
    values = [_number(text) for text in node.values] if numeric else list(node.values)
    known = pl.Series([value for value in values if value is not None], dtype=pl.Float64 if numeric else pl.String)
    inside = _known(_operand_expr(FieldRef(node.field), numeric=numeric).is_in(known.implode()))
    return ~inside if node.negated else inside


def to_function(node: Node, kinds: Mapping[str, Kind]) -> Test:
    """Compile a condition to a function of one record; the twin of ``to_expr``.

    Args:
        node: The condition's tree.
        kinds: How each field compares; ``text`` where it is not named.

    Returns:
        A function of a mapping from field to text; None and an absent field are missing.

    Example:
        >>> from crmclean.spec.condition import parse
        >>> owes_next_step = to_function(parse("stage not in ['Closed Won', 'Closed Lost']"), {})
        >>> owes_next_step({"stage": "Closed Won"}), owes_next_step({})
        (False, True)
    """
    match node:
        case And():
            parts = [to_function(part, kinds) for part in node.parts]
            return parts[0] if len(parts) == 1 else lambda record: all(part(record) for part in parts)
        case Or():
            parts = [to_function(part, kinds) for part in node.parts]
            return parts[0] if len(parts) == 1 else lambda record: any(part(record) for part in parts)
        case Not():
            part = to_function(node.part, kinds)
            return lambda record: not part(record)
        case IsNull():
            return lambda record: (record.get(node.field) is None) is not node.negated
        case Membership():
            return _membership(node, kinds)
        case Compare():
            return _comparison(node, kinds)


def _reader(operand: Operand, *, numeric: bool) -> Callable[[Record], Any]:
    if isinstance(operand, FieldRef):
        name = operand.name
        return (lambda record: _number(record.get(name))) if numeric else (lambda record: record.get(name))
    text = _written(operand)
    value = _number(text) if numeric else text
    return lambda _: value


def _membership(node: Membership, kinds: Mapping[str, Kind]) -> Test:
    numeric = _numeric(node, kinds)
    values = frozenset(_number(text) for text in node.values) if numeric else frozenset(node.values)
    known, read = values - {None}, _reader(FieldRef(node.field), numeric=numeric)
    return lambda record: (read(record) in known) is not node.negated


def _comparison(node: Compare, kinds: Mapping[str, Kind]) -> Test:
    numeric = _numeric(node, kinds)
    left, right = _reader(node.left, numeric=numeric), _reader(node.right, numeric=numeric)
    compare = _OPERATORS[node.operator]

    def holds(record: Record) -> bool:
        first, second = left(record), right(record)
        return first is not None and second is not None and bool(compare(first, second))

    return holds
