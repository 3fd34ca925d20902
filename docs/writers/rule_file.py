"""The page about the rule file: every model, key, type and default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmclean.dedup.compare import KINDS
from crmclean.spec import model as spec
from crmclean.spec.references import FIELD_RULES
from crmclean.spec.rule import KIND_OF
from writers.markdown import GENERATED, code, listed, prose, table
from writers.schema import default, definition, kind, rules_schema

__all__ = ["MODELS", "page"]

MODELS = (
    *("PicklistValue", "Required", "Check", "Duplicates", "Comparison"),
    *("Survivorship", "FieldSurvivorship", "Completeness", "Weighed"),
)
"""The models below the root, in the order of the page."""
_HIDDEN = ("name", "own")
_INTRODUCTION = """\
A rule file is YAML. Every scalar is text (`NO` is Norway, `01234` keeps its zero) and becomes a number or a true/false
only where a key wants one. Unknown keys, repeated keys, anchors, aliases and tags are errors, and every error has its
line and column. `crmclean rules check FILE` shows all problems at once; `crmclean rules schema` prints the JSON Schema
for your editor. How to write one: [Write your own rule file](../how-to/write-a-rule-file.md)."""
_EXTENDS = """\
With `extends` a file changes a pack or another file: maps merge by key, texts and lists replace, `required` and
`checks` append, and `disable` switches rules off. A field that is given another `type` starts anew."""

_RULE_IDS = f"""\
Findings name the rule that made them by the `id` that it is given. Without one that is the field and the kind of rule:
`phone|required`, or for a check one of {listed(sorted(set(KIND_OF.values()) - {"that"}))}. Several fields are joined by
`+`: `email+phone|required`. What a field's own type finds is the field and one of {listed(FIELD_RULES)}, such as
`phone|format`. `disable` takes any of these."""


def page() -> str:
    """Return the page."""
    schema = rules_schema()
    parts = [
        GENERATED,
        "# Rule file",
        _INTRODUCTION,
        "## Top level",
        _keys(schema),
        _EXTENDS,
        *(_model(name) for name in MODELS),
        "## Kinds of comparison",
        "What `kind` may be, what it asks, and the levels that a pair can reach, the strongest agreement first.",
        table(("Kind", "Compares", "Levels"), map(_comparison, KINDS)),
        "## Rule ids",
        _RULE_IDS,
    ]
    return "\n\n".join(parts) + "\n"


def _keys(model: Mapping[str, Any]) -> str:
    required = model.get("required", ())
    rows = [
        (code(name), kind(node), default(node, required=name in required), _meaning(node))
        for name, node in model["properties"].items()
        if name not in _HIDDEN
    ]
    return table(("Key", "Type", "Default", "Meaning"), rows)


def _meaning(node: Mapping[str, Any]) -> str:
    referred = definition(node["$ref"].rpartition("/")[2])[0] if "$ref" in node else {}
    return prose(node.get("description") or referred.get("description"))


def _model(name: str) -> str:
    model, _ = definition(name)
    told = prose(model["description"])
    if short_for := getattr(getattr(spec, name, None), "short_for", None):
        told += f" A plain text stands for {code(short_for)}."
    return f"## {name}\n\n{told}\n\n{_keys(model)}"


def _comparison(name: str) -> tuple[str, str, str]:
    cls = KINDS[name].__self__  # type: ignore[attr-defined] - a bound class method
    return code(name), prose(cls.__doc__.partition("\n")[0]), listed(cls.levels)
