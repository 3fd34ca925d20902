from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.day_order import learn_order

DMY = ["13/04/2025", "28/02/2025", "31/12/2024"]
MDY = ["04/13/2025", "02/28/2025", "12/31/2024"]


def learn(*texts):
    return learn_order(pl.Series(texts, dtype=pl.String))


@pytest.mark.parametrize(("texts", "order"), [(DMY, "dmy"), (MDY, "mdy")])
def test_three_deciding_dates_show_the_order(texts, order):
    assert learn(*texts, "03/04/2025", None, "", "soon") == (order, "posix")
    assert learn(*[f" {text} 10:30" for text in texts]) == (order, "posix")
    assert learn(*[text.replace("/", "-") for text in texts]) == (order, "posix")


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [None],
        DMY[:2],
        [DMY[0]] * 50,
        [f"{DMY[0]} 10:{minute}" for minute in range(10, 40)],
        ["03/04/2025", "05/06/2025", "07/08/2025"],
        ["2025-01-15", "15.01.2025", "15 Jan 2025"],
        ["13/13/2025", "14/14/2025", "15/15/2025", "00/15/2025"],
        ["13/04-2025", "14/04-2025", "15/04-2025"],
        ["1/13/2025/1", "1/14/2025/1", "1/15/2025/1"],
        [*DMY, *MDY],
        [*DMY, MDY[0]],
    ],
)
def test_too_little_evidence_or_evidence_against_it_shows_nothing(texts):
    assert learn(*texts) is None


def test_one_slip_in_a_thousand_is_a_slip():
    many = [f"{day}/{month:02}/{year}" for day in range(13, 29) for month in range(1, 13) for year in range(2018, 2025)]
    assert len(many) > 1000
    assert learn(*many, MDY[0]) == ("dmy", "posix")
    assert learn(*many, *MDY[:2]) is None


def test_a_year_of_two_digits_that_may_be_a_day_is_no_evidence_for_day_first():
    assert learn("13/04/25", "28/02/25", "31/12/24") is None
    assert learn("13/04/99", "28/02/98", "30/12/97") == ("dmy", "posix")
    assert learn("04/13/25", "02/28/25", "12/31/24") == ("mdy", "posix")


def test_years_that_may_be_of_either_century_are_left_alone():
    assert learn(*MDY, "01/02/45") == ("mdy", "unknown")
    assert learn(*MDY, "01/02/99") == ("mdy", "posix")


@given(st.permutations([*DMY, "03/04/2025", "04/03/25", "05/06/2025", "x"]))
def test_the_order_of_the_rows_does_not_matter(texts):
    assert learn(*texts) == ("dmy", "posix")
