from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.city import City, recase

READ = {
    "LE BLANC-MESNIL": "Le Blanc-Mesnil",
    "aix-en-provence": "Aix-en-Provence",
    "SANTA BÁRBARA D'OESTE": "Santa Bárbara d'Oeste",
    "L'ISLE-ADAM": "L'Isle-Adam",
    "KING'S LYNN": "King's Lynn",
    "o'fallon": "O'Fallon",
    "MCALLEN": "McAllen",
    "ST. PAUL": "St. Paul",
    "rio de janeiro": "Rio de Janeiro",
    "frankfurt am main": "Frankfurt am Main",
    "HENNEF (SIEG)": "Hennef (Sieg)",
    "KĀMĀRHĀTI": "Kāmārhāti",
    "LYON 08": "Lyon 08",
    "große bleiche": "Große Bleiche",
    "ß:ß": "Ss:Ss",
    "ulm": "Ulm",
    "NYC": "NYC",
    "McAllen": "McAllen",
    "iPhone City": "iPhone City",
    "北京": "北京",
    "  Essen\u200b ": "Essen",
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_case_is_repaired_where_it_says_nothing(text, value):
    assert City().standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize("text", ["12345", "44 / 2"])
def test_a_city_without_letters_is_invalid(text):
    assert City().standardize(text) == (text, State.INVALID, "A city has letters in it.")


def test_words_with_a_form_of_their_own_keep_it():
    assert recase("PO BOX", keep=lambda word: word if word == "PO" else None) == "PO Box"


def test_the_key_is_the_folded_city():
    assert list(City.keys[""]("Saint-Étienne")) == ["saint etienne"]


@given(st.text(max_size=20) | st.text(alphabet="ABCdel'\u2019 -ÉßMCmc.", max_size=20))
def test_standardizing_twice_changes_nothing(text):
    once = City().standardize(text)
    assert City().standardize(once.value) == once
