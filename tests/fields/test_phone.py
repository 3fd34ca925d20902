from __future__ import annotations

import random

import phonenumbers
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crmclean.fields.base import State
from crmclean.fields.phone import Phone, extension, national_digits

FROM_COUNTRY = Phone.model_validate({"region": {"from": "country", "else": "US"}})
NO_COUNTRY = Phone.model_validate({"region": {"from": "country"}})

READ = [
    ("281-281-6611", "US", "+12812816611"),
    ("(331) 484-0024 x9165", "US", "+13314840024 ext. 9165"),
    ("Tel. 409.245.3611", "United States", "+14092453611"),
    ("4155552671.0", "US", "+14155552671"),
    ("1-800-FLOWERS", "US", "+18003569377"),
    ("M: +44 20 7946 0958", None, "+442079460958"),
    ("0044 20 7946 0958", "US", "+442079460958"),
    ("00 44 20 7946 0958", "DE", "+442079460958"),
    ("0711/9883088", "Deutschland", "+497119883088"),
    ("+49 (0)30 901820", None, "+4930901820"),
    ("06 17 67 89 59", "France", "+33617678959"),
    ("+914435911727 ext 1411", "IN", "+914435911727 ext. 1411"),
    ("+39 06 1234 5678", "IT", "+390612345678"),
    ("٠٣٠٩٠١٨٢٠", "DE", "+4930901820"),
]

NOT_OK = [
    ("4.15E+09", "US", State.INVALID, "4.15E+09"),
    ("(111) 555-2671", "US", State.INVALID, "+11115552671"),
    ("+1 202 555 0123 ext 5", "US", State.OK, "+12025550123 ext. 5"),
    ("555-2671", "US", State.INVALID, "555-2671"),
    ("415-555-2671; 415-555-2672", "US", State.AMBIGUOUS, "415-555-2671; 415-555-2672"),
    ("+49 30 901820 / (202) 555-0157", "DE", State.AMBIGUOUS, "+49 30 901820 / (202) 555-0157"),
    ("4155552671", "FR", State.INVALID, "4155552671"),
    ("07147 310 091", "US", State.IMPOSSIBLE, "07147 310 091"),
    ("(415) 555-2671 x3 / (415) 555-2672", "US", State.AMBIGUOUS, "(415) 555-2671 x3 / (415) 555-2672"),
    ("(11) 5619-2564", None, State.INVALID, "(11) 5619-2564"),
    ("+44 1585 945 596", None, State.INVALID, "+441585945596"),
    ("123", None, State.IMPOSSIBLE, "123"),
    ("ask reception", "US", State.IMPOSSIBLE, "ask reception"),
    ("0374-2831990", None, State.INVALID, "0374-2831990"),
]

FILLERS = [
    *("000-000-0000", "1111111111", "555-555-5555", "+1 111-111-1111", "1-999-999-9999", "(999) 999-9999 x12"),
    *("1234567890", "0123456789", "(123) 456-7890", "123456789", "n/a", "no phone", "-"),
]
NO_FILLERS = ["202-555-0100", "(212) 222-2222", "555-0100", "1212121212", "+49 30 111111"]


@pytest.mark.parametrize(("text", "country", "value"), READ)
def test_numbers_become_e164(text, country, value):
    assert FROM_COUNTRY.standardize(text, country) == (value, State.OK, None)


@pytest.mark.parametrize(("text", "country", "state", "value"), NOT_OK)
def test_what_is_wrong_with_a_number_is_said(text, country, state, value):
    standard = FROM_COUNTRY.standardize(text, country)
    assert standard[:2] == (value, state)
    assert (standard.note is None) == (state is State.OK)


@pytest.mark.parametrize("text", FILLERS)
def test_fillers_are_placeholders(text):
    assert Phone().standardize(text).state is State.PLACEHOLDER


@pytest.mark.parametrize("text", NO_FILLERS)
def test_unusual_numbers_are_no_fillers(text):
    assert Phone().standardize(text).state is not State.PLACEHOLDER


