from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State
from crmclean.fields.subdivision import Subdivision, code

FROM_COUNTRY = {"country": {"from": "country", "else": None}}
NAMED = Subdivision.model_validate({**FROM_COUNTRY, "output": "name"})
CODED = Subdivision.model_validate({**FROM_COUNTRY, "output": "code"})
KEPT = Subdivision.model_validate(FROM_COUNTRY)

READ = [
    ("ca", "US", "California", "CA"),
    ("Calif.", "USA", "California", "CA"),
    ("CA", "Italy", "Cagliari", "CA"),
    ("NRW", "Germany", "Nordrhein-Westfalen", "NW"),
    ("Bavaria", "DE", "Bayern", "BY"),
    ("Orissa", "IN", "Odisha", "OD"),
    ("s. paulo", "BR", "São Paulo", "SP"),
    ("CDMX", "MX", "Ciudad de México", "CMX"),
    ("Québec", "CA", "Quebec", "QC"),
    ("Provence Alpes Côte d Azur", "FR", "Provence-Alpes-Côte d'Azur", "PAC"),
    ("Cymru", "UK", "Wales", "WLS"),
    ("US-TX", "US", "Texas", "TX"),
    ("Napoli", "IT", "Napoli", "NA"),
]


@pytest.mark.parametrize(("text", "country", "name", "own"), READ)
def test_places_are_read_by_their_country(text, country, name, own):
    assert NAMED.standardize(text, country) == (name, State.OK, None)
    assert CODED.standardize(text, country) == (own, State.OK, None)
    assert KEPT.standardize(f" {text} ", country) == (text, State.OK, None)


@pytest.mark.parametrize(
    ("text", "country", "state", "note"),
    [
        ("Texsa", "US", State.UNKNOWN, "Did you mean 'Texas'?"),
        ("West Bengol", "IN", State.UNKNOWN, "Did you mean 'West Bengal'?"),
        ("Texas", "India", State.UNKNOWN, "Texas (US) is not in India."),
        ("TX", "India", State.UNKNOWN, "Not in India."),
        ("Nowhere", "India", State.UNKNOWN, "Not in India."),
        ("Kent", "GB", State.OK, None),
        ("Scotlnad", "GB", State.OK, "Did you mean 'Scotland'?"),
        ("Viken", "NO", State.OK, None),
        ("กรุงเทพมหานคร", "TH", State.OK, None),
        ("Bayern", None, State.OK, None),
        ("Springfield", None, State.OK, None),
        (
            "WA",
            None,
            State.AMBIGUOUS,
            "Could be Western Australia (AU) or Washington (US); the record names no country.",
        ),
        ("TX", None, State.AMBIGUOUS, "Could be Texas (US); the record names no country."),
        ("Springfield, Ohio", None, State.OK, None),
        ("Viken", "Atlantis", State.OK, None),
    ],
)
def test_what_cannot_be_looked_up_stays_as_written(text, country, state, note):
    assert NAMED.standardize(text, country) == (text, state, note)


def test_the_country_may_be_fixed_or_come_from_a_field():
    assert Subdivision(country="USA", output="name").standardize("tx").value == "Texas"
    assert Subdivision.model_validate({"country": {"from": "country", "else": "US"}, "output": "name"}).standardize(
        "tx", None
    ) == ("Texas", State.OK, None)
    assert (KEPT.depends_on, Subdivision().depends_on) == ("country", None)


@pytest.mark.parametrize("text", ["WA", "ca", "Texas", "Calif.", "Punjab", "Limburg", "TX, USA", "Atlantis"])
def test_a_state_that_is_kept_as_written_is_no_finding_without_a_country(text):
    assert KEPT.standardize(text, None) == (text, State.OK, None)


def test_a_code_stands_where_codes_are_written_whatever_the_country():
    assert CODED.standardize("WA", None) == ("WA", State.OK, None)
    assert CODED.standardize("Limburg", None).state is State.AMBIGUOUS


def test_a_place_without_country_is_written_only_in_a_form_that_stands_alone():
    assert NAMED.standardize("Calif.", None) == ("California", State.OK, None)
    assert CODED.standardize("Calif.", None) == ("Calif.", State.OK, None)


@pytest.mark.parametrize(
    ("text", "country", "iso"),
    [
        ("tx", "US", "US-TX"),
        ("Texas", None, "US-TX"),
        ("CA", None, None),
        ("TX", None, None),
        ("x", "US", None),
        ("Bern", "CH", "CH-BE"),
        ("Oslo", "NO", None),
        ("Punjab", None, None),
    ],
)
def test_code_is_iso_3166_2(text, country, iso):
    assert code(text, country) == iso


def test_the_key_is_every_code_that_it_may_be():
    assert list(Subdivision.keys[""]("Texas")) == ["US-TX"]
    assert set(Subdivision.keys[""]("CA")) == {"US-CA", "IT-CA", "ES-CA"}
    assert list(Subdivision.keys[""]("Springfield, Ohio?")) == ["springfield ohio"]


def test_naples_code_is_no_placeholder_where_codes_are_written():
    assert CODED.standardize("NA", "IT") == ("NA", State.OK, None)
    assert NAMED.standardize("NA", "IT").state is State.PLACEHOLDER


@pytest.mark.parametrize("output", ["keep", "name", "code"])
def test_every_place_reads_back_as_itself(output):
    field = Subdivision.model_validate({**FROM_COUNTRY, "output": output})
    for country, own, name, _ in resources.read_table("subdivisions"):
        for text in (own, name):
            if field.is_placeholder(text):  # "NA", and Nan in Thailand
                continue
            once = field.standardize(text, country)
            assert field.standardize(once.value, country) == once


@given(
    st.text(max_size=10) | st.sampled_from([text for row in resources.read_table("subdivisions") for text in row[1:3]]),
    st.sampled_from(["US", "IT", "IN", "GB", "CH", None]),
    st.sampled_from(["keep", "name", "code"]),
)
def test_one_value_is_a_column_of_one_and_stands(text, country, output):
    field = Subdivision.model_validate({**FROM_COUNTRY, "output": output})
    once = field.standardize(text, country)
    assert field.standardize_column(pl.Series([text]), pl.Series([country], dtype=pl.String)).row(0) == once
    twice = field.standardize(once.value, country)
    assert twice.value == once.value
    assert once.state is not State.OK or twice.state is State.OK
