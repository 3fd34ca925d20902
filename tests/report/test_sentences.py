"""What is said about completeness and about a run."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl
import pytest
from tables import held

from crmclean.quality.completeness import completeness
from crmclean.quality.hole import Missing
from crmclean.report import sentences
from crmclean.report.document import Counts, DuplicateGroup, FindingGroup, Report, Thresholds
from crmclean.report.fill import SegmentCell, SegmentRow
from crmclean.spec.model import Rules


def scored(states, **spec):
    fields = {name: {"type": "text"} for name in states}
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": fields, "completeness": spec})
    frame = pl.DataFrame(states, schema=dict.fromkeys(states, pl.String))
    return completeness(held(frame, frame), rules, today=dt.date(2026, 1, 31))


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


def test_missing_sentence_and_breakdown():
    hole = Missing("phone", 20_000, 3_900, 380, 21)
    assert sentences.missing_sentence(hole) == "phone missing: 21.5 % (4,301 of 20,000)"
    assert sentences.missing_sentence(hole, "Phone") == "Phone missing: 21.5 % (4,301 of 20,000)"
    assert sentences.missing_breakdown(hole) == "3,900 empty, 380 placeholder, 21 impossible"
    assert sentences.missing_breakdown(Missing("phone", 9, 0, 2, 0)) == "2 placeholder"
    assert sentences.missing_breakdown(Missing("phone", 9, 0, 0, 0)) == "none missing"
    assert sentences.missing_breakdown(Missing("phone", 9, 1, default=3, null=1)) == "1 empty, 3 left at a default"


def test_headline_names_the_hole_that_costs_most():
    found = scored({"email": ["ok", "empty"], "phone": ["empty", "empty"]}, weights={"email": 3, "phone": 1})
    said = sentences.headline(report(counts=Counts(records=2), before=found, labels={"email": "E-mail"}))
    assert said == "2 contacts; 50.0 % have no E-mail"


def test_headline_after_merging_speaks_of_those_left():
    found = scored({"phone": ["ok", "empty", "ok", "ok"]})
    facts = {"counts": Counts(records=6, merged_away=2), "thresholds": Thresholds(0.3, 0.5, 0.95)}
    assert (
        sentences.headline(report(**facts, before=found, after=found))
        == "6 contacts in, 4 after merging; 25.0 % of them have no phone"
    )


def test_headline_without_records_or_holes():
    assert sentences.headline(report()) == "The input holds no contact"
    assert sentences.headline(report(counts=Counts(rows_read=3, quarantined=3))) == "No contact could be read"
    full = scored({"phone": ["ok"]})
    assert sentences.headline(report(counts=Counts(records=1), before=full)) == "1 contact"


def test_score_headline():
    found = scored({"phone": ["ok", "empty"]}, targets={"overall": 0.75})
    assert sentences.score_headline(found, {}) == (
        "50.0 % of what matters is filled; target 75.0 % missed by 25.0 points; phone missing: 50.0 % (1 of 2)"
    )
    assert sentences.score_headline(scored({"phone": []}), {}) == "Nothing to score"


def test_section_sentences_for_nothing():
    nothing = report()
    assert sentences.changes_sentence(nothing) == "No value had to be changed"
    assert sentences.findings_sentence(nothing) == "Nothing was found wrong"
    assert sentences.duplicates_sentence(nothing) == "Duplicates were not looked for"
    assert sentences.duplicates_sentence(report(thresholds=Thresholds(0.3, 0.5, 0.95))) == "No duplicates were found"


def test_duplicates_sentence_names_what_waits():
    counts = Counts(records=20, clusters=4, merged_away=3, asks=1)
    said = sentences.duplicates_sentence(report(counts=counts, thresholds=Thresholds(0.3, 0.5, 0.95)))
    assert said == "4 groups of duplicates: 3 contacts merged away, 1 to decide on"


def test_a_group_without_columns_is_not_in_the_headline():
    spec = {"phone": 1, "reach": {"weight": 9, "any_of": ["fax", "telex"]}}
    found = scored({"phone": ["ok", "empty"]}, weights=spec)
    assert sentences.headline(report(counts=Counts(records=2), before=found)) == "2 contacts; 50.0 % have no phone"


def test_a_step_to_fill_a_group_names_its_fields():
    spec = {"reach": {"weight": 1, "any_of": ["phone", "mobile"]}}
    found = scored({"phone": ["ok", "empty"], "mobile": ["empty", "empty"]}, weights=spec)
    (step,) = sentences.next_steps(report(before=found, labels={"mobile": "Cell"}))
    assert step == ("Fill reach of 1 contact", "phone or Cell; completeness rises by 50.0 points")


def test_what_a_segment_lacks_most_has_its_denominators():
    cells = (SegmentCell("lead_source", 1, 0.0, 2000), SegmentCell("phone", 3, 0.5, 4), SegmentCell("x", 1, 1.0, 9))
    row = SegmentRow((), 2000, 0.5, None, None, cells)
    assert sentences.lacking_most(row, {"phone": "Phone"}) == "lead source 2,000 of 2,000, Phone 2 of 4"
    assert sentences.lacking_most(row, {}, limit=1) == "lead source 2,000 of 2,000"
    assert sentences.cell_sentence(cells[0], {}) == "lead source: filled in 0 of 2,000"


@pytest.mark.parametrize(
    ("low", "high", "text"), [(0.641, 0.772, "64 to 77 %"), (0, 1, "0 to 100 %"), (None, None, "")]
)
def test_between(low, high, text):
    assert sentences.between(low, high) == text


def test_next_steps_in_order_of_urgency():
    found = scored({"email": ["ok", "empty"], "phone": ["empty", "empty"]}, weights={"email": 1, "phone": 1})
    counts = Counts(records=3, quarantined=1, errors=2, asks=1, merged_away=1)
    findings = (FindingGroup("name|required", "error", "A contact needs a last name.", 2),)
    steps = sentences.next_steps(report(counts=counts, after=found, findings=findings))
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
    assert sentences.next_steps(report()) == []


def test_what_filling_gains_is_what_the_score_lacks():
    found = scored(
        {"email": ["ok", "empty", "ok"], "phone": ["empty", "ok", "empty"]}, weights={"email": 3, "phone": 1}
    )
    gains = [fill.gain for fill in sentences.worst(report(before=found).fills)]
    assert found.overall + sum(gains) == pytest.approx(1)


def test_absent_fields_are_named_as_people_call_them():
    found = scored({"email": ["ok"]}, weights={"email": 1, "lead_source": 1, "fax": 1})
    assert sentences.absent_sentence(found, {"fax": "Fax No."}) == "The input has no column for lead source, Fax No."


@pytest.mark.parametrize(
    ("ids", "kept", "title"),
    [
        (("C1", "C2"), "C1", "C1 and C2 are one account"),
        (("C1", "C2", "C3"), None, "C1 and 2 others may be one account"),
    ],
)
def test_group_title(ids, kept, title):
    assert sentences.group_title(DuplicateGroup(ids, (), 0.9, "Same name.", kept), "account") == title


def test_no_sentence_carries_markup():
    found = scored({"phone": ["ok", "empty"]})
    said = [
        sentences.headline(report(counts=Counts(records=2), before=found)),
        *sentences.next_steps(report(before=found)),
    ]
    assert not re.search(r"[<>&]", str(said))
