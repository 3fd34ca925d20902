from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.decimal_mark import learn_mark

POINT = ["1,234.50", "$12.5", "0.125", "1,234,567", "1234.567", "3.1415", "(2.50)", "12,34,567", "1'234.5"]
COMMA = ["1.234,50", "12,5 €", "0,125", "1.234.567", "1234,567", "3,1415", "-2,50", "1 234,50", "EUR 5,0"]
EITHER = ["1.234", "1,234", "1234", "12.345k", "", "n/a", "1.2.3", "15.01.2025", "1,2,3", "10-20", "1'234"]


def learn(*texts):
    return learn_mark(pl.Series(texts, dtype=pl.String))


@pytest.mark.parametrize(("texts", "mark"), [(POINT, "."), (COMMA, ",")])
def test_each_number_that_fits_one_mark_only_is_evidence(texts, mark):
    for text in texts:
        assert learn("2" + texts[0][-5:], text, None) is None
        assert learn(text, *[f"{at}{mark}5" for at in range(70, 72)], *EITHER) == mark, text


@pytest.mark.parametrize(
    "texts", [EITHER, POINT[:2], [POINT[0]] * 9, [*POINT, COMMA[0]], [*COMMA, POINT[0]], [None, None], []]
)
def test_too_little_evidence_or_evidence_against_it_shows_nothing(texts):
    assert learn(*texts) is None


@given(st.permutations([*COMMA[:3], *EITHER]))
def test_the_order_of_the_rows_does_not_matter(texts):
    assert learn(*texts) == ","
