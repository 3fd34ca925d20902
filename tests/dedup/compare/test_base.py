from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from crmclean.dedup.coded import MISSING, encode
from crmclean.dedup.compare.base import Spelled, Subject, column, edits, similarity, typo
from crmclean.spec import Rules

RULES = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": {"city": {"type": "city"}}})
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
    assert typo(Spelled.of(coded), coded.codes[:1], coded.codes[1:]).tolist() == [is_typo]


@pytest.mark.parametrize(
    ("one", "other"), [("main", "maine"), ("oak view", "oak veiws"), ("a" * 13, "b" * 3 + "a" * 11)]
)
def test_the_longer_word_says_how_many_edits_are_a_typo(one, other):
    coded = encode([one, other])
    forth, back = coded.codes, coded.codes[::-1]
    assert typo(Spelled.of(coded), forth, back).tolist() == [True, True]


@given(st.lists(st.text(st.sampled_from("ab"), min_size=1, max_size=15), min_size=2, max_size=8))
def test_a_typo_is_one_either_way(words):
    spelled, first, second, *_ = every_pair(words)
    assert typo(spelled, first, second).tolist() == typo(spelled, second, first).tolist()


def test_a_column_that_the_table_lacks_is_all_missing():
    subject = Subject(pl.DataFrame({"city": ["Austin", None]}), RULES, encode([None, None]).codes)
    assert column(subject, "city").to_list() == ["Austin", None]
    assert column(subject, "street").to_list() == column(subject, None).to_list() == [None, None]
    assert encode(column(subject, None)).codes.tolist() == [MISSING, MISSING]


spelled_words = st.lists(st.text(st.sampled_from("abcé1A!"), min_size=1, max_size=6), min_size=1)


def every_pair(words):
    spelled = Spelled.of(encode(words))
    first, second = (each.ravel() for each in np.indices((len(spelled.coded.words),) * 2))
    return spelled, first, second, spelled.coded.take(first), spelled.coded.take(second)


@given(spelled_words)
def test_letters_never_rule_out_a_pair_that_is_near(words):
    spelled, first, second, ours, theirs = every_pair(words)
    apart = edits(ours, theirs)
    for most in range(3):
        assert spelled.may_be_near(first, second, most)[apart <= most].all()


@given(spelled_words)
def test_letters_never_rule_out_a_pair_that_is_alike(words):
    spelled, first, second, ours, theirs = every_pair(words)
    alike = similarity(ours, theirs)
    for least in (0.75, 0.85, 0.94):
        assert spelled.may_be_alike(first, second, least)[alike >= least - 1e-6].all()


def test_letters_rule_out_words_of_other_letters():
    spelled = Spelled.of(encode(["abc", "abcdefg", "xyz"]))
    first, second = np.array([0, 0]), np.array([2, 1])
    assert spelled.may_be_near(first, second, 2).tolist() == [False, False]
    assert spelled.may_be_alike(first, second, 0.85).tolist() == [False, True]
    assert Spelled.of(encode([])).letters.tolist() == []


@given(st.lists(st.text("abe", min_size=1, max_size=16), min_size=1))
def test_a_typo_is_never_ruled_out_by_letters(words):
    spelled, first, second, ours, theirs = every_pair(words)
    longest = np.array([max(map(len, pair)) for pair in zip(ours, theirs, strict=True)])
    expected = edits(ours, theirs) <= np.digitize(longest, (5, 9, 14))
    assert typo(spelled, first, second).tolist() == expected.tolist()


@pytest.mark.parametrize(("identities", "having", "crowd"), [(51, 509, True), (50, 509, False), (51, 510, False)])
def test_a_crowd_is_many_strangers_and_a_large_share(identities, having, crowd):
    coded = encode(["switchboard"] * 51)
    subject = Subject(pl.DataFrame(), RULES, np.empty(0, dtype=np.int64))
    assert subject.crowded(coded, np.array([identities]), having).tolist() == [crowd, False]
