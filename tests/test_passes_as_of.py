"""What depends on the day, or on other records."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from crmclean.passes import clean
from crmclean.verdict import check

RULES = """
    crmclean: 1
    object: opportunity
    fields:
      name: {type: text}
      close_date: {type: date}
      stage: {type: text}
    checks:
      - {id: past, that: "close_date >= today", when: "stage != 'Won'", at_least: 0.9}
      - {field: close_date, max_age: 1 year, severity: note}
      - {field: name, unique: true, since: 2026-06-01}
"""
DEALS = pl.DataFrame(
    {"id": ["1", "2"], "Name": ["A", "A"], "Close_Date": ["2026-01-31", "2024-12-31"], "Stage": ["Open", "Won"]}
)


@pytest.mark.parametrize(
    ("day", "found", "met"),
    [
        ("2026-01-31", [("2", "close_date|freshness")], True),
        ("2026-02-01", [("1", "past"), ("2", "close_date|freshness")], False),
        (
            "2026-06-01",
            [("1", "past"), ("1", "name|unique"), ("2", "close_date|freshness"), ("2", "name|unique")],
            False,
        ),
    ],
)
def test_a_table_is_judged_as_of_a_day(rules_from, day, found, met):
    cleaned = clean(DEALS, rules_from(RULES), as_of=dt.date.fromisoformat(day))
    assert cleaned.findings.select("record_id", "rule").rows() == found
    assert cleaned.outcomes.filter(rule="past")["met"].item() is met
    assert str(cleaned.as_of) == day


@pytest.mark.parametrize(("day", "decision"), [("2026-01-31", "accept"), ("2026-02-01", "review")])
def test_a_record_is_judged_as_of_a_day(rules_from, day, decision):
    verdict = check(DEALS.row(0, named=True), rules_from(RULES), as_of=dt.date.fromisoformat(day))
    assert (verdict.decision, str(verdict.as_of)) == (decision, day)


def test_without_a_day_it_is_today_in_utc(rules_from):
    before = dt.datetime.now(dt.UTC).date()
    days = [clean(DEALS, rules_from(RULES)).as_of, check({"name": "A"}, rules_from(RULES)).as_of]
    assert all(before <= day <= dt.datetime.now(dt.UTC).date() for day in days)


@pytest.mark.parametrize(("day", "named"), [("2026-01-31", False), ("2026-06-01", True)])
def test_one_record_alone_says_which_rules_need_the_others(rules_from, day, named):
    verdict = check({"name": "A"}, rules_from(RULES), as_of=dt.date.fromisoformat(day))
    assert not verdict.complete
    assert ("These rules need the other records: name|unique." in verdict.reason) is named
