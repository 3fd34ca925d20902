from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.day import read_day
from crmclean.fields.stamp import read_stamp, read_stamps

STAMPS = {
    "2017-04-26T09:15:00Z": "2017-04-26T09:15:00Z",
    "2017-04-26 09:15": "2017-04-26T09:15:00",
    "2017-04-26T09:15:00.000+0000": "2017-04-26T09:15:00Z",
    "2017-04-26T00:15:00+01:00": "2017-04-25T23:15:00Z",
    "Wed Jan 15 2025 09:30:00 GMT+0100 (CET)": "2025-01-15T08:30:00Z",
    "1/15/2025, 12:05 am": "2025-01-15T00:05:00",
    "15.01.2025 um 9:30 Uhr": "2025-01-15T09:30:00",
    "2017-04-26": "2017-04-26",
}


def test_a_time_goes_behind_its_day_and_a_zone_is_reckoned_to_utc():
    for text, value in STAMPS.items():
        assert read_stamp(text, read_day, keep_time=True) == (value, State.OK, None)
        assert read_stamp(text, read_day, keep_time=False).value in (value[:10], "2017-04-26")


def test_a_time_that_is_none_is_kept_as_text():
    for text in ("2024-01-15 25:00", "2199-12-31T23:00:00-02:00", "1800-01-01T00:00:00+02:00"):
        assert read_stamp(text, read_day, keep_time=True) == (text, State.INVALID, "There is no such time.")
    assert read_stamp("2024-13-15 10:00", read_day, keep_time=True).note == "There is no such day."


def same(texts):
    for keep_time in (True, False):
        each = [read_stamp(text, read_day, keep_time=keep_time) for text in texts]
        column = read_stamps(pl.Series(texts, dtype=pl.String), read_day, keep_time=keep_time)
        assert column.rows() == each


def test_a_column_of_plain_timestamps_is_read_as_each_of_them():
    same([])
    same(["2024-01-15 25:00"])
    same([text for text in STAMPS if text.startswith("2017-04-26T")])
    same(["2024-02-29T23:59:59Z", "2023-02-29T23:59:59Z", "2024-01-15T09:30:00Z"])
    same([*STAMPS, "2024-01-15 25:00", "x", "03/04/2025 10:00"])


@given(
    st.lists(
        st.text(alphabet="0123456789-/.: TZJan+,", min_size=1, max_size=25)
        | st.datetimes(dt.datetime(1799, 12, 30), dt.datetime(2200, 1, 2), timezones=st.timezones()).map(str)  # noqa: DTZ001 - bounds
        | st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 2)).map(lambda at: f"{at:%m/%d/%Y %I:%M %p}")  # noqa: DTZ001
        | st.dates().map(str),
        max_size=6,
    )
)
def test_a_column_is_read_as_each_of_its_texts(texts):
    same([text.strip() for text in texts])
