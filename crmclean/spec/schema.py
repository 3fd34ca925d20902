"""The JSON Schema of a rule file, for editors that complete and check while one types.

Generated from the models and then opened to what the loader understands and an editor's YAML parser sees otherwise:
a text may look like a number or a true/false, a file that extends another may leave things out, a picklist may name a
shared one. Cross references are beyond a schema; ``load_rules`` checks them.
"""

from __future__ import annotations

from typing import Any

from crmclean.spec.model import Rules
from crmclean.spec.rule import KIND_OF

__all__ = ["json_schema"]

_HIDDEN = ("name", "own")
_CHECKS = (("id", "that"), ("unique",), *(("field", key) for key in KIND_OF if key not in ("that", "unique")))
"""Keys that a check must have together."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rule file.

    Example:
        >>> sorted(json_schema()["properties"])[:3]
        ['checks', 'columns', 'completeness']
    """
    schema: dict[str, Any] = _opened(Rules.model_json_schema(by_alias=True))
    complete = {"required": schema.pop("required")}
    for definition in schema["$defs"].values():
        if "type" in definition.get("properties", ()):  # a field; the file that is extended may have the rest of it
            definition.pop("required", None)
    schema["$defs"]["Check"]["anyOf"] = [{"required": list(keys)} for keys in _CHECKS]
    picklist = schema["properties"]["picklists"]["additionalProperties"]
    schema["properties"]["picklists"]["additionalProperties"] = {"anyOf": [{"type": "string"}, picklist]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "crmclean rule file",
        "anyOf": [{"required": ["extends"]}, complete],
    }


def _opened(node: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Widen texts to all scalars and choices to any of them, and drop the titles that only repeat the keys."""
    if isinstance(node, list):
        return [_opened(item) for item in node]
    if not isinstance(node, dict):
        return node
    opened = {key: _opened(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if "oneOf" in opened:
        opened["anyOf"] = opened.pop("oneOf")
        opened.pop("discriminator", None)
    words = opened.pop("enum", None) or ([opened.pop("const")] if "const" in opened else None)
    if words is not None:
        return {**{key: value for key, value in opened.items() if key != "type"}, "enum": _written(words)}
    if opened.get("type") == "string":
        opened["type"] = ["string", "number", "boolean"]
    if isinstance(opened.get("properties"), dict):
        opened["properties"] = {key: value for key, value in opened["properties"].items() if key not in _HIDDEN}
    return opened


def _written(words: list[str]) -> list[Any]:
    """Add to the words what a YAML parser makes of them: ``1`` is a number there and ``null`` is nothing."""
    read: dict[str, Any] = {"null": None, "true": True, "false": False}
    others = [int(word) if word.isdigit() else read[word] for word in words if word.isdigit() or word in read]
    return [*words, *others]
