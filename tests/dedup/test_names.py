from __future__ import annotations

import random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from crmclean import load_rules
from crmclean.dedup.names import read_names, straightened

CONTACT = load_rules("generic/contact")
HALVES = ("first_name", "last_name")


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Rules of a table with whole names in one column."""
    path = tmp_path_factory.mktemp("rules") / "full.yaml"
    path.write_text(
        "crmclean: 1\nobject: contact\nfields:\n  who: {type: person_name, part: full}\n  email: {type: email}\n"
        "duplicates: {block_on: [[who]], compare: {name: {kind: person, fields: [who]}}}\n"
    )
    return load_rules(path)


def table(*rows):
    """Records: given name, family name, and perhaps an e-mail address."""
    filled = [(*row, None)[:3] for row in rows]
    return pl.DataFrame(filled, schema=dict.fromkeys((*HALVES, "email"), pl.String), orient="row")


def read(*rows):
    return read_names(table(*rows), CONTACT, HALVES).select("given", "family").rows()


@pytest.mark.parametrize(
    ("row", "means"),
    [
        (("Smith", "John"), ("smith", "john")),
        (("John", "Smith"), ("john", "smith")),
        (("Thomas", "James"), ("thomas", "james")),
        (("Zog", "Quax"), ("zog", "quax")),
        ((None, "John"), ("", "john")),
        (("S.", "John"), ("s", "john")),
    ],
)
def test_a_record_alone_is_not_turned(row, means):
    assert read(row) == [means]


def test_one_record_the_right_way_round_is_enough_where_everybody_knows_the_words():
    assert read(("John", "Smith"), ("Smith", "John")) == [("john", "smith")] * 2
    assert read(("Zog", "Quax"), ("Quax", "Zog")) == [("zog", "quax"), ("quax", "zog")]
    assert read(("John", "Smith"), ("Smith", "John Paul"), ("Smith P.", "John")) == [
        ("john", "smith"),
        ("smith", "john paul"),
        ("john p", "smith"),
    ]


def test_the_file_tells_which_of_two_unknown_words_is_a_family_name():
    others = [("Zog", f"Bol{end}") for end in "abcdefghijklmno"] + [(f"Lep{end}", "Quax") for end in "abcdefghijklmno"]
    assert read(("Quax", "Zog"))[-1] == ("quax", "zog")
    assert read(*others, ("Quax", "Zog"))[-1] == ("zog", "quax")
    assert read(*others, ("Zog", "Quax"))[-1] == ("zog", "quax")


def test_the_file_and_what_everybody_knows_count_together():
    smiths = [(given, "Smith") for given in ("Anna", "John", "Mary", "Peter", "Zog")]
    assert read(*smiths, ("Smith", "Paul"))[-1] == ("paul", "smith")
    assert read(*smiths, ("Smith", "Quax"))[-1] == ("smith", "quax")


@pytest.mark.parametrize("box", ["zog.quax", "zog_quax", "zquax", "zquax7"])
def test_a_mailbox_tips_the_scales_and_does_not_turn_a_name_alone(box):
    hints = [("Zog", "Bola"), ("Zog", "Bolb"), ("Lepa", "Quax"), ("Lepb", "Quax")]
    assert read(*hints, ("Quax", "Zog"))[-1] == ("quax", "zog")
    assert read(*hints, ("Quax", "Zog", f"{box}@acme.com"))[-1] == ("zog", "quax")
    assert read(("Quax", "Zog", f"{box}@acme.com")) == [("quax", "zog")]


def test_a_mailbox_keeps_a_name_that_is_the_right_way_round():
    others = [("James", f"Bol{end}") for end in "abcdefghij"] + [(f"Lep{end}", "Quax") for end in "abcdefgh"]
    assert read(*others, ("Quax", "James"))[-1] == ("james", "quax")
    assert read(*others, ("Quax", "James", "quax.james@acme.com"))[-1] == ("quax", "james")


@pytest.mark.parametrize(
    ("row", "means"),
    [
        (("J.", "Smith", "john.smith@acme.com"), ("john", "smith")),
        (("J.", "Smith", "smith.john@acme.com"), ("john", "smith")),
        (("John", "S.", "John.Smith@acme.com"), ("john", "smith")),
        ((None, "Smith", "john.smith@acme.com"), ("john", "smith")),
        (("John", None, "john.smith@acme.com"), ("john", "smith")),
        ((None, "Smith", "jsmith@acme.com"), ("j", "smith")),
        ((None, "Smith", "smith.j2@acme.com"), ("j", "smith")),
        (("K.", "Smith", "john.smith@acme.com"), ("k", "smith")),
        (("J.", "Smyth", "john.smith@acme.com"), ("j", "smyth")),
        (("J.", "Smith", "jo.smith@acme.com"), ("j", "smith")),
        (("Jon", "Smith", "john.smith@acme.com"), ("jon", "smith")),
        ((None, "Smith", "smith@acme.com"), ("", "smith")),
        ((None, "Smith", "xysmith@acme.com"), ("", "smith")),
        ((None, None, "john.smith@acme.com"), ("", "")),
    ],
)
def test_a_mailbox_that_agrees_completes_an_initial_or_a_missing_half(row, means):
    assert read(row) == [means]


@pytest.mark.parametrize(
    ("row", "means"),
    [
        (("Test", "Test"), ("", "")),
        (("Null", "Unknown"), ("", "")),
        (("Test", "7"), ("", "")),
        ((None, "Null"), ("", "null")),
        (("Jennifer", "Null"), ("jennifer", "null")),
        (("Test", "Klein"), ("test", "klein")),
    ],
)
def test_made_up_names_are_nobody_and_a_family_name_null_is_one(row, means):
    assert read(row) == [means]


def test_nobody_is_not_completed_by_a_mailbox():
    assert read(("Test", "Test", "john.smith@acme.com")) == [("", "")]


def test_particles_stay_with_the_family_name_and_a_generation_apart():
    names = read_names(table(("Maria", "de la Cruz"), ("Ludwig", "van Beethoven Jr.")), CONTACT, HALVES)
    assert names.rows() == [("maria", "de la cruz", ""), ("ludwig", "van beethoven", "jr")]


def test_a_whole_name_in_one_column_is_split_and_completed(full):
    rows = pl.DataFrame({"who": ["Dr. John Smith", "Smith, J.", None], "email": [None, "john.smith@acme.com", None]})
    assert read_names(rows, full, ["who"]).rows() == [("john", "smith", ""), ("john", "smith", ""), ("", "", "")]


def test_columns_that_are_not_there_and_tables_without_records():
    bare = table(("Ann", "Lee")).drop("email", "first_name")
    assert read_names(bare, CONTACT, HALVES).rows() == [("", "lee", "")]
    assert read_names(table(), CONTACT, HALVES).rows() == []


def test_the_order_of_the_rows_plays_no_part():
    words = ("Zog", "Quax", "Bola", "Lepa", "John", "Smith", "Thomas", "J.", "Test", "de la Cruz", None)
    boxes = (None, "zog.quax@acme.com", "jsmith@acme.com", "john.smith@acme.com")
    rows = [(one, other, box) for one in words for other in words for box in boxes]
    expected = dict(zip(rows, read(*rows), strict=True))
    for seed in range(5):
        random.Random(seed).shuffle(rows)  # noqa: S311 - shuffled rows are no secret
        assert dict(zip(rows, read(*rows), strict=True)) == expected


def test_straightened_records_have_their_names_as_read():
    rows = table(("Smith", "John"), ("John", "Smith"), ("Ann", "Lee Jr."), ("Test", "Test"))
    told, names = straightened(rows, CONTACT)
    assert_frame_equal(names, read_names(rows, CONTACT, HALVES))
    assert told.columns == rows.columns
    assert told.select(HALVES).rows() == [("john", "smith"), ("john", "smith"), ("ann", "lee jr"), (None, None)]
    assert told["email"].equals(rows["email"])


def test_rules_without_two_columns_of_names_leave_records_as_they_are(full):
    accounts = pl.DataFrame({"account_name": ["Smith John"], "phone": [None]})
    told, names = straightened(accounts, load_rules("generic/account"))
    assert names is None
    assert_frame_equal(told, accounts)
    whole = pl.DataFrame({"who": ["Smith, J."], "email": ["john.smith@acme.com"]})
    told, names = straightened(whole, full)
    assert names is None
    assert_frame_equal(told, whole)


def test_a_mailbox_that_spells_a_made_up_name_is_nobodys():
    rows = [
        ("Max", "Mustermann", "max@mustermann.de"),
        ("Mickey", "Mouse", "mickey.mouse@gmail.com"),
        ("John", "Doe", "john.doe@acme.com"),
        ("Max", "Muller", "max@muller.de"),
    ]
    told, _ = straightened(pl.DataFrame(rows, schema=["first_name", "last_name", "email"], orient="row"), CONTACT)
    assert told["email"].to_list() == [None, None, "john.doe@acme.com", "max@muller.de"]
