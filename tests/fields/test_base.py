from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crmclean.fields.base import EMPTY, STANDARD, FieldType, Standard, State, fold, is_placeholder, tidy
from crmclean.fields.text import Text


class Doubling(FieldType):
    """A type whose result depends on another field."""

    type: str = "doubling"

    @property
    def depends_on(self):
        return "other"

    def parse(self, text, given=None):
        return Standard(f"{text}/{given}", State.OK)


texts = st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["", " ", "N/A", "n/a ", "-", "Acme", " Acme\u200b"]))


@given(st.lists(texts))
def test_a_column_is_its_values_one_by_one(values):
    column = Text().standardize_column(pl.Series(values, dtype=pl.String))
    assert column.schema == STANDARD
    assert column.rows() == [tuple(Text().standardize(value)) for value in values]


@given(st.lists(st.tuples(texts, st.sampled_from(["US", "DE", None]))))
def test_a_column_with_its_other_field_is_its_values_one_by_one(pairs):
    values = pl.Series([value for value, _ in pairs], dtype=pl.String)
    others = pl.Series([other for _, other in pairs], dtype=pl.String)
    column = Doubling().standardize_column(values, others)
    assert column.rows() == [tuple(Doubling().standardize(*pair)) for pair in pairs]


def test_an_empty_column_gives_an_empty_table():
    assert Text().standardize_column(pl.Series([], dtype=pl.String)).schema == STANDARD


@pytest.mark.parametrize("value", [None, "", "  ", "\t\n", "\u200b\ufeff", "\u00a0"])
def test_nothing_is_empty(value):
    assert Text().standardize(value) == EMPTY == Standard(None, State.EMPTY)


def test_a_placeholder_keeps_its_text():
    assert Text().standardize(" N/A ") == Standard("N/A", State.PLACEHOLDER)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("n/a", "text", True),
        ("NULL", "text", True),
        ("Null", "person_name", False),
        ("Test", "person_name", False),
        ("unknown", "person_name", True),
        ("kein mail", "email", True),
        ("kein mail", "text", False),
        ("Acme", "company", False),
        ("", "text", False),
    ],
)
def test_placeholders_by_type(text, kind, expected):
    assert is_placeholder(text, kind) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Jane\u00a0 Doe\u200b ", "Jane Doe"),
        ("\ufeffAcme\r\nInc", "Acme Inc"),
        ("co\u00adop", "coop"),
        ("\u202eabc\u202c", "abc"),
        ("x", "x"),
    ],
)
def test_tidy_strips_what_nobody_sees(text, expected):
    assert tidy(text) == expected


@given(st.text())
def test_tidy_is_idempotent(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller & Söhne", "muller sohne"),
        ("Ωmega", "omega"),
        ("O'Neil-Smith", "o neil smith"),
        ("--", ""),
        ("A.G.", "a g"),
    ],
)
def test_fold_gives_lower_case_ascii_words(text, expected):
    assert fold(text) == expected


@given(st.text())
def test_fold_is_idempotent_ascii_words(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.isascii()
    assert "  " not in folded


@pytest.mark.parametrize("state", list(State))
def test_missing_is_empty_placeholder_or_impossible(state):
    assert state.missing is (state in (State.EMPTY, State.PLACEHOLDER, State.IMPOSSIBLE))


def test_a_type_is_frozen_and_refuses_unknown_options():
    with pytest.raises(ValidationError, match="frozen"):
        Text().label = "Name"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Text(colour="red")


def test_a_type_without_parse_says_so():
    with pytest.raises(NotImplementedError):
        FieldType(type="none").parse("x")
