from __future__ import annotations

import numpy as np
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.pairs import components, pairs_in_blocks, unique_pairs

blocks = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=8), max_size=8)


@given(blocks)
def test_every_pair_of_every_block_is_listed_once_smaller_row_first(members):
    rows = np.array([row for block in members for row in block], dtype=np.int64)
    sizes = np.array([len(block) for block in members], dtype=np.int64)
    left, right = pairs_in_blocks(rows, sizes)
    assert np.all(left < right)
    assert len(left) == sum(len(block) * (len(block) - 1) // 2 for block in members)
    once, other = unique_pairs([(left, right)], 31)
    assert list(zip(once.tolist(), other.tolist(), strict=True)) == sorted(reference.pairs_in_blocks(members))


@given(st.integers(1, 25), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=40))
def test_components_are_those_of_a_breadth_first_search(records, edges):
    edges = [(min(a, b) % records, max(a, b) % records) for a, b in edges]
    left = np.array([a for a, _ in edges], dtype=np.int64)
    right = np.array([b for _, b in edges], dtype=np.int64)
    assert components(records, left, right).tolist() == reference.components(records, edges)


def test_a_long_path_in_random_order_is_one_component():
    order = np.random.default_rng(1).permutation(5000)
    assert set(components(5000, order[:-1], order[1:]).tolist()) == {0}
