from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.fields.name_words import are_variants, around, bears_two, givenness, is_given, nickname_group, sound
from crmclean.fields.spelling import fold_spelling


@pytest.mark.parametrize(
    ("word", "least", "most"),
    [("smith", 0, 0), ("garcia", 0, 0), ("nguyen", 0, 1), ("taylor", 0, 4), ("james", 5, 8), ("jennifer", 9, 9)],
)
def test_how_far_a_word_is_a_given_name(word, least, most):
    assert least <= givenness(word) <= most


def test_a_word_that_nobody_bears_says_nothing():
    assert givenness("zaphod") is None
    assert givenness("") is None


def test_family_names_that_come_in_pairs():
    assert [word for word in ("lopez", "smith", "maria", "zaphod") if bears_two(word)] == ["lopez"]


def test_the_table_of_names_is_small_and_folded():
    rows = resources.read_table("person_names")
    assert (resources.folder() / "tables" / "person_names.csv").stat().st_size < 300_000
    assert len({row[0] for row in rows}) == len(rows)
    assert [row for row in rows if fold_spelling(row[0]) != row[0] or not 0 <= int(row[1]) <= 9] == []


def test_what_stands_around_names_is_folded_and_said_once_a_kind():
    rows = resources.read_table("honorifics")
    assert {row[1] for row in rows} == {"title", "credential", "comma", "role", "generation"}
    assert {row[2] for row in rows if row[1] == "title"} == {"", "address", "two"}
    assert len({row[:2] for row in rows}) == len(rows)
    assert around("credential")["ph d"] == "PhD"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "Robert"),
        ("Bill", "Will"),
        ("Pepe", "José"),
        ("Carl", "Karl"),
        ("Steven", "Stefan"),
        ("Catherine", "Kathryn"),
        ("Jon", "John"),
        ("Geoffrey", "Jeffrey"),
        ("Mohamed", "Muhammad"),
    ],
)
def test_forms_of_one_name_meet(one, other):
    assert nickname_group(one) & nickname_group(other)


@pytest.mark.parametrize(("one", "other"), [("Peter", "Paul"), ("Paul", "Paula"), ("John", "Juan"), ("Mario", "Maria")])
def test_other_names_do_not_meet(one, other):
    assert not nickname_group(one) & nickname_group(other)


def test_known_given_names_and_their_variants():
    assert is_given("paula")
    assert not is_given("jhon")
    assert are_variants("stephen", "steven")
    assert not are_variants("paul", "paula")


def test_sound_folds_first():
    assert sound("Müller") == sound("Mueller")
