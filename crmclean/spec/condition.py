"""Conditions (``when``, ``that``): a small grammar over Python's own expression parser, read into a frozen tree.

Nothing is ever evaluated as Python: the tree has six kinds of node, everything else is refused. Compiling the tree to
columns and to one record is the engine's business. Field names are not checked here; the loader knows them.

Meaning: conditions are two-valued. A comparison with a missing value is false, ``in`` is false and ``not in`` is true
for a missing value, ``not (...)`` turns the answer round.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NoReturn

from crmclean.errors import Problem, RuleFileError
from crmclean.spec.node import (
    And,
    Compare,
    FieldRef,
    IsNull,
    Membership,
    Node,
    Not,
    Operand,
    Operator,
    Or,
    Text,
    Today,
)

__all__ = ["NUMBER", "Node", "bound", "is_day", "is_field_name", "parse"]

NUMBER = r"^[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?$"
"""What reads as a number in a condition, for Python's ``re`` (``fullmatch``) and Rust's regex alike: plain ASCII
decimals, perhaps with an exponent. ``nan``, ``inf``, ``1_000`` and ``" 1 "`` are no numbers, and nothing overflows."""

MAX_LENGTH, MAX_NODES, MAX_DEPTH = 1000, 200, 20
"""Limits that no readable condition comes near; they keep a hostile rule file cheap."""

_NULLS = ("null", "None")
_WORDS = frozenset({*_NULLS, "true", "false", "True", "False", "today", "and", "or", "not", "in", "is", "if", "else"})


def is_field_name(name: str) -> bool:
    """Whether a condition can name the field: letters, digits and ``_``, no digit first, no word of the grammar.

    Example:
        >>> is_field_name("close_date"), is_field_name("Close Date"), is_field_name("null")
        (True, False, False)
    """
    return re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) is not None and name not in _WORDS


@lru_cache(maxsize=1024)
def parse(condition: str) -> Node:
    """Read a condition into its tree.

    Args:
        condition: ``stage not in ['Closed Won', 'Closed Lost'] and amount is not null``.

    Raises:
        RuleFileError: It is no condition of the grammar; its problem names the character (from 1) and what is wrong.

    Example:
        >>> parse("amount is not null and stage == 'Closed Won'").parts[0]
        IsNull(field='amount', negated=True)
    """
    text = condition.replace("\n", " ").strip()
    if len(text) > MAX_LENGTH:
        _refuse(f"{len(text)} characters; at most {MAX_LENGTH}")
    if "\\" in text:
        _refuse("a backslash is not allowed", text.index("\\"))
    if glued := _GLUED.search(_unquoted(text)):
        _refuse(f"'{glued[0]}' is no plain number; put text in quotes")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = error.offset if isinstance(error, SyntaxError) else None
        _refuse(f"not a condition{_slip(text)}; write for example {_EXAMPLE}", (column or 1) - 1)
    _measure(tree)
    return _Reader(text).node(tree)


_EXAMPLE = "stage not in ['Closed Won', 'Closed Lost'] and amount is not null"


@lru_cache(maxsize=256)
def bound(written: str, *, date: bool) -> Text | Today:
    """Read the bound of a range: a number as conditions know them, or for a date a day or ``today - 30``.

    Args:
        written: What the rule file says.
        date: Whether the field is a date; it is a number otherwise.

    Raises:
        ValueError: It is neither, in plain words.

    Example:
        >>> bound("today - 30", date=True), bound("9.5", date=False)
        (Today(days=-30), Text(text='9.5'))
    """
    if not date:
        if re.fullmatch(NUMBER, written):
            return Text(written)
        raise ValueError(f"'{written[:30]}' is no plain number")
    if sums := _TODAY.fullmatch(written.strip()):
        return Today(int((sums[1] or "+") + (sums[2] or "0")))
    if is_day(written):
        return Text(written)
    raise ValueError(f"'{written[:30]}' is no day; write it as 2026-01-31, 'today' or 'today - 30'")


_TODAY = re.compile(r"today(?: *([+-]) *([0-9]{1,5}))?")


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as standard dates are written: ``2026-01-31``."""
    try:
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _refuse(message: str, column: int = 0) -> NoReturn:
    raise RuleFileError([Problem("<condition>", 1, column + 1, "$", message)])


# Python reads '1or' as two words, with a warning on stderr.
_GLUED = re.compile(r"(?<![\w.])[0-9][0-9._]*+(?:[eE][+-]?[0-9]++)?+[A-Za-z_]\w*")


def _unquoted(text: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)


def _slip(text: str) -> str:
    """Name the usual slip of those who come from SQL or a spreadsheet."""
    slips = {
        r"<>": "'<>' is written '!='",
        r"(?<![=!<>])=(?!=)": "'=' is written '=='",
        r"\b(AND|OR|NOT|IN|IS|NULL)\b": "'and', 'or', 'not', 'in', 'is', 'null' are lower case",
        r"&&|\|\||!(?!=)": "'&&', '||', '!' are written 'and', 'or', 'not'",
        r"[‘’“”]": "quotes are straight: '…'",  # noqa: RUF001 - curly quotes are what is meant
    }
    return next((f": {said}" for slip, said in slips.items() if re.search(slip, _unquoted(text))), "")


