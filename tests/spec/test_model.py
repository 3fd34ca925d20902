from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from crmclean.spec.model import Rules


def _rules(**more: object) -> Rules:
    return Rules.model_validate({"crmclean": "1", "object": "contact", "fields": {"a": {"type": "text"}}, **more})


def test_equal_content_is_an_equal_hashable_rule_set_whatever_its_name():
    left, right = _rules(name="left", required=["a"]), _rules(name="right", required=[{"field": "a"}])
    assert left == right
    assert hash(left) == hash(right)
    assert left != _rules()
    assert len(left.fingerprint) == 16


def test_a_changed_copy_has_a_fingerprint_of_its_own():
    rules = _rules(required=["a"])
    before = rules.fingerprint
    assert rules.model_copy(update={"required": ()}).fingerprint == _rules().fingerprint != before
    assert rules.model_copy().fingerprint == before
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - our own bytes; workers are sent rules so


def test_a_rule_id_is_given_or_made_of_the_fields():
    rules = _rules(required=["a", {"any_of": ["a", "b"]}, {"id": "mine", "field": "a"}])
    assert [rule.rule_id for rule in rules.required] == ["a|required", "a+b|required", "mine"]
    assert [rule.fields for rule in rules.required] == [("a",), ("a", "b"), ("a",)]


@pytest.mark.parametrize(
    "more",
    [
        {"required": [{"severity": "error"}]},
        {"required": [{"field": "a", "any_of": ["a"]}]},
        {"duplicates": {"review": 0.6}},
        {"duplicates": {"match": 0.96}},
        {"duplicates": {"merge": 1.01}},
        {"completeness": {"weights": {"a": 0}}},
        {"completeness": {"weights": {"a": "nan"}}},
        {"completeness": {"targets": {"a": -0.1}}},
        {"crmclean": "2"},
        {"unknown": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(more):
    with pytest.raises(ValidationError):
        _rules(**more)
