from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.evidence import settled


@pytest.mark.parametrize(
    ("for_it", "against", "enough"),
    [(0, 0, False), (2, 0, False), (3, 0, True), (999, 1, False), (1000, 1, True), (1999, 2, False), (0, 3, False)],
)
def test_three_say_the_same_and_one_in_a_thousand_is_a_slip(for_it, against, enough):
    assert settled(for_it, against) is enough


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_both_readings_are_never_settled_at_once(one, other):
    assert not (settled(one, other) and settled(other, one))
