from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.fields.country import names
from crmclean.fields.place import find, has_table, nearest, spelling


def _codes(text: str, country: str | None) -> list[str]:
    return [place.iso for place in find(text, country)]


@pytest.mark.parametrize(
    ("text", "country", "iso"),
    [
        ("N.Y.", "US", "US-NY"),
        ("NewYork", "US", "US-NY"),
        ("New York State", "US", "US-NY"),
        ("State of New York", "US", "US-NY"),
        ("N. Carolina", "US", "US-NC"),
        ("Washington, D.C.", "US", "US-DC"),
        ("CA - California", "US", "US-CA"),
        ("California (CA)", "US", "US-CA"),
        ("Newfoundland & Labrador", "CA", "CA-NL"),
        ("Edo. Mex.", "MX", "MX-MEX"),
        ("Estado de México", "MX", "MX-MEX"),
        ("Estado de Jalisco", "MX", "MX-JAL"),
        ("Kanton Zürich", "CH", "CH-ZH"),
        ("Zuerich", "CH", "CH-ZH"),
        ("Genf", "CH", "CH-GE"),
        ("Co. Cork", "IE", "IE-CO"),
        ("County Cork", "IE", "IE-CO"),
        ("Tirol", "AT", "AT-7"),
        ("Tyrol", "AT", "AT-7"),
        ("東京", "JP", "JP-13"),
        ("東京都", "JP", "JP-13"),
        ("Osaka-fu", "JP", "JP-27"),
        ("山西省", "CN", "CN-SX"),
        ("陕西", "CN", "CN-SN"),
        ("Orissa", "IN", "IN-OD"),
        ("Telangana", "IN", "IN-TS"),
        ("Paris", "FR", "FR-75C"),
        ("75", "FR", "FR-75C"),
        ("La Réunion", "FR", "FR-974"),
        ("Barcelona", "ES", "ES-B"),
        ("Chiayi County", "TW", "TW-CYQ"),
        ("Palau", "US", "US-PW"),
    ],
)
def test_spellings_are_found_in_their_country(text, country, iso):
    assert _codes(text, country) == [iso]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ontario", "US"),
        ("Austin, TX", "US"),
        ("TX, Canada", "US"),
        ("Kansas City", "US"),
        ("Kansas or Missouri", "US"),
        ("Kansas/Missouri", "US"),
        ("State", "US"),
        ("State of", "US"),
        ("", "US"),
        ("Oslo", "NO"),
        ("(,)", "US"),
        ("山西", "JP"),
    ],
)
def test_what_names_no_place_or_two_is_not_found(text, country):
    assert _codes(text, country) == []


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("Texas", ["US-TX"]),
        ("TX, USA", ["US-TX"]),
        ("CA, USA", ["US-CA"]),
        ("Ontario - Canada", ["CA-ON"]),
        ("California (CA)", ["US-CA"]),
        ("Punjab", ["IN-PB", "PK-PB"]),
        ("WA", ["AU-WA", "US-WA"]),
        ("Austin, USA", []),
        ("Springfield", []),
    ],
)
def test_without_a_country_every_place_is_found_that_it_may_be(text, isos):
    assert sorted(_codes(text, None)) == isos


def test_a_slip_is_near_where_one_place_is():
    place = nearest("Californa", "US")
    assert place is not None
    assert place.iso == "US-CA"
    assert nearest("Calirado", "US") is None
    assert nearest("Tex", "US") is None


def test_countries_with_a_table():
    assert (has_table("US"), has_table("NO")) == (True, False)


def test_table_is_sorted_and_every_spelling_means_one_place():
    rows = resources.read_table("subdivisions")
    assert list(rows) == sorted(rows)
    for country in {row[0] for row in rows}:
        assert country in names()
        spelled = [
            {spelling(text) for text in (own, name, *others.split("|")) if text}
            for of, own, name, others in rows
            if of == country
        ]
        assert sum(map(len, spelled)) == len(set().union(*spelled))
        for of, own, name, _ in rows:
            if of == country:
                assert _codes(own, country) == _codes(name, country) == [f"{country}-{own}"]
