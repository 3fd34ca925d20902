from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.identifier import Identifier, salesforce_suffix

SALESFORCE = Identifier(format="salesforce")


@pytest.mark.parametrize("text", ["C00000001", "aB-12 x", "0", "007", "12345.0"])
def test_identifiers_are_kept_to_the_letter(text):
    assert Identifier().standardize(text) == (text, State.OK, None)


@pytest.mark.parametrize("text", ["1.23457E+11", "4E+10", "4,1e+15"])
def test_digits_cut_off_by_a_spreadsheet_are_invalid(text):
    for field in (Identifier(), SALESFORCE):
        assert field.standardize(text)[:2] == (text, State.INVALID)


@pytest.mark.parametrize(("text", "suffix"), [("001000000000001", "AAA"), ("0015g00000Xgxd8", "AAB")])
def test_fifteen_signs_get_their_check_signs(text, suffix):
    assert SALESFORCE.standardize(text) == (text + suffix, State.OK, None)
    assert SALESFORCE.standardize(text + suffix.lower()).value == text + suffix


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("0015g00000xgxd8AAB", "The check signs do not fit: letters were changed."),
        ("0015g00000Xgxd", "A Salesforce id has 15 or 18 letters and digits."),
        ("0015g00000-gxd8", "A Salesforce id has 15 or 18 letters and digits."),
    ],
)
def test_what_is_no_salesforce_id_is_kept(text, note):
    assert SALESFORCE.standardize(text) == (text, State.INVALID, note)


@pytest.mark.parametrize("text", ["000000000000000", "000000000000000AAA"])
def test_the_null_id_is_a_placeholder(text):
    assert SALESFORCE.standardize(text).state is State.PLACEHOLDER


@given(st.text(alphabet="0123456789abcXYZ", min_size=15, max_size=15), st.integers(0, 14))
def test_ids_that_differ_by_case_get_different_check_signs(text, place):
    other = text[:place] + text[place].swapcase() + text[place + 1 :]
    assert (salesforce_suffix(text) == salesforce_suffix(other)) == (text == other)


@given(st.text(max_size=20) | st.text(alphabet="01abXY", min_size=15, max_size=15))
def test_standardizing_twice_changes_nothing(text):
    for field in (Identifier(), SALESFORCE):
        once = field.standardize(text)
        assert field.standardize(once.value) == once
