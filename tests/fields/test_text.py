from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State, tidy
from crmclean.fields.text import Text


@given(st.text())
def test_text_is_tidied_and_never_rewritten(text):
    result = Text().standardize(text)
    if result.state is State.OK:
        assert result.value == tidy(text)
    else:
        assert result.state in (State.EMPTY, State.PLACEHOLDER)


@given(st.text())
def test_standardizing_twice_changes_nothing(text):
    once = Text().standardize(text)
    assert Text().standardize(once.value) == once


def test_the_plain_key_ignores_case_accents_and_punctuation():
    assert list(Text.keys[""]("Crème brûlée!")) == ["creme brulee"]


def test_a_column_keeps_its_order():
    column = Text().standardize_column(pl.Series(["b", " a ", "b"]))
    assert column["value"].to_list() == ["b", "a", "b"]
