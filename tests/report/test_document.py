"""What a report derives from its facts."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tables import held

from crmclean.quality.completeness import completeness
from crmclean.report.document import Counts, Equation, Report
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
    values = states.with_columns(owner=pl.Series(list(owner), dtype=pl.String))
    return completeness(held(values, states), RULES, today=dt.date(2026, 1, 31))


def report(**facts):
    names = dict.fromkeys(("title", "input_name", "object", "pack", "fingerprint", "version"), "x")
    return Report(**names, counts=Counts(), **facts)


def test_golden_records_are_those_not_merged_away():
    assert Counts(records=10, merged_away=3).golden == 7


@pytest.mark.parametrize(("total", "holds"), [(7, True), (8, False)])
def test_an_equation_holds_when_the_parts_add_up(total, holds):
    assert Equation("rows read", total, (("records", 5), ("quarantined", 2))).holds is holds


def test_a_report_shows_what_is_left_in_the_end():
    before, after = scored(["ok", "empty"], "ab"), scored(["ok"], "a")
    assert report().fills == ()
    assert report(before=before).now is before
    assert report(before=before).fills[0].was is None
    assert report(before=before, after=after).now is after
    assert report(before=before, after=after).fills[0].was == 0.5
