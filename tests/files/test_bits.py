"""Sets of places, against the same told byte by byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.bits import WORD, contains, count_before, enclosed, one_after, one_before, places, where

BLOCKS = st.integers(1, 3).flatmap(lambda words: st.binary(min_size=WORD * words, max_size=WORD * words)).map(
    lambda block: np.frombuffer(block.translate(bytes(b"a'"[byte % 5 == 0] for byte in range(256))), dtype=np.uint8)
)  # fmt: skip


def listed(block) -> list[int]:
    return np.flatnonzero(block == ord("'")).tolist()


@given(BLOCKS)
def test_places(block):
    assert places(where(block, "'")).tolist() == listed(block)


@given(BLOCKS)
def test_neighbours_within_the_block(block):
    marks, last = where(block, "'"), len(block) - 1
    assert places(one_after(marks)).tolist() == [at + 1 for at in listed(block) if at < last]
    assert places(one_before(marks)).tolist() == [at - 1 for at in listed(block) if at]


@given(BLOCKS)
def test_questions_about_places(block):
    every = np.arange(len(block))
    assert contains(where(block, "'"), every).tolist() == (block == ord("'")).tolist()
    assert count_before(where(block, "'"), every).tolist() == [(block[:at] == ord("'")).sum() for at in every]


@pytest.mark.parametrize(
    ("text", "inside"),
    [("'ab'c", [0, 1, 2]), ("''", [0]), ("a'b", range(1, WORD)), ("ab", []), ("'a''b'", [0, 1, 3, 4])],
)
def test_enclosed(text, inside):
    block = np.frombuffer(text.ljust(WORD, "a").encode(), dtype=np.uint8)
    assert places(enclosed(where(block, "'"))).tolist() == list(inside)


@given(BLOCKS)
def test_enclosed_is_after_an_odd_number_of_marks(block):
    odd = np.cumsum(block == ord("'")) % 2
    assert places(enclosed(where(block, "'"))).tolist() == np.flatnonzero(odd).tolist()
