from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.picklist import Picklist, PicklistValue

VALUES = (
    PicklistValue(value="Technology", aliases=("Tech", "IT", "Information Technology")),
    PicklistValue(value="Food & Beverage"),
    PicklistValue(value="A+"),
    PicklistValue(value="A-"),
    PicklistValue(value="Legacy", active=False),
    PicklistValue(value="Unknown"),
)
INDUSTRY = Picklist(picklist="industry", values=VALUES)
SEVERAL = Picklist(values=VALUES, multiple=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Technology", "Technology"),
        ("TECHNOLOGY", "Technology"),
        (" tech ", "Technology"),
        ("information-technology", "Technology"),
        ("Food and Beverage", "Food and Beverage"),
        ("food & beverage", "Food & Beverage"),
        ("a-", "A-"),
        ("A+", "A+"),
        ("unknown", "Unknown"),
    ],
)
def test_values_and_aliases_are_looked_up(text, value):
    standard = INDUSTRY.standardize(text)
    assert standard.value == value
    assert (standard.state is State.OK) == (text != "Food and Beverage")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Tecnology", "Did you mean 'Technology'?"),
        ("Food and Beverage", "Did you mean 'Food & Beverage'?"),
        ("Farming", "'Farming' is not in the picklist."),
        ("A", "'A' is not in the picklist."),
        ("+++", "'+++' is not in the picklist."),
    ],
)
def test_an_unknown_value_is_kept_with_a_suggestion_at_most(text, note):
    assert INDUSTRY.standardize(text) == (text, State.UNKNOWN, note)


def test_two_near_values_are_no_suggestion():
    field = Picklist(values=(PicklistValue(value="Stage 1"), PicklistValue(value="Stage 2")))
    assert field.standardize("Stage 3").note == "'Stage 3' is not in the picklist."


def test_an_inactive_value_is_understood_and_said():
    assert INDUSTRY.standardize("legacy") == ("Legacy", State.OK, "'Legacy' is no longer in use.")


def test_placeholders_are_those_that_the_list_does_not_have():
    assert INDUSTRY.standardize("-None-").state is State.PLACEHOLDER
    assert INDUSTRY.standardize("unknown").state is State.OK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tech; A+ ;IT", ("Technology;A+", State.OK, None)),
        ("tech", ("Technology", State.OK, None)),
        ("tech;Tecnology", ("tech;Tecnology", State.UNKNOWN, "Did you mean 'Technology'?")),
        ("A+;legacy", ("A+;Legacy", State.OK, "'Legacy' is no longer in use.")),
        (";;", (";;", State.UNKNOWN, "Not in the picklist.")),
    ],
)
def test_several_values_are_mapped_each(text, expected):
    assert SEVERAL.standardize(text) == expected


def test_several_values_are_one_unknown_value_where_one_is_expected():
    assert INDUSTRY.standardize("tech;A+").state is State.UNKNOWN


def test_without_values_everything_is_ok():
    assert Picklist(picklist="industry").standardize("anything") == ("anything", State.OK, None)


def test_an_alias_never_hides_a_value():
    field = Picklist(values=(PicklistValue(value="Web", aliases=("Online",)), PicklistValue(value="Online")))
    assert field.standardize("online").value == "Online"
    assert field.standardize("WEB").value == "Web"


def test_a_copy_with_other_values_looks_up_those():
    assert INDUSTRY.standardize("tech").value == "Technology"
    other = INDUSTRY.model_copy(update={"values": (PicklistValue(value="Techno", aliases=("tech",)),)})
    assert other.standardize("tech").value == "Techno"
    assert INDUSTRY.standardize("tech").value == "Technology"


def test_looking_up_leaves_equality_and_hash_alone():
    fresh = Picklist(picklist="industry", values=VALUES)
    assert INDUSTRY.standardize("tech").state is State.OK
    assert (fresh == INDUSTRY, hash(fresh) == hash(INDUSTRY), fresh.model_dump() == INDUSTRY.model_dump()) == (
        True,
    ) * 3


@given(st.text(alphabet="Tech;IT A+-", max_size=14) | st.text(max_size=8))
def test_standardizing_twice_changes_nothing(text):
    for field in (INDUSTRY, SEVERAL):
        once = field.standardize(text)
        twice = field.standardize(once.value)
        assert twice.value == once.value
        assert once.state is not State.OK or twice == once
