from __future__ import annotations

from typing import Any

import pytest
import yaml

from crmclean import resources
from crmclean.spec.model import Rules
from crmclean.spec.packs import list_packs
from crmclean.spec.schema import json_schema

SCHEMA = json_schema()
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    """Judge a value by the part of JSON Schema that ours uses."""
    if "$ref" in schema:
        return _fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", list(KINDS))
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    return (
        any(isinstance(value, KINDS[kind]) for kind in kinds)
        and ("enum" not in schema or value in schema["enum"])
        and ("anyOf" not in schema or any(_fits(value, branch) for branch in schema["anyOf"]))
        and (not isinstance(value, list) or all(_fits(item, schema.get("items", {})) for item in value))
        and (
            not isinstance(value, dict)
            or (
                set(schema.get("required", ())) <= value.keys()
                and all(_fits(item, known[key]) for key, item in value.items() if key in known)
                and all(
                    others and _fits(item, others) if isinstance(others, dict) else others
                    for key, item in value.items()
                    if key not in known
                )
            )
        )
    )


def _file(more: str = "", fields: str = "{a: {type: text}}") -> Any:
    return yaml.safe_load(f"crmclean: 1\nobject: contact\nfields: {fields}\n{more}\n")


@pytest.mark.parametrize("name", list_packs())
def test_every_pack_fits_as_an_editor_reads_it(name):
    assert _fits(yaml.safe_load((resources.folder() / f"{name}.yaml").read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize(
    "more",
    [
        "required: [a, {field: a, severity: note}, {any_of: [a]}]",
        "checks: [{id: x, that: a == 1}, {field: a, min: 3}, {field: a, unique: true}, {unique: [a]}]",
        "picklists: {x: shared, y: [NO, 1, plain, {value: yes, aliases: [01234], active: false}]}",
        "duplicates: {compare: {x: text, y: {kind: text, fields: [a]}}, review: 0.3}",
        "survivorship: {fields: {a: max, g: {group: [a], take: winner}}}",
        "completeness: {targets: {overall: 1}}",
    ],
)
def test_what_the_loader_takes_fits(more):
    assert _fits(_file(more), SCHEMA)


def test_a_file_that_extends_may_leave_things_out():
    assert _fits(yaml.safe_load("extends: generic/contact\nfields: {industry: {unknown: reject}}"), SCHEMA)
    assert not _fits(yaml.safe_load("object: contact"), SCHEMA)


@pytest.mark.parametrize("unknown", ["keep", "null", "review", "reject"])
def test_null_is_a_word_that_an_editor_reads_as_nothing(unknown):
    assert _fits(_file(fields=f"{{a: {{type: picklist, picklist: x, unknown: {unknown}}}}}"), SCHEMA)


@pytest.mark.parametrize(
    "more",
    [
        "requird: []",
        "name: x",
        "required: [{feild: a}]",
        "required: [{field: a, severity: eror}]",
        "duplicates: {compare: {x: {kind: txt}}}",
        "checks: [{id: x}]",
        "checks: [{that: a == 1}]",
        "checks: [{pattern: x}]",
        "checks: [{field: a, min_length: many}]",
        "survivorship: {winner: [newest]}",
        "columns: {a: Email}",
    ],
)
def test_what_the_loader_refuses_does_not_fit(more):
    assert not _fits(_file(more), SCHEMA)


@pytest.mark.parametrize("field", ["{type: phnoe}", "{type: text, region: US}", "{type: picklist, unknown: revue}"])
def test_a_field_of_no_type_does_not_fit(field):
    assert not _fits(_file(fields=f"{{a: {field}}}"), SCHEMA)


def test_every_key_is_described():
    assert SCHEMA["properties"].keys() == Rules.model_fields.keys() - {"name", "own"}
    assert all("description" in option or "$ref" in option for option in SCHEMA["properties"].values())
