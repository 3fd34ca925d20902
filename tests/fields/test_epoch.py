from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.epoch import stamp_of_epoch, stamps_of_epoch

FIRST, LAST = dt.datetime(2001, 9, 9, 2), dt.datetime(2191, 1, 1)  # noqa: DTZ001 - bounds, without a zone


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("1767225600000", "2026-01-01T00:00:00Z"),
        ("1772356500999", "2026-03-01T09:15:00Z"),
        ("6999999999999", "2191-10-27T12:26:39Z"),
    ],
)
def test_milliseconds_are_a_moment_in_utc(text, stamp):
    assert stamp_of_epoch(text) == stamp


@pytest.mark.parametrize(
    "text", ["", "1767225600", "7000000000000", "0767225600000", "17672256000000", "1767225600000.0", "٣767225600000"]
)
def test_anything_else_stays(text):
    assert stamp_of_epoch(text) == text


@given(st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC)))
def test_a_moment_in_milliseconds_reads_back(moment):
    whole = moment.replace(microsecond=0)
    assert dt.datetime.fromisoformat(stamp_of_epoch(str(int(whole.timestamp()) * 1000))) == whole


@given(st.lists(st.integers(0, 10**14).map(str) | st.text(max_size=5)))
def test_a_column_is_read_as_each_of_its_values(texts):
    assert stamps_of_epoch(pl.Series(texts, dtype=pl.String)).to_list() == [stamp_of_epoch(text) for text in texts]
