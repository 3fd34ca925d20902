from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.salesforce_id import read_salesforce_id, read_salesforce_ids, salesforce_suffix

IDS = st.text(alphabet="01aXé-", max_size=19) | st.text(alphabet="01abXY", min_size=15, max_size=15).flatmap(
    lambda head: st.sampled_from([head, head + salesforce_suffix(head), head + salesforce_suffix(head).lower()])
)


@pytest.mark.parametrize(("text", "suffix"), [("001000000000001", "AAA"), ("0015g00000Xgxd8", "AAB")])
def test_fifteen_signs_get_their_check_signs(text, suffix):
    assert read_salesforce_id(text) == (text + suffix, State.OK, None)
    assert read_salesforce_id(text + suffix.lower()).value == text + suffix


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("0015g00000xgxd8AAB", "The check signs do not fit: letters were changed."),
        ("0015g00000Xgxd", "A Salesforce id has 15 or 18 letters and digits."),
        ("0015g00000-gxd8", "A Salesforce id has 15 or 18 letters and digits."),
    ],
)
def test_what_is_no_salesforce_id_is_kept(text, note):
    assert read_salesforce_id(text) == (text, State.INVALID, note)


@given(st.text(alphabet="0123456789abcXYZ", min_size=15, max_size=15), st.integers(0, 14))
def test_ids_that_differ_by_case_get_different_check_signs(text, place):
    other = text[:place] + text[place].swapcase() + text[place + 1 :]
    assert (salesforce_suffix(text) == salesforce_suffix(other)) == (text == other)


@given(st.lists(IDS, max_size=6))
def test_a_column_is_read_as_each_of_its_ids(texts):
    assert read_salesforce_ids(pl.Series(texts, dtype=pl.String)).rows() == list(map(read_salesforce_id, texts))
