from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.date_format import check_format, read_formats

GOOD = ["%d.%m.%Y", "%m/%d/%y", "%d %b %Y", "%A, %d. %B %Y", "%Y%m%d", "100%% %d-%m-%Y", "%Y-%m-%d"]
BAD = {
    "%d.%m": "needs a year",
    "%m/%Y": "a day",
    "%d/%d/%Y": "each once",
    "%d.%m.%Y %H:%M": "unknown '%H'",
    "%Q": "unknown '%Q'",
    "%d.%m.%Y%": "unknown '%'",
    "%Y-%d-%m": "another day than 3 February 2001",
}


@pytest.mark.parametrize("form", GOOD)
def test_a_format_tells_a_whole_day(form):
    check_format(form)


@pytest.mark.parametrize(("form", "match"), BAD.items())
def test_other_formats_are_refused(form, match):
    with pytest.raises(ValueError, match=match):
        check_format(form)


def test_formats_are_tried_in_order_and_only_they_are():
    formats = ("%m/%d/%Y", "%d/%m/%Y", "%d %b %y")
    assert read_formats("03/04/2025", formats).value == "2025-03-04"
    assert read_formats("24/04/2025", formats).value == "2025-04-24"
    assert read_formats("15 März 24", formats).value == "2024-03-15"
    assert read_formats("2025-01-15", formats).value == "2025-01-15"
    assert read_formats("31/02/2025", formats) == (None, State.INVALID, "There is no such day.")
    assert read_formats("15.01.2025", formats) == (None, State.INVALID, "Not a date in one of the rule's formats.")
    assert read_formats("15 Mai 24", formats, "unknown").state is State.INVALID


@given(st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31)), st.sampled_from(GOOD))
def test_a_date_written_in_a_format_reads_back(day, form):
    assert read_formats(day.strftime(form), (form,)).value == day.isoformat()