def _measure(tree: ast.expr) -> None:
    level: list[ast.AST] = [tree]
    depth = nodes = 0
    while level:
        depth, nodes = depth + 1, nodes + len(level)
        level = [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    if depth > MAX_DEPTH or nodes > MAX_NODES:
        _refuse(f"too large: {nodes} parts, {depth} deep; at most {MAX_NODES} parts, {MAX_DEPTH} deep")


_OPERATORS: Mapping[type[ast.cmpop], Operator] = MappingProxyType(
    {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
)


class _Reader:
    """Turns Python's tree into ours, node by node; the text is needed to keep numbers as written."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode()

    def node(self, tree: ast.expr) -> Node:
        match tree:
            case ast.BoolOp(op=op, values=values):
                kind: Callable[[tuple[Node, ...]], Node] = And if isinstance(op, ast.And) else Or
                return kind(tuple(self.node(value) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Not(self.node(part))
            case ast.Compare(left=left, ops=ops, comparators=rights):
                steps = zip([left, *rights], ops, rights, strict=False)
                parts = tuple(self._comparison(*step) for step in steps)
                return parts[0] if len(parts) == 1 else And(parts)
            case ast.Name(id=name) if name not in _WORDS:
                return self._refuse(
                    tree, f"'{name}' alone is no condition; write {name} == 'true', or {name} is not null"
                )
        return self._refuse(tree, f"{_called(tree)} is not allowed in a condition")

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, ast.Is | ast.IsNot):
            if not _is_null(right):
                self._refuse(right, "after 'is' comes 'null' or 'not null'; values are compared with '=='")
            return IsNull(self._field(left), isinstance(op, ast.IsNot))
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple):
                self._refuse(right, "after 'in' comes a list of values: ['…', '…']")
            return Membership(self._field(left), tuple(map(self._literal, right.elts)), isinstance(op, ast.NotIn))
        compared = Compare(self._operand(left), _OPERATORS[type(op)], self._operand(right))
        if not compared.fields():
            self._refuse(left, "a comparison needs a field on one side")
        return compared

    def _field(self, tree: ast.expr) -> str:
        operand = self._operand(tree)
        if not isinstance(operand, FieldRef):
            self._refuse(tree, "a field name belongs here")
        return operand.name

    def _operand(self, tree: ast.expr) -> Operand:
        if isinstance(tree, ast.Name) and tree.id not in _WORDS:
            name = self._written(tree)  # Python itself folds the letters of a name
            return FieldRef(name) if is_field_name(name) else self._refuse(tree, f"'{name}' is no field name")
        return self._today(tree) or Text(self._literal(tree))

    def _today(self, tree: ast.expr) -> Today | None:
        match tree:
            case ast.Name(id="today"):
                return Today()
            case ast.BinOp(left=ast.Name(id="today"), op=ast.Add() | ast.Sub() as sign, right=ast.Constant() as days):
                if re.fullmatch("[0-9]{1,5}", written := self._written(days)) is None:
                    self._refuse(days, "after 'today -' comes a number of days: today - 30")
                return Today(-int(written) if isinstance(sign, ast.Sub) else int(written))
        return None

    def _literal(self, tree: ast.expr) -> str:
        match tree:
            case ast.Constant(value=bool(flag)):
                return str(flag).lower()
            case ast.Constant(value=str(text)):
                return self._quoted(tree, text)
            case ast.Name(id="true" | "false" as text):
                return text
            case ast.Constant(value=int() | float()) | ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return self._number(tree)
        if _is_null(tree):
            self._refuse(tree, "nothing compares with null; write 'is null' or 'is not null'")
        if isinstance(tree, ast.Name) and tree.id == "today":
            self._refuse(tree, "a list holds values; compare a date with today by '==', '<', '>'")
        if isinstance(tree, ast.Name):
            self._refuse(tree, f"a list holds values, not fields; write '{tree.id}' in quotes")
        return self._refuse(tree, f"{_called(tree)} is not allowed in a condition")

    def _quoted(self, tree: ast.expr, text: str) -> str:
        # 'it''s' is two literals for Python, which would silently join them.
        if len(self._written(tree)) != len(text) + 2:
            self._refuse(tree, 'text stands in one pair of quotes; text with a \' goes into "…"')
        return text

    def _number(self, tree: ast.expr) -> str:
        written = self._written(tree)
        if re.fullmatch(NUMBER, written) is None:
            self._refuse(tree, f"'{written}' is no plain number; put text in quotes")
        return written

    def _written(self, tree: ast.expr) -> str:
        return self._bytes[tree.col_offset : tree.end_col_offset].decode()

    def _refuse(self, tree: ast.expr, message: str) -> NoReturn:
        _refuse(message, len(self._bytes[: tree.col_offset].decode()))


def _is_null(tree: ast.expr) -> bool:
    return (isinstance(tree, ast.Constant) and tree.value is None) or (isinstance(tree, ast.Name) and tree.id == "null")


def _called(tree: ast.expr) -> str:
    names: Mapping[type[ast.expr], str] = {
        ast.Call: "a function call",
        ast.Attribute: "a dot",
        ast.Subscript: "an index",
        ast.BinOp: "arithmetic",
        ast.UnaryOp: "arithmetic",
        ast.IfExp: "if … else",
        ast.Compare: "a comparison inside a comparison",
        ast.BoolOp: "'and' or 'or' inside a comparison",
        ast.List: "a list on its own",
    }
    return names.get(type(tree), "this")
