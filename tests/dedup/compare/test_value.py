from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("C-0017", "C-0017", "same_rare"),
        ("0017", "17", "differ"),
        ("C-0017", "c-0017", "differ"),
        ("C-0017", None, "missing"),
        (None, None, "missing"),
        ("", "", "missing"),
        ("n/a", "n/a", "missing"),
    ],
)
def test_exact_values(ask, one, other, level):
    assert ask("exact", {"customer": one}, {"customer": other}, fields=["customer"]) == level


def test_an_exact_value_is_compared_by_the_key_of_its_type(ask):
    assert ask("exact", {"phone": "415-555-2671"}, {"phone": "(415) 555 2671"}, fields=["phone"]) == "same_rare"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Sales Manager", "sales  manager", "same_rare"),
        ("Général", "General", "same_rare"),
        ("Sales Manager", "Sales Mgr", "close"),
        ("Sales Manager", "Sales Managers", "close"),
        ("Sales Manager", "Nurse", "differ"),
        ("Sales Manager", None, "missing"),
        (None, None, "missing"),
        ("-", "-", "missing"),
        ("!!!", "!!!", "missing"),
    ],
)
def test_texts(ask, one, other, level):
    assert ask("text", {"title": one}, {"title": other}, fields=["title"]) == level


def test_what_was_compared_is_shown(asked):
    records = [{"customer": "C-1", "title": "Sales  Manager"}, {}]
    for kind, field, shown in (("exact", "customer", "C-1"), ("text", "title", "sales manager")):
        comparison = asked(kind, records, [field]).comparison
        assert [comparison.show(row) for row in range(2)] == [shown, None]


@pytest.mark.parametrize(
    ("records", "level"), [(2, "same_rare"), (5, "same_rare"), (6, "same_few"), (51, "same_many"), (501, "same_common")]
)
def test_agreeing_on_a_rare_value_is_another_level_than_on_a_common_one(ask, records, level):
    title = {"title": "Manager"}
    assert ask("text", title, title, *[title] * (records - 2), fields=["title"]) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("AB 123-456", "ab123456", "same_rare"),
        ("5112945", "5112954", "close"),
        ("5112945", "5112946", "close"),
        ("5112945", "511294", "close"),
        ("5112945", "4481240", "differ"),
        ("112", "113", "differ"),
        ("5112945", None, "missing"),
    ],
)
def test_codes(ask, one, other, level):
    assert ask("code", {"customer": one}, {"customer": other}, fields=["customer"]) == level


@pytest.mark.parametrize(("field", "own"), [("customer", True), ("postal_code", False)])
def test_a_number_is_somebodys_own_and_a_postal_code_is_not(asked, field, own):
    assert asked("code", [{field: "12345"}, {}], [field]).comparison.own is own
