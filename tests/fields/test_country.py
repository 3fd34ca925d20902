from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from crmclean import resources
from crmclean.fields.base import State
from crmclean.fields.country import Country, CountryFrom, _spellings, iso2, key, names

READ = {
    **dict.fromkeys(
        ("United States", "U.S.", "u.s.a.", "America", "the USA", "Estados Unidos", "Vereinigte Staaten"), "US"
    ),
    **dict.fromkeys(("UK", "U.K.", "Great Britain", "England", "Scotland", "Utd Kingdom", "Angleterre", "GBR"), "GB"),
    **dict.fromkeys(("Germany", "D", "GER", "Deutschland", "Allemagne", "Германия", "德国", "ドイツ"), "DE"),
    **dict.fromkeys(("République française", "FRA", "Frankreich"), "FR"),
    **dict.fromkeys(("Holland", "The Netherlands", "Países Bajos"), "NL"),
    "AND": "AD",
    "NO": "NO",
    "UAE": "AE",
    "Saint Kitts and Nevis": "KN",
    "Georgia": "GE",
    "Cote d'Ivoire": "CI",
    "Czech Republic": "CZ",
    "Türkei": "TR",
    "Burma": "MM",
    "Irã": "IR",
    "Kosovo": "XK",
    "South Korea": "KR",
    "Korea, Republic of": "KR",
    "Bolivia (Plurinational State of)": "BO",
    "DE - Germany": "DE",
    "United States (USA)": "US",
    "Oesterreich": "AT",
    "N. Ireland": "GB",
    "S. Africa": "ZA",
}


@pytest.mark.parametrize(("text", "code"), READ.items())
def test_usual_spellings_are_read(text, code):
    assert Country().standardize(text) == (code, State.OK, None)


@pytest.mark.parametrize(
    "text", ["nan-land", "Atlantis", "12345", "Soviet Union", "Americas", "Man", "CAD", "Paris, Texas", "(,)"]
)
def test_what_no_table_knows_stays_as_written(text):
    value, state, _ = Country().standardize(text)
    assert (value, state) == (text, State.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Untied States", "United States"),
        ("Gemrany", "Germany"),
        ("Brazl", "Brazil"),
        ("Swizerland", "Switzerland"),
        ("Itlay", "Italy"),
        ("Paris, France", "France"),
        ("Dubai, UAE", "United Arab Emirates"),
    ],
)
def test_a_typo_is_a_suggestion_and_no_answer(text, name):
    assert Country().standardize(text) == (text, State.UNKNOWN, f"Did you mean '{name}'?")


@pytest.mark.parametrize("text", ["Ir", "Irax", "Stan", "xyzzy", "Portland, OR", "Paris, Texas"])
def test_short_or_far_texts_get_no_suggestion(text):
    assert Country().standardize(text).note is None


@pytest.mark.parametrize(
    "text", ["Korea", "Congo", "Virgin Islands", "Guiana", "US/Canada", "UK & Ireland", "Germany or Austria", "US;DE"]
)
def test_a_spelling_of_two_countries_is_ambiguous(text):
    value, state, note = Country().standardize(text)
    assert (value, state) == (text, State.AMBIGUOUS)
    assert note is not None
    assert " or " in note
    assert iso2(text) is None


@pytest.mark.parametrize(("output", "written"), [("iso2", "GB"), ("iso3", "GBR"), ("name", "United Kingdom")])
def test_output_says_how_a_country_is_written(output, written):
    assert Country(output=output).standardize("england").value == written


def test_na_is_namibia_only_among_codes():
    assert Country().standardize("NA") == ("NA", State.OK, None)
    assert Country(output="name").standardize("NA").state is State.PLACEHOLDER
    assert Country().standardize("n/a").state is State.PLACEHOLDER
    assert Country(output="name").standardize("Namibia").value == "Namibia"


@pytest.mark.parametrize("output", ["iso2", "iso3", "name"])
def test_every_country_reads_back_as_itself(output):
    field = Country(output=output)
    assert len(names()) == 250
    for country in names().values():
        assert field.standardize(getattr(country, output)) == (getattr(country, output), State.OK, None)
        assert iso2(country.iso3) == iso2(country.name) == country.iso2


def test_table_is_sorted_and_no_spelling_stands_twice_in_a_row():
    rows = resources.read_table("countries")
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    for *_, spellings in rows:
        keys = [key(text) for text in spellings.split("|") if text]
        assert len(keys) == len(set(keys))


@given(st.text(max_size=12) | st.sampled_from(sorted(READ)), st.sampled_from(["iso2", "iso3", "name"]))
def test_standardizing_twice_changes_nothing(text, output):
    field = Country(output=output)
    once = field.standardize(text)
    twice = field.standardize(once.value)
    assert twice.value == once.value
    assert once.state is not State.OK or twice.state is State.OK


def test_country_from_takes_the_record_first_and_says_so():
    source = CountryFrom.model_validate({"from": "country", "else": "usa"})
    assert source.of("Deutschland") == ("DE", True)
    assert source.of("Atlantis") == source.of(None) == ("US", False)
    assert source.model_dump() == {"from": "country", "else": "US"}
    assert CountryFrom.model_validate(source.model_dump()) == source


def test_a_rule_file_cannot_name_a_country_that_is_none():
    with pytest.raises(ValidationError, match="unknown country 'Atlantis'; expected an ISO 3166-1 code"):
        TypeAdapter(CountryFrom).validate_python({"from": "country", "else": "Atlantis"})


def test_a_code_stands_for_one_country_in_the_table_too():
    assert all(_spellings()[key(code)] == (code,) for code in names())
