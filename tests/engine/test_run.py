from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmclean.engine.run import pass_record, pass_table

TODAY = dt.date(2026, 1, 31)
RULES = """
    crmclean: 1
    object: opportunity
    fields:
      name: {type: text}
      stage: {type: picklist, picklist: stage, unknown: review}
      region: {type: picklist, picklist: region, unknown: "null"}
      amount: {type: number, kind: money}
      close_date: {type: date}
      created_date: {type: date}
      opt_out: {type: boolean, consent: opt_out}
      phone: {type: phone, region: {from: country, else: US}}
      country: {type: country, output: iso2}
      email: {type: email}
    picklists:
      stage:
        - {value: Open, aliases: [New, In Progress]}
        - Won
      region: [{value: EMEA, aliases: [Europe]}]
    required:
      - close_date
      - any_of: [email, phone]
        severity: warning
      - {field: amount, when: "stage not in ['Won']", message: "What is it worth?"}
    checks:
      - {id: close-after-create, that: "close_date >= created_date"}
      - {id: worth-something, that: "amount > 0", when: "stage == 'Won'", severity: error}
"""
EVERY_KIND = (
    RULES.replace("name: {type: text}", "name: {type: text, max_length: 8}")
    + """
      - {id: past, that: "close_date >= today", when: "stage not in ['Won']"}
      - {field: name, pattern: "[A-Z][a-z ]+", owner: Sales, at_least: 0.5}
      - {id: short-name, field: name, min_length: 4}
      - {field: amount, min: 0, max: 1000}
      - {field: close_date, max: today + 90}
      - {field: created_date, max_age: 10 months}
      - {field: country, allowed: [DE], when: "amount is not null"}
      - {field: email, unique: true}
      - {unique: [name, stage]}
      - {id: later, that: "amount > 9000", since: 2026-02-01}
      - {id: newer, that: "phone is not null", since: 2025-06-01, grandfather: true}
    survivorship: {created: created_date}
"""
)

cells = {
    "name": ["Big deal", "  Big\u00a0deal ", "n/a", "Big deal 2", "Tim", "tiny"],
    "stage": ["new", "Won", "Opne", "-", "In progress "],
    "region": ["europe", "Moon"],
    "amount": ["$1,200.50", "0", "-5", "many", "(3)"],
    "close_date": ["2025-03-01", "31.12.2024", "03/04/2025", "soon"],
    "created_date": ["2025-01-01", "2025-06-01T10:00:00Z"],
    "opt_out": ["yes", "0", "maybe", "n/a"],
    "phone": ["(415) 555-2671", "030 12345678", "000", "12"],
    "country": ["Germany", "usa", "Atlantis"],
    "email": ["Jane@Acme.com", "jane at acme.com", "test@test.com"],
}
record = st.fixed_dictionaries({name: st.sampled_from([None, "", " ", *known]) for name, known in cells.items()})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(record, min_size=1, max_size=6))
def test_a_record_alone_gets_the_verdict_that_it_gets_in_a_table(rules_from, rows):
    rules = rules_from(EVERY_KIND)
    columns = {name: name.upper() for name in cells}
    raw = pl.DataFrame(
        {name: [row[name] or None for row in rows] for name in cells}, schema=dict.fromkeys(cells, pl.String)
    )
    ids = pl.Series([str(at) for at in range(len(rows))])
    table = pass_table(raw, ids, rules, columns, TODAY)
    for at, row in enumerate(rows):
        alone = pass_record(row, rules, columns, TODAY)
        assert table.cleaned.row(at, named=True) == alone.cleaned
        mine = table.findings.filter(~pl.col("rule").is_in(alone.unjudged), record_id=str(at)).drop("record_id").rows()
        assert mine == [(f.field, f.rule, f.severity, f.message, f.value) for f in alone.findings]
        changed = table.changes.filter(record_id=str(at)).drop("record_id").rows()
        assert changed == [(c.field, c.before, c.after, c.rule) for c in alone.changes]
        assert alone.unjudged == ("email|unique", "name+stage|unique")
    for name, broken in table.outcomes.select("rule", "broken").iter_rows():
        assert table.findings.filter(rule=name).height == broken


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=record)
def test_cleaning_a_clean_record_changes_nothing(rules_from, row):
    rules = rules_from(RULES)
    once = pass_record(row, rules, {}, TODAY)
    again = pass_record(once.cleaned, rules, {}, TODAY)
    assert again.cleaned == once.cleaned
    assert again.changes == ()


@pytest.mark.parametrize(
    ("given_record", "expected"),
    [
        ({"stage": "new"}, {"close_date|required", "email+phone|required", "amount|required"}),
        ({"stage": "Won", "close_date": "2025-01-01", "email": "a@acme.com"}, set()),
        ({"close_date": "2025-01-01", "email": "a@acme.com"}, {"amount|required"}),
        (
            {"stage": "Won", "close_date": "2024-01-01", "created_date": "2025-01-01", "amount": "0", "phone": "4155552671"},  # noqa: E501
            {"close-after-create", "worth-something"},
        ),
        ({"stage": "Won", "close_date": "2025-01-01", "phone": "12"}, {"email+phone|required", "phone|impossible"}),
        ({"stage": "Opne", "amount": "5", "close_date": "2025-01-01", "email": "a@acme.com"}, {"stage|picklist"}),
        ({"stage": "Won", "close_date": "2025-01-01", "email": "a@acme.com", "opt_out": "maybe"}, {"opt_out|consent"}),
    ],
)  # fmt: skip
def test_every_finding_is_reported_at_once(rules_from, given_record, expected):
    found = pass_record(given_record, rules_from(RULES), {}, TODAY).findings
    assert {finding.rule for finding in found} == expected


def test_a_message_is_the_rule_s_own_or_a_plain_sentence_without_values(rules_from):
    found = pass_record({"stage": "new", "phone": "12"}, rules_from(RULES), {}, TODAY).findings
    messages = {finding.rule: finding.message for finding in found}
    assert messages["amount|required"] == "What is it worth?"
    assert messages["close_date|required"] == "The close date is missing."
    assert messages["email+phone|required"] == "At least one of email and phone must be filled; all are missing."
    assert messages["phone|impossible"].startswith("The phone cannot be right, so it counts as missing.")


def test_an_unknown_value_is_emptied_only_where_the_rule_says_so(rules_from):
    passed = pass_record({"region": "Moon", "stage": "Opne"}, rules_from(RULES), {}, TODAY)
    assert passed.cleaned == {"region": None, "stage": "Opne"}
    assert [(change.field, change.after) for change in passed.changes] == [("region", None)]


def test_a_disabled_rule_is_silent(rules_from):
    rules = rules_from(RULES + "\n    disable: [amount|required, stage|picklist]\n")
    found = pass_record({"stage": "Opne", "close_date": "2025-01-01", "email": "a@acme.com"}, rules, {}, TODAY).findings
    assert found == ()
