"""How values are there or missing: of a column, of one value, and counted."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields import Standard, State
from crmclean.fields.column import Column
from crmclean.fields.text import Text
from crmclean.quality.hole import Missing, Way, of_record, of_values, tally

KIND = Text()


def ways(*rows, defaults=()):
    """The ways of values given as (raw, value, state)."""
    raw, values, states = zip(*rows, strict=True)
    standard = pl.DataFrame({"value": values, "state": list(map(str, states))}, schema_overrides={"value": pl.String})
    column = Column(pl.Series(raw, dtype=pl.String), standard.with_columns(note=pl.lit(None, pl.String)), None)
    return [Way(way) for way in of_values(column, KIND, defaults)]


@pytest.mark.parametrize(
    ("state", "way"),
    [
        (State.OK, Way.FILLED),
        (State.UNKNOWN, Way.FILLED),
        (State.AMBIGUOUS, Way.FILLED),
        (State.INVALID, Way.INVALID),
        (State.IMPOSSIBLE, Way.IMPOSSIBLE),
        (State.PLACEHOLDER, Way.PLACEHOLDER),
        (State.EMPTY, Way.EMPTY),
    ],
)
def test_each_state_is_one_way(state, way):
    assert ways(("x", "x", state)) == [way]
    assert of_record(Standard("x", state), KIND) is way


def test_what_is_there_comes_before_what_is_missing():
    assert [way for way in Way if way <= Way.INVALID] == [Way.FILLED, Way.INVALID]


def test_a_null_is_told_from_an_empty_text():
    assert ways((None, None, State.EMPTY), ("", None, State.EMPTY)) == [Way.NULL, Way.EMPTY]


def test_a_default_is_told_apart_and_read_as_the_type_reads_it():
    found = ways(("Web", "Web", State.OK), ("Ads", "Ads", State.OK), defaults=[" Web ", ""])
    assert found == [Way.DEFAULT, Way.FILLED]


def test_a_default_that_looks_wrong_is_a_default_still():
    assert of_record(Standard("x", State.INVALID), KIND, ["x"]) is Way.DEFAULT
    assert ways(("x", "x", State.INVALID), defaults=["x"]) == [Way.DEFAULT]


def test_a_missing_value_is_no_default():
    assert ways(("n/a", "n/a", State.PLACEHOLDER), (None, None, State.OK), defaults=["n/a"]) == [
        Way.PLACEHOLDER,
        Way.NULL,
    ]


VALUES = st.sampled_from(["Web", " web", "Ads", "n/a", "", "-", "x"])


@given(st.lists(VALUES, min_size=1, max_size=8), st.lists(VALUES, max_size=2))
def test_one_value_is_seen_as_in_a_column(raw, defaults):
    column = KIND.column(pl.Series(raw, dtype=pl.String))
    of_column = column.spread(of_values(column, KIND, defaults))
    assert list(of_column) == [of_record(KIND.standardize(text), KIND, defaults) for text in raw]


@given(st.lists(st.sampled_from(Way)), st.lists(st.integers(0, 3), max_size=20))
def test_records_are_counted_by_way(found, at):
    series = pl.Series(found, dtype=pl.UInt8)
    assert tally(series) == [found.count(way) for way in Way]
    values = [*found, *[Way.FILLED] * 4][:4]
    spread = [values[place] for place in at]
    assert tally(pl.Series(values, dtype=pl.UInt8), pl.Series(at, dtype=pl.UInt32)) == [
        spread.count(way) for way in Way
    ]


def test_a_hole_is_the_sum_of_what_is_missing():
    hole = Missing.of("phone", [10, 1, 2, 3, 4, 5, 6])
    assert hole == Missing("phone", 31, empty=11, placeholder=4, impossible=3, default=2, null=6)
    assert hole.total == 20
    assert hole.share == 20 / 31
    assert Missing("phone", 0).share is None
