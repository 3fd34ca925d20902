from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.link import links

LEFTS = 5
offers = st.dictionaries(
    st.tuples(st.integers(0, LEFTS - 1), st.integers(LEFTS, LEFTS + 4)), st.integers(-4, 20), max_size=14
)


def chosen(scored, **options):
    pairs = sorted(scored)
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    bits = np.array([scored[pair] for pair in pairs], dtype=np.float64)
    return links(left, right, bits, **{"least": 0.0, **options})


def best_sum(scored, least):
    """Try every way to give each left row one of its right rows, or none."""
    every = [[None, *(right for one, right in scored if one == left)] for left in range(LEFTS)]
    sums = [0.0]
    for picked in product(*every):
        pairs = [(left, right) for left, right in enumerate(picked) if right is not None]
        if len({right for _, right in pairs}) == len(pairs) and all(scored[pair] >= least for pair in pairs):
            sums.append(sum(scored[pair] - min(least, 0.0) for pair in pairs))
    return max(sums)


@given(offers, st.sampled_from([-2.0, 0.0, 6.0]))
def test_one_to_one_links_have_the_greatest_sum_of_evidence(scored, least):
    found = chosen(scored, least=least)
    assert len({left for left, _, _ in found}) == len({right for _, right, _ in found}) == len(found)
    assert all(bits == scored[left, right] >= least for left, right, bits in found)
    assert sum(bits - min(least, 0.0) for _, _, bits in found) == pytest.approx(best_sum(scored, least))


@given(
    st.dictionaries(
        st.tuples(st.integers(0, LEFTS - 1), st.integers(LEFTS, LEFTS + 3)),
        st.sampled_from([0.1, 0.2, 0.3, 0.7, 1.1, 60.0, 59.99999999999999]),
    )
)
def test_fractions_lead_round_in_no_circle(scored):
    found = chosen(scored)
    assert sum(bits for _, _, bits in found) == pytest.approx(best_sum(scored, 0.0))


@given(offers)
def test_many_to_one_gives_every_left_record_its_best(scored):
    found = chosen(scored, many_to_one=True)
    assert [left for left, _, _ in found] == sorted({left for (left, _), bits in scored.items() if bits >= 0})
    for left, right, bits in found:
        ties = [other for (one, other), weight in scored.items() if one == left and weight == bits]
        assert bits == max(weight for (one, _), weight in scored.items() if one == left)
        assert right == min(ties)


def test_the_best_pair_gives_way_where_two_good_ones_weigh_more():
    scored = {(0, 5): 12, (0, 6): 10, (1, 5): 9}
    assert chosen(scored) == [(0, 6, 10.0), (1, 5, 9.0)]
    assert chosen({**scored, (0, 6): 1}) == [(0, 5, 12.0)]


def test_ties_fall_to_the_smaller_row():
    assert chosen(dict.fromkeys([(0, 5), (0, 6), (1, 5), (1, 6)], 7)) == [(0, 5, 7.0), (1, 6, 7.0)]
    assert chosen(dict.fromkeys([(0, 6), (0, 5)], 7)) == [(0, 5, 7.0)]


def test_nothing_to_link():
    assert chosen({}) == chosen({(0, 5): -1}) == []
