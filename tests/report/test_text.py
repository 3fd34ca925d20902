"""What the terminal shows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tables import held, in_states, of_text

from crmclean.errors import TableError
from crmclean.quality.completeness import completeness
from crmclean.report import sentences, wording
from crmclean.report.document import Counts, Report
from crmclean.report.text import before_after, completeness_summary, missing_lines, summary, table


def test_table_aligns_columns_by_width_on_the_terminal():
    assert table(["name", "n"], [["漢字", "1"], ["Jo", "1,000"], ["abcdef", "10"]], align="lr").splitlines() == [
        "name        n",
        "漢字        1",
        "Jo      1,000",
        "abcdef     10",
    ]


def test_table_without_rows_is_its_header():
    assert table(["name", "n"], []) == "name  n"


def test_summary_is_short_and_says_the_main_things(full):
    report = full("aaa")
    said = summary(report)
    assert len(said.splitlines()) <= 45
    for words in (
        sentences.headline(report),
        sentences.overall_sentence(report.now),
        sentences.changes_sentence(report),
        sentences.findings_sentence(report),
        sentences.duplicates_sentence(report),
        "aaa: aaa → aaa (3,001)",
        "20,029 aaa = 20,011 aaa + 13 aaa + 5 aaa",
        "20,011 aaa = 16,988 aaa + 3,021 aaa  DOES NOT ADD UP",
        "The input has no column for aaaabsent",
        "1. Repair 13 rows that could not be read",
        "Target missed: aaa holds in 96.8 % of 19,013 records; target 98.0 % missed by 1.2 points (aaa)",
    ):
        assert words in said


def test_only_rules_that_miss_their_target_are_named(full):
    assert summary(full("aaa")).count("Target missed") == 1


def test_summary_compares_with_the_records_as_read(full):
    header = next(line for line in summary(full("aaa")).splitlines() if "filled" in line and "was" in line)
    assert header.split() == ["field", "filled", "was", "missing", "of", "which", "target"]


@pytest.mark.parametrize("text", ["\x1b[31m", "\x07", "\u202e", "\r", "a\nb"])
def test_no_value_sends_control_sequences(full, scored, text):
    lines = len(summary(full("aaa")).splitlines())
    for said in (summary(full(text)), completeness_summary(scored(text, 20), text)):
        assert not set(said) & {"\x1b", "\x07", "\u202e", "\r"}
    assert len(summary(full(text)).splitlines()) == lines


def test_summary_of_nothing():
    nothing = Report(
        title="Contact report",
        input_name="empty.csv",
        object="contact",
        pack="p",
        fingerprint="f",
        version="v",
        counts=Counts(),
    )
    assert summary(nothing).splitlines()[:2] == ["Contact report: empty.csv", "The input holds no contact."]
    assert "Duplicates" not in summary(nothing)


def test_completeness_summary_lists_fields_segments_and_what_is_absent(scored):
    said = completeness_summary(scored("f", 100), "contacts.csv", labels={"fa": "E-mail"})
    assert said.startswith("contacts.csv\n")
    assert "  E-mail" in said
    assert "and 6 more with" in said
    assert said.endswith("The input has no column for fabsent")


def test_every_share_stands_beside_the_records_it_is_a_share_of(scored):
    lines = completeness_summary(scored("f", 100)).splitlines()
    header, _ = (line for line in lines if "missing most" in line)
    assert header.split() == ["fd", "records", "score", "95", "%", "sure", "missing", "most"]
    assert any(re.match(r"  fa +34\.0 % +66 of 100 ", line) for line in lines)
    assert any(re.match(r"  fgroup +\S+ % +\d+ of 67 ", line) for line in lines)
    assert "  fgroup: fa or fb" in lines
    assert all(re.search(r" %  f\w+ \d+ of \d+, f\w+ \d+ of \d+, f", line) for line in lines if " to " in line)


def test_small_segments_of_two_fields_have_one_name():
    rules = of_text("email", "phone", weights={"email": 1}, by=[["email", "phone"]], min_records=2)
    states = in_states(email="oeo", phone="ooo")
    found = completeness(held(states, states), rules, today=dt.date(2026, 1, 31))
    assert completeness_summary(found).splitlines()[-3:] == [
        "  email                   phone  records    score    95 % sure  missing most",
        "  ok                      ok           2  100.0 %  34 to 100 %",
        "  (fewer than 2 records)               1    0.0 %    0 to 79 %  email 1 of 1",
    ]


def test_completeness_summary_of_no_records(scored):
    assert "Nothing to score" in completeness_summary(scored("f", 0), "empty.csv")


def test_missing_lines_of_any_field(scored):
    said = missing_lines(scored("f", 100), {"fb": "fb", "fe": "fe", "fabsent": "fabsent"})
    assert said.splitlines() == [
        "fb missing: 75.0 % (75 of 100)",
        "  25 empty, 25 placeholder, 25 impossible",
        "fe missing: 43.0 % (43 of 100)",
        "  15 empty, 14 placeholder, 14 impossible",
        "fabsent missing: 100.0 % (100 of 100)",
        "  100 empty",
    ]


def test_missing_lines_of_an_unknown_field(scored):
    with pytest.raises(TableError, match=r"no column 'fb2'; .*Did you mean 'fb'"):
        missing_lines(scored("f", 9), {"fb2": "fb2"})


def test_before_after(full):
    report = full("f")
    lines = [line.split() for line in before_after(report).splitlines()]
    assert lines[:3] == [
        ["before", "after"],
        ["contact", "records", "20,011", "16,988"],
        [
            "completeness",
            *wording.percent(report.before.overall).split(),
            *wording.percent(report.after.overall).split(),
        ],
    ]
    assert len(lines) == 3 + len(report.fills)


def test_before_after_without_scores():
    plain = Report(
        title="t",
        input_name="i",
        object="lead",
        pack="p",
        fingerprint="f",
        version="v",
        counts=Counts(records=3, merged_away=1),
    )
    assert before_after(plain).splitlines()[1:] == ["lead records       3      2"]
