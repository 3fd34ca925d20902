"""Numbers and sentences, and that rounding never lies."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.quality.completeness import Missing, completeness
from crmclean.report import wording
from crmclean.report.document import Counts, DuplicateGroup, FindingGroup, Report, Thresholds
from crmclean.spec.model import Rules


def scored(states, **spec):
    fields = {name: {"type": "text"} for name in states}
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": fields, "completeness": spec})
    frame = pl.DataFrame(states, schema=dict.fromkeys(states, pl.String))
    return completeness(frame, frame, rules)


def report(**facts):
    base = {
        "title": "Contact report",
        "input_name": "contacts.csv",
        "object": "contact",
        "pack": "generic/contact",
        "fingerprint": "0123456789abcdef",
        "version": "0.1.0",
        "counts": Counts(),
    }
    return Report(**base | facts)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "—"),
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.21505, "21.5 %"),
        (6 / 100_000, "<0.1 %"),
        (1 / 10**9, "<0.1 %"),
        (1 - 6 / 100_000, ">99.9 %"),
        (0.001, "0.1 %"),
        (0.999, "99.9 %"),
    ],
)
def test_percent(share, text):
    assert wording.percent(share) == text


@given(st.integers(1, 10**9), st.data())
def test_percent_never_lies(whole, data):
    part = data.draw(st.integers(0, whole))
    text = wording.percent(part / whole)
    assert (text == "0.0 %") == (part == 0)
    assert (text == "100.0 %") == (part == whole)


def test_missing_sentence_and_breakdown():
    hole = Missing("phone", 20_000, 3_900, 380, 21)
    assert wording.missing_sentence(hole) == "phone missing: 21.5 % (4,301 of 20,000)"
    assert wording.missing_sentence(hole, "Phone") == "Phone missing: 21.5 % (4,301 of 20,000)"
    assert wording.missing_breakdown(hole) == "3,900 empty, 380 placeholder, 21 impossible"
    assert wording.missing_breakdown(Missing("phone", 9, 0, 2, 0)) == "2 placeholder"
    assert wording.missing_breakdown(Missing("phone", 9, 0, 0, 0)) == "none missing"


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(0, "contact", "0 contacts"), (1, "opportunity", "1 opportunity"), (1234, "opportunity", "1,234 opportunities")],
)
def test_plural(count, noun, text):
    assert wording.plural(count, noun) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        ("Acme", "Acme"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("abc\u202ecba", "abc\ufffdcba"),
        ("\udc80", "\ufffd"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_clip_makes_a_value_fit_to_be_shown(value, text):
    assert wording.clip(value) == text


def test_changed_says_when_a_value_was_emptied():
    assert wording.changed("Tech", "Technology") == "Tech → Technology"
    assert wording.changed("n/a", None) == "n/a → (emptied)"


@pytest.mark.parametrize(
    ("share", "target", "met", "text"),
    [
        (0.749, 0.85, False, "target 85.0 % missed by 10.1 points"),
        (0.8999, 0.9, False, "target 90.0 % missed by <0.1 points"),
        (0.9, 0.9, True, "target 90.0 % met"),
        (None, 0.9, None, "target 90.0 %"),
        (0.5, None, None, "no target"),
    ],
)
def test_target_sentence(share, target, met, text):
    assert wording.target_sentence(share, target, met=met) == text


def test_headline_names_the_hole_that_costs_most():
    held = scored({"email": ["ok", "empty"], "phone": ["empty", "empty"]}, weights={"email": 3, "phone": 1})
    said = wording.headline(report(counts=Counts(records=2), before=held, labels={"email": "E-mail"}))
    assert said == "2 contacts; 50.0 % have no E-mail"


def test_headline_after_merging_speaks_of_those_left():
    held = scored({"phone": ["ok", "empty", "ok", "ok"]})
    facts = {"counts": Counts(records=6, merged_away=2), "thresholds": Thresholds(0.3, 0.5, 0.95)}
    assert (
        wording.headline(report(**facts, before=held, after=held))
        == "6 contacts in, 4 after merging; 25.0 % of them have no phone"
    )


def test_headline_without_records_or_holes():
    assert wording.headline(report()) == "The input holds no contact"
    assert wording.headline(report(counts=Counts(rows_read=3, quarantined=3))) == "No contact could be read"
    full = scored({"phone": ["ok"]})
    assert wording.headline(report(counts=Counts(records=1), before=full)) == "1 contact"


def test_score_headline():
    held = scored({"phone": ["ok", "empty"]}, targets={"overall": 0.75})
    assert wording.score_headline(held, {}) == (
        "50.0 % of what matters is filled; target 75.0 % missed by 25.0 points; phone missing: 50.0 % (1 of 2)"
    )
    assert wording.score_headline(scored({"phone": []}), {}) == "Nothing to score"


def test_section_sentences_for_nothing():
    nothing = report()
    assert wording.changes_sentence(nothing) == "No value had to be changed"
    assert wording.findings_sentence(nothing) == "Nothing was found wrong"
    assert wording.duplicates_sentence(nothing) == "Duplicates were not looked for"
    assert wording.duplicates_sentence(report(thresholds=Thresholds(0.3, 0.5, 0.95))) == "No duplicates were found"


def test_duplicates_sentence_names_what_waits():
    counts = Counts(records=20, clusters=4, merged_away=3, asks=1)
    said = wording.duplicates_sentence(report(counts=counts, thresholds=Thresholds(0.3, 0.5, 0.95)))
    assert said == "4 groups of duplicates: 3 contacts merged away, 1 to decide on"


def test_next_steps_in_order_of_urgency():
    held = scored({"email": ["ok", "empty"], "phone": ["empty", "empty"]}, weights={"email": 1, "phone": 1})
    counts = Counts(records=3, quarantined=1, errors=2, asks=1, merged_away=1)
    findings = (FindingGroup("name|required", "error", "A contact needs a last name.", 2),)
    steps = wording.next_steps(report(counts=counts, after=held, findings=findings))
    assert [step.what for step in steps] == [
        "Repair 1 row that could not be read",
        "Decide on 1 likely duplicate",
        "Correct 2 errors",
        "Fill phone of 2 contacts",
        "Fill email of 1 contact",
        "Load 2 contacts back",
    ]
    assert steps[2].detail == "findings.csv; most often: A contact needs a last name."
    assert steps[3].detail == "completeness rises by 50.0 points"
    assert wording.next_steps(report()) == []


def test_what_filling_gains_is_what_the_score_lacks():
    held = scored({"email": ["ok", "empty", "ok"], "phone": ["empty", "ok", "empty"]}, weights={"email": 3, "phone": 1})
    gains = [fill.gain for fill in wording.worst(report(before=held).fills)]
    assert held.overall + sum(gains) == pytest.approx(1)


def test_absent_fields_are_named_as_people_call_them():
    held = scored({"email": ["ok"]}, weights={"email": 1, "lead_source": 1, "fax": 1})
    assert wording.absent_sentence(held, {"fax": "Fax No."}) == "The input has no column for lead source, Fax No."


@pytest.mark.parametrize(
    ("ids", "kept", "title"),
    [
        (("C1", "C2"), "C1", "C1 and C2 are one account"),
        (("C1", "C2", "C3"), None, "C1 and 2 others may be one account"),
    ],
)
def test_group_title(ids, kept, title):
    assert wording.group_title(DuplicateGroup(ids, (), 0.9, "Same name.", kept), "account") == title


def test_no_sentence_carries_markup():
    held = scored({"phone": ["ok", "empty"]})
    said = [wording.headline(report(counts=Counts(records=2), before=held)), *wording.next_steps(report(before=held))]
    assert not re.search(r"[<>&]", str(said))
