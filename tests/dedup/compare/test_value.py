from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("C-0017", "C-0017", "same"),
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
    assert ask("exact", {"phone": "415-555-2671"}, {"phone": "(415) 555 2671"}, fields=["phone"]) == "same"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Sales Manager", "sales  manager", "same"),
        ("Général", "General", "same"),
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
