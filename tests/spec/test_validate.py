from __future__ import annotations

from pathlib import Path

import pytest

from crmclean.spec.tree import read
from crmclean.spec.validate import validate

START = "crmclean: 1\nobject: contact\nfields: {a: {type: text}, p: {type: phone}}\n"


def _told(folder: Path, text: str) -> list[str]:
    path = folder / "r.yaml"
    path.write_text(text, encoding="utf-8")
    tree, _ = read(path)
    assert tree is not None
    return [str(problem).removeprefix(str(folder) + "/") for problem in validate(tree)[2]]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("requird: []", "r.yaml:4:1 $.requird: unknown key 'requird'; known: crmclean, extends, object, record_id, "),
        ("requird: []", "Did you mean 'required'?"),
        ("required:", "r.yaml:4:10 $.required: expected a list, got nothing"),
        ("required: a", "expected a list, got 'a'"),
        ("required: {a: b}", "expected a list, got a map"),
        ("required: [[a]]", "r.yaml:4:12 $.required[0]: expected a map, got a list"),
        ("required: [{feild: a}]", "$.required[0].feild: unknown key 'feild'; known: id, when, severity, message, "),
        ("required: [{severity: note}]", "r.yaml:4:12 $.required[0]: give either 'field' or 'any_of'"),
        ("required: [{field: [a]}]", "r.yaml:4:20 $.required[0].field: expected text, got a list"),
        ("checks: [{that: a == 1}]", "r.yaml:4:10 $.checks[0]: missing key 'id'"),
        ("checks: [{field: a}]", "r.yaml:4:10 $.checks[0]: a check asks one thing (that, pattern, min, "),
        ("checks: [{field: a, unique: perhaps}]", "r.yaml:4:29 $.checks[0].unique: expected true or false or a list, "),
        (
            "checks: [{field: a, allowed: []}]",
            "r.yaml:4:30 $.checks[0].allowed: expected at least one value",
        ),
        ("checks: [{field: a, max_age: 9}]", "$.checks[0].max_age: '9' is no length of time; write it as '180 days'"),
        ("required: [{field: a, since: 1.2.26}]", "r.yaml:4:30 $.required[0].since: '1.2.26' is no day; write it as 2"),
        ("columns: {a: Email}", "$.columns.a: expected a list, got 'Email'"),
        ("columns: []", "$.columns: expected a map, got a list"),
        ("duplicates: {review: high}", "$.duplicates.review: expected a number, got 'high'"),
        ("duplicates: {review: -1}", "expected a number of at least 0, got '-1'"),
        ("duplicates: {review: nan}", "expected a number, got 'nan'"),
        ("duplicates: {review: 0.9}", "r.yaml:4:13 $.duplicates: thresholds must rise: review 0.9 <= match 0.5 <= "),
        ("duplicates: {compare: {a: txt}}", "$.duplicates.compare.a: expected one of 'person', 'company', "),
        ("duplicates: {compare: {a: {kind: txt}}}", "$.duplicates.compare.a.kind: expected one of 'person', "),
        (
            "survivorship: {winner: [newest]}",
            "expected one of 'most_complete', 'most_recent', 'oldest', 'lowest_id', got",
        ),
        ("completeness: {weights: {a: 0}}", "expected a number of more than 0, got '0'"),
        ("picklists: {x: [{aliases: [y]}]}", "r.yaml:4:17 $.picklists.x[0]: missing key 'value'"),
        ("picklists: {x: [{value: y, active: perhaps}]}", "expected true or false, got 'perhaps'"),
    ],
)
def test_what_does_not_fit_is_told_in_plain_words(tmp_path, more, problem):
    told = _told(tmp_path, START + more + "\n")
    assert len(told) == 1
    assert problem in told[0]


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("{type: phnoe}", "r.yaml:3:20 $.fields.x.type: unknown type 'phnoe'; known: text, "),
        ("{type: phnoe}", "Did you mean 'phone'?"),
        ("{label: x}", "r.yaml:3:13 $.fields.x: missing key 'type'; known types: text, "),
        ("phone", "r.yaml:3:13 $.fields.x: "),
        (
            "{type: phone, regoin: US}",
            "r.yaml:3:27 $.fields.x.regoin: unknown key 'regoin'; known: type, label, max_length, region",
        ),
        ("{type: phone, region: [US]}", "r.yaml:3:35 $.fields.x.region: expected text or a map, got a list"),
        ("{type: phone, region: Atlantis}", "$.fields.x.region: unknown country 'Atlantis'; expected"),
        ("{type: phone, region: {from: a, els: US}}", "$.fields.x.region.els: unknown key 'els'; known: from, else."),
        (
            "{type: picklist, unknown: revue}",
            "expected one of 'keep', 'null', 'review', 'reject', got 'revue'. Did you",
        ),
    ],
)
def test_a_field_is_held_against_its_own_type(tmp_path, field, problem):
    told = _told(tmp_path, f"crmclean: 1\nobject: contact\nfields: {{x: {field}}}\n")
    assert problem in "\n".join(told)


def test_the_rest_is_still_there_to_be_looked_through(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(
        "object: contct\nrequired: [a, {field: b, severity: eror}]\nfields: {a: {type: tex}}\n", encoding="utf-8"
    )
    tree, _ = read(path)
    assert tree is not None
    rules, left, problems = validate(tree)
    assert len(problems) == 4
    assert rules is not None
    assert [rule.fields for rule in rules.required] == [("a",), ("b",)]
    assert left.plain() == {"required": ["a", {"field": "b"}], "fields": {}}
