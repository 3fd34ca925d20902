from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from crmclean.engine.run import pass_table

TODAY = dt.date(2026, 1, 31)
RULES = """
    crmclean: 1
    object: opportunity
    fields:
      name: {type: text, max_length: 8}
      stage: {type: picklist, picklist: stage, unknown: review}
      amount: {type: number}
      close_date: {type: date}
      created_date: {type: date}
      email: {type: email}
      phone: {type: phone}
    picklists:
      stage: [Open, Won]
    required:
      - close_date
      - {any_of: [email, phone], severity: warning}
      - {field: amount, when: "stage not in ['Won']"}
    checks:
      - {id: close-after-create, that: "close_date >= created_date"}
      - {id: worth-something, that: "amount > 0", when: "stage == 'Won'", severity: error}
      - {field: name, pattern: "[A-Z][a-z ]+", owner: Sales, at_least: 0.5}
      - {field: amount, max: 1000}
      - {field: email, unique: true}
      - {unique: [name, stage]}
      - {id: later, that: "amount > 9000", since: 2026-02-01}
"""


def _table(rules, rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    raw = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    ids = pl.Series([str(at) for at in range(len(rows))])
    return pass_table(raw, ids, rules, {name: name.upper() for name in names}, TODAY)


def test_every_record_of_a_repeated_value_is_told_so(rules_from):
    rows = [
        {"email": email} for email in ["a@acme.com", None, "A@Acme.com ", "b@acme.com", "test@test.com", "n/a", None]
    ]
    findings = _table(rules_from(RULES), rows).findings.filter(rule="email|unique")
    assert findings["record_id"].to_list() == ["0", "2"]
    assert findings["value"].unique().to_list() == ["a@acme.com"]
    assert findings["message"].unique().to_list() == ["Another record has the same email."]


def test_fields_are_unique_together_under_no_column_of_their_own(rules_from):
    rows = [{"name": "Deal", "stage": "Won"}, {"name": "Deal", "stage": "Open"}, {"name": "Deal", "stage": "won"}]
    findings = _table(rules_from(RULES), rows).findings.filter(rule="name+stage|unique")
    assert findings.select("record_id", "field", "value").rows() == [("0", "", None), ("2", "", None)]


def test_a_value_that_is_too_long_is_told_with_its_length_and_the_limit(rules_from):
    rows = [{"name": "Big deals"}, {"name": "Big  deal"}, {"name": "x" * 1234}]
    findings = _table(rules_from(RULES), rows).findings.filter(rule="name|length")
    assert findings.select("record_id", "severity", "message").rows() == [
        ("0", "error", "The name has 9 characters; the CRM stores 8."),
        ("2", "error", "The name has 1,234 characters; the CRM stores 8."),
    ]


def test_the_outcome_of_each_rule_is_counted(rules_from):
    rows = [
        {"stage": "Won", "amount": "0", "name": "Big deal"},
        {"stage": "Won", "amount": "5", "name": "tiny"},
        {"stage": "Won", "amount": "many", "name": "n/a"},
        {"stage": "Opne", "amount": "5", "name": None},
    ]
    outcomes = {row["rule"]: row for row in _table(rules_from(RULES), rows).outcomes.iter_rows(named=True)}
    counts = {name: tuple(row[key] for key in ("judged", "broken", "not_judged")) for name, row in outcomes.items()}
    assert counts["amount|required"] == (1, 0, 3)
    assert counts["worth-something"] == (2, 1, 2)
    assert counts["close_date|required"] == (4, 4, 0)
    assert counts["close-after-create"] == (0, 0, 4)
    assert counts["stage|picklist"] == (4, 1, 0)
    assert counts["name|placeholder"] == (3, 1, 1)
    assert counts["later"] == (0, 0, 4)
    assert "name|format" not in counts
    assert [row["rule"] for row in outcomes.values() if not row["in_force"]] == ["later"]
    assert outcomes["close-after-create"]["share"] is None
    assert outcomes["name|pattern"] == {
        "rule": "name|pattern",
        "field": "NAME",
        "severity": "warning",
        "owner": "Sales",
        "in_force": True,
        "judged": 2,
        "broken": 1,
        "not_judged": 2,
        "share": 0.5,
        "at_least": 0.5,
        "met": True,
    }


@pytest.mark.parametrize(("target", "met"), [("0.5", True), ("0.51", False), ("0", True)])
def test_a_target_is_met_or_missed(rules_from, target, met):
    rules = rules_from(RULES.replace("at_least: 0.5", f"at_least: {target}"))
    outcomes = _table(rules, [{"name": "Big deal"}, {"name": "tiny"}]).outcomes
    assert outcomes.filter(rule="name|pattern")["met"].item() is met
    assert outcomes.filter(rule="amount|range")["met"].item() is None


def test_a_table_without_a_column_is_judged_as_if_it_were_empty(rules_from):
    passed = _table(rules_from(RULES), [{"name": "Big deal"}])
    assert set(passed.findings["rule"]) == {"amount|required", "close_date|required", "email+phone|required"}
    assert _table(rules_from(RULES), []).findings.is_empty()
