from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.number import Number

EITHER = "The mark may group thousands or stand before decimals; the rule's 'decimal' decides."

READ = [
    ("number", "1,200,000", "1200000"),
    ("number", "1.234,56", "1234.56"),
    ("number", "1,234.56", "1234.56"),
    ("number", "12,5", "12.5"),
    ("number", "12.5", "12.5"),
    ("number", "0.125", "0.125"),
    ("number", "0,125", "0.125"),
    ("number", "12345678901234567890123456789012345.1", "12345678901234567890123456789012345.1"),
    ("money", "$5,000", "5000"),
    ("money", "$1.2M", "1200000"),
    ("money", "1.234,56 €", "1234.56"),
    ("percent", "15%", "15"),
    ("percent", "0.15", "0.15"),
    ("integer", "12.0", "12"),
    ("integer", "1.2k", "1200"),
    ("integer", "1,234", "1234"),
    ("integer", "1.234", "1234"),
]
AMBIGUOUS = [
    ("number", "1.234"),
    ("number", "1,234"),
    ("percent", "1,234%"),
    ("money", "€ 1.234"),
    ("integer", "1.000"),
]
COMMA = [
    ("1.234", "1234"),
    ("1.234,5", "1234.5"),
    ("1,234", "1.2340"),
    ("12,5", "12.5"),
    ("12.5", "12.5"),
    ("1'234,5", "1234.5"),
]
INVALID = {
    **dict.fromkeys(["10-50", "1 - 5", "$1k-$5k", "500 to 1000", "1\u20135", "1..2"], "A range, not one number."),
    **dict.fromkeys(["1000+", ">100", "< 10", "~500", "about 50"], "A bound or an estimate, not one number."),
    **dict.fromkeys(["10-Jan", "Nov-50"], "A date, it seems; a spreadsheet makes dates of ranges like 1-5."),
    "####": "A spreadsheet's column was too narrow; the number is lost.",
    **dict.fromkeys(["15%", "$5", "five", "1e99", "1.2.3", "Inf", "-"], "Not a number."),
}
TEXTS = st.text(alphabet="0123456789.,' -()kmE+%$€", max_size=14) | st.sampled_from(
    ["0", "0.00", "n/a", "-", "1.234", "-1.2340", "999", "12.50", "9999.125", "-0", "0.5", "1,234", "100%", "45"]
)
ANY = st.builds(
    Number,
    kind=st.sampled_from(["number", "money", "percent", "integer"]),
    decimal=st.sampled_from([None, ".", ","]),
    per=st.sampled_from(["hundred", "one"]),
    zero=st.sampled_from(["value", "missing"]),
)


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_a_number_that_only_one_reading_fits_becomes_plain(kind, text, value):
    assert Number(kind=kind).standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize(("kind", "text"), AMBIGUOUS)
def test_a_number_that_two_readings_fit_is_ambiguous(kind, text):
    assert Number(kind=kind).standardize(text) == (text, State.AMBIGUOUS, EITHER)


@pytest.mark.parametrize(("text", "note"), INVALID.items())
def test_what_is_no_number_is_kept_and_says_why(text, note):
    if text != "-":
        assert Number().standardize(text) == (text, State.INVALID, note)
    assert Number().parse(text)[1:] == (State.INVALID, note)


@pytest.mark.parametrize(("text", "value"), COMMA)
def test_a_declared_mark_decides(text, value):
    field = Number(decimal=",")
    assert field.standardize(text) == (value, State.OK, None)
    assert Number(decimal=".").standardize("12,5").state is State.INVALID
    assert Number(decimal=".").standardize("1.234").value == "1.2340"
    assert Number(decimal=".").standardize("1,234").value == "1234"


def test_whole_numbers_have_no_decimals():
    for text in ("72.8", ".5", "1-5"):
        assert Number(kind="integer").standardize(text)[:2] == (text, State.INVALID)
    assert Number(kind="integer", decimal=".").standardize("1.234").note == "Not a whole number."


def test_a_column_shows_its_mark_where_none_is_given():
    european = pl.Series(["1.234,50", "12,5", "1.000.000", "3.500"])
    learned = Number(kind="money").learned(european)
    assert learned == Number(kind="money", decimal=",")
    assert learned.standardize("3.500").value == "3500"
    assert Number().learned(pl.Series(["12.5", "3.25", "0.5", "3.500"])).standardize("3.500").value == "3.5"
    assert Number().learned(pl.Series(["12.5", "3,25", "3.500"])) == Number()
    assert Number(decimal=".").learned(european).decimal == "."


def test_a_column_learned_once_is_read_the_same_when_it_is_clean():
    raw = pl.Series(["1,234,567", "2,345,678.5", "3,456,789", "1.234", "12.125", "999.5"])
    first = Number().learned(raw).standardize_column(raw)["value"]
    again = Number().learned(first).standardize_column(first)
    assert again["value"].to_list() == first.to_list()
    assert again["state"].unique().to_list() == ["ok"]


def test_a_percentage_is_counted_as_the_rule_says():
    note = "More than 1, so perhaps it is meant in percent."
    field = Number(kind="percent", per="one")
    assert field.standardize("45%") == ("0.45", State.OK, None)
    assert field.standardize("0.45") == ("0.45", State.OK, None)
    assert field.standardize("45") == ("45", State.OK, note)
    assert field.standardize("450%") == ("4.5", State.OK, note)


def test_a_zero_is_missing_only_where_the_rule_says_so():
    assert Number().standardize("0") == ("0", State.OK, None)
    assert Number(kind="money", zero="missing").standardize("$0.00") == ("$0.00", State.PLACEHOLDER, None)
    assert Number(zero="missing").standardize("10").value == "10"
    assert Number().standardize("n/a").state is State.PLACEHOLDER


@given(st.decimals(-(10**15), 10**15, places=4), st.sampled_from([".", ","]))
def test_grouped_digits_read_back_as_the_number(number, decimal):
    text = f"{number:,.4f}"
    if decimal == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    for field in (Number(decimal=decimal), Number()):
        assert Decimal(field.standardize(text).value) == number


@given(TEXTS, ANY)
def test_standardizing_twice_changes_nothing(text, field):
    once = field.standardize(text)
    if once.state is State.OK:
        assert field.standardize(once.value) == once
        assert "E" not in once.value
    assert field.standardize(once.value)[:2] == once[:2]


@given(st.lists(TEXTS | st.none(), max_size=6), ANY)
def test_a_column_is_standardized_as_each_of_its_values(texts, field):
    column = field.standardize_column(pl.Series(texts, dtype=pl.String))
    assert column.rows() == [field.standardize(text) for text in texts]
