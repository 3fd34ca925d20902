"""Segments: what they are called, which are one, and what each of them counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import held, in_states, of_text

from crmclean.engine.standardize import standardize
from crmclean.errors import TableError
from crmclean.quality.interval import wilson
from crmclean.quality.part import parts, weigh
from crmclean.quality.segment import BY_SEGMENT, NO_SEGMENT, by_segment, fields_of, insist, named, split
from crmclean.spec.model import Rules

TODAY = dt.date(2026, 1, 31)
RULES = of_text("email", "owner", "stage", weights={"email": 1})


def segmented(standardized, rules, *segments, least=1):
    weighed = parts(rules, standardized.columns, TODAY)
    weighing = weigh(standardized, weighed, rules)
    return by_segment(weighing, weighed, standardized.columns, rules, segments, least=least)


def deals(owners, stages=None, emails=None):
    """Records with these owners and stages; one letter an e-mail, as ``in_states`` takes them."""
    values = pl.DataFrame(
        {"owner": owners, "stage": stages or owners}, schema=dict.fromkeys(("owner", "stage"), pl.String)
    )
    values = values.with_columns(email=pl.lit("x"))
    there = ["e" if owner is None else "o" for owner in owners]
    return held(values, in_states(email=emails or "o" * len(owners), owner="".join(there), stage="o" * len(owners)))


def shown(table):
    return table.select("value", "records").rows()


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        ("owner", ("owner", "")),
        ("created_date.month", ("created_date", "month")),
        ("created_date.week", ("created_date.week", "")),
        ("Account.Owner", ("Account.Owner", "")),
        (".month", (".month", "")),
        ("month", ("month", "")),
    ],
)
def test_a_month_is_part_of_a_date(name, parted):
    assert split(name) == parted


def test_a_segment_names_different_fields_and_is_named_once():
    asked = ["owner", ("owner",), ["owner", "stage"], ("owner", "owner"), ("owner", "stage"), ("stage", "owner")]
    assert named(asked) == ("owner", ("owner", "stage"), ("stage", "owner"))
    assert fields_of(("created_date.month", "owner")) == ("created_date", "owner")


@pytest.mark.parametrize("segment", [("a", "b", "c"), ()])
def test_a_segment_has_one_name_or_two(segment):
    with pytest.raises(TableError, match=r"one field makes a segment, or two together; got (a, b, c|none)"):
        named([segment])


@pytest.mark.parametrize(
    ("segment", "told"),
    [
        ("onwer", r"no column 'onwer'; the table has: email, owner, stage. Did you mean 'owner'\?"),
        (("owner", "stgae"), "no column 'stgae'"),
        ("close_date.month", "no column 'close_date'"),
        ("owner.month", "'owner.month' is no segment: 'owner' is no date"),
    ],
)
def test_segments_that_the_table_does_not_have_are_refused(segment, told):
    with pytest.raises(TableError, match=told):
        insist([segment], deals(["Ann"]).columns, RULES)


def test_a_row_has_the_counts_behind_each_share():
    rules = of_text(
        "email", "owner", "stage", weights={"email": 1, "stage": {"weight": 3, "when": "email is not null"}}
    )
    table = segmented(deals(["Ann", "Ann", "Ann"], ["x", "x", "x"], "ooe"), rules, "owner")
    assert table.schema == pl.Schema(
        {
            **BY_SEGMENT,
            "share_email": pl.Float64,
            "share_stage": pl.Float64,
            "of_email": pl.Int64,
            "of_stage": pl.Int64,
        }
    )
    low, high = pl.select(*(end.alias(str(at)) for at, end in enumerate(wilson(pl.lit(2 / 3), pl.lit(3.0))))).row(0)
    assert table.row(0, named=True) == {
        "segment": "owner",
        "value": "Ann",
        "segment_2": None,
        "value_2": None,
        "records": 3,
        "scored": 3,
        "score": round(2 / 3, 12),
        "low": pytest.approx(low),
        "high": pytest.approx(high),
        "share_email": 2 / 3,
        "share_stage": 1.0,
        "of_email": 3,
        "of_stage": 2,
    }


def test_a_share_of_nothing_is_null():
    rules = of_text("email", "owner", "stage", weights={"email": {"weight": 1, "when": "owner == 'Ann'"}})
    table = segmented(deals(["Ann", "Bob"]), rules, "owner")
    assert table.select("value", "scored", "score", "low", "share_email", "of_email").rows() == [
        ("Ann", 1, 1.0, pytest.approx(0.2065, abs=1e-4), 1.0, 1),
        ("Bob", 0, None, None, None, 0),
    ]


def test_the_largest_come_first_then_by_name():
    table = segmented(deals(["Zoe", "Ann", "Zoe", None, None, "Bob"]), RULES, "owner")
    assert shown(table) == [(NO_SEGMENT, 2), ("Zoe", 2), ("Ann", 1), ("Bob", 1)]


@pytest.mark.parametrize("letter", "epi")
def test_what_counts_as_missing_makes_no_segment(letter):
    values = pl.DataFrame({"email": ["x", "x"], "owner": ["n/a", "Ann"]})
    table = segmented(held(values, in_states(email="oo", owner=f"{letter}o")), RULES, "owner")
    assert shown(table) == [(NO_SEGMENT, 1), ("Ann", 1)]


def test_what_only_looks_wrong_makes_a_segment():
    values = pl.DataFrame({"email": ["x", "x"], "owner": ["Sprockets", "?"]})
    table = segmented(held(values, in_states(email="oo", owner="uv")), RULES, "owner")
    assert shown(table) == [("?", 1), ("Sprockets", 1)]


def test_two_fields_make_segments_together():
    table = segmented(deals(["Zoe", "Zoe", "Ann"], ["Won", "Won", "Lost"], "oeo"), RULES, ("owner", "stage"))
    assert table.select("segment", "value", "segment_2", "value_2", "records", "score").rows() == [
        ("owner", "Zoe", "stage", "Won", 2, 0.5),
        ("owner", "Ann", "stage", "Lost", 1, 1.0),
    ]


def test_small_segments_are_one_and_come_last():
    table = segmented(deals(["Zoe", "Zoe", "Ann", "Bob", "Cem", None], emails="ooeoeo"), RULES, "owner", least=2)
    assert table.select("value", "records", "score").rows() == [("Zoe", 2, 1.0), ("(fewer than 2 records)", 4, 0.5)]


def test_small_segments_of_two_fields_are_one():
    found = deals(["Zoe", "Zoe", "Ann", "Ann"], ["Won", "Won", "Won", "Lost"])
    table = segmented(found, RULES, ("owner", "stage"), least=2)
    assert table.select("segment", "value", "segment_2", "value_2", "records").rows() == [
        ("owner", "Zoe", "stage", "Won", 2),
        ("owner", "(fewer than 2 records)", "stage", None, 2),
    ]


def test_a_value_that_reads_like_a_name_of_ours_is_another_segment():
    found = deals([NO_SEGMENT, None, "(fewer than 2 records)", "(fewer than 2 records)", "Ann"])
    assert shown(segmented(found, RULES, "owner", least=2)) == [
        ("'(fewer than 2 records)'", 2),
        ("(fewer than 2 records)", 3),
    ]
    assert shown(segmented(found, RULES, "owner")) == [
        ("(fewer than 2 records)", 2),
        ("'(none)'", 1),
        (NO_SEGMENT, 1),
        ("Ann", 1),
    ]


def test_a_field_may_be_weighed_and_make_segments():
    table = segmented(deals(["Ann", None]), of_text("email", "owner", "stage", weights={"owner": 1}), "owner")
    assert table.select("value", "score", "share_owner").rows() == [(NO_SEGMENT, 0.0, 0.0), ("Ann", 1.0, 1.0)]


@pytest.mark.parametrize("name", ["*", "^.*$", "key_0", "filled_0", "counts_1", "records", "points", "share_email"])
def test_a_group_may_have_any_name(name):
    spec = {name: {"weight": 1, "any_of": ["email", "stage"], "when": "email is null"}, "email": 1}
    table = segmented(deals(["Ann", "Ann"], emails="oe"), of_text("email", "owner", "stage", weights=spec), "owner")
    assert table.select(pl.exclude("low", "high")).row(0, named=True) == {
        "segment": "owner",
        "value": "Ann",
        "segment_2": None,
        "value_2": None,
        "records": 2,
        "scored": 2,
        "score": 0.75,
        f"share_{name}": 1.0,
        "share_email": 0.5,
        f"of_{name}": 1,
        "of_email": 2,
    }


def test_fields_may_be_called_as_columns_are_called_inside():
    names = ("key_0", "filled_0", "counts_0", "applies_0", "records", "score", "value")
    rules = of_text(*names, weights=dict.fromkeys(names, 1))
    states = in_states(**dict.fromkeys(names, "oe"))
    table = segmented(held(states, states), rules, "key_0", ("records", "value"))
    assert table["score"].to_list() == [0.0, 1.0, 0.0, 1.0]


def dates(*values):
    rules = Rules.model_validate(
        {"crmclean": "1", "object": "contact", "fields": {"closed": {"type": "date"}, "owner": {"type": "text"}}}
    )
    raw = pl.DataFrame({"closed": values, "owner": ["Ann"] * len(values)}, schema_overrides={"closed": pl.String})
    return standardize(raw, rules), rules


@pytest.mark.parametrize(
    ("segment", "found"),
    [
        ("closed", [("2025-01-31", 2), ("2025-01-02", 1), ("2024-02-01", 1)]),
        ("closed.month", [("2025-01", 3), ("2024-02", 1)]),
        ("closed.year", [("2025", 3), ("2024", 1)]),
    ],
)
def test_dates_make_segments_by_day_month_and_year(segment, found):
    table = segmented(*dates("2025-01-31", "2025-01-31T23:59:00Z", "2025-01-02", "2024-02-01"), segment)
    assert sorted(shown(table)) == sorted(found)


@pytest.mark.parametrize("unreadable", ["soon", "2025-02-30", "", None, "n/a"])
def test_a_date_that_cannot_be_read_is_in_no_month(unreadable):
    for segment in ("closed", "closed.month"):
        table = segmented(*dates(unreadable, "2025-01-31"), segment)
        assert [value for value, _ in shown(table)] == [NO_SEGMENT, "2025-01-31"[: 10 if segment == "closed" else 7]]


def test_a_month_goes_together_with_another_field():
    table = segmented(*dates("2025-01-31", "2025-01-02"), ("owner", "closed.month"))
    assert table.select("value", "segment_2", "value_2", "records").row(0) == ("Ann", "closed.month", "2025-01", 2)


def test_no_records_make_no_segments():
    assert segmented(deals([]), RULES, "owner", ("owner", "stage"), least=30).height == 0


def test_a_table_of_many_values_is_split_into_as_many():
    many = [f"Owner {at}" for at in range(3000)]
    table = segmented(deals(many), RULES, "owner")
    assert table["value"].to_list() == sorted(many)


# The oracle: one record after another, in lists.

ROWS = st.lists(
    st.tuples(st.sampled_from(["Ann", "Bob", None]), st.sampled_from(["Won", "Lost"]), st.sampled_from("oe")),
    max_size=12,
)


@given(ROWS, st.integers(1, 4))
def test_equals_plain_counting(rows, least):
    owners, stages, emails = ([row[at] for row in rows] for at in range(3))
    table = segmented(deals(owners, stages, "".join(emails)), RULES, ("owner", "stage"), least=least)
    groups = defaultdict(list)
    for owner, stage, email in rows:
        groups[owner or NO_SEGMENT, stage].append(email == "o")
    wanted = defaultdict(list)
    for key, found in groups.items():
        wanted[key if len(found) >= least else (f"(fewer than {least} records)", None)] += found
    assert {(row["value"], row["value_2"]): (row["records"], row["score"]) for row in table.iter_rows(named=True)} == {
        key: (len(found), round(sum(found) / len(found), 12)) for key, found in wanted.items()
    }
    assert table["records"].sum() == len(rows)


@given(ROWS, st.randoms())
def test_the_order_of_the_records_makes_no_difference(rows, random):
    rules = of_text(
        "email",
        "owner",
        "stage",
        weights={"email": 0.1, "stage": 0.7, "owner": {"weight": 0.3, "when": "email is null"}},
    )
    one, other = (
        segmented(
            deals(*([row[at] for row in each] for at in range(2)), "".join(row[2] for row in each)),
            rules,
            "owner",
            ("stage", "owner"),
            least=2,
        )
        for each in (rows, random.sample(rows, len(rows)))
    )
    assert one.equals(other)


def test_values_that_standardize_alike_are_one_segment():
    raw = pl.DataFrame({"email": ["x", "x"], "owner": ["Ann", " Ann  "], "stage": ["a", "b"]})
    assert shown(segmented(standardize(raw, RULES), RULES, "owner")) == [("Ann", 2)]
