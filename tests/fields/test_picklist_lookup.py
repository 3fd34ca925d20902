from __future__ import annotations

import pytest

from crmclean.fields.picklist_lookup import Lookup, PicklistValue, key

INDUSTRY = Lookup(
    (
        PicklistValue(value="Technology", aliases=("IT", "Software", "High Tech", "Internet")),
        PicklistValue(value="Real Estate", aliases=("Property",)),
        PicklistValue(value="Government", aliases=("Public Sector",)),
        PicklistValue(value="Retail", aliases=("E-Commerce",)),
        PicklistValue(value="COMPUTER_GAMES", label="Computer Games"),
        PicklistValue(value="Insurance"),
    ),
    "salesforce_industry",
)
FUNCTION = Lookup(
    (
        PicklistValue(value="Sales", aliases=("President",), keywords=("sales", "account executive", "vertrieb")),
        PicklistValue(value="Marketing", keywords=("marketing", "product marketing")),
        PicklistValue(value="Product", keywords=("product",)),
    )
)


def _found(lookup: Lookup, text: str) -> tuple[list[str], bool]:
    answer = lookup.find(text)
    return [value.value for value in answer.values], answer.certain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Food & Beverage", "food and beverages"),
        ("Real Estate", "RealEstate"),
        ("Real Estate", "real-estate"),
        ("Closed Won", "ClosedWon"),
        ("Utilities", "utility"),
        ("Businesses", "business"),
        ("Proposal", "3. Proposal (50%)"),
        ("Proposal", "03 - Proposal - 50 %"),
        ("Öffentlich", "offentlich"),
    ],
)
def test_spellings_with_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("News", "New"),
        ("Status", "Statu"),
        ("Press", "Pres"),
        ("1-10", "10"),
        ("1-10", "1-5"),
        ("3D Printing", "Printing"),
    ],
)
def test_spellings_with_keys_of_their_own(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("computer_games", "COMPUTER_GAMES"),
        ("Computer games", "COMPUTER_GAMES"),
        ("Technology Industry", "Technology"),
        ("The Technology Sector", "Technology"),
        ("Technology (General)", "Technology"),
        ("Insurance Company", "Insurance"),
        ("IT / Software", "Technology"),
        ("Software & Internet", "Technology"),
        ("Public Sector", "Government"),
    ],
)
def test_a_text_that_says_nothing_but_one_value_is_that_value(text, value):
    assert _found(INDUSTRY, text) == ([value], True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Info Technology Services", ["Technology"]),
        ("Retail Software", ["Retail", "Technology"]),
        ("Tecnology", ["Technology"]),
        ("Tecnology Sector", ["Technology"]),
        ("Goverment", ["Government"]),
        ("Public", []),
        ("do it now", []),
        ("Not Retail", ["Retail"]),
        ("Industry", []),
        ("", []),
        ("Internet of a thing " * 6, []),
        ("Retail " * 11, []),
    ],
)
def test_everything_else_is_a_suggestion_at_most(text, values):
    assert _found(INDUSTRY, text) == (values, False)


@pytest.mark.parametrize(
    ("text", "values", "certain"),
    [
        ("VP of Sales", ["Sales"], True),
        ("Senior Account Executive, EMEA", ["Sales"], True),
        ("Product Marketing Manager", ["Marketing"], True),
        ("Head of Product", ["Product"], True),
        ("President", ["Sales"], True),
        ("Vice President", ["Sales"], False),
        ("Vice President Marketing", ["Marketing"], True),
        ("Sales and Marketing Director", ["Sales", "Marketing"], False),
        ("Wholesale Manager", [], False),
        ("Maketing", ["Marketing"], False),
    ],
)
def test_keywords_mean_a_value_wherever_they_stand_unless_two_do(text, values, certain):
    assert _found(FUNCTION, text) == (values, certain)


def test_a_value_that_two_spellings_share_is_told_with_both():
    lookup = Lookup((PicklistValue(value="A", aliases=("x",)), PicklistValue(value="B", aliases=("X",))))
    assert _found(lookup, "x") == (["A"], True)
    assert _found(lookup, " X ") == (["A", "B"], True)


def test_four_values_inside_are_no_suggestion():
    values = tuple(PicklistValue(value=name) for name in ("Alpha", "Bravo", "Charlie", "Delta"))
    assert _found(Lookup(values), "alpha bravo charlie") == (["Alpha", "Bravo", "Charlie"], False)
    assert _found(Lookup(values), "alpha bravo charlie delta") == ([], False)
