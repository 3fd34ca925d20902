from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crmclean.fields.base import (
    EMPTY,
    STANDARD,
    FieldType,
    Standard,
    State,
    fold,
    is_placeholder,
    listed_placeholders,
    tidied,
    tidy,
)
from crmclean.fields.text import Text


class Doubling(FieldType):
    """A type whose result depends on another field."""

    type: str = "doubling"

    @property
    def depends_on(self):
        return "other"

    def parse(self, text, given=None):
        return Standard(f"{text}/{given}", State.OK)


class Picky(Doubling):
    """A type with placeholders of its own, that reads a column record by record."""

    by_value = False

    def is_placeholder(self, text):
        return text.startswith("A")


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
    for kind in (Doubling(), Picky()):
        assert kind.standardize_column(values, others).rows() == [tuple(kind.standardize(*pair)) for pair in pairs]


@pytest.mark.parametrize("kind", [Text(), Doubling(), Picky()], ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("values", [[], [None], ["n/a", ""]])
def test_a_column_in_which_nothing_is_to_be_parsed_is_a_table_all_the_same(kind, values):
    column = kind.standardize_column(pl.Series(values, dtype=pl.String))
    assert (column.schema, column.height) == (STANDARD, len(values))


def test_each_distinct_value_is_parsed_once():
    parsed = []

    class Listening(Doubling):
        def parse_many(self, many, given):
            parsed.extend(zip(many, given, strict=True))
            return super().parse_many(many, given)

    values = pl.Series(["a", "b", "a", " a", None, "n/a"])
    column = Listening().column(values, pl.Series(["US", "US", "US", "US", "US", "US"]))
    assert sorted(parsed) == [("a", "US"), ("a", "US"), ("b", "US")]
    assert column.spread(column.raw).to_list() == values.to_list()


def test_a_type_learns_nothing_from_a_column_unless_it_says_so():
    kind = Text()
    assert kind.learned(pl.Series(["a", None])) is kind


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


@given(st.lists(texts))
def test_a_column_is_tidied_as_its_values_are(values):
    assert tidied(pl.Series(values, dtype=pl.String)).to_list() == [tidy(value or "") for value in values]


@given(st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["N/A", "null", "kein mail", "Test", "-"]))))
@pytest.mark.parametrize("kind", ["text", "person_name", "email"])
def test_placeholders_of_a_column_are_those_of_its_values(kind, values):
    found = listed_placeholders(pl.Series(values, dtype=pl.String), kind).to_list()
    assert found == [is_placeholder(value, kind) for value in values]


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


@pytest.mark.parametrize("most", [0, -1])
def test_a_limit_is_a_number_of_characters(most):
    assert Text(max_length=1).max_length == 1
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Text(max_length=most)


def test_a_type_without_parse_says_so():
    with pytest.raises(NotImplementedError):
        FieldType(type="none").parse("x")
