# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.name_pieces import Label, Reading

SHORT = {
    Label.NAME: "n",
    Label.PREFIX_MARITAL: "m",
    Label.PREFIX_OTHER: "p",
    Label.CREDENTIAL: "c",
    Label.GENERATION: "g",
    Label.NICKNAME: "k",
    Label.AND: "&",
    Label.SURNAME: "s",
}
words = st.sampled_from("Dr. Mr and & , ; (Bob) 'Bo' née - van MD Ma Jr. V III Lee, O'Neil ( \" 李 1 J. É".split(" "))
names = st.one_of(st.text(max_size=20), st.lists(words, max_size=6).map(" ".join))


def labels(text, *, least=1):
    return "".join(SHORT[each] for each in Reading.of(text, least=least).labels)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Smith", "nn"),
        ("Dr. Jane Smith", "pnn"),
        ("Prof. Dr. med. Hans Maier", "pppnn"),
        ("Mr. & Mrs. John Public", "m&mnn"),
        ("Herr Dr. Maier", "mpn"),
        ("Mayor John Rodgers", "pnn"),
        ("Bishop Smith", "nn"),
        ("Mr", "n"),
        ("Jane Smith PhD", "nnc"),
        ("Jane Smith, PhD, MBA", "nncc"),
        ("Jane Smith Ph. D.", "nncc"),
        ("Jane Smith attorney at law", "nnccc"),
        ("Yo-Yo Ma", "nn"),
        ("Jane Smith, MA", "nnc"),
        ("Jane Smith MA", "nnc"),
        ("JANE SMITH MA", "nnn"),
        ("Jane Smith, XYZ", "nnc"),
        ("Jane Smith, Xyz", "nnn"),
        ("Jane Smith mdsc", "nnc"),
        ("Jane Smith, Head of Sales", "nnccc"),
        ("Jane Smith, VP Sales", "nncc"),
        ("John Smith Jr.", "nng"),
        ("John Smith, Sr.", "nng"),
        ("Smith Jr., John", "ngn"),
        ("John Smith V", "nng"),
        ("Smith, V", "nn"),
        ("John Smith, V", "nng"),
        ("John V. Smith", "nnn"),
        ("Hill III David", "ngn"),
        ("Robert 'Bob' Smith", "nkn"),
        ('Craig "Mr. Everything" Ehlo', "nkkn"),
        ("Robert (Bob) Smith", "nkn"),
        ("Sean O'Brien", "nn"),
        ("Gerard 't Hooft", "nnn"),
        ("Jane Smith (MD)", "nnc"),
        ("Jane Doe (née Smith)", "nnps"),
        ("Jane Doe née Smith", "nnps"),
        ("Max Born", "nn"),
        ("John and Jane Smith", "n&nn"),
        ("John&Jane Smith", "n&nn"),
        ("Or Cohen", "nn"),
        ("John Or Cohen", "nnn"),
        ("Rahul Rao MD & Dr. Ann Rao", "nnc&pnn"),
        ("Jane Smith - Acme", "nncc"),
        ("Jane Smith (do not use)", "nn"),
        ("", ""),
    ],
)
def test_what_stands_around_a_name(text, expected):
    assert labels(text) == expected


def test_where_another_column_holds_the_name_a_title_is_no_name():
    assert labels("Mr", least=0) == "m"
    assert labels("Dr. Prof.", least=0) == "pp"


@given(names)
def test_each_word_has_a_label_and_a_part(text):
    reading = Reading.of(text, least=1)
    assert len(reading.words) == len(reading.parts) == len(reading.labels) == len(reading.pieces())
    assert reading.parts == sorted(reading.parts)
    assert all(word.isascii() and word for piece in reading.pieces() for word in piece.words)
