from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from crmclean.dedup.coded import MISSING, encode
from crmclean.dedup.compare.base import Subject, column, edits, letters, may_be_near, similarity, typo
from crmclean.spec import Rules

texts = st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=6)


@given(texts)
def test_pairs_of_texts_are_measured_as_one_by_one(pairs):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    assert edits(first, second).tolist() == [OSA.distance(one, other) for one, other in pairs]
    expected = [JaroWinkler.normalized_similarity(one, other) for one, other in pairs]
    assert similarity(first, second).tolist() == pytest.approx(expected, abs=1e-6)


def test_two_neighbours_swapped_are_one_edit():
    assert edits(["jnae"], ["jane"]).tolist() == [1]


def test_long_texts_that_differ_throughout_are_not_the_same():
    assert edits(["a" * 256], ["b" * 256]).tolist() == [256]


@pytest.mark.parametrize(
    ("one", "other", "is_typo"),
    [
        ("main", "main", True),
        ("main", "mian", False),
        ("maine", "mianne", False),
        ("maine", "miane", True),
        ("sunnyvale", "sunyvlae", True),
        ("mountain view", "montain veiws", False),
        ("mountain views", "montain veiws", True),
        (None, None, True),
        (None, "main", False),
    ],
)
def test_a_typo_is_an_edit_in_five_letters_two_in_nine_three_in_fourteen(one, other, is_typo):
    coded = encode([one, other])
    assert typo(coded, coded.codes[:1], coded.codes[1:]).tolist() == [is_typo]


def test_a_column_that_the_table_lacks_is_all_missing():
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": {"city": {"type": "city"}}})
    subject = Subject(pl.DataFrame({"city": ["Austin", None]}), rules, encode([None, None]).codes)
    assert column(subject, "city").to_list() == ["Austin", None]
    assert column(subject, "street").to_list() == column(subject, None).to_list() == [None, None]
    assert encode(column(subject, None)).codes.tolist() == [MISSING, MISSING]


@given(st.lists(st.text(st.sampled_from("abcé1A!"), min_size=1, max_size=6), min_size=1))
def test_letters_never_rule_out_a_pair_that_is_near(words):
    coded = encode(words)
    first, second = (each.ravel() for each in np.indices((len(coded.words), len(coded.words))))
    signs, apart = letters(coded), edits(coded.take(first), coded.take(second))
    for most in range(3):
        near = may_be_near(signs[first], signs[second], np.full(len(first), most))
        assert near[apart <= most].all()


def test_letters_rule_out_words_of_other_letters():
    signs = letters(encode(["abc", "xyz"]))
    assert may_be_near(signs[:1], signs[1:], np.array([2])).tolist() == [False]
    assert letters(encode([])).tolist() == []
