from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import EMPTY, Standard, State
from crmclean.fields.raw import Raw


@pytest.mark.parametrize("text", [" Acme  Inc ", "n/a", " ", "\u200b", "-"])
def test_what_is_there_stays_to_the_letter(text):
    assert Raw().standardize(text) == Standard(text, State.OK)


@pytest.mark.parametrize("value", [None, ""])
def test_only_nothing_is_empty(value):
    assert Raw().standardize(value) == EMPTY


@given(st.lists(st.one_of(st.none(), st.text(max_size=5), st.sampled_from(["", " ", "n/a"]))))
def test_a_column_is_its_values_one_by_one(values):
    rows = Raw().standardize_column(pl.Series(values, dtype=pl.String)).rows()
    assert rows == [tuple(Raw().standardize(value)) for value in values]


def test_every_record_is_told_of_its_own_value():
    column = Raw().column(pl.Series(["a", "a", None]))
    assert column.at is None
    assert column.raw.to_list() == ["a", "a", None]
