"""Wilson's interval against printed values, and against what defines it."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.quality.interval import CONFIDENCE, wilson

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def interval(share, records):
    low, high = wilson(pl.lit(share, pl.Float64), pl.lit(records, pl.Float64))
    return pl.select(low=low, high=high).row(0)


@pytest.mark.parametrize(
    ("filled", "records", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_equals_the_printed_values(filled, records, low, high):
    """R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998).

    Table I, method 3.
    """
    assert interval(filled / records, records) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def root(inside, outside, share, records):
    """The true share from which what was found lies just ``Z`` standard deviations away, by halving."""
    for _ in range(60):
        middle = (inside + outside) / 2
        if abs(share - middle) <= Z * sqrt(middle * (1 - middle) / records):
            inside = middle
        else:
            outside = middle
    return inside


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_its_ends_are_the_shares_that_just_fit_what_was_found(share, records):
    low, high = interval(share, records)
    assert low == pytest.approx(root(share, 0, share, records), abs=1e-6)
    assert high == pytest.approx(root(share, 1, share, records), abs=1e-6)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@given(st.floats(0, 1), st.integers(1, 1000))
def test_more_records_say_more(share, records):
    few, many = interval(share, records), interval(share, 2 * records)
    assert few[0] <= many[0] + 1e-9
    assert many[1] <= few[1] + 1e-9


def test_nothing_found_has_no_interval():
    assert interval(None, 0) == (None, None)
