from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.address import Address, AddressParts, address_parts
from crmclean.fields.base import State

WRITTEN = {
    "12 Main St ,Austin,, TX  78701,": "12 Main St, Austin, TX 78701",
    "12 Main St\nAustin TX": "12 Main St Austin TX",
    "Hauptstr. 5;10115 Berlin": "Hauptstr. 5; 10115 Berlin",
    "12 MAIN ST, AUSTIN": "12 MAIN ST, AUSTIN",
    "12 Main St.": "12 Main St.",
}

PARTS = [
    (
        "12 Main St, Apt 4, Austin, TX 78701",
        None,
        "number 12|street Main St|unit Apt 4|city Austin|state TX|postal_code 78701",
    ),
    ("Jane Doe, 12 Main St, Austin TX", "US", "number 12|street Main St|city Austin|state TX|other Jane Doe"),
    ("PO Box 12, Austin, TX 78701, USA", "DE", "box PO Box 12|city Austin|state TX|postal_code 78701|country USA"),
    ("Hauptstr. 5, 10115 Berlin", "DE", "number 5|street Hauptstr.|city Berlin|postal_code 10115"),
    (
        "Hauptstr. 5, 10115 Berlin, Germany",
        None,
        "number 5|street Hauptstr.|city Berlin|postal_code 10115|country Germany",
    ),
    (
        "10 Downing St, London SW1A 2AA, UK",
        None,
        "number 10|street Downing St|city London|postal_code SW1A 2AA|country UK",
    ),
    ("12 Main St, Georgia, GA", None, "number 12|street Main St|city Georgia|state GA"),
    ("Mexico, MO 65265", None, "city Mexico|state MO|postal_code 65265"),
    ("12 Main St, Cairo, Egypt", None, "number 12|street Main St|country Egypt|other Cairo"),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_blanks_and_commas_are_repaired_and_nothing_else(text, value):
    assert Address().standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize("text", ["12345", "44, 2"])
def test_an_address_without_letters_is_invalid(text):
    assert Address().standardize(text) == (text, State.INVALID, "An address has letters in it.")


@pytest.mark.parametrize(("text", "country", "expected"), PARTS)
def test_a_line_is_read_in_its_own_country_or_that_of_the_record(text, country, expected):
    found = address_parts(text, country)
    assert "|".join(f"{name} {value}" for name, value in found._asdict().items() if value) == expected


def test_the_type_reads_parts_in_the_country_of_the_record():
    field = Address.model_validate({"country": {"from": "country", "else": "DE"}})
    assert field.depends_on == "country"
    assert field.parts("Hauptstr. 5, 10115 Berlin").postal_code == "10115"
    assert field.parts("12 Main St, Austin TX", "US") == AddressParts("12", "Main St", city="Austin", state="TX")
    assert Address(country="France").parts("12 rue X, 75002 Paris").city == "Paris"
    assert Address().depends_on is None


@pytest.mark.parametrize(
    ("value", "street", "code"),
    [
        ("12 Main Street, Apt 4, Austin, TX 78701-1234", ["12 main st"], ["78701"]),
        ("12 Main St", ["12 main st"], []),
        ("PO Box 12, Austin TX", ["12 pobox austin tx"], []),
        ("??", [], []),
    ],
)
def test_keys_are_number_with_street_and_postal_code(value, street, code):
    assert list(Address.keys[""](value)) == street
    assert list(Address.keys["postal_code"](value)) == code


@given(st.text(max_size=30) | st.text(alphabet="Ab1 ,;.\n-", max_size=30))
def test_one_value_is_a_column_of_one_and_stands(text):
    once = Address().standardize(text)
    assert Address().standardize_column(pl.Series([text])).row(0) == once
    assert Address().standardize(once.value) == once
