from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import fold
from crmclean.fields.us_address.words import ROADS, ROUTES, SITES, STREETS, has_digit, split, types


def test_a_line_is_split_at_blanks_and_knows_its_commas():
    found = split("12 N. Main St.,\nApt #4 (rear), Austin")
    assert [word.low for word in found] == ["12", "n", "main", "st", "apt", "#4", "rear", "austin"]
    assert [word.low for word in found if word.stop] == ["st", "rear"]
    assert [word.low for word in found if word.aside] == ["rear"]


def test_a_line_end_and_a_mark_alone_are_stops():
    assert [word.stop for word in split("12 Main St\nAustin , TX")] == [False, False, True, True, False]


def test_words_are_as_written_without_marks_around_them():
    assert [word.text for word in split('"St. Louis," MO 63103\u20141612.')] == ["St.", "Louis", "MO", "63103-1612."]


def test_a_house_number_is_told_from_the_ordinal_that_it_is_joined_to():
    assert [word.low for word in split("489-27th Street")] == ["489", "27th", "street"]


def test_kinds_of_words():
    assert [has_digit("1a"), has_digit("main")] == [True, False]
    assert STREETS.issubset(types())
    assert "road" in ROUTES & ROADS
    assert not ROADS & SITES


def test_table_is_folded_and_sorted():
    rows = resources.read_table("us_address_words")
    assert list(rows) == sorted(rows)
    for kind, words in rows:
        assert words.split() == sorted(set(words.split())), kind
        assert all(fold(word) == word for word in words.split()), kind


@given(st.text(max_size=30))
def test_no_letter_or_digit_of_a_word_is_lost(text):
    assert all(word.low for word in split(text))
    if text.isascii():
        assert "".join(word.low for word in split(text)) == "".join(
            sign for sign in text.lower() if sign.isalnum() or sign in "#&"
        )
