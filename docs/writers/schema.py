"""Say in plain words what a node of the JSON Schema allows, and what it defaults to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from crmclean.spec.model import Rules

__all__ = ["anchor", "default", "definition", "kind", "rules_schema"]

_PLAIN = {"string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`"}
Node = Mapping[str, Any]


@cache
def rules_schema() -> dict[str, Any]:
    """Return the schema of the models, before it is opened for editors."""
    return Rules.model_json_schema(by_alias=True)


def definition(name: str) -> tuple[Node, bool]:
    """Return the definition of a model, and whether a plain text may stand for it."""
    node = rules_schema()["$defs"][name]
    choices = [each for each in node.get("anyOf", ()) if "properties" in each]
    return (choices[0], True) if choices else (node, False)


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as Markdown processors make it."""
    return "".join(char for char in heading.lower().replace(" ", "-") if char.isalnum() or char in "-_")


def kind(node: Node) -> str:
    """Say what a value may be: ``list of text``, ``number from 0 to 1``."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{name}](#{anchor(name)})"
    if "oneOf" in node:
        return "a [semantic type](semantic-types.md) with its options"
    if "anyOf" in node:
        return " or ".join(kind(each) for each in node["anyOf"] if each.get("type") != "null")
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{word}`" for word in node["enum"])
    return _by_type(node)


def _by_type(node: Node) -> str:
    match node.get("type"):
        case "array":
            return f"list of {kind(node['items'])}" if "items" in node else "list"
        case "object":
            return f"map of name to {kind(node['additionalProperties'])}"
        case "number" if "minimum" in node and "maximum" in node:
            return f"number from {node['minimum']} to {node['maximum']}"
        case "number" if "exclusiveMinimum" in node:
            return f"number above {node['exclusiveMinimum']}"
        case plain:
            return _PLAIN[plain]


def default(node: Node, *, required: bool) -> str:
    """Return what holds where the key is not given."""
    if required:
        return "**required**"
    value = node.get("default")
    if value in (None, [], {}, "") or "$ref" in node:
        return ""
    if isinstance(value, list):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"
