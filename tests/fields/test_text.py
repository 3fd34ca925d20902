from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State, tidy
from crmclean.fields.text import Text

TEXTS = st.text() | st.sampled_from(["CafÃ©", "AT&amp;T", "10-Jan", "M\ufffdller", "n/a", "x", "a  b"])


@given(TEXTS)
def test_text_is_tidied_and_never_rewritten(text):
    result = Text().standardize(text)
    if result.state is State.OK:
        assert result.value == tidy(text)
    else:
        assert result.state in (State.EMPTY, State.PLACEHOLDER)


def test_damage_is_a_note_and_no_change():
    note = "Did you mean 'Café'? It looks like UTF-8 that was read as Windows-1252."
    assert Text().standardize("CafÃ©") == ("CafÃ©", State.OK, note)
    assert Text().standardize("\u201cCafé\u201d") == ("\u201cCafé\u201d", State.OK, None)


@given(TEXTS)
def test_standardizing_twice_changes_nothing(text):
    once = Text().standardize(text)
    assert Text().standardize(once.value) == once


@given(st.lists(TEXTS | st.none(), max_size=6))
def test_a_column_is_standardized_as_each_of_its_values(texts):
    column = Text().standardize_column(pl.Series(texts, dtype=pl.String))
    assert column.rows() == [Text().standardize(text) for text in texts]


def test_the_plain_key_ignores_case_accents_and_punctuation():
    assert list(Text.keys[""]("Crème brûlée!")) == ["creme brulee"]


def test_a_column_keeps_its_order():
    column = Text().standardize_column(pl.Series(["b", " a ", "b"]))
    assert column["value"].to_list() == ["b", "a", "b"]


def test_each_word_of_a_text_is_a_key_and_a_number_is_one_word_however_hyphenated():
    assert Text.keys["words"]("Sony NP-FH100 Battery a") == ["battery", "npfh100", "sony"]
