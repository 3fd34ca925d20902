from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.coded import MISSING, Apart, derive, encode, encode_column, encode_made, on_distinct_pairs, sharing

values = st.lists(st.one_of(st.none(), st.sampled_from(["", "b", "a", "é", "B", "\x00", "z z", "😀"])), max_size=12)


def all_pairs(records):
    left, right = zip(*product(range(records), repeat=2), strict=True) if records else ((), ())
    return np.array(left, dtype=np.int64), np.array(right, dtype=np.int64)


@given(values)
def test_encoding_keeps_every_word_and_takes_null_and_the_empty_text_as_missing(texts):
    coded = encode(texts)
    assert [coded.word(row) for row in range(len(texts))] == [text or None for text in texts]
    assert list(coded.words) == sorted({text for text in texts if text})
    assert coded.counts.tolist() == [texts.count(word) for word in coded.words]


@given(values, st.randoms())
def test_codes_do_not_depend_on_row_order(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = encode([texts[row] for row in order])
    assert shuffled.codes.tolist() == [encode(texts).codes.tolist()[row] for row in order]


def test_a_series_is_encoded_like_a_list():
    assert encode(pl.Series("x", ["b", None, "a", ""])).codes.tolist() == [1, MISSING, 0, MISSING]


@given(values)
def test_a_missing_value_equals_nothing_not_even_itself(texts):
    left, right = all_pairs(len(texts))
    coded = encode(texts)
    sides = [(texts[a] or None, texts[b] or None) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    assert coded.equal(left, right).tolist() == [one is not None and one == other for one, other in sides]
    assert coded.missing(left, right).tolist() == [None in side for side in sides]


@given(values)
def test_deriving_is_applying_the_function_to_each_text(texts):
    made = derive(pl.Series("x", texts, dtype=pl.String), lambda text: text.upper() or None)
    assert made.to_list() == [None if text is None else text.upper() or None for text in texts]


@given(values)
def test_pairs_of_distinct_values_are_judged_once_smaller_code_first(texts):
    coded, (left, right) = encode(texts), all_pairs(len(texts))
    seen = []

    def judge(first, second):
        seen.extend(zip(first.tolist(), second.tolist(), strict=True))
        return (1 + (3 * first + second) % 200).astype(np.uint8)

    levels = on_distinct_pairs(coded, left, right, judge)
    expected = []
    for a, b in zip(coded.codes[left].tolist(), coded.codes[right].tolist(), strict=True):
        low, high = sorted((a, b))
        expected.append(0 if low == MISSING else 1 + (3 * low + high) % 200)
    assert levels.tolist() == expected
    assert len(seen) == len(set(seen))
    assert all(low <= high for low, high in seen)
    seen.clear()
    levels = on_distinct_pairs(coded, left, right, judge, Apart(lambda low, high: (low + high) % 2 == 1, 250, same=251))
    for at, (a, b) in enumerate(zip(coded.codes[left].tolist(), coded.codes[right].tolist(), strict=True)):
        spared = 251 if a == b else 250 if (a + b) % 2 == 0 else expected[at]
        assert levels[at] == (0 if MISSING in (a, b) else spared)
    assert len(seen) == len(set(seen))
    assert all((low + high) % 2 == 1 for low, high in seen)


@given(st.lists(st.tuples(st.sampled_from([None, "", "p", "q", "r"]), st.integers(-1, 4)), max_size=12))
def test_sharing_counts_different_identities(rows):
    words, identities = [word for word, _ in rows], [identity for _, identity in rows]
    coded = encode(words)
    counted = sharing(coded, np.array(identities, dtype=np.int64))
    assert dict(zip(coded.words, counted.tolist(), strict=True)) == reference.sharing(words, identities)


@given(values)
def test_encoding_what_is_made_of_texts_is_encoding_it_made(texts):
    def first(text):
        return text[:1] or None

    column = pl.Series("x", texts, dtype=pl.String)
    expected = encode([first(text) if text else None for text in texts])
    coded = encode(column)
    for made in (
        encode_made(column, first),
        encode_column(column, lambda distinct: distinct.str.head(1)),
        coded.derived([first(word) for word in coded.words]),
    ):
        assert made.words.to_list() == expected.words.to_list()
        assert made.codes.tolist() == expected.codes.tolist()
        assert made.counts.tolist() == expected.counts.tolist()
        assert made.lengths.tolist() == list(map(len, made.words))