def test_a_number_is_impossible_only_by_its_own_country():
    assert FROM_COUNTRY.standardize("07147 310 091", "US").state is State.IMPOSSIBLE
    assert FROM_COUNTRY.standardize("07147 310 091", None).state is State.INVALID
    assert NO_COUNTRY.standardize("07147 310 091", None).state is State.UNKNOWN
    assert NO_COUNTRY.standardize("07147 310 091", "Antarctica").state is State.UNKNOWN
    assert NO_COUNTRY.standardize("+49 7147 310091", None).value == "+497147310091"


def test_region_is_fixed_or_read_from_a_field():
    assert Phone(region="Germany").region == "DE"
    assert Phone().depends_on is None
    assert FROM_COUNTRY.depends_on == "country"
    with pytest.raises(ValidationError, match="unknown country 'XX'"):
        Phone(region="XX")


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("+14155552671 ext. 12", "4155552671"),
        ("+4930901820", "30901820"),
        ("+390612345678", "0612345678"),
        ("0374-2831990 ext 12", "3742831990"),
        ("415-555-2671; 415-555-2672", "4155552671"),
        ("4.15E+09", ""),
        ("ask reception", ""),
    ],
)
def test_national_digits_are_what_spellings_share(value, digits):
    assert national_digits(value) == digits


def test_extension_and_keys_come_from_the_standard_value():
    assert extension("+14155552671 ext. 12") == "12"
    assert extension("+14155552671") == extension("ask reception") == ""
    assert list(Phone.keys[""]("+14155552671 ext. 12")) == ["+14155552671"]
    assert list(Phone.keys["last7"]("+14155552671 ext. 12")) == ["5552671"]
    assert list(Phone.keys["last7"]("0374-2831990")) == ["2831990"]
    assert list(Phone.keys["last7"]("415-555-2671; 415-555-2672")) == ["5552671", "5552672"]
    assert list(Phone.keys[""]("ask reception")) == list(Phone.keys["last7"]("ask reception")) == []


def spellings(count: int) -> tuple[list[str], list[str | None]]:
    """Return numbers of many regions in many spellings, some of them broken, with the country stated."""
    draw = random.Random(7)  # noqa: S311 - a seeded sample, no secret
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    texts, countries = [], []
    for _ in range(count):
        region = draw.choice(regions)
        number = phonenumbers.example_number_for_type(region, draw.choice([0, 1])) or phonenumbers.example_number(
            region
        )
        text = phonenumbers.format_number(number, draw.choice([0, 1, 2]))
        if draw.random() < 0.5:
            place = draw.randrange(len(text))
            text = text[:place] + draw.choice("0123456789 -/x") + text[place + draw.choice([0, 1]) :]
        texts.append(text + draw.choice(["", "", " x12", " ext. 3", ".0", "; 030 1234567"]))
        countries.append(draw.choice([region, region, region, "Germany", None]))
    return texts, countries


def test_a_column_is_its_values_one_by_one_in_bulk():
    texts, countries = spellings(4000)
    for field in (FROM_COUNTRY, NO_COUNTRY, Phone(region="GB")):
        column = field.parse_column(pl.Series(texts), pl.Series(countries))
        assert column.rows() == [field.parse(*pair) for pair in zip(texts, countries, strict=True)]


def test_standardizing_twice_changes_nothing_in_bulk():
    texts, countries = spellings(3000)
    for text, country in zip(texts, countries, strict=True):
        once = FROM_COUNTRY.standardize(text, country)
        twice = FROM_COUNTRY.standardize(once.value, country)
        assert twice.value == once.value, text
        assert once.state is not State.OK or twice == once, text


@given(
    st.text(alphabet="0123456789 +()-./xE,;e#", max_size=24) | st.text(max_size=12),
    st.sampled_from(["US", "DE", "IT", "BR", "MX", "AR", "GB", "Atlantis", None]),
)
def test_one_value_is_a_column_of_one_and_stands(text, country):
    once = FROM_COUNTRY.standardize(text, country)
    column = FROM_COUNTRY.standardize_column(pl.Series([text]), pl.Series([country], dtype=pl.String))
    assert column.row(0) == once
    assert FROM_COUNTRY.standardize(once.value, country).value == once.value


def test_the_usual_engine_has_no_version_of_its_own():
    assert FROM_COUNTRY.engine_version == ""


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValidationError, match="'reference' or 'fast'"):
        Phone(engine="faster")
