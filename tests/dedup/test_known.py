from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.coded import encode
from crmclean.dedup.known import Frequencies, Known

WORDS = st.dictionaries(st.text(max_size=5), st.one_of(st.integers(0, 2**40), st.floats(0, 1e6)), max_size=8)


def texts(*words):
    return pl.Series(words, dtype=pl.String)


def learned(counts, least=2):
    """What a model keeps of a table with these counts."""
    asked = Frequencies().named("name")
    words, counted = texts(*counts), np.array(list(counts.values()))
    asked.count("words", words, counted, counted >= least)
    return asked.to_keep()


def test_without_a_model_the_table_answers():
    counted = np.array([3, 1])
    asked = Frequencies()
    assert asked.count("words", texts("smith", "quux"), counted, counted > 1) is counted
    assert asked.fact("sizes", [2.5]) == [2.5]
    assert asked.among("both", texts("a", "b")).to_list() == ["a", "b"]
    assert asked.texts("initials", ["acme", "zeta"], {"acme": "a"}) == {"acme": "a"}
    assert asked.recount("words", encode(["a", "a", "b"])).counts.tolist() == [2, 1]


def test_with_a_model_the_table_says_nothing():
    told = Frequencies(learned({"smith": 300, "jones": 2, "quux": 1})).named("name")
    counted = np.array([1, 7, 9, 5])
    asked = told.count("words", texts("jones", "new", "quux", "smith"), counted, counted > 0)
    assert asked.tolist() == [2, 1, 1, 300]
    assert asked.dtype == counted.dtype
    assert told.count("words", texts("new"), np.array([7]), np.array([True]), rest=0).tolist() == [0]


def test_each_comparison_has_questions_of_its_own():
    known = learned({"smith": 300})
    for other in (Frequencies(known).named("phone"), Frequencies(known)):
        assert other.count("words", texts("smith"), np.array([9]), np.array([True])).tolist() == [1]


def test_facts_and_texts_are_kept_as_they_are():
    asked = Frequencies()
    asked.fact("cities", ["bonn", "köln"])
    asked.texts("initials", ["acme", "zeta", "none"], {"none": "", "acme": "a ac"})
    asked.among("both", texts("lee ann"))
    told = Frequencies(asked.to_keep())
    assert told.fact("cities", ["ulm"]) == ["bonn", "köln"]
    assert told.fact("sizes", [1.0]) == [1.0]
    assert told.texts("initials", ["acme", "zeta", "none"], {"zeta": "y"}) == {"acme": "a ac", "none": ""}
    assert told.among("both", texts("ann lee", "lee ann")).to_list() == ["lee ann"]


@given(WORDS)
def test_what_is_known_is_read_back_to_the_bit(counts):
    known = learned(counts, least=0)
    body = json.loads(json.dumps(known.to_body()))
    back = Known.from_body(body)
    assert back.to_body() == body
    words, counted = texts(*counts), np.zeros(len(counts))
    told = Frequencies(back).named("name").count("words", words, counted, counted > 0, rest=-1)
    assert told.tolist() == list(map(float, counts.values()))


@given(WORDS, st.randoms())
def test_the_order_of_the_words_changes_no_byte(counts, random):
    shuffled = list(counts.items())
    random.shuffle(shuffled)
    assert learned(dict(shuffled)).to_body() == learned(counts).to_body()


@given(st.sets(st.text(alphabet="abé", max_size=8)))
def test_words_of_the_same_letters_have_marks_of_their_own(words):
    counts = {word: at + 2 for at, word in enumerate(sorted(words))}
    asked = texts(*sorted(words, reverse=True))
    told = Frequencies(learned(counts)).named("name").count("words", asked, np.zeros(len(asked)), np.array([]))
    assert told.tolist() == sorted(counts.values(), reverse=True)


def test_a_mark_is_the_same_everywhere():
    asked = Frequencies()
    asked.texts("initials", (), {"": "", "smith": "s", "köln ab": "k"})
    assert asked.to_keep().facts == {".initials": ["e220a8397b1d ", "c60987a2752e k", "57b5777fb911 s"]}


def test_questions_about_one_column_keep_each_what_they_were_told():
    asked, words, counted = Frequencies(), texts("ann", "bob", "cleo"), np.array([5.0, 6.0, 7.0])
    asked.count("few", words, counted, counted < 6)
    asked.count("many", words, counted, counted > 5)
    told = Frequencies(asked.to_keep())
    nothing = np.zeros(3)
    assert [told.count(each, words, nothing, nothing > 0, rest=0).tolist() for each in ("few", "many", "none")] == [
        [5, 0, 0],
        [0, 6, 7],
        [0, 0, 0],
    ]


@pytest.mark.parametrize("word", ["smith", "info@acme.com", "4155552671"])
def test_no_value_stands_in_a_model(word):
    body = json.dumps(learned({word: 9}).to_body())
    assert word not in body
    assert len(body) < 100
