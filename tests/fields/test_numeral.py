from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.numeral import plain, read_numeral, without_currency

READ = [
    ("1200000", ".", "1200000"),
    ("1,200,000", ".", "1200000"),
    ("12,34,567", ".", "1234567"),
    ("1 000 000", ".", "1000000"),
    ("1'000.50", ".", "1000.5"),
    ("1.234.567,89", ",", "1234567.89"),
    ("(1,234.56)", ".", "-1234.56"),
    ("\u22125", ".", "-5"),
    ("\u20135", ".", "-5"),
    ("+5", ".", "5"),
    (".5", ".", "0.5"),
    ("-0.00", ".", "0"),
    ("007", ".", "7"),
    ("1.2E+06", ".", "1200000"),
    ("5k", ".", "5000"),
    ("1,2 Mio.", ",", "1200000"),
]
MONEY = [
    ("$1.2M", ".", "1200000"),
    ("-$5", ".", "-5"),
    ("$-5", ".", "-5"),
    ("R$ 1 234", ".", "1234"),
    ("USD 3bn", ".", "3000000000"),
    ("500 eur", ".", "500"),
    ("€1\u2019000.50", ".", "1000.5"),
    ("3 Mio. €", ",", "3000000"),
    ("5 k€", ".", "5000"),
    ("CHF 1'200.-", ".", "1200"),
    ("50,-", ".", "50"),
    ("1.200,\u2014 €", ",", "1200"),
    ("2.5 crore", ".", "25000000"),
    ("25 000 Kč", ",", "25000"),
    ("($5)", ".", "-5"),
]
NO = [
    *("10-20", "1,5", "1234,567", "--5", "+-5", "(5", "5)", "(-5)", "1,000+", "about five", "$5", "5 apples"),
    *("1e99", "1.2.3", "0,123", "Inf", "٣", "", "%", "50,-"),
]
NO_MONEY = ["XYZ 5", "$", "$5-10", "USD", "5 mil"]


@pytest.mark.parametrize(("text", "mark", "number"), READ)
@pytest.mark.parametrize("money", [True, False])
def test_numbers_are_read(text, mark, number, money):
    assert plain(read_numeral(text, mark, money=money).number) == number


@pytest.mark.parametrize(("text", "mark", "number"), MONEY)
def test_amounts_are_read_where_there_may_be_a_currency(text, mark, number):
    assert plain(read_numeral(without_currency(text), mark, money=True).number) == number


@pytest.mark.parametrize("text", NO)
def test_what_does_not_fit_is_not_half_read(text):
    assert read_numeral(text, ".") is None


@pytest.mark.parametrize("text", NO_MONEY)
def test_what_is_no_amount_is_not_read(text):
    assert read_numeral(without_currency(text), ".", money=True) is None


def test_a_percent_sign_is_told_and_counts_hundredths_exactly():
    long = "1234567890123456789012345678901234.5"
    assert read_numeral("15 %", ".") == (Decimal(15), True)
    assert read_numeral("15", ".").per_one() == 15
    assert f"{read_numeral(f'{long}%', '.').per_one():f}" == "12345678901234567890123456789012.345"


def test_every_currency_of_the_table_is_read_before_and_after():
    for (text,) in resources.read_table("currencies"):
        for amount in (f"{text} 12.5", f"12.5 {text}", f"-{text}12.5"):
            assert read_numeral(without_currency(amount), ".", money=True) is not None, amount


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.085", "1.0850"), ("999.125", "999.1250"), ("1000.125", "1000.125"), ("0.125", "0.125"), ("-1.2300", "-1.23")],
)
def test_three_decimals_that_would_read_as_thousands_get_a_zero(number, text):
    assert plain(Decimal(number)) == text


@given(st.decimals(-(10**15), 10**15, places=4), st.sampled_from([".", ","]))
def test_plain_text_reads_the_same_with_either_mark_and_in_groups(number, mark):
    assert Decimal(plain(number)) == number
    grouped = f"{number:,.4f}"
    if mark == ",":
        grouped = grouped.translate(str.maketrans(",.", ".,"))
    assert read_numeral(grouped, mark).number == number
