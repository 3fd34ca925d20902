# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.spelling import fold_spelling, is_damaged, is_one_case, repair_letters, title_word, without_remark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Smith (do not use)", "Jane Smith"),
        ("MICROWARE [OLD]", "MICROWARE"),
        ("Bunting & Sons Ltd - DO NOT USE", "Bunting & Sons Ltd"),
        ("Smith DUPLICATE", "Smith"),
        ("Smith do not call", "Smith"),
        ("Brightsoft Corp. *", "Brightsoft Corp."),
        ("**Smith", "Smith"),
        ("zzz_Smith", "Smith"),
        ("ZZ-Acme", "Acme"),
        ("Acme (Customer)", "Acme"),
        ("DO NOT USE - John Smith", "John Smith"),
        ("Duplicate: Acme", "Acme"),
    ],
)
def test_remarks_are_taken_out(text, expected):
    assert without_remark(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tom Old",
        "OLD",
        "Old Navy",
        "TOM OLD",
        "ZZ Top",
        "(OLD)",
        "*",
        "Smith (Jones)",
        "Contest Ltd",
        "Test",
        "Lead - Free Ltd",
        "Do-Not",
    ],
)
def test_names_that_only_look_like_remarks_stay(text):
    assert without_remark(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("MÃ¼ller", "Müller"), ("JosÃ©", "José"), ("GarcÃa", "García"), ("Oâ€™Neil", "O\u2019Neil")],
)
def test_damaged_letters_are_read_again(text, expected):
    assert repair_letters(text) == expected


@pytest.mark.parametrize("text", ["Müller", "SÃO PAULO", "João", "Ångström", "Âge", "Smith", "李", "Łukasz"])
def test_sound_letters_stay(text):
    assert repair_letters(text) == text


def test_damage_is_seen_where_it_cannot_be_repaired():
    assert all(map(is_damaged, ["M\ufffdller", "M\u0081ller", "MÃ¼ller"]))
    assert not any(map(is_damaged, ["Müller", "SÃO PAULO", "Smith"]))


@given(st.text("äöüßéèêëàíîñçøåabc", min_size=1))
def test_whatever_was_damaged_is_repaired(text):
    assert repair_letters(text.encode().decode("cp1252")) == text


def test_one_case_needs_two_letters():
    assert [is_one_case(text) for text in ("JANE", "jane d.", "J. R.", "Jane", "J.", "1", "李", "")] == [
        *(True, True, True),
        *(False, False, False, False, False),
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("SMITH", "Smith"), ("mcdonald", "McDonald"), ("MCI", "Mci"), ("MACK", "Mack"), ("FATİH", "Fatih"), ("", "")],
)
def test_a_word_gets_its_capitals(word, expected):
    assert title_word(word) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "Mueller", "MULLER", "MÃ¼ller"),
        ("Schröder", "Schroeder"),
        ("Jäger", "Jaeger"),
        ("Günther", "Guenther"),
        ("Özdemir", "Oezdemir"),
        ("Strauß", "Strauss"),
        ("O'Brien", "O\u2019Brien", "OBrien"),
        ("Kjær", "Kjaer"),
    ],
)
def test_spellings_of_one_name_agree(spellings):
    assert len(set(map(fold_spelling, spellings))) == 1


@pytest.mark.parametrize(
    "name",
    "samuel joel noel michael rafael israel joe sue mae zoe chloe zoey miguel manuel manuela raquel rodriguez bauer "
    "feuer guerra consuelo gaelle joelle noelle maes rachael blue queen shoes".split(" "),
)
def test_ordinary_names_keep_their_letters(name):
    assert fold_spelling(name) == name


def test_names_that_differ_stay_apart():
    pairs = [("Joe", "Jo"), ("Sue", "Su"), ("Mae", "Ma"), ("Joel", "Jol"), ("Bauer", "Baur"), ("Rae", "Ra")]
    assert all(fold_spelling(left) != fold_spelling(right) for left, right in pairs)
