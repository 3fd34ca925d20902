from __future__ import annotations

import numpy as np
import pytest

from crmclean.dedup.sound import coherence, doubt


def chain(length):
    return np.arange(length - 1), np.arange(1, length)


def couples(pairs):
    return np.arange(0, 2 * pairs, 2), np.arange(1, 2 * pairs, 2)


@pytest.mark.parametrize(("pairs", "held"), [(chain(2), 1.0), (chain(3), 2 / 3), (chain(11), 10 / 55), (chain(1), 1.0)])
def test_coherence_is_the_share_of_connected_pairs_that_match(pairs, held):
    assert coherence(20, *pairs) == pytest.approx(held)


@pytest.mark.parametrize(
    ("pairs", "found", "expected", "says"),
    [
        (couples(100), 100, 120.0, ""),
        (chain(101), 100, 120.0, "of the pairs that its matches connect only 2% match"),
        (chain(20), 19, 20.0, ""),
        (couples(3), 3, 200.0, "it found 3 matches where about 200 are expected"),
        (couples(3), 3, 20.0, ""),
        (couples(3), 203, 200.0, ""),
    ],
)
def test_doubts(pairs, found, expected, says):
    assert doubt(300, *pairs, found=found, expected=expected) == says


def test_across_two_tables_only_pairs_across_count():
    left, right = np.array([0, 1, 2]), np.array([3, 3, 3])
    assert coherence(4, left, right) == 0.5
    assert coherence(4, left, right, 3) == 1.0
