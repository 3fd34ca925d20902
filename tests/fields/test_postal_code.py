from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State
from crmclean.fields.country import names
from crmclean.fields.postal_code import PostalCode, written_code

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
    ("75001,0", "FR", "75001"),
    ('="01201"', "US", "01201"),
    ("'01201", "US", "01201"),
    ("60,601", "US", "60601"),
    ("S-114 55", "SE", "114 55"),
    ("11455", "SE", "114 55"),
    ("N-0150", "NO", "0150"),
    ("LV-1073", "LV", "LV-1073"),
    ("lv1073", "LV", "LV-1073"),
    ("1073", "LV", "1073"),
    ("AX-22150", "AX", "22150"),
    ("AD100", "Andorra", "AD100"),
    ("bb 23026", "BB", "BB23026"),
    ("ky11100", "KY", "KY1-1100"),
    ("gy11aa", "GG", "GY1 1AA"),
    ("gir0aa", "GB", "GIR 0AA"),
    ("bfpo61", "GB", "BFPO 61"),
    ("0110.0", "NZ", "0110"),
    ("00901", "PR", "00901"),
    ("sw1a 4zx", None, "SW1A 4ZX"),
    ("AB 12", "HK", "AB 12"),
]

INVALID = [
    ("1201", "US", "A leading zero may be lost; it is not put back."),
    ("1201.0", "US", "A leading zero may be lost; it is not put back."),
    ("9130517", "BR", "A leading zero may be lost; it is not put back."),
    ("1099", "DE", "A leading zero may be lost; it is not put back."),
    ("D-1099", "DE", "A leading zero may be lost; it is not put back."),
    ("2134-1234", "US", "A leading zero may be lost; it is not put back."),
    ("501", "US", "Leading zeros may be lost; they are not put back."),
    ("801", "AU", "A leading zero may be lost; it is not put back."),
    ("801", "AT", "Does not fit Austria: 9999 (9 is a digit, A a letter)."),
    ("23026", "BB", "Does not fit Barbados: BB99999 (9 is a digit, A a letter)."),
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


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("GB", "10 Downing St London sw1a2aa", "sw1a2aa"),
        ("DE", "Hauptstr. 5, D-10115 Berlin", "10115"),
        ("US", "Austin, TX 78701-1234", "78701-1234"),
        ("BR", "SP, 01310-100", "01310-100"),
        ("LV", "R\u012bga, LV-1073", "LV-1073"),
        ("DE", "no code 123456", None),
    ],
)
def test_a_code_is_found_in_a_text(country, text, code):
    found = written_code(country).search(text)
    assert (found and found[1]) == code


def test_no_code_is_found_for_a_country_without_any():
    assert written_code("HK") is None
