"""Hold a tree against the models, and say what does not fit in the words of a rule file, each at its place.

pydantic judges; this module finds the place of each of its errors and gives it plain words. It knows the models only by
their shapes.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from crmclean.errors import Problem, did_you_mean
from crmclean.spec.model import Rules
from crmclean.spec.tree import Place, Plain, Tree

__all__ = ["validate"]

Kind: TypeAlias = Any
"""An annotation of a model: a class, a union, ``tuple[str, ...]``; Python has no type for these."""


def validate(tree: Tree) -> tuple[Rules | None, Tree, list[Problem]]:
    """Make rules of a tree.

    Returns:
        The rules; the tree that they were made of; and what is wrong. Where something is wrong the wrong parts are left
        out, so that the rest can still be looked through; None where nothing usable is left.
    """
    try:
        return Rules.model_validate(_entries(tree)), tree, []
    except ValidationError as error:
        spots = _located(tree, error)
        problems = _told(spots)
    while wrong := {spot.tree for spot in spots} - {tree}:
        tree = tree.without(wrong)
        try:
            return Rules.model_validate(_STAND_INS | _entries(tree)), tree, problems
        except ValidationError as error:  # what follows from leaving a part out is no mistake of the file
            spots = _located(tree, error)
    return None, tree, problems


_STAND_INS: dict[str, Plain] = {"crmclean": "1", "object": "contact", "fields": {}}


def _entries(tree: Tree) -> dict[str, Plain]:
    plain = tree.plain()
    return plain if isinstance(plain, dict) else {}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an error is, and what the models allow there."""

    tree: Tree
    kinds: tuple[Kind, ...]
    details: ErrorDetails

    @property
    def place(self) -> Place:
        """The key, if the key is what is wrong, else the value."""
        at_key = self.details["type"] == "extra_forbidden"
        return (self.tree.key if at_key else None) or self.tree.place


def _located(tree: Tree, error: ValidationError) -> list[_Spot]:
    return [_locate(tree, details) for details in error.errors(include_url=False)]


def _locate(tree: Tree, details: ErrorDetails) -> _Spot:
    """Follow an error's location down the tree and the models at once.

    pydantic's locations name the branch of a union on the way (the ``type`` of a field); such a step narrows the
    models and moves nothing in the tree.
    """
    kinds: tuple[Kind, ...] = (Rules,)
    for step in details["loc"]:
        narrowed = tuple(kind for kind in kinds if len(kinds) > 1 and _branch(kind) == step)
        if narrowed:
            kinds = narrowed
        elif step in tree:
            parents, kinds, tree = kinds, _below(kinds, step), tree[step]
            if details["type"] == "extra_forbidden" and not kinds:
                return _Spot(tree, parents, details)
    if details["type"] == "union_tag_invalid":
        return _Spot(tree.at("type"), kinds, details)
    return _Spot(tree, kinds, details)


def _branch(kind: Kind) -> str:
    if "type" in (known := _model_keys(kind)):
        return str(known["type"].default)
    return getattr(kind, "__name__", str(kind))


def _below(kinds: Iterable[Kind], step: str | int) -> tuple[Kind, ...]:
    """Return what may stand under a key or an index of these types."""
    found: list[Kind] = []
    for kind in kinds:
        known = _model_keys(kind)
        if step in known:
            found += _flat(known[str(step)].annotation)
        elif get_args(kind):
            found += _flat(get_args(kind)[1 if _origin(kind) is dict else 0])
    return tuple(found)


def _flat(annotation: Kind) -> list[Kind]:
    """Return the members of a union, whatever it is wrapped in."""
    origin = _origin(annotation)
    if origin is Annotated:
        return _flat(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [member for part in get_args(annotation) for member in _flat(part)]
    return [annotation]


def _origin(annotation: Kind) -> object:
    return get_origin(annotation)


def _model_keys(kind: Kind) -> dict[str, FieldInfo]:
    """Return what a rule file may write in a model; nothing where ``kind`` is no model."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {info.alias or name: info for name, info in kind.model_fields.items() if name not in _SET_BY_THE_LOADER}


_SET_BY_THE_LOADER = ("name", "own")
_EXPECTED = {
    "string_type": "text",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "dict_type": "a map",
    "model_type": "a map",
    "model_attributes_type": "a map",
    "list_type": "a list",
    "tuple_type": "a list",
    "too_short": "at least one value",
    "frozen_set_type": "a list",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
}
_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def _told(spots: Sequence[_Spot]) -> list[Problem]:
    """Put the errors into words; what a value might be by several branches of a union is one problem."""
    expected: dict[Tree, list[str]] = {}
    problems: list[Problem] = []
    for spot in spots:
        wanted = _expected(spot.details)
        if wanted is None:
            problems.append(spot.place.problem(_message(spot)))
        elif wanted not in expected.setdefault(spot.tree, []):
            expected[spot.tree].append(wanted)
    for tree, wanted_here in expected.items():
        known = [word for wanted in wanted_here for word in re.findall("'([^']*)'", wanted)]
        near = did_you_mean(tree.value, known) if isinstance(tree.value, str) else ""
        message = f"expected {' or '.join(wanted_here)}, got {_got(tree)}"
        problems.append(tree.place.problem(f"{message}.{near}" if near else message))
    return problems


def _expected(details: ErrorDetails) -> str | None:
    kind, context = details["type"], details.get("ctx", {})
    if kind in ("literal_error", "enum"):
        words = re.findall("'([^']*)'", str(context["expected"]))
        listed = ", ".join(f"'{word}'" for word in words)
        return listed if len(words) == 1 else f"one of {listed}"
    if kind in _BOUNDS:
        name, words_for_it = _BOUNDS[kind]
        return f"a number of {words_for_it} {context[name]:g}"
    return _EXPECTED.get(kind)


def _got(tree: Tree) -> str:
    if tree.value is None:
        return "nothing"
    if isinstance(tree.value, str):
        return f"'{tree.value}'" if len(tree.value) <= 60 else "a long text"
    return "a map" if isinstance(tree.value, dict) else "a list"


def _message(spot: _Spot) -> str:
    details, context = spot.details, spot.details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            known = [key for kind in spot.kinds for key in _model_keys(kind)]
            return _unknown("key", str(details["loc"][-1]), known)
        case "union_tag_invalid":
            return _unknown("type", str(context["tag"]), _branches(spot))
        case "union_tag_not_found":
            return f"missing key 'type'; known types: {', '.join(_branches(spot))}"
        case "missing":
            return f"missing key '{details['loc'][-1]}'"
        case "value_error":
            return str(context["error"])
    return details["msg"][:1].lower() + details["msg"][1:]


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    return f"unknown {what} '{word}'; known: {', '.join(known)}.{did_you_mean(word, known)}"


def _branches(spot: _Spot) -> list[str]:
    return [_branch(kind) for kind in spot.kinds]
