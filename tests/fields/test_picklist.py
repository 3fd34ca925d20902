from __future__ import annotations

import polars as pl
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
        ("Food and Beverages", "Food & Beverage"),
        ("2. Technology (40%)", "Technology"),
        ("food & beverage", "Food & Beverage"),
        ("a-", "A-"),
        ("A+", "A+"),
        ("unknown", "Unknown"),
    ],
)
def test_values_and_aliases_are_looked_up(text, value):
    assert INDUSTRY.standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Tecnology", "Did you mean 'Technology'?"),
        ("Food and Bevrage", "Did you mean 'Food & Beverage'?"),
        ("Medical Technology", "Did you mean 'Technology'?"),
        ("Farming", None),
        ("A", "Could be 'A+' or 'A-'."),
        ("+++", None),
    ],
)
def test_an_unknown_value_is_kept_with_a_suggestion_at_most(text, note):
    assert INDUSTRY.standardize(text) == (text, State.UNKNOWN, note)


def test_two_near_values_are_no_suggestion():
    field = Picklist(values=(PicklistValue(value="Stage 1"), PicklistValue(value="Stage 2")))
    assert field.standardize("Stage 3").note is None


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
        ("tech;Farming", ("tech;Farming", State.UNKNOWN, "'Farming' is not in the picklist.")),
        (";;", (";;", State.PLACEHOLDER, None)),
        ("A-;tech;A-;", ("A-;Technology", State.OK, None)),
        ("IT | A-", ("Technology;A-", State.OK, None)),
        ("IT, A-", ("Technology;A-", State.OK, None)),
        ("IT, Farming", ("IT, Farming", State.UNKNOWN, None)),
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


def test_an_alias_of_two_values_means_neither():
    field = Picklist(
        values=(PicklistValue(value="Bank", aliases=("Money",)), PicklistValue(value="Mint", aliases=("Money",)))
    )
    assert field.standardize("MONEY") == ("MONEY", State.UNKNOWN, "Could be 'Bank' or 'Mint'.")


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


COUNTRY_LISTS = (
    PicklistValue.model_validate({"value": "Bayern", "aliases": ["South"], "for": ["Germany"]}),
    PicklistValue.model_validate({"value": "Hessen", "for": ["Germany"]}),
    PicklistValue.model_validate({"value": "Provence", "aliases": ["South"], "for": ["France"]}),
    PicklistValue(value="Other"),
)
REGION = Picklist(values=COUNTRY_LISTS, controlled_by="country")


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("bayern", "Germany", ("Bayern", State.OK, None)),
        ("bayern", None, ("Bayern", State.OK, None)),
        ("other", "France", ("Other", State.OK, None)),
        ("south", "France", ("Provence", State.OK, None)),
        ("south", "germany", ("Bayern", State.OK, None)),
        ("south", None, ("south", State.UNKNOWN, "Could be 'Bayern' or 'Provence'.")),
        ("bayern", "France", ("bayern", State.UNKNOWN, "With 'France' go: Provence, Other.")),
        ("Provenze", "France", ("Provenze", State.UNKNOWN, "Did you mean 'Provence'?")),
        ("Provenze", "Germany", ("Provenze", State.UNKNOWN, None)),
    ],
)
def test_a_dependent_value_goes_with_its_controlling_value(text, given, expected):
    assert REGION.standardize(text, given) == expected


def test_a_controlling_value_with_which_nothing_goes_is_said():
    field = Picklist(values=COUNTRY_LISTS[:2], controlled_by="country")
    assert field.standardize("Bayern", "Spain").note == "No value goes with 'Spain'."
    assert (field.depends_on, INDUSTRY.depends_on) == ("country", None)


def test_a_long_list_of_values_is_cut():
    values = tuple(PicklistValue.model_validate({"value": f"V{at}", "for": ["a"]}) for at in range(12))
    other = PicklistValue.model_validate({"value": "W", "for": ["b"]})
    note = Picklist(values=(*values, other), controlled_by="x").standardize("W", "a").note
    assert note == "With 'a' go: V0, V1, V2, V3, V4, V5, V6, V7, …"


def test_an_inactive_value_is_no_suggestion():
    assert INDUSTRY.standardize("Legcay") == ("Legcay", State.UNKNOWN, None)


@given(st.text(alphabet="Tech;IT A+-", max_size=14) | st.text(max_size=8))
def test_standardizing_twice_changes_nothing(text):
    for field in (INDUSTRY, SEVERAL):
        once = field.standardize(text)
        assert field.standardize_column(pl.Series([text])).row(0) == once
        twice = field.standardize(once.value)
        assert twice.value == once.value
        assert once.state is not State.OK or twice == once
