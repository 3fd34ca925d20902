# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.person_name import Name, PersonName, nickname_group, sound, split, split_columns

parts = st.sampled_from(["given", "family", "full"])
words = st.sampled_from(
    "JOHN smith Van DER de la MC mcdonald O'NEIL d'angelo J. j.r. JD III jr. PhD, md al-farouk N/A Null (OLD) ß İ ǆ É "
    "李 Smith, 1 * - and Dr. GARCIA Jennifer &".split(" ")
)
names = st.one_of(st.text(max_size=20), st.lists(words, min_size=1, max_size=4).map(" ".join))


@given(names, parts)
@example("::a AA", "full")
@example("o'b AA", "full")
def test_standardizing_twice_changes_nothing(text, part):
    field = PersonName(part=part)
    once = field.standardize(text)
    assert field.standardize(once.value) == once


@given(st.lists(names), parts)
def test_a_column_is_its_values_one_by_one(texts, part):
    field = PersonName(part=part)
    rows = field.standardize_column(pl.Series(texts, dtype=pl.String)).rows()
    assert rows == [tuple(field.standardize(text)) for text in texts]


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        ("given", "JOHN", "John"),
        ("given", "jean-luc", "Jean-Luc"),
        ("given", "j. r.", "J. R."),
        ("given", "JD", "JD"),
        ("given", "AL", "Al"),
        ("given", "McKenna", "McKenna"),
        ("given", " JosÉ ", "JosÉ"),
        ("given", "FATİH", "Fatih"),
        ("family", "NG", "Ng"),
        ("family", "DA", "Da"),
        ("family", "MCDONALD", "McDonald"),
        ("family", "o'neil", "O'Neil"),
        ("family", "d\u2019ANGELO", "d\u2019ANGELO"),
        ("family", "VAN DER BERG", "van der Berg"),
        ("family", "DE LA CRUZ", "de la Cruz"),
        ("family", "SMITH III", "Smith III"),
        ("family", "smith jr.", "Smith Jr."),
        ("family", "al-farouk", "al-Farouk"),
        ("given", "AL-AMIN", "Al-Amin"),
        ("full", "KHALID AL-FAROUK", "Khalid al-Farouk"),
        ("full", "kim jong-un", "Kim Jong-Un"),
        ("full", "ST. JOHN RIVERS", "St. John Rivers"),
        ("full", "DR. JANE DOE", "Dr. Jane Doe"),
        ("full", "John smith", "John Smith"),
        ("full", "Jean DUPONT", "Jean Dupont"),
        ("full", "Sean o'brien", "Sean O'Brien"),
        ("full", "Jane Doe CRISC", "Jane Doe CRISC"),
        ("full", "Jane Doe CISSP", "Jane Doe CISSP"),
        ("full", "Pieter van der Berg", "Pieter van der Berg"),
        ("full", "Zia ur Rehman", "Zia ur Rehman"),
        ("given", "Mary ann", "Mary Ann"),
        ("given", "JP Marie", "JP Marie"),
        ("family", "von der LEYEN", "von der Leyen"),
        ("full", "AL PACINO", "Al Pacino"),
        ("full", "KHALID AL FAROUK", "Khalid al Farouk"),
        ("full", "LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("full", "JOHN SMITH PHD", "John Smith PhD"),
        ("full", "Dr. Jane Doe-Smith", "Dr. Jane Doe-Smith"),
        ("full", "李 小龙", "李 小龙"),
    ],
)
def test_the_standard_form(part, text, expected):
    assert PersonName(part=part).standardize(text) == (expected, State.OK, None)


@pytest.mark.parametrize("text", ["Null", "None", "Test", "True", "na", "Nil"])
def test_names_that_look_like_placeholders_are_present_with_a_note(text):
    result = PersonName(part="family").standardize(text)
    assert (result.state, result.note) == (State.OK, "Is this really a name?")


