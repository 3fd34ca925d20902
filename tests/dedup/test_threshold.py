from __future__ import annotations

import numpy as np
import pytest
from people import TEN, found

from crmclean.dedup.threshold import expected


def test_sums_of_probabilities_are_matches():
    table = expected(np.array([0.4, 0.8, 1.0]), 2.5, least=0.3)
    at = {round(row[0], 2): row[1:] for row in table.iter_rows()}
    assert min(at) == 0.3
    assert at[0.3] == pytest.approx((3, 2.2 / 3, 2.2 / 2.5))
    assert at[0.8] == pytest.approx((2, 0.9, 1.8 / 2.5))
    assert at[1.0] == pytest.approx((1, 1.0, 0.4))


def test_recall_never_rises_with_the_threshold():
    recall = found(*TEN)[0].thresholds()["expected_recall"]
    assert recall.is_sorted(descending=True)
    assert recall.is_between(0, 1 + 1e-9).all()


def test_without_pairs():
    assert expected(np.array([]), 0.0)["expected_precision"].unique().to_list() == [1.0]
