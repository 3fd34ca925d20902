"""What a report derives from its facts."""

from __future__ import annotations

import polars as pl
import pytest

from crmclean.quality.completeness import completeness
from crmclean.report.document import Counts, Equation, Report, field_fills, segments
from crmclean.spec.model import Rules

RULES = Rules.model_validate(
    {
        "crmclean": "1",
        "object": "contact",
        "fields": {"email": {"type": "text"}, "owner": {"type": "text"}},
        "completeness": {"weights": {"email": 3, "owner": 1}, "targets": {"email": 0.5}, "by": ["owner"]},
    }
)


def scored(email, owner):
    states = pl.DataFrame(
        {"email": email, "owner": ["ok"] * len(email)}, schema={"email": pl.String, "owner": pl.String}
    )
    return completeness(states.with_columns(owner=pl.Series(list(owner), dtype=pl.String)), states, RULES)


def report(**facts):
    names = dict.fromkeys(("title", "input_name", "object", "pack", "fingerprint", "version"), "x")
    return Report(**names, counts=Counts(), **facts)


def test_golden_records_are_those_not_merged_away():
    assert Counts(records=10, merged_away=3).golden == 7


@pytest.mark.parametrize(("total", "holds"), [(7, True), (8, False)])
def test_an_equation_holds_when_the_parts_add_up(total, holds):
    assert Equation("rows read", total, (("records", 5), ("quarantined", 2))).holds is holds


def test_field_fills_compare_now_with_before():
    before, now = scored(["ok", "empty", "empty", "empty"], "abcd"), scored(["ok", "empty"], "ab")
    email, owner = field_fills(now, before)
    assert (email.field, email.was, email.share, email.target, email.met) == ("email", 0.25, 0.5, 0.5, True)
    assert email.weight == 0.75
    assert email.gain == 0.375
    assert owner.gain == 0


def test_field_fills_without_an_earlier_state():
    now = scored(["ok"], "a")
    assert [fill.was for fill in field_fills(now)] == [None, None]
    assert [fill.was for fill in field_fills(now, scored([], ""))] == [None, None]


def test_a_report_shows_what_is_left_in_the_end():
    before, after = scored(["ok", "empty"], "ab"), scored(["ok"], "a")
    assert report().fills == ()
    assert report(before=before).now is before
    assert report(before=before).fills[0].was is None
    assert report(before=before, after=after).now is after
    assert report(before=before, after=after).fills[0].was == 0.5


def test_segments_keep_the_largest_and_count_the_rest():
    held = scored(["ok", "empty", "ok", "ok"], ["Ann", "Ann", "Bob", "Cem"])
    (part,) = segments(held, limit=1)
    assert part.by == "owner"
    assert part.fields == ("email", "owner")
    assert part.rows == (("Ann", 2, 0.625, (0.5, 1.0)),)
    assert (part.more, part.more_records) == (2, 2)