@pytest.mark.parametrize(
    ("part", "text", "note"),
    [
        ("given", "Smith, John", "the family name first"),
        ("family", "Smith, John", "the family name first"),
        ("given", "Dr. Kate", "title"),
        ("family", "Kelly, MD", "title"),
        ("given", "Garcia", "usually a family name"),
        ("family", "JENNIFER", "usually a given name"),
        ("given", "John & Jane", "Two people"),
        ("full", "JOHN AND JANE SMITH", "Two people"),
    ],
)
def test_what_may_be_wrong_is_a_note_and_no_change(part, text, note):
    result = PersonName(part=part).standardize(text)
    assert result.state is State.OK
    assert result.value.lower() == text.lower()
    assert note in result.note


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("full", "Dr. Jane Doe, PhD"),
        ("full", "Smith, John"),
        ("full", "Garcia"),
        ("family", "Smith Jr."),
        ("family", "Smith, Jr."),
        ("family", "James"),
        ("given", "Taylor"),
        ("given", "Mary Ann"),
        ("given", "Robert (Bob)"),
        ("family", "Ortega y Gasset"),
        ("given", "Or"),
    ],
)
def test_what_is_usual_gets_no_note(part, text):
    assert PersonName(part=part).standardize(text).note is None


@pytest.mark.parametrize("text", ["N/A", "-", "unknown", "[[Unknown]]", "[not provided]", "asdf", "xxx", "John Doe"])
def test_placeholders_are_missing(text):
    assert PersonName().standardize(text) == (text, State.PLACEHOLDER, None)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Smith (do not use)", "remark"),
        ("Smith DUPLICATE", "remark"),
        ("MÃ¼ller", "damaged"),
        ("Wi1liams", "digits"),
        ("jane@acme.com", "signs"),
        ("?!", "has none"),
    ],
)
def test_what_is_no_name_stays_and_says_why(text, note):
    result = PersonName().standardize(text)
    assert (result.value, result.state) == (text, State.INVALID)
    assert note in result.note
    assert text not in result.note


@pytest.mark.parametrize("text", ["John Smith 3rd", "Anne-Marie d'Arc", "O\u2019Neil", "Smith, Jr."])
def test_signs_that_belong_to_names_are_fine(text):
    assert PersonName().standardize(text).state is State.OK


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Prof. Albert", "Smith"), (("albert",), ("smith",), "")),
        (("Dr. med. Hans", "Müller"), (("hans",), ("muller",), "")),
        (("M.", "Dupont"), (("m",), ("dupont",), "")),
        (("M. Erik", "Dupont"), (("erik",), ("dupont",), "")),
        (("Mr", "Smith"), ((), ("smith",), "")),
        (("Md", "Karim"), (("md",), ("karim",), "")),
        (("Frank", "kelly, md"), (("frank",), ("kelly",), "")),
        (("Ann", "Lee PhD, MBA"), (("ann",), ("lee",), "")),
        (("Yo-Yo", "Ma"), (("yo", "yo"), ("ma",), "")),
        ((None, "Jack Ma"), (("jack",), ("ma",), "")),
        ((None, "Smith, John Jr."), (("john",), ("smith",), "jr")),
        ((None, "Smith, Jr., John"), (("john",), ("smith",), "jr")),
        ((None, "Ewing, J.R."), (("j", "r"), ("ewing",), "")),
        (("Pedro", "Brinson Senior"), (("pedro",), ("brinson",), "sr")),
        (("James", "Howell III"), (("james",), ("howell",), "iii")),
        (("thomas", "jr."), (("thomas",), ("jr",), "")),
        (("Sr. José", "García"), (("jose",), ("garcia",), "")),
        ((None, "Maxwell Kwak"), (("maxwell",), ("kwak",), "")),
        ((None, "De La Cruz"), ((), ("de", "la", "cruz"), "")),
        ((None, "Smith"), ((), ("smith",), "")),
        (("Ana Maria dos Santos", None), (("ana", "maria"), ("dos", "santos"), "")),
        (("Stephanie L.", None), (("stephanie", "l"), (), "")),
        (("Smith, John", None), (("john",), ("smith",), "")),
        (("Smith, John", "Smith"), (("john",), ("smith",), "")),
        (("John Smith", "Smith"), (("john",), ("smith",), "")),
        (("John", "John Smith"), (("john",), ("smith",), "")),
        (("Martin", "Martin"), (("martin",), ("martin",), "")),
        (("Robert (Bob)", "Mi1ler"), (("robert", "bob"), ("miller",), "")),
        (("Hans", "vonWitte"), (("hans",), ("von", "witte"), "")),
        (("Jane", "Mc Donald"), (("jane",), ("mcdonald",), "")),
        (("Jane", "Smith (do not use)"), (("jane",), ("smith",), "")),
        (("Michael", "Herr"), (("michael",), ("herr",), "")),
        ((None, None), ((), (), "")),
        ((None, None, "Mr Smith"), ((), ("smith",), "")),
        ((None, None, "Sarah"), (("sarah",), (), "")),
        ((None, None, "J. Smith III"), (("j",), ("smith",), "iii")),
        ((None, None, "Smith, Dr. John"), (("john",), ("smith",), "")),
        ((None, None, "Al Pacino"), (("al",), ("pacino",), "")),
        (("Jane", None, "Jane Doe"), (("jane",), ("doe",), "")),
        (("Jane", "Doe", "Somebody Else"), (("jane",), ("doe",), "")),
        ((None, None, "John and Jane Smith"), (("john", "jane"), ("smith",), "")),
        (("John & Jane", "Smith"), (("john", "jane"), ("smith",), "")),
        ((None, None, "Jane Doe (née Smith)"), (("jane",), ("doe", "smith"), "")),
        ((None, None, "Maria Garcia Lopez"), (("maria",), ("garcia", "lopez"), "")),
        ((None, None, "Kevin G."), (("kevin",), ("g",), "")),
        ((None, None, "Smith"), ((), ("smith",), "")),
        ((None, None, "M. Dupont"), ((), ("dupont",), "")),
        ((None, None, "Smith Jennifer"), (("jennifer",), ("smith",), "")),
        ((None, None, "John Smith, VP Sales"), (("john",), ("smith",), "")),
        ((None, None, "John Smith - Acme"), (("john",), ("smith",), "")),
        (("Prof. Dr. med. Hans", "Müller"), (("hans",), ("muller",), "")),
        (("Hon. Ruth", "Ginsburg"), (("ruth",), ("ginsburg",), "")),
    ],
)
def test_split(columns, expected):
    padded = (*columns, None)[:3]
    assert split(*padded) == Name(*expected)


