from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest

import crmclean
from crmclean import account, passes
from crmclean.errors import QuarantineError
from crmclean.files import TooManyQuarantinedError
from crmclean.quality.completeness import completeness
from crmclean.reading import Reading, open_input
from crmclean.report.document import Counts, Equation

DAY = dt.date(2026, 1, 31)
EXPORT = """\
Id,Name,Close Date,Amount,Customer
1,Big deal,13/04/2026,900,Acme
2,Small deal,03/04/2025,800,Acme Inc.

3,No deal,25/12/2025,n/a,Globex
4,Torn
5,Big deal,14/02/2026,900,Acme Ltd
"""
RULES = """
    crmclean: 1
    object: opportunity
    columns: {account: [Customer]}
    fields:
      id: {type: identifier}
      name: {type: text}
      close_date: {type: date, label: closing day}
      amount: {type: number}
      account: {type: company}
    required: [{field: amount, at_least: 0.9}]
    checks: [{field: amount, min: "850", id: large-enough, at_least: 0.5}]
    duplicates:
      block_on: [[name]]
      compare: {name: text, account: company}
"""
DATED = (
    RULES
    + """
    completeness:
      weights: {amount: {weight: 1, when: "close_date <= today"}}
"""
)


@pytest.fixture
def opened(rules_from, tmp_path):
    """Open the export with the rules of a text."""

    def read(rules: str = RULES):
        path = tmp_path / "deals.csv"
        path.write_text(EXPORT, encoding="utf-8")
        given = rules_from(rules)
        return open_input(path, Reading(rules=str(tmp_path / f"{given.name}.yaml"), max_quarantine=0.5))

    return read


def cleaned_of(opened):
    return passes.clean(opened.records, opened.rules, quarantine=opened.source.quarantine, as_of=DAY)


# Counts


def test_what_was_not_done_counts_0(opened):
    assert account.count(opened().source) == Counts(rows_read=6, records=4, quarantined=1, blank_lines=1)


def test_each_step_adds_its_numbers(opened):
    source = opened().source
    cleaned = cleaned_of(opened())
    pairs = passes.find_duplicates(source.table, opened().rules)
    clusters = passes.cluster(pairs)
    golden = passes.merge(cleaned.records, clusters, opened().rules)
    counts = account.count(source, cleaned=cleaned, pairs=pairs, clusters=clusters, golden=golden)
    found = cleaned.counts()
    assert (counts.changed_values, counts.errors, counts.warnings, counts.notes) == (
        cleaned.changes.height,
        found["errors"],
        found["warnings"],
        found["notes"],
    )
    assert (counts.candidate_pairs, counts.review_pairs) == (pairs.counts()["candidates"], pairs.table.height)
    assert counts.candidate_pairs == 1
    assert (counts.merged_away, counts.asks) == (golden.counts()["merged_away"], golden.counts()["asks"])


# The summary


def test_the_summary_names_input_and_rules(opened):
    read = opened()
    summary = account.summary(read, read.rules, Counts(records=4), warnings=["beware"])
    assert summary["crmclean"] == crmclean.__version__
    assert summary["input"] == {
        "name": "deals.csv",
        "sha256": hashlib.sha256(EXPORT.encode()).hexdigest(),
        "encoding": "utf-8",
        "delimiter": ",",
    }
    assert summary["rules"] == {
        "name": "rules",
        "fingerprint": read.rules.fingerprint,
        "object": "opportunity",
        "recognised": False,
        "given": read.rules.fingerprint,
        "learned": {},
    }
    assert (summary["status"], summary["counts"]["records"], summary["missed"]) == ("done", 4, [])
    assert summary["warnings"] == [*read.source.warnings, "beware"]
    assert json.loads(json.dumps(summary)) == summary


def test_the_summary_holds_the_rules_as_used_and_what_was_learned(opened):
    read = opened()
    cleaned = cleaned_of(read)
    told = account.summary(read, cleaned.rules, Counts())["rules"]
    assert told["learned"] == {"close_date": {"order": "dmy"}}
    assert told["fingerprint"] == cleaned.fingerprint != read.rules.fingerprint


