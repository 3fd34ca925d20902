from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from crmclean.dedup.coded import MISSING, encode
from crmclean.dedup.compare.base import Subject, column, edits, shorter, similarity
from crmclean.spec import Rules

texts = st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=6)


@given(texts)
def test_pairs_of_texts_are_measured_as_one_by_one(pairs):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    assert edits(first, second).tolist() == [OSA.distance(one, other) for one, other in pairs]
    assert shorter(first, second).tolist() == [min(len(one), len(other)) for one, other in pairs]
    expected = [JaroWinkler.normalized_similarity(one, other) for one, other in pairs]
    assert similarity(first, second).tolist() == pytest.approx(expected, abs=1e-6)


def test_two_neighbours_swapped_are_one_edit():
    assert edits(["jnae"], ["jane"]).tolist() == [1]


def test_long_texts_that_differ_throughout_are_not_the_same():
    assert edits(["a" * 256], ["b" * 256]).tolist() == [256]


def test_a_column_that_the_table_lacks_is_all_missing():
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": {"city": {"type": "city"}}})
    subject = Subject(pl.DataFrame({"city": ["Austin", None]}), rules, encode([None, None]).codes)
    assert column(subject, "city").to_list() == ["Austin", None]
    assert column(subject, "street").to_list() == column(subject, None).to_list() == [None, None]
    assert encode(column(subject, None)).codes.tolist() == [MISSING, MISSING]
