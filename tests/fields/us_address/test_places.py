from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.fields.base import fold
from crmclean.fields.us_address.places import is_large, is_place, state, states_of_zip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("tx", "TX"),
        ("texas", "TX"),
        ("new york", "NY"),
        ("calif", "CA"),
        ("district of columbia", "DC"),
        ("puerto rico", "PR"),
        ("washington dc", None),
        ("main", None),
        ("", None),
    ],
)
def test_states_have_codes_names_and_abbreviations(words, code):
    assert state(words.split()) == code


@pytest.mark.parametrize(
    ("words", "states", "known"),
    [
        ("austin", "TX", True),
        ("austin", "ME", False),
        ("st louis", "MO", True),
        ("saint louis", "MO", True),
        ("w palm beach", "FL", True),
        ("desplaines", "IL", True),
        ("des plaines", "IL", True),
        ("huntington bh", "CA", True),
        ("evergreen pk", "IL", True),
        ("springfield", "", True),
        ("nowhere at all", "", False),
        ("", "TX", False),
    ],
)
def test_places_are_known_by_state_however_they_are_abbreviated(words, states, known):
    assert is_place(words.split(), frozenset(states.split())) is known


def test_large_cities_stand_without_a_state():
    assert [is_large(words.split()) for words in ("chicago", "new york city", "nyc", "lake villa")] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "states"),
    [("78701", {"TX"}), ("00901", {"PR"}), ("20500-0001", {"DC"}), ("000", set()), ("", set())],
)
def test_a_zip_tells_its_state(code, states):
    assert states_of_zip(code) == states


def test_tables_are_folded_and_their_states_are_known():
    codes = {row[1] for row in resources.read_table("subdivisions") if row[0] == "US"} | {"FM", "MH", "PW"}
    for states, places in resources.read_table("us_places"):
        assert set(states.split()) <= codes or states in ("*", "large")
        assert all(fold(place) == place for place in places.split("|"))
    assert all(len(area) == 3 and set(states.split()) <= codes for area, states in resources.read_table("us_zips"))
