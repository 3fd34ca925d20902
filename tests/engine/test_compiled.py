from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from crmclean.engine.compiled import compiled, needed
from crmclean.engine.view import CREATED

TODAY = dt.date(2026, 1, 31)
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
    rules = compiled(rules_from(RULES), TODAY)
    frame = pl.DataFrame([record], schema=dict.fromkeys(record, pl.String))
    assert {rule.judgement.rule for rule in rules if rule.is_broken(record)} == broken
    assert {rule.judgement.rule for rule in rules if frame.select(rule.broken).item()} == broken


def test_disabled_rules_are_not_compiled(rules_from):
    rules = compiled(rules_from(RULES.replace("disable: []", "disable: [positive]")), TODAY)
    assert [rule.judgement.rule for rule in rules] == ["amount|required", "dated"]


def test_checks_see_readable_values_only_and_limits_what_will_be_loaded(rules_from):
    rules = compiled(rules_from(RULES.replace("{type: text}", "{type: text, max_length: 4}")), TODAY)
    assert [(rule.judgement.rule, rule.view) for rule in rules] == [
        ("amount|required", "present"),
        ("positive", "readable"),
        ("dated", "readable"),
        ("stage|length", "cleaned"),
    ]


def test_a_finding_points_at_a_field_only_where_one_is_meant(rules_from):
    both = "\n      - {id: both, that: 'amount > 0 or close_date is null'}\n    disable: []"
    rules = compiled(rules_from(RULES.replace("\n    disable: []", both)), TODAY)
    assert [rule.field for rule in rules] == ["amount", "amount", "close_date", None]


@pytest.mark.parametrize(
    ("more", "today", "created", "in_force", "broken"),
    [
        ("since: 2026-02-01", "2026-01-31", None, False, True),
        ("since: 2026-02-01", "2026-02-01", None, True, True),
        ("since: 2026-02-01, grandfather: true", "2026-03-01", "2026-01-31", True, False),
        ("since: 2026-02-01, grandfather: true", "2026-03-01", "2026-02-01", True, True),
        ("since: 2026-02-01, grandfather: true", "2026-03-01", None, True, True),
    ],
)
def test_a_rule_has_a_first_day_and_may_leave_older_records_in_peace(  # noqa: PLR0913, PLR0917 - a table
    rules_from, more, today, created, in_force, broken
):
    text = RULES.replace("{id: positive,", f"{{id: positive, {more},") + "    survivorship: {created: close_date}\n"
    rule = compiled(rules_from(text), dt.date.fromisoformat(today))[1]
    record = {"amount": "-1", CREATED: created}
    frame = pl.DataFrame([record], schema=dict.fromkeys(record, pl.String))
    assert rule.in_force is in_force
    assert rule.is_broken(record) is broken
    assert frame.select(rule.broken).item() is broken


def test_what_rules_in_force_look_at_is_known_beforehand(rules_from):
    text = RULES.replace("{id: dated,", "{id: dated, since: 2027-01-01,")
    assert needed(rules_from(text), TODAY) == {"present": ("amount", "stage"), "readable": ("amount",)}
