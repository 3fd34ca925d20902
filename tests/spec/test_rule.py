from __future__ import annotations

import pytest
from pydantic import ValidationError

from crmclean.spec.rule import Check, Required


@pytest.mark.parametrize(
    ("check", "rule_id", "kind"),
    [
        ({"id": "mine", "that": "a > 1"}, "mine", "that"),
        ({"field": "a", "pattern": "x"}, "a|pattern", "pattern"),
        ({"field": "a", "min": "1"}, "a|range", "range"),
        ({"field": "a", "min": "1", "max": "2"}, "a|range", "range"),
        ({"field": "a", "min_length": 1, "max_length": 2}, "a|length", "length"),
        ({"field": "a", "allowed": ["x"]}, "a|allowed", "allowed"),
        ({"field": "a", "unique": "true"}, "a|unique", "unique"),
        ({"unique": ["a", "b"]}, "a+b|unique", "unique"),
        ({"field": "a", "max_age": "2 weeks"}, "a|freshness", "freshness"),
        ({"id": "mine", "field": "a", "max_age": "2 weeks"}, "mine", "freshness"),
    ],
)
def test_a_check_asks_one_thing_and_is_named_after_it(check, rule_id, kind):
    made = Check.model_validate(check)
    assert (made.rule_id, made.kind, made.severity) == (rule_id, kind, "warning")


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ({"field": "a"}, "a check asks one thing .*, and it says none of them"),
        ({"field": "a", "unique": "false"}, "and it says none of them"),
        ({"field": "a", "pattern": "x", "min": "1"}, "not pattern and range together"),
        ({"that": "a > 1"}, "missing key 'id'"),
        ({"id": "x", "that": "a > 1", "field": "a"}, "'that' names its fields itself"),
        ({"field": "a", "unique": ["b"]}, "'unique' names its fields itself"),
        ({"unique": "true"}, "missing key 'field'"),
        ({"min": "1"}, "missing key 'field'"),
        ({"field": "a", "min": "1", "since": "1.1.2026"}, "'1.1.2026' is no day; write it as 2026-01-31"),
        ({"field": "a", "min": "1", "since": "2026-02-30"}, "is no day"),
        ({"field": "a", "min": "1", "since": "1735689600"}, "is no day"),
        ({"field": "a", "min": "1", "grandfather": "true"}, "'grandfather' needs 'since'"),
        ({"field": "a", "min": "1", "at_least": "95"}, "less than or equal to 1"),
        ({"field": "a", "max_length": 0}, "greater than or equal to 1"),
        ({"field": "a", "allowed": []}, "at least 1 item"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, message):
    with pytest.raises(ValidationError, match=message):
        Check.model_validate(check)


def test_a_required_rule_may_say_what_every_rule_may_say():
    rule = Required.model_validate(
        {"field": "a", "owner": "Sales", "since": "2026-01-01", "grandfather": "true", "at_least": "0.95"}
    )
    assert (rule.owner, str(rule.since), rule.grandfather, rule.at_least) == ("Sales", "2026-01-01", True, 0.95)
    assert rule.severity == "error"


@pytest.mark.parametrize(
    ("check", "asks"),
    [
        ({"id": "mine", "that": "a > 1"}, "a > 1"),
        ({"field": "a", "pattern": "x+"}, "pattern: x+"),
        ({"field": "a", "min": "1", "max": "2"}, "min: 1, max: 2"),
        ({"field": "a", "allowed": ["x", "y"]}, "allowed: x, y"),
        ({"field": "a", "unique": "true"}, "unique: true"),
        ({"unique": ["a", "b"]}, "unique: a, b"),
    ],
)
def test_a_check_says_what_it_asks_as_the_rule_file_does(check, asks):
    assert Check.model_validate(check).asks == asks
