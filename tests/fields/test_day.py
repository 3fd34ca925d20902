from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.day import Parts, month_number, read_day, standing

READ = {
    "2024-01-15": "2024-01-15",
    "2024/1/5": "2024-01-05",
    "2024.01.05": "2024-01-05",
    "2024. 01. 05.": "2024-01-05",
    "20250115": "2025-01-15",
    "2025年1月15日": "2025-01-15",
    "2025-Jan-15": "2025-01-15",
    "15.01.2025": "2025-01-15",
    "5. 1. 2025": "2025-01-05",
    "03/24/2017": "2017-03-24",
    "24/03/2017": "2017-03-24",
    "24-03-2017": "2017-03-24",
    "05/05/2025": "2025-05-05",
    "15 Jan 2025": "2025-01-15",
    "15-jan-2025": "2025-01-15",
    "15/Jan/2025": "2025-01-15",
    "15JAN2025": "2025-01-15",
    "Jan 15, 2025": "2025-01-15",
    "January 15th, 2025": "2025-01-15",
    "15th of January 2025": "2025-01-15",
    "Wed, 1 Sept. 2021": "2021-09-01",
    "Wed Jan 15 2025": "2025-01-15",
    "Mittwoch, 15. Januar 2025": "2025-01-15",
    "1er février 2025": "2025-02-01",
    "mar. 4 mars 2025": "2025-03-04",
    "4 mar 2025": "2025-03-04",
    "15 de março de 2025": "2025-03-15",
    "sábado, 15 de marzo de 2025": "2025-03-15",
    "29.02.2024": "2024-02-29",
}
FULL = {
    "Sunday, January 14, 2024": "2024-01-14",
    "Mittwoch, 14. Februar 2024": "2024-02-14",
    "jeudi 14 mars 2024": "2024-03-14",
    "domingo, 14 de abril de 2024": "2024-04-14",
    "terça-feira, 14 de maio de 2024": "2024-05-14",
    "venerdì 14 giugno 2024": "2024-06-14",
    "zondag 14 juli 2024": "2024-07-14",
    "onsdag 14 augusti 2024": "2024-08-14",
    "lørdag den 14. september 2024": "2024-09-14",
    "mandag 14. oktober 2024": "2024-10-14",
    "torstai 14. marraskuuta 2024": "2024-11-14",
    "środa, 14 lutego 2024": "2024-02-14",
    "neděle 14. ledna 2024": "2024-01-14",
}
"""As programs write it in the languages of the table, by CLDR."""

NO_DAY = "There is no such day."
INVALID = {
    **dict.fromkeys(["2024-13-01", "31.02.2024", "20251340", "13/13/2025", "0024-01-01", "30 Feb 2025"], NO_DAY),
    **dict.fromkeys(["15/01/25", "1/15/25", "15-Jan-25"], "The year has two digits; the rule's 'order' decides."),
    "44927": "A spreadsheet's day number; as a date it would be 2023-01-01.",
    "44927.5": "A spreadsheet's day number; as a date it would be 2023-01-01.",
    "1736899200000": "Perhaps the milliseconds since 1970; as a date it would be 2025-01-15.",
    "1736899200": "Perhaps the seconds since 1970; as a date it would be 2025-01-15.",
    "########": "A spreadsheet's column was too narrow to show the date; it is lost.",
    **dict.fromkeys(
        ["10", "2024", "Monday", "Q1 2024", "2024-01", "next week", "Jan 2025", "15 Foo 2025", "15. listopada 2025"],
        "Not a date in a known format.",
    ),
}


@pytest.mark.parametrize(("text", "day"), READ.items())
def test_known_shapes_are_read(text, day):
    assert read_day(text) == (day, State.OK, None)


@pytest.mark.parametrize(("text", "note"), INVALID.items())
def test_everything_else_is_never_guessed(text, note):
    assert read_day(text) == (None, State.INVALID, note)


def test_two_readings_are_ambiguous_unless_the_order_is_given():
    text = "03/04/2025"
    note = "Day and month may be either way round; the rule's 'order' decides."
    assert read_day(text) == (None, State.AMBIGUOUS, note)
    assert read_day(text, "dmy").value == "2025-04-03"
    assert read_day(text, "mdy").value == "2025-03-04"
    assert read_day(text, "iso").state is State.INVALID
    assert read_day("15 Jan 2025", "ymd").state is State.INVALID
    assert read_day("24/03/2017", "mdy").value == "2017-03-24"
    assert read_day("03.04.2025", "mdy").value == "2025-04-03"


@pytest.mark.parametrize(
    ("text", "value"), [("15/01/25", "2025-01-15"), ("15/01/68", "2068-01-15"), ("15-Jan-69", "1969-01-15")]
)
def test_two_digits_of_a_year_are_read_where_an_order_is_given(text, value):
    assert read_day(text, "dmy").value == value
    unread = read_day(text, "dmy", "unknown")
    assert unread == (None, State.INVALID, "The year has two digits; the century is not known.")


@pytest.mark.parametrize(("text", "day"), FULL.items())
def test_a_date_in_full_is_read_in_each_language(text, day):
    assert read_day(text).value == day


def test_words_of_the_table_are_folded_and_each_month_has_some():
    rows = resources.read_table("calendar_words")
    assert all(word == fold(word) for word, _, _ in rows)
    assert {month_number(word) for word, kind, _ in rows if kind == "month"} == set(range(1, 13))


@given(st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)), st.booleans())
def test_numbers_stand_for_their_day_unless_it_may_be_another(day, ambiguous):
    result = standing(Parts(str(day.year), day.month, day.day, ambiguous), "posix")
    assert result.value == (None if ambiguous else day.isoformat())
