from __future__ import annotations

import numpy as np
import pytest

from crmclean.dedup.sample import uncompared

NONE = np.empty(0, dtype=np.int64)


def among(records, left, right):
    """Tell which pairs are among the given ones."""
    return lambda one, other: (np.isin(one * records + other, left * records + right), len(left))


def test_a_small_table_is_sampled_whole():
    sample = uncompared(6, among(6, NONE, NONE))
    assert sorted(zip(sample.left.tolist(), sample.right.tolist(), strict=True)) == [
        (one, other) for one in range(6) for other in range(one + 1, 6)
    ]
    assert sample.weight == 1.0


@pytest.mark.parametrize(("records", "wanted"), [(1000, 5000), (1000, 300), (50, 1), (2, 1)])
def test_each_pair_once_and_together_they_stand_for_all(records, wanted):
    left, right = np.array([0]), np.array([1])
    sample = uncompared(records, among(records, left, right), wanted)
    packed = sample.left * records + sample.right
    assert len(np.unique(packed)) == len(packed)
    assert (sample.left < sample.right).all()
    assert 1 not in packed
    if len(packed):
        assert len(packed) * sample.weight == pytest.approx(records * (records - 1) // 2 - 1)


@pytest.mark.parametrize("records", [0, 1])
def test_no_pairs_no_sample(records):
    assert len(uncompared(records, among(records, NONE, NONE)).left) == 0


@pytest.mark.parametrize(("ours", "theirs", "wanted"), [(300, 700, 5000), (700, 300, 5000), (5, 4, 100), (3, 40, 60)])
def test_of_two_tables_only_pairs_across_count(ours, theirs, wanted):
    records, left, right = ours + theirs, np.array([0, 0]), np.array([ours, ours + 1])
    sample = uncompared(records, among(records, left, right), wanted, lefts=ours)
    packed = sample.left * records + sample.right
    assert len(np.unique(packed)) == len(packed) > 0
    assert (sample.left < ours).all()
    assert (sample.right >= ours).all()
    assert not np.isin(left * records + right, packed).any()
    assert len(packed) * sample.weight == pytest.approx(ours * theirs - 2)


def test_two_small_tables_are_sampled_whole():
    sample = uncompared(5, among(5, np.array([0]), np.array([4])), lefts=2)
    assert sorted(zip(sample.left.tolist(), sample.right.tolist(), strict=True)) == [
        (0, 2),
        (0, 3),
        (1, 2),
        (1, 3),
        (1, 4),
    ]
    assert sample.weight == 1.0


@pytest.mark.parametrize("lefts", [0, 4])
def test_an_empty_table_has_no_pairs_across(lefts):
    sample = uncompared(4, among(4, NONE, NONE), lefts=lefts)
    assert len(sample.left) == 0
    assert sample.weight == 0.0
