from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crmclean.fields.base import State
from crmclean.fields.date import Date

PLACEHOLDERS = [
    *("0000-00-00", "00/00/0000", "0000-00-00 00:00:00", "n/a", "-"),
    *("0001-01-01T00:00:00", "1/1/0001 12:00:00 AM", "1/0/1900", "1899-12-30", "9999-12-31T23:59:59Z"),
]
DATES = ["2024-01-15", "2024-01-15 25:00", "1900-01-01", "1970-01-01", "03/04/2025", "10/20/2030", "100000", "today"]
TEXTS = (
    st.sampled_from(PLACEHOLDERS + DATES)
    | st.integers(10**12, 10**13 - 1).map(str)
    | st.text(alphabet="0123456789-/.: TZJanFeb+,", max_size=25)
    | st.datetimes(dt.datetime(1799, 12, 30), dt.datetime(2200, 1, 2), timezones=st.timezones()).map(str)  # noqa: DTZ001 - bounds
)
ANY = st.builds(
    Date,
    order=st.sampled_from([None, "iso", "dmy", "mdy"]),
    time=st.sampled_from(["keep", "drop"]),
    century=st.sampled_from(["posix", "unknown"]),
    epoch=st.sampled_from([None, "ms"]),
    formats=st.sampled_from([(), ("%d/%m/%Y", "%d.%m.%y")]),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15. Januar 2025", "2025-01-15"),
        ("1/15/2025 3:45 PM", "2025-01-15T15:45:00"),
        ("2017-04-26T00:15:00+01:00", "2017-04-25T23:15:00Z"),
    ],
)
def test_a_date_and_its_time_are_read(text, value):
    assert Date().standardize(text) == (value, State.OK, None)
    assert Date(time="drop").standardize(text).value in (value[:10], "2017-04-26")


def test_what_cannot_be_read_is_kept_and_says_why():
    assert Date().standardize("Q1 2024") == ("Q1 2024", State.INVALID, "Not a date in a known format.")
    assert Date().standardize("03/04/2025")[:2] == ("03/04/2025", State.AMBIGUOUS)
    assert Date(order="dmy").standardize("03/04/2025").value == "2025-04-03"


def test_formats_are_the_only_ones_read():
    field = Date(formats=("%d/%m/%Y",))
    assert field.standardize("03/04/2025 10:30").value == "2025-04-03T10:30:00"
    assert field.standardize("2025-04-03").value == "2025-04-03"
    assert field.standardize("15 Jan 2025").state is State.INVALID
    with pytest.raises(ValidationError, match="needs a year"):
        Date(formats=("%d.%m.",))


def test_a_column_shows_the_order_where_none_is_given():
    column = pl.Series(["13/04/2025", "28/02/2025", "31/12/2024", "03/04/25"])
    learned = Date().learned(column)
    assert learned == Date(order="dmy")
    assert learned.standardize("03/04/2025").value == "2025-04-03"
    assert Date().learned(column.head(2)) == Date()
    assert Date(order="mdy").learned(column).order == "mdy"
    assert Date(formats=("%d.%m.%Y",)).learned(column).order is None


def test_a_column_with_years_of_either_century_leaves_them():
    column = pl.Series(["04/13/2025", "02/28/2025", "12/31/2024", "01/02/45"])
    learned = Date().learned(column)
    assert learned == Date(order="mdy", century="unknown")
    assert learned.standardize("01/02/45").state is State.INVALID
    assert learned.standardize("01/02/2045").value == "2045-01-02"
    assert Date(century="unknown").learned(column.head(3)).century == "unknown"


def test_milliseconds_are_read_only_where_the_rule_says_so():
    text = "1772356500123"
    assert Date(epoch="ms").standardize(text).value == "2026-03-01T09:15:00Z"
    assert Date(epoch="ms", time="drop").standardize(text).value == "2026-03-01"
    assert Date(epoch="ms", formats=("%d/%m/%Y",)).standardize("01/03/2026").value == "2026-03-01"
    assert Date(epoch="ms").standardize("1772356500").state is State.INVALID
    assert Date().standardize(text) == (
        text,
        State.INVALID,
        "Perhaps the milliseconds since 1970; as a date it would be 2026-03-01.",
    )


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_zeros_and_the_first_and_last_days_of_programs_are_placeholders(text):
    assert Date().standardize(text).state is State.PLACEHOLDER


@pytest.mark.parametrize("text", DATES)
def test_other_dates_are_no_placeholders(text):
    assert Date().standardize(text).state is not State.PLACEHOLDER


def test_the_key_is_the_day():
    assert list(Date.keys[""]("2017-04-26T09:15:00Z")) == list(Date.keys[""]("2017-04-26")) == ["2017-04-26"]
    assert list(Date.keys[""]("03/04/2025")) == []


@given(
    st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d"]),
)
def test_a_date_written_in_a_plain_format_reads_back(day, pattern):
    assert Date().standardize(day.strftime(pattern)).value == day.isoformat()


@given(TEXTS, ANY)
def test_standardizing_twice_changes_nothing(text, field):
    once = field.standardize(text)
    assert field.standardize(once.value) == once


@given(st.lists(TEXTS | st.none(), max_size=6), ANY)
def test_a_column_is_standardized_as_each_of_its_values(texts, field):
    column = field.standardize_column(pl.Series(texts, dtype=pl.String))
    assert column.rows() == [field.standardize(text) for text in texts]
