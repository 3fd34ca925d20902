from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.number import Number

READ = [
    ("number", "1200000", "1200000"),
    ("number", "1,200,000", "1200000"),
    ("number", "12,34,567", "1234567"),
    ("number", "1 000 000", "1000000"),
    ("number", "1'000.50", "1000.5"),
    ("number", "(1,234.56)", "-1234.56"),
    ("number", "\u22125", "-5"),
    ("number", "+5", "5"),
    ("number", ".5", "0.5"),
    ("number", "-0.00", "0"),
    ("number", "007", "7"),
    ("number", "1.2E+06", "1200000"),
    ("number", "5k", "5000"),
    ("number", "12345678901234567890123456789012345.1", "12345678901234567890123456789012345.1"),
    ("money", "$1.2M", "1200000"),
    ("money", "-$5", "-5"),
    ("money", "$-5", "-5"),
    ("money", "R$ 1 234", "1234"),
    ("money", "USD 3bn", "3000000000"),
    ("money", "€1\u2019000.50", "1000.5"),
    ("money", "3 Mio. €", "3000000"),
    ("money", "2.5 crore", "25000000"),
    ("money", "($5)", "-5"),
    ("percent", "15%", "15"),
    ("percent", "0.15", "0.15"),
    ("integer", "12.0", "12"),
    ("integer", "1.2k", "1200"),
]

INVALID = [
    *(
        ("number", text)
        for text in ("10-20", "1,5", "1234,567", "--5", "+-5", "(5", "5)", "(-5)", "1,000+", "about five", "$5", "15%")
    ),
    *(("number", text) for text in ("1e99", "1.2.3", "0,123", "Inf", "٣", "5 apples")),
    *(("money", text) for text in ("15%", "XYZ 5", "$", "$5-10")),
    *(("integer", text) for text in ("72.8", "1-5", ".5")),
]

COMMA = [
    ("1.234", "1234"),
    ("1.234,5", "1234.5"),
    ("1.234.567,89", "1234567.89"),
    ("0,125", "0.125"),
    ("1,234", "1.2340"),
    ("12,5", "12.5"),
    ("12.5", "12.5"),
    ("1'234,5", "1234.5"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_numbers_become_plain_decimals(kind, text, value):
    assert Number(kind=kind).standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize(("kind", "text"), INVALID)
def test_what_does_not_fit_the_grammar_is_kept(kind, text):
    assert Number(kind=kind).standardize(text)[:2] == (text, State.INVALID)


@pytest.mark.parametrize(("text", "value"), COMMA)
def test_the_decimal_sign_is_declared_and_never_guessed(text, value):
    field = Number(decimal=",")
    assert field.standardize(text) == (value, State.OK, None)
    assert field.standardize(value) == (value, State.OK, None)


def test_a_zero_is_missing_only_where_the_rule_says_so():
    assert Number().standardize("0") == ("0", State.OK, None)
    assert Number(kind="money", zero_is_missing=True).standardize("$0.00").state is State.PLACEHOLDER
    assert Number(zero_is_missing=True).standardize("10").value == "10"
    assert Number().standardize("n/a").state is State.PLACEHOLDER


@given(st.decimals(-(10**15), 10**15, places=4), st.sampled_from([".", ","]))
def test_grouped_digits_read_back_as_the_number(number, decimal):
    text = f"{number:,.4f}"
    if decimal == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    value = Number(decimal=decimal).standardize(text).value
    assert value is not None
    assert Decimal(value) == number
    assert "E" not in value


@given(
    st.text(alphabet="0123456789.,' -()kmE+%$€", max_size=14),
    st.sampled_from(["number", "money", "percent", "integer"]),
    st.sampled_from([".", ","]),
)
def test_standardizing_twice_changes_nothing(text, kind, decimal):
    field = Number(kind=kind, decimal=decimal)
    once = field.standardize(text)
    assert field.standardize(once.value) == once
