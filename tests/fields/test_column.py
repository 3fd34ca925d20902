from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from crmclean.fields.column import STANDARD, Column, distinct

values = st.sampled_from(["a", "b", "\0at", "", None])
tables = st.lists(st.tuples(values, values)).map(
    lambda rows: pl.DataFrame(rows, schema={"raw": pl.String, "given": pl.String}, orient="row")
)


def standard_of(raw: pl.Series) -> pl.DataFrame:
    """Make of each value something that can be told apart."""
    return pl.DataFrame({"value": raw + "!", "state": raw.fill_null("none"), "note": raw}, schema=STANDARD)


def column_of(records: list[str | None], *, each_its_own: bool) -> Column:
    raw = pl.Series("raw", records, dtype=pl.String)
    if each_its_own:
        return Column(raw, standard_of(raw), None)
    found, at = distinct(raw.to_frame())
    return Column(found["raw"], standard_of(found["raw"]), at)


records = st.lists(values)
either = st.booleans()


# The distinct rows of a table


@given(tables)
def test_distinct_rows_lead_back_to_the_table(table):
    found, at = distinct(table)
    assert at.dtype == pl.UInt32
    assert_frame_equal(found[at], table)


@given(tables)
def test_distinct_rows_are_distinct_and_all_used(table):
    found, at = distinct(table)
    assert sorted(map(repr, found.rows())) == sorted(map(repr, set(table.rows())))
    assert sorted(set(at)) == list(range(found.height))


# A column with distinct values, and one in which each record has its own, are the same column


@given(records, either)
def test_what_was_found_for_a_value_is_spread_to_its_records(given_values, each_its_own):
    column = column_of(given_values, each_its_own=each_its_own)
    assert column.spread(column.raw).to_list() == given_values
    assert column.to_frame().rows() == standard_of(pl.Series(given_values, dtype=pl.String)).rows()


@given(records, either)
def test_what_an_expression_makes_of_a_value_is_spread(given_values, each_its_own):
    column = column_of(given_values, each_its_own=each_its_own)
    told = column.derived(pl.col("state") + pl.col("note"))
    assert told.to_list() == [None if value is None else value * 2 for value in given_values]


@given(records, either, st.data())
def test_some_records_have_the_values_that_they_have(given_values, each_its_own, data):
    column = column_of(given_values, each_its_own=each_its_own)
    places = st.integers(0, max(len(given_values) - 1, 0))
    rows = data.draw(st.lists(places, max_size=6)) if given_values else []
    told = column.raw.gather(column.values_of(pl.Series(rows, dtype=pl.UInt32)))
    assert told.to_list() == [given_values[row] for row in rows]


@given(st.lists(st.tuples(values, st.booleans())), either)
def test_filtering_a_column_filters_its_records(pairs, each_its_own):
    given_values, keep = [value for value, _ in pairs], pl.Series([kept for _, kept in pairs], dtype=pl.Boolean)
    column = column_of(given_values, each_its_own=each_its_own)
    assert column.filter(keep).to_frame().rows() == column.to_frame().filter(keep).rows()
    assert column.filter(keep).derived(pl.col("note")).to_list() == [value for value, kept in pairs if kept]


@given(records, either, records, either)
def test_a_column_followed_by_another_is_the_records_of_both(one, one_own, other, other_own):
    first, second = column_of(one, each_its_own=one_own), column_of(other, each_its_own=other_own)
    both = first.followed_by(second)
    assert both.spread(both.raw).to_list() == one + other
    assert both.to_frame().rows() == first.to_frame().rows() + second.to_frame().rows()


def test_following_and_filtering_leave_the_column_as_it_was():
    column = column_of(["a", "b", "a"], each_its_own=False)
    before = column.at.clone()
    column.followed_by(column).filter(pl.Series([True] * 6))
    assert_series_equal(column.at, before)
    assert len(column.raw) == 2
