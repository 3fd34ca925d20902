"""The page about semantic types: options, blocking keys, and what a type makes of a few values, by running it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from crmclean.fields import TYPES, FieldType, State
from writers.markdown import GENERATED, code, listed, prose, table
from writers.schema import default, definition, kind, rules_schema
from writers.source import attribute_docs

__all__ = ["VALUES", "page"]

VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("VIP  customer", "n/a"),
        "raw": ("n/a", "VIP  customer"),
        "person_name": ("JANE", "O'BRIEN-SMITH", "ludwig van beethoven", "R2D2"),
        "company": ("DATASIDE LLC", "Smith & Sons, Inc.", "none"),
        "email": ("Jane.Doe@ACME.com", "<bob@acme.com>", "jane at acme", "test@test.com"),
        "phone": ("(415) 555-2671", "415 555 2671 x12", "4.15556E+09", "000-0000"),
        "url": ("HTTPS://www.Acme.com/", "acme"),
        "street": ("12 MAIN STREET", "po box 7", "N/A"),
        "address": ("12 Main St ,  Austin TX 78701", "n/a"),
        "city": ("SAN FRANCISCO", "12345"),
        "subdivision": ("california", "Calif.", "Kalifornistan"),
        "postal_code": ("941051234", "94105", "9410"),
        "country": ("U.S.A.", "Deutschland", "Korea", "Freedonia"),
        "date": ("Jan 15, 2025", "2025-01-15 09:30", "03/04/2025", "45678"),
        "number": ("1,200,000", "1.2m", "(5)", "about ten"),
        "boolean": ("Yes", "0", "maybe"),
        "picklist": ("Technology", "tech", "Technolgy", "Sprockets"),
        "identifier": ("00123", "1.23457E+14"),
    }
)
"""Values that show what a type does."""
_OPTIONS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "picklist": {"values": [{"value": "Technology", "aliases": ["Tech", "IT"]}]},
        "subdivision": {"country": "US", "output": "code"},
        "postal_code": {"country": "US"},
    }
)
_STATES = {
    State.OK: "in standard form",
    State.EMPTY: "nothing there; missing",
    State.PLACEHOLDER: "stands for nothing (`n/a`, `000-0000`); kept as written, missing",
    State.IMPOSSIBLE: "cannot be such a value; kept as written, missing",
    State.INVALID: "does not look right; a format finding, not missing",
    State.UNKNOWN: "not in the picklist or table",
    State.AMBIGUOUS: "can be read in more than one way; nothing is guessed",
}
_INTRODUCTION = """\
The `type` of a field says what kind of value it holds: how a value becomes standard, what counts as missing, and which
blocking keys it offers. A value ends in one of these states:"""
_SHARED = ("label", "max_length")
_OF_ALL = "Every type takes these options:"

_BLOCKING = """\
Blocking keys are what `duplicates.block_on` names: `last_name` is the plain key of a field, `last_name.sound` a named
one. Records that share all keys of one rule become a candidate pair."""


def page() -> str:
    """Return the page."""
    shared, docs = definition("Text")[0]["properties"], attribute_docs(FieldType)
    parts = [
        GENERATED,
        "# Semantic types",
        _INTRODUCTION,
        table(("State", "Meaning"), [(code(state.value), _STATES[state]) for state in State]),
        _OF_ALL,
        table(("Option", "Type", "Default", "Meaning"), [_option(key, shared[key], docs) for key in _SHARED]),
        _BLOCKING,
        *map(_type, TYPES),
        *map(_helper, _helpers()),
    ]
    return "\n\n".join(parts) + "\n"


def _name(cls: type[FieldType]) -> str:
    return str(cls.model_fields["type"].default)


def _type(cls: type[FieldType]) -> str:
    name, docs = _name(cls), attribute_docs(cls)
    own = {
        key: node for key, node in definition(cls.__name__)[0]["properties"].items() if key not in ("type", *_SHARED)
    }
    parts = [
        f"## {name}",
        prose(_dedented(cls.__doc__)),
        table(
            ("Option", "Type", "Default", "Meaning"),
            [_option(key, node, docs) for key, node in own.items()],
        ),
        f"With `{json.dumps(options)}`:" if (options := _OPTIONS.get(name)) else "",
        table(("Written", "Standard", "State", "Note"), [_shown(cls, value) for value in VALUES[name]]),
        table(("Blocking key", f"of {code(_standard(cls).value)}"), _keys(cls)),
    ]
    return "\n\n".join(part for part in parts if part)


def _dedented(docstring: str | None) -> str:
    return "\n".join(line.strip() for line in (docstring or "").splitlines())


def _option(key: str, node: Mapping[str, object], docs: Mapping[str, str]) -> tuple[str, str, str, str]:
    return (
        code(key),
        kind(node),
        default(node, required=False),
        prose(docs.get(key) or str(node.get("description", ""))),
    )


def _standardize(cls: type[FieldType], value: str):  # noqa: ANN202 - a Standard
    return cls(**_OPTIONS.get(_name(cls), {})).standardize(value)


def _shown(cls: type[FieldType], value: str) -> tuple[str, str, str, str]:
    made = _standardize(cls, value)
    return _spaced(value), _spaced(made.value or ""), code(made.state.value), made.note or ""


def _spaced(value: str) -> str:
    return code(value.replace("  ", "␣␣"))


def _standard(cls: type[FieldType]):  # noqa: ANN202 - a Standard
    return next(made for value in VALUES[_name(cls)] if (made := _standardize(cls, value)).state is State.OK)


def _keys(cls: type[FieldType]) -> list[tuple[str, str]]:
    value = _standard(cls).value or ""
    return [
        (code("field" + (f".{suffix}" if suffix else "")), listed(sorted(made)[:4]) or "none")
        for suffix, key in cls.keys.items()
        if (made := {each for each in key(value) if each}) or suffix
    ]


def _helpers() -> list[str]:
    """Return the models that options of types are made of."""
    return [name for name in rules_schema()["$defs"] if name in ("CountryFrom", "Labels", "PicklistValue")]


def _helper(name: str) -> str:
    model, short = definition(name)
    told = prose(model["description"])
    if short:
        told += " A plain text stands for `value`."
    rows = [
        (code(key), kind(node), default(node, required=key in model.get("required", ())), prose(node["description"]))
        for key, node in model["properties"].items()
    ]
    return f"## {name}\n\n{told}\n\n" + table(("Key", "Type", "Default", "Meaning"), rows)
