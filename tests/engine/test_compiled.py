from __future__ import annotations

import polars as pl
import pytest

from crmclean.engine.compiled import compiled

RULES = """
    crmclean: 1
    object: opportunity
    fields:
      stage: {type: text}
      amount: {type: number}
      close_date: {type: date}
    required:
      - {field: amount, when: "stage == 'Won'"}
    checks:
      - {id: positive, that: "amount > 0"}
      - {id: dated, that: "close_date is not null", when: "amount > 1000"}
    disable: []
"""


@pytest.mark.parametrize(
    ("record", "broken"),
    [
        ({"stage": "Won", "amount": None, "close_date": None}, {"amount|required"}),
        ({"stage": "Open", "amount": None, "close_date": None}, set()),
        ({"stage": None, "amount": "-1", "close_date": None}, {"positive"}),
        ({"stage": None, "amount": "2000", "close_date": None}, {"dated"}),
        ({"stage": None, "amount": "9", "close_date": None}, set()),
    ],
)
def test_column_and_record_agree_on_what_is_broken(rules_from, record, broken):
    rules = compiled(rules_from(RULES))
    frame = pl.DataFrame([record], schema=dict.fromkeys(record, pl.String))
    assert {rule.judgement.rule for rule in rules if rule.is_broken(record)} == broken
    assert {rule.judgement.rule for rule in rules if frame.select(rule.broken).item()} == broken


def test_disabled_rules_are_not_compiled(rules_from):
    rules = compiled(rules_from(RULES.replace("disable: []", "disable: [positive]")))
    assert [rule.judgement.rule for rule in rules] == ["amount|required", "dated"]


def test_only_checks_are_held_to_readable_values(rules_from):
    assert [rule.readable for rule in compiled(rules_from(RULES))] == [False, True, True]


def test_a_finding_points_at_a_field_only_where_one_is_meant(rules_from):
    assert [rule.field for rule in compiled(rules_from(RULES))] == ["amount", "amount", "close_date"]
