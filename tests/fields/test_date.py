from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.date import Date

READ = {
    "2024-01-15": "2024-01-15",
    "2024/1/5": "2024-01-05",
    "20250115": "2025-01-15",
    "15.01.2025": "2025-01-15",
    "5. 1. 2025": "2025-01-05",
    "03/24/2017": "2017-03-24",
    "24/03/2017": "2017-03-24",
    "24-03-2017": "2017-03-24",
    "05/05/2025": "2025-05-05",
    "15 Jan 2025": "2025-01-15",
    "15-jan-2025": "2025-01-15",
    "Jan 15, 2025": "2025-01-15",
    "January 15th, 2025": "2025-01-15",
    "Wed, 1 Sept. 2021": "2021-09-01",
    "29.02.2024": "2024-02-29",
    "2017-04-26T09:15:00Z": "2017-04-26T09:15:00Z",
    "2017-04-26 09:15:00": "2017-04-26T09:15:00",
    "2017-04-26T09:15:00.000+0000": "2017-04-26T09:15:00Z",
    "2017-04-26T00:15:00+01:00": "2017-04-25T23:15:00Z",
    "1/15/2025 3:45 PM": "2025-01-15T15:45:00",
    "1/15/2025, 12:05 am": "2025-01-15T00:05:00",
}

INVALID = {
    "2024-13-01": "There is no such day.",
    "31.02.2024": "There is no such day.",
    "20251340": "There is no such day.",
    "13/13/2025": "There is no such day.",
    "0024-01-01": "There is no such day.",
    "2024-01-15 25:00": "There is no such time.",
    "2024-01-15 13:00 PM": "There is no such time.",
    "2024-01-15 09:00:00+99:00": "There is no such time.",
    "15/01/25": "The year has two digits; the century is not known.",
    "44927": "A spreadsheet's day number; as a date it would be 2023-01-01.",
    "44927.5": "A spreadsheet's day number; as a date it would be 2023-01-01.",
    **dict.fromkeys(["10", "2024", "Monday", "Q1 2024", "2024-01", "next week"], "Not a date in a known format."),
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_known_formats_are_read(text, value):
    assert Date().standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize(("text", "note"), INVALID.items())
def test_everything_else_is_kept_and_never_guessed(text, note):
    assert Date().standardize(text) == (text, State.INVALID, note)


def test_two_readings_are_ambiguous_unless_the_order_is_given():
    text = "03/04/2025"
    note = "Day and month may be either way round; the rule's 'order' decides."
    assert Date().standardize(text) == (text, State.AMBIGUOUS, note)
    assert Date(order="dmy").standardize(text).value == "2025-04-03"
    assert Date(order="mdy").standardize(text).value == "2025-03-04"
    assert Date(order="iso").standardize(text).state is State.INVALID
    assert Date(order="ymd").standardize("15 Jan 2025").state is State.INVALID
    assert Date(order="mdy").standardize("24/03/2017").value == "2017-03-24"
    assert Date(order="mdy").standardize("03.04.2025").value == "2025-04-03"


@pytest.mark.parametrize(
    ("text", "value"), [("15/01/25", "2025-01-15"), ("15/01/68", "2068-01-15"), ("15-Jan-69", "1969-01-15")]
)
def test_two_digits_of_a_year_are_read_where_an_order_is_given(text, value):
    assert Date(order="dmy").standardize(text).value == value


def test_a_time_may_be_dropped():
    assert Date(time="drop").standardize("2017-04-26T00:15:00+01:00").value == "2017-04-26"


@pytest.mark.parametrize("text", ["0000-00-00", "00/00/0000", "n/a"])
def test_a_date_of_zeros_is_a_placeholder(text):
    assert Date().standardize(text).state is State.PLACEHOLDER


def test_the_key_is_the_day():
    assert list(Date.keys[""]("2017-04-26T09:15:00Z")) == list(Date.keys[""]("2017-04-26")) == ["2017-04-26"]
    assert list(Date.keys[""]("03/04/2025")) == []


@given(
    st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d"]),
)
def test_a_date_written_in_a_plain_format_reads_back(day, pattern):
    assert Date().standardize(day.strftime(pattern)) == (day.isoformat(), State.OK, None)


@given(
    st.text(alphabet="0123456789-/.: TZJanFeb+,", max_size=25)
    | st.datetimes(dt.datetime(1799, 12, 30), dt.datetime(2200, 1, 2), timezones=st.timezones()).map(str),  # noqa: DTZ001 - bounds
    st.sampled_from([None, "iso", "dmy", "mdy"]),
)
def test_standardizing_twice_changes_nothing(text, order):
    once = Date(order=order).standardize(text)
    assert Date(order=order).standardize(once.value) == once
