"""How full fields and segments are, as a report shows them."""

from __future__ import annotations

import datetime as dt

import polars as pl
from tables import held, in_states, of_text

from crmclean.quality.completeness import completeness
from crmclean.report.fill import SegmentCell, SegmentRow, field_fills, segments

TODAY = dt.date(2026, 1, 31)
RULES = of_text("email", "owner", weights={"email": 3, "owner": 1}, targets={"email": 0.5}, by=["owner"])


def scored(emails, owners, rules=RULES):
    """Records with these e-mails, a letter each as ``in_states`` takes them, and these owners."""
    states = in_states(email=emails, owner="o" * len(owners))
    values = states.with_columns(owner=pl.Series(list(owners), dtype=pl.String))
    return completeness(held(values, states), rules, today=TODAY)


def test_field_fills_compare_now_with_before():
    before, now = scored("oeee", "abcd"), scored("oe", "ab")
    email, owner = field_fills(now, before)
    assert (email.field, email.was, email.share, email.target, email.met) == ("email", 0.25, 0.5, 0.5, True)
    assert email.gain == 0.375
    assert owner.gain == 0


def test_field_fills_without_an_earlier_state():
    now = scored("o", "a")
    assert [fill.was for fill in field_fills(now)] == [None, None]
    assert [fill.was for fill in field_fills(now, scored("", ""))] == [None, None]


def test_a_field_that_counts_in_no_record_had_no_share():
    rules = of_text("email", "owner", weights={"email": 1, "owner": {"weight": 1, "when": "email == 'lost'"}})
    result = scored("o", "a", rules)
    owner = field_fills(result, result)[1]
    assert (owner.share, owner.was, owner.gain) == (None, None, 0)


def test_a_group_is_shown_with_its_fields():
    rules = of_text("email", "owner", weights={"email": 1, "anyone": {"weight": 1, "any_of": ["email", "owner"]}})
    assert [(fill.field, fill.fields) for fill in field_fills(scored("o", "a", rules))] == [
        ("email", ()),
        ("anyone", ("email", "owner")),
    ]


def test_segments_keep_the_largest_and_count_the_rest():
    found = scored("oeoo", ["Ann", "Ann", "Bob", "Cem"])
    (part,) = segments(found, limit=1)
    assert (part.by, part.fields) == (("owner",), ("email", "owner"))
    (row,) = part.rows
    assert (row.values, row.records, row.score) == (("Ann",), 2, 0.625)
    assert row.cells == (SegmentCell("email", 3, 0.5, 2), SegmentCell("owner", 1, 1.0, 2))
    assert row.low < row.score < row.high
    assert (part.more, part.more_records) == (2, 2)
    assert part.whole == SegmentRow(
        (),
        4,
        found.overall,
        None,
        None,
        (SegmentCell("email", 3, 0.75, 4), SegmentCell("owner", 1, 1.0, 4)),
    )


def test_the_small_segments_of_two_fields_have_one_name():
    rules = of_text("email", "owner", weights={"email": 1}, by=[["owner", "email"]], min_records=2)
    (part,) = segments(scored("ooe", "aab", rules))
    assert [(row.values, row.records) for row in part.rows] == [(("a", "ok"), 2), (("(fewer than 2 records)",), 1)]


def test_a_cell_counts_where_its_part_counts():
    cell = SegmentCell("phone", 1, 2 / 3, 3)
    assert (cell.filled, cell.missing) == (2, 1)
    nothing = SegmentCell("phone", 1, None, 0)
    assert (nothing.filled, nothing.missing) == (0, 0)


def test_what_is_lacking_is_in_the_order_of_its_weight():
    cells = (SegmentCell("title", 1, 0.5, 10), SegmentCell("email", 3, 0.8, 10), SegmentCell("name", 9, 1.0, 10))
    assert [cell.field for cell in SegmentRow((), 10, None, None, None, cells).lacking] == ["email", "title"]
