from __future__ import annotations

import typing

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.identifier import Identifier
from crmclean.fields.register import FORMATS

NAMES = typing.get_args(Identifier.model_fields["format"].annotation)
TEXTS = (
    st.text(max_size=20)
    | st.text(alphabet="01abXY", min_size=15, max_size=15)
    | st.from_regex(r"[0-9A-F{}\-.]{8,38}", fullmatch=True)
    | st.sampled_from(
        ["1.23457E+11", "12345.0", "12345678901234500", "n/a", "0" * 15, "00000000-0000-0000-0000-000000000000"]
    )
)
ANY = st.builds(Identifier, format=st.sampled_from(NAMES))


def test_every_format_is_offered():
    assert set(NAMES) == {"none", "salesforce", *FORMATS}


@pytest.mark.parametrize("text", ["C00000001", "aB-12 x", "0", "007", "12E4"])
def test_identifiers_are_kept_to_the_letter(text):
    assert Identifier().standardize(text) == (text, State.OK, None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["1.23457E+11", "4E+10", "4,1e+15"])
def test_digits_cut_off_by_a_spreadsheet_are_invalid(name, text):
    note = "A spreadsheet has cut off the last digits; they cannot be restored."
    assert Identifier(format=name).standardize(text) == (text, State.INVALID, note)


def test_a_number_made_of_an_identifier_is_told():
    note = "A program has read it as a number: did you mean '12345'?"
    assert Identifier().standardize("12345.0") == ("12345.0", State.OK, note)
    assert Identifier(format="hubspot").standardize("12345.0") == ("12345.0", State.INVALID, note)
    assert Identifier().standardize("12345678901234500").note is not None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("salesforce", "0015g00000Xgxd8", "0015g00000Xgxd8AAB"),
        ("guid", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
        ("ein", "123456789", "12-3456789"),
    ],
)
def test_a_format_writes_in_one_way(name, text, value):
    assert Identifier(format=name).standardize(text) == (value, State.OK, None)


def test_null_ids_are_placeholders():
    assert Identifier(format="salesforce").standardize("000000000000000AAA").state is State.PLACEHOLDER
    assert Identifier(format="guid").standardize("00000000-0000-0000-0000-000000000000").state is State.PLACEHOLDER
    assert Identifier().standardize("000000000000000").state is State.OK


@given(TEXTS, ANY)
def test_standardizing_twice_changes_nothing(text, field):
    once = field.standardize(text)
    assert field.standardize(once.value) == once


@given(st.lists(TEXTS | st.none(), max_size=6), ANY)
def test_a_column_is_standardized_as_each_of_its_values(texts, field):
    column = field.standardize_column(pl.Series(texts, dtype=pl.String))
    assert column.rows() == [field.standardize(text) for text in texts]