@pytest.mark.parametrize(("rules", "named"), [(RULES, False), (DATED, True)])
def test_the_day_is_named_where_what_the_rules_say_depends_on_it(rules, named, opened):
    read = opened(rules)
    summary = account.summary(read, cleaned_of(read).rules, Counts(), as_of=DAY)
    assert summary.get("as_of") == ("2026-01-31" if named else None)
    assert "as_of" not in account.summary(read, read.rules, Counts())


def test_the_summary_shows_what_was_conserved_and_missed(opened):
    read, equation = opened(), Equation("records", 4, (("golden records", 3), ("merged away", 1)))
    summary = account.summary(read, read.rules, Counts(), missed=["overall"], equations=[equation])
    assert summary["missed"] == ["overall"]
    assert summary["conservation"] == [
        {"name": "records", "total": 4, "parts": {"golden records": 3, "merged away": 1}}
    ]


def test_a_run_that_stopped_says_how_far_it_came(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(EXPORT)
    with pytest.raises(QuarantineError) as caught:
        open_input(path, Reading(max_quarantine=0))
    assert isinstance(caught.value, TooManyQuarantinedError)
    summary = account.stopped(caught.value.input)
    assert (summary["status"], summary["input"]["name"]) == ("stopped", "deals.csv")
    assert {name: count for name, count in summary["counts"].items() if count} == {
        "rows_read": 6,
        "quarantined": 1,
        "blank_lines": 1,
    }


# What columns told, and what was missed


def test_only_what_differs_was_learned(opened):
    given = opened().rules
    assert account.learned_options(given, given) == {}
    fields = {**given.fields, "amount": given.fields["amount"].model_copy(update={"decimal": ","})}
    used = given.model_copy(update={"fields": fields})
    assert account.learned_options(given, used) == {"amount": {"decimal": ","}}


def test_a_note_says_what_was_learned(opened):
    read = opened()
    used = cleaned_of(read).rules
    assert account.learned_notes(read.rules, used) == ("Learned from whole columns: close_date (order: dmy)",)
    assert account.learned_notes(used, used) == ()


def test_a_note_says_which_rules_missed_their_target(opened):
    said = "Target missed: amount|required holds in 75.0 % of 4 records; target 90.0 % missed by 15.0 points"
    assert account.missed_notes(cleaned_of(opened())) == (said,)
    assert account.missed_notes(cleaned_of(opened(RULES.replace("at_least: 0.9", "at_least: 0.7")))) == ()


# The report


@pytest.fixture
def report(opened):
    read = opened()
    cleaned = cleaned_of(read)
    pairs = passes.find_duplicates(read.records, cleaned.rules)
    clusters = passes.cluster(pairs)
    golden = passes.merge(cleaned.records, clusters, cleaned.rules)
    before = completeness(cleaned.standardized, cleaned.rules, today=DAY)
    return account.report(read, cleaned, pairs, clusters, golden, before, before, ())


def test_the_report_calls_fields_as_the_rules_or_the_input_do(report):
    assert report.labels == {
        "id": "Id",
        "name": "Name",
        "close_date": "closing day",
        "amount": "Amount",
        "account": "Customer",
    }


def test_the_report_is_of_the_rules_as_used(report, opened):
    read = opened()
    assert (report.pack, report.object, report.input_name) == ("rules", "opportunity", "deals.csv")
    assert report.fingerprint == cleaned_of(read).fingerprint
    assert tuple(report.thresholds) == (0.3, 0.5, 0.95)


def test_the_report_shows_what_the_steps_found(report):
    assert report.counts.records == 4
    assert [change.field for change in report.changes] == ["Close Date"]
    assert {group.rule for group in report.findings} == {"amount|required", "amount|placeholder", "large-enough"}
    assert [(rule.rule, rule.met) for rule in report.rules if rule.met is not None] == [
        ("amount|required", False),
        ("large-enough", True),
    ]
    assert report.blocking == (("name", 1),)
    assert [words for words, _ in report.plan] == ["kept", "merged into another", "a person should decide"]
