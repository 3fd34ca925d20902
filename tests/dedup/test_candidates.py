from __future__ import annotations

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup import candidates as module
from crmclean.dedup.blocking import Blocks, Counted
from crmclean.dedup.candidates import Candidates

RECORDS = 30
COUNTED = Counted("email", 0, 0, 0, 0, 0, 0, 0, 0)
NONE = np.empty(0, dtype=np.int64)
blocks = st.lists(st.sets(st.integers(0, RECORDS - 1), max_size=7).map(sorted), max_size=6)
rules = st.lists(blocks, max_size=4)


def made(members, lefts=None):
    rows = np.array([row for block in members for row in block], dtype=np.int64)
    ours = None if lefts is None else np.array([sum(row < lefts for row in block) for block in members], dtype=np.int64)
    return Blocks(rows, np.array([len(block) for block in members], dtype=np.int64), ours, COUNTED)


def listed(candidates, *, copied=False):
    return [
        pair
        for part in candidates
        if part.copied == copied
        for pair in zip(part.left.tolist(), part.right.tolist(), strict=True)
    ]


@pytest.fixture(params=[1, 3, 1000])
def small_parts(request, monkeypatch):
    monkeypatch.setattr(module, "PART", request.param)


@given(rules)
def test_each_pair_of_any_block_once_and_sorted_however_large_the_parts(every):
    expected = sorted(set().union(*(reference.pairs_in_blocks(members) for members in every)))
    for part in (1, 3, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "PART", part)
            assert listed(Candidates(RECORDS, [made(members) for members in every])) == expected


@given(blocks, st.integers(0, RECORDS))
def test_of_two_tables_only_pairs_across(members, lefts):
    found = listed(Candidates(RECORDS, [made(members, lefts)]))
    assert found == sorted(pair for pair in reference.pairs_in_blocks(members) if pair[0] < lefts <= pair[1])


@pytest.mark.usefixtures("small_parts")
def test_other_pairs_join_those_of_blocks_and_copies_come_last():
    others, copies = (np.array([0, 4, 9]), np.array([3, 5, 12])), (np.array([1, 1]), np.array([20, 7]))
    candidates = Candidates(RECORDS, [made([[0, 3, 9]])], others=others, copies=copies)
    assert listed(candidates) == [(0, 3), (0, 9), (3, 9), (4, 5), (9, 12)]
    assert listed(candidates, copied=True) == [(1, 20), (1, 7)]
    assert [part.copied for part in candidates][-1]


def test_rows_that_were_searched_are_all_or_those_given():
    assert Candidates(RECORDS, [made([[2, 5]])]).searched.tolist() == list(range(RECORDS))
    assert Candidates(RECORDS, [made([[2, 5]])], searched=np.array([2, 5, 11])).searched.tolist() == [2, 5, 11]


@pytest.mark.usefixtures("small_parts")
def test_any_pair_can_be_asked_about():
    candidates = Candidates(RECORDS, [made([[0, 3, 9], [4, 5]])])
    found, every = candidates.among(np.array([0, 0, 4, 3]), np.array([9, 4, 5, 29]))
    assert (found.tolist(), every) == ([True, False, True, False], 4)


@pytest.mark.parametrize("records", [0, 5])
def test_nothing_to_pair(records):
    candidates = Candidates(records, [made([])])
    assert listed(candidates) == []
    assert candidates.among(NONE, NONE)[1] == 0
