from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.check_digit import gs1, luhn, mod_11_10, mod_97, weighted

SCHEMES = {luhn: "73282932000074", gs1: "4006381333931", mod_97: "5493001KJTIIGC8Y1R12", mod_11_10: "33392005961"}


@pytest.mark.parametrize(("fits", "number"), SCHEMES.items())
def test_any_single_digit_that_is_wrong_is_found(fits, number):
    assert fits(number)
    for at, sign in ((at, sign) for at, sign in enumerate(number) if sign.isdigit()):
        for other in "0123456789":
            assert fits(number[:at] + other + number[at + 1 :]) == (other == sign)


@given(st.from_regex("[0-9]{7}", fullmatch=True))
def test_one_last_digit_fits(digits):
    for fits in (luhn, gs1, mod_11_10):
        assert sum(fits(f"{digits}{last}") for last in range(10)) == 1


def test_a_weighted_sum_is_a_multiple():
    assert weighted("12892312", (9, 7, 3, 1, 9, 7, 3, 1), 10)
    assert not weighted("12892313", (9, 7, 3, 1, 9, 7, 3, 1), 10)