@given(names, names)
def test_splitting_never_fails_and_gives_folded_words(first, last):
    name = split(first, last)
    assert all(word.isascii() and word == word.lower() and word for word in name.given + name.family)


def test_nicknames_meet_in_their_formal_names():
    together = [("Bob", "Robert"), ("Bill", "Will"), ("Pepe", "José"), ("Sascha", "Alexandra"), ("Jürgi", "Juergen")]
    assert all(nickname_group(left) & nickname_group(right) for left, right in together)
    assert nickname_group("Deb") >= {"deb", "debra", "deborah"}
    assert not nickname_group("Peter") & nickname_group("Paul")


@pytest.mark.parametrize(("token", "expected"), [("", ""), ("-", ""), ("123", ""), ("李", "L"), ("O'Brien", "OBRAN")])
def test_sound(token, expected):
    assert sound(token) == expected


@given(st.text())
def test_sound_never_fails(text):
    assert sound(text).isascii()


def test_keys():
    keys = {suffix: list(key("Dr. Deb Mueller-Smith")) for suffix, key in PersonName.keys.items()}
    assert keys[""] == ["deb muller smith"]
    assert (keys["first"], keys["initial"]) == (["deb"], ["d"])
    assert keys["sound"] == [sound("deb"), sound("müller"), sound("smith")]
    assert {"debra", "deborah"} <= set(keys["nickname"])
    assert list(PersonName.keys["sound"]("de la Cruz")) == [sound("cruz")]


@given(names)
def test_keys_never_fail_and_are_never_empty(text):
    for key in PersonName.keys.values():
        assert all(found for found in key(text))


low = st.sampled_from(
    "john smith smith-jones de la cruz j michael do not use jr md mc donald lee ng ann Ann Lee LEE O'Neil née".split()
)
halves = st.one_of(st.none(), names, st.lists(low, max_size=4).map(" ".join))


@given(st.lists(st.tuples(halves, halves, st.sampled_from([None, "John Smith", "Lee, Ann"])), max_size=12))
@example([("john smith", "smith", None), ("john", "john smith", None), ("a b c", "b c", None), ("", "de la cruz", "")])
@example([("maria do not use", "lee", None), (None, "smith jones", None), ("john j", None, None)])
def test_splitting_columns_is_splitting_one_by_one(rows):
    table = pl.DataFrame(rows, schema=dict.fromkeys(("given", "family", "full"), pl.String), orient="row")
    expected = [split(*row) for row in rows]
    assert split_columns(*table).rows() == [
        (" ".join(name.given), " ".join(name.family), name.generation) for name in expected
    ]
