"""Number formats: what a person typed, from what a sheet stores."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.cell_format import BUILT_IN, NoDayError, plain_number, reader_of


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("3", "3"),
        ("-3", "-3"),
        ("3.0", "3"),
        ("0.1", "0.1"),
        ("1.1000000000000001", "1.1"),
        ("0.30000000000000004", "0.3"),
        ("1E-7", "0.0000001"),
        ("123456789012", "123456789012"),
        ("12345678901234567890", "12345678901234567890"),
        ("1.23456789012345E+17", "123456789012345000"),
        ("1.2345678901234567E+17", "123456789012346000"),
        ("1E+300", "1e+300"),
        ("1E+400", "1E+400"),
        ("abc", "abc"),
        ("1_000", "1_000"),
        ("٣", "٣"),
        ("", ""),
    ],
)
def test_plain_number(stored, typed):
    assert plain_number(stored) == typed


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_what_was_typed_with_15_digits_comes_back(digits, places):
    typed = f"{digits / 10**places:.15g}"
    if "e" not in typed:
        assert plain_number(repr(float(typed))) == typed


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        (BUILT_IN[14], "45352", "2024-03-01"),
        (BUILT_IN[22], "45352", "2024-03-01"),
        (BUILT_IN[22], "45352.75", "2024-03-01 18:00:00"),
        (BUILT_IN[14], "45352.75", "2024-03-01 18:00:00"),
        (BUILT_IN[21], "0.75", "18:00:00"),
        (BUILT_IN[46], "1.5", "36:00:00"),
        ("yyyy\\-mm\\-dd", "45352.000011574073", "2024-03-01 00:00:01"),
        ("h:mm:ss.000", "0.000001446759", "00:00:00.125"),
        ("[$-407]d. mmmm yyyy;@", "45352", "2024-03-01"),
        ('d "of" mmmm', "45352", "2024-03-01"),
        ("mmm", "45352", "2024-03-01"),
        ("h:mm AM/PM", "0.5", "12:00:00"),
        ("[hh]:mm", "0", "00:00:00"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("yyyy-mm-dd", "59", "1900-02-28"),
        ("yyyy-mm-dd", "61", "1900-03-01"),
        ("yyyy-mm-dd", "2958465", "9999-12-31"),
        ("00000", "1234", "01234"),
        ("00000", "123456", "123456"),
        ("00000", "1234.5", "1234.5"),
        ("[$-407]00000", "1067", "01067"),
        ("00000\\-0000", "12345678", "01234-5678"),
        ("000\\-00\\-0000", "12345678", "012-34-5678"),
        ('"A"0000', "12", "A0012"),
        ("0", "3", "3"),
        ("0.00", "3.5", "3.5"),
        ("0%", "0.25", "0.25"),
        ("#,##0", "1234", "1234"),
        ("[Red]0;0", "5", "5"),
        ('0 "days"', "5", "5"),
        ('General" mad"', "5", "5"),
        ("General", "5", "5"),
        ("@", "5", "5"),
        ("0.00E+00", "5", "5"),
    ],
)
def test_reader_of(code, stored, shown):
    assert reader_of(code)(stored) == shown


@pytest.mark.parametrize(("stored", "day"), [("0", "1904-01-01"), ("43890", "2024-03-01")])
def test_days_from_1904(stored, day):
    assert reader_of("yyyy-mm-dd", from_1904=True)(stored) == day


@pytest.mark.parametrize("stored", ["0", "60", "-1", "2958466", "1e300", "x"])
def test_what_is_formatted_as_a_day_and_is_none(stored):
    with pytest.raises(NoDayError):
        reader_of("yyyy-mm-dd")(stored)


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
def test_every_day_comes_back(day):
    assert reader_of("dd.mm.yyyy")(str((day - dt.date(1899, 12, 30)).days)) == day.isoformat()
