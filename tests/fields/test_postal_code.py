from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State
from crmclean.fields.country import names
from crmclean.fields.postal_code import PostalCode

FIELD = PostalCode.model_validate({"country": {"from": "country"}})

READ = [
    ("to113ue", "UK", "TO11 3UE"),
    ("SW1A-4ZX", "GB", "SW1A 4ZX"),
    ("k1a0b1", "CA", "K1A 0B1"),
    ("01201", "US", "01201"),
    ("012010001", "US", "01201-0001"),
    ("01201.0", "US", "01201"),
    ("09130517", "Brazil", "09130-517"),
    ("411 001", "IN", "411001"),
    ("75 001", "FR", "75001"),
    ("D-56568", "Germany", "56568"),
    ("DE 56568", "DE", "56568"),
    ("L-1009", "LU", "1009"),
    ("1234ab", "NL", "1234 AB"),
    ("NL-1234 AB", "NL", "1234 AB"),
    ("00950", "PL", "00-950"),
    ("1000001", "JP", "100-0001"),
    ("d02af30", "IE", "D02 AF30"),
    ("sw1a 4zx", None, "SW1A 4ZX"),
    ("AB 12", "HK", "AB 12"),
]

INVALID = [
    ("1201", "US", "A leading zero may be lost; it is not put back."),
    ("1201.0", "US", "A leading zero may be lost; it is not put back."),
    ("9130517", "BR", "A leading zero may be lost; it is not put back."),
    ("1099", "DE", "A leading zero may be lost; it is not put back."),
    ("BR12 5NE", "US", "Does not fit United States: 99999 or 99999-9999 (9 is a digit, A a letter)."),
    ("F-56568", "DE", "Does not fit Germany: 99999 (9 is a digit, A a letter)."),
    ("123", "IN", "Does not fit India: 999999 (9 is a digit, A a letter)."),
]


@pytest.mark.parametrize(("text", "country", "value"), READ)
def test_codes_are_written_by_the_format_of_the_country(text, country, value):
    assert FIELD.standardize(text, country) == (value, State.OK, None)


@pytest.mark.parametrize(("text", "country", "note"), INVALID)
def test_what_fits_no_format_is_kept_and_never_repaired(text, country, note):
    assert FIELD.standardize(text, country) == (text, State.INVALID, note)


def test_the_country_may_be_fixed_come_from_a_field_or_be_unknown():
    assert PostalCode(country="Canada").standardize("k1a0b1").value == "K1A 0B1"
    assert (
        PostalCode.model_validate({"country": {"from": "country", "else": "US"}}).standardize("1201").state
        is State.INVALID
    )
    assert PostalCode().standardize("1201") == ("1201", State.OK, None)
    assert (FIELD.depends_on, PostalCode().depends_on) == ("country", None)


@pytest.mark.parametrize(
    ("value", "compact", "area"),
    [
        ("TO11 3UE", "TO113UE", "TO11"),
        ("SW1A 4ZX", "SW1A4ZX", "SW1A"),
        ("K1A 0B1", "K1A0B1", "K1A"),
        ("01201-0001", "01201", "012"),
        ("09130-517", "09130517", "091"),
    ],
)
def test_keys_are_the_compact_code_and_its_area(value, compact, area):
    assert list(PostalCode.keys[""](value)) == [compact]
    assert list(PostalCode.keys["area"](value)) == [area]


def test_text_without_letters_and_digits_has_no_key():
    assert list(PostalCode.keys[""]("??")) == list(PostalCode.keys["area"]("??")) == []


def test_table_is_sorted_and_its_countries_are_known():
    countries = [row[0] for row in resources.read_table("postal_formats")]
    assert countries == sorted(set(countries))
    assert set(countries) <= set(names())


@given(
    st.text(alphabet="0123456789ABCDnld -.", max_size=11) | st.text(max_size=8),
    st.sampled_from([row[0] for row in resources.read_table("postal_formats")] + [None, "HK"]),
)
def test_one_value_is_a_column_of_one_and_stands(text, country):
    once = FIELD.standardize(text, country)
    assert FIELD.standardize_column(pl.Series([text]), pl.Series([country], dtype=pl.String)).row(0) == once
    assert FIELD.standardize(once.value, country) == once
