from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1962-05-09", "1962-05-09", "same"),
        ("1962-05-09", "19620509", "same"),
        ("1962-05-09", "1962-5-9", "same"),
        ("1962-05-09", "1962-09-05", "close"),
        ("1962-05-09", "1962-05-08", "close"),
        ("1962-05-09", "1926-05-09", "close"),
        ("1962-05-09", "1962-05-21", "two_parts"),
        ("1962-05-09", "1978-05-09", "two_parts"),
        ("1962-05-09", "1962-06-02", "within_month"),
        ("1962-05-31", "1962-07-02", "within_month"),
        ("1962-05-09", "1963-01-21", "within_year"),
        ("1962-05-09", "1963-04-02", "year_off"),
        ("1962-05-09", "1952-06-11", "year_off"),
        ("1992-01-20", "2001-12-31", "year_off"),
        ("1962-05-09", "1952-09-11", "differ"),
        ("1962-05-09", "1987-11-21", "differ"),
        ("1962-05-09", None, "missing"),
        ("soon", "soon", "missing"),
    ],
)
def test_dates(ask, one, other, level):
    assert ask("date", {"title": one}, {"title": other}, fields=["title"]) == level


def test_a_date_in_three_fields(ask):
    one = {"title": "1962", "customer": "5", "city": "9"}
    other = {**one, "city": "10"}
    fields = ["title", "customer", "city"]
    assert ask("date", one, one, fields=fields) == "same"
    assert ask("date", one, other, fields=fields) == "two_parts"
    assert ask("date", one, {**one, "city": None}, fields=fields) == "missing"


def test_a_date_that_many_have_is_a_convention(ask):
    new_year = {"title": "1900-01-01"}
    assert ask("date", new_year, new_year, *[new_year] * 19, fields=["title"]) == "same_common"
    assert ask("date", new_year, new_year, *[new_year] * 10, fields=["title"]) == "same"


def test_the_date_as_it_was_compared_is_shown(asked):
    comparison = asked("date", [{"title": "1962-5-9"}, {}], ["title"]).comparison
    assert [comparison.show(row) for row in range(2)] == ["19620509", None]
