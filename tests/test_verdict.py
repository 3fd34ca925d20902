from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import crmclean as cc
from crmclean import resources
from crmclean.findings import CHANGES, FINDINGS


@pytest.fixture(scope="module")
def rules():
    return cc.load_rules("generic/contact")


@pytest.fixture(scope="module")
def example() -> pl.DataFrame:
    return pl.read_csv(resources.example("contacts.csv"), infer_schema=False)


def test_a_record_answers_in_the_names_that_it_was_given(rules):
    verdict = cc.check({"Email Address": "jane@@acme.com", "Surname": "Doe", "Industry": "Tech"}, rules)
    assert {finding.field for finding in verdict.findings} <= {"Email Address", "Surname", ""}
    assert verdict.patch == {"Industry": "Technology"}


@pytest.mark.parametrize(
    ("record", "decision"),
    [
        ({"last_name": "Doe", "email": "jane@acme-widgets.com"}, "accept"),
        ({"last_name": "Doe", "email": "jane@acme-widgets.com", "industry": "Tech"}, "fix"),
        ({"last_name": "Doe", "email": "jane@acme-widgets.com", "industry": "Sprockets"}, "review"),
        ({"last_name": "Doe", "email": ""}, "reject"),
        ({"last_name": "Doe", "phone": 4155552671, "opt_out": True, "birthdate": dt.date(1980, 1, 31)}, "fix"),
    ],
)
def test_a_record_gets_its_verdict(record, decision, rules):
    before = dict(record)
    assert cc.check(record, rules).decision == decision
    assert record == before


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "no key fits"),
        ({"alpha": 1}, "no key fits a field of the rule set 'generic/contact'; got: alpha"),
        ({"email": ["a@acme.com"]}, "'email' holds a list"),
        ({"email": {"work": "a@acme.com"}}, "'email' holds a dict"),
        ({"email": b"a@acme.com"}, "'email' holds a bytes"),
    ],
)
def test_what_is_no_record_is_refused(record, message, rules):
    with pytest.raises(cc.TableError, match=message):
        cc.check(record, rules)


def test_no_text_breaks_a_check(rules):
    for text in ("\x00", "\ud800", "a" * 100_000, "\u202e", "=1+1", "\U0001f600", "é" * 5000):
        for field in rules.fields:
            assert cc.check({field: text}, rules).decision in {"accept", "fix", "review", "reject"}


def test_every_record_of_a_table_gets_the_verdict_that_it_gets_alone(example, rules):
    cleaned = cc.clean(example, rules)
    asked = ["field", "rule", "severity", "message", "value"]
    findings = cleaned.findings.partition_by("record_id", as_dict=True)
    changes = cleaned.changes.partition_by("record_id", as_dict=True)
    nothing = FINDINGS.to_frame(), CHANGES.to_frame()
    for record in example.iter_rows(named=True):
        verdict, key = cc.check(record, rules), (record["id"],)
        assert [tuple(getattr(one, name) for name in asked) for one in verdict.findings] == findings.get(
            key, nothing[0]
        ).select(asked).rows()
        assert verdict.patch == dict(changes.get(key, nothing[1]).select("field", "after").iter_rows())
