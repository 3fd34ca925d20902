"""How complete each record is: in a table and alone."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import crmclean as cc
from crmclean import resources

RULES = """
    crmclean: 1
    object: contact
    fields:
      id: {type: identifier}
      last_name: {type: person_name, part: family}
      email: {type: email}
      phone: {type: phone, region: US, label: telephone}
      birthdate: {type: date}
    completeness:
      weights:
        last_name: 2
        reach: {weight: 1, any_of: [email, phone]}
        birthdate: {weight: 1, when: "birthdate is null or birthdate <= today"}
        phone: 4
"""
CONTACTS = pl.DataFrame(
    {
        "id": ["1", "2", "3"],
        "Last Name": ["Doe", "n/a", "Poe"],
        "E-Mail": ["jane@acme-widgets.com", None, ""],
        "Phone": ["(415) 555-2671", "000-000-0000", None],
        "Birthdate": ["1980-01-31", None, "2026-06-01"],
    }
)
DAY = dt.date(2026, 1, 31)


def test_each_record_of_a_table_has_its_score(rules_from):
    scored = cc.score_records(CONTACTS.rename({"E-Mail": "email"}), rules_from(RULES), as_of=DAY)
    assert scored.rows() == [
        ("1", 1.0, ""),
        ("2", 0.0, "last name, reach, birthdate, telephone"),
        ("3", pytest.approx(2 / 7), "reach, telephone"),
    ]


def test_the_day_decides_what_counts(rules_from):
    later = cc.score_records(CONTACTS, rules_from(RULES), as_of=dt.date(2026, 6, 1))
    assert later["score"].to_list()[2] == pytest.approx(3 / 8)


def test_one_record_alone_has_the_score_that_it_has_in_a_table():
    rules = cc.load_rules("generic/contact")
    example = pl.read_csv(resources.example("contacts.csv"), infer_schema=False)
    scores = cc.score_records(example, rules)["score"].to_list()
    assert len(set(scores)) > 10
    for record, score in zip(example.iter_rows(named=True), scores, strict=True):
        assert cc.check(record, rules).score == score


def test_a_verdict_names_what_is_missing_by_field_or_group(rules_from):
    verdict = cc.check(CONTACTS.row(2, named=True), rules_from(RULES), as_of=DAY)
    assert (verdict.score, verdict.missing) == (pytest.approx(2 / 7), ("reach", "phone"))


def test_where_nothing_counts_there_is_no_score(rules_from):
    fields = RULES.partition("    completeness:")[0]
    rules = rules_from(fields + '    completeness: {weights: {email: {weight: 1, when: "phone is not null"}}}')
    verdict = cc.check({"last_name": "Doe"}, rules)
    assert (verdict.score, verdict.missing) == (None, ())
    assert cc.score_records(CONTACTS[1:], rules)["score"].to_list() == [None, None]


def test_without_weights_every_field_of_the_record_counts_the_same(rules_from):
    rules = rules_from(RULES.partition("    completeness:")[0])
    verdict = cc.check({"last_name": "Doe", "phone": ""}, rules)
    assert (verdict.score, verdict.missing) == (0.5, ("phone",))


@pytest.mark.parametrize("record_id", [None, "ROW"])
def test_records_are_named_by_their_ids(record_id, rules_from):
    scored = cc.score_records(CONTACTS, rules_from(RULES), record_id=record_id, as_of=DAY)
    assert scored["record_id"].to_list() == ["1", "2", "3"]


def test_any_kind_of_table_is_scored(rules_from):
    rules = rules_from(RULES)
    expected = cc.score_records(CONTACTS, rules, as_of=DAY)
    for table in (CONTACTS.to_pandas(), CONTACTS.to_arrow(), CONTACTS.lazy()):
        assert cc.score_records(table, rules, as_of=DAY).equals(expected)
