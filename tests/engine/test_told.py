from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.engine.told import Told, ranks

SCHEMA = pl.Schema(dict.fromkeys(("record_id", "field", "rule", "value"), pl.String))
NAMES = st.text("aB_é𝄞", max_size=2)
PARTS = st.lists(
    st.tuples(
        st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=3, unique=True),
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.text(max_size=3)), max_size=5),
    ),
    max_size=4,
)


@given(st.lists(NAMES, min_size=5, max_size=5, unique=True), PARTS)
def test_everything_said_is_written_out_sorted(ids, parts):
    told, slow = Told(SCHEMA, ("field", "rule")), []
    for sayings, said in parts:
        which = [at % len(sayings) for _, at, _ in said]
        told.add(
            pl.Series([row for row, _, _ in said], dtype=pl.UInt32),
            sayings,
            {"value": pl.Series([value for _, _, value in said], dtype=pl.String)},
            pl.Series(which, dtype=pl.UInt32),
        )
        slow += [(ids[row], *sayings[at], value) for (row, _, value), at in zip(said, which, strict=True)]
    series = pl.Series(ids)
    frame = told.to_frame(series, ranks(series))
    assert frame.schema == SCHEMA
    assert sorted(frame.rows()) == sorted(slow)
    assert [row[:3] for row in frame.rows()] == sorted(row[:3] for row in slow)


def test_what_is_said_to_all_is_said_once():
    told = Told(SCHEMA, ("field", "rule"))
    told.add(pl.Series([1, 0], dtype=pl.UInt32), [("f", "r")], {"value": pl.Series(["x", None])})
    told.add(pl.Series([], dtype=pl.UInt32), [("g", "r")], {"value": pl.Series([], dtype=pl.String)})
    ids = pl.Series(["b", "a"])
    assert told.to_frame(ids, ranks(ids)).rows() == [("a", "f", "r", "x"), ("b", "f", "r", None)]


def test_nothing_said_is_an_empty_table():
    assert Told(SCHEMA, ("field", "rule")).to_frame(pl.Series(["a"]), pl.Series([0])).schema == SCHEMA
