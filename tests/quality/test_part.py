"""What the parts of a score are, where they count and where they are there."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import held, in_states, of_text

from crmclean.engine.standardize import Standardized, standardize, standardize_record
from crmclean.quality.hole import Way
from crmclean.quality.part import parts, weigh, weigh_record
from crmclean.spec.model import Rules

TODAY = dt.date(2026, 1, 31)


def there(states, rules):
    """For each part, whether it is there in each record; None where it does not count."""
    asked = parts(rules, states.columns, TODAY)
    weighing = weigh(held(states, states), asked, rules)
    return {part.name: weighing.there(part).to_list() for part in asked}


def test_parts_are_what_the_rules_weigh_in_their_order():
    rules = of_text("email", "phone", "fax", weights={"phone": 2, "reach": {"weight": 1, "any_of": ["email", "fax"]}})
    assert [(part.name, part.weight, part.fields) for part in parts(rules, [], TODAY)] == [
        ("phone", 2.0, ("phone",)),
        ("reach", 1.0, ("email", "fax")),
    ]


def test_without_weights_parts_are_the_fields_of_the_table():
    rules = of_text("email", "phone", "fax")
    found = parts(rules, ["fax", "email", "of our own"], TODAY)
    assert [(part.name, part.weight) for part in found] == [("email", 1.0), ("fax", 1.0)]


def test_a_field_is_there_where_it_is_not_missing():
    assert there(in_states(phone="oepivua"), of_text("phone")) == {
        "phone": [True, False, False, False, True, True, True]
    }


def test_a_group_is_there_where_one_of_its_fields_is_and_missing_in_the_nearest_way():
    rules = of_text("email", "phone", weights={"reach": {"weight": 1, "any_of": ["email", "phone"]}})
    states = in_states(email="oepv", phone="eeip")
    assert there(states, rules) == {"reach": [True, False, False, True]}
    weighing = weigh(held(states, states), asked := parts(rules, [], TODAY), rules)
    assert weighing.counted(asked[0]).to_list() == [Way.FILLED, Way.EMPTY, Way.IMPOSSIBLE, Way.INVALID]


@pytest.mark.parametrize("fields", [["fax"], ["fax", "telex"]])
def test_fields_that_the_table_does_not_have_are_null(fields):
    rules = of_text("email", "fax", "telex", weights={"reach": {"weight": 1, "any_of": fields}})
    states = in_states(email="oo")
    weighing = weigh(held(states, states), asked := parts(rules, [], TODAY), rules)
    assert weighing.counted(asked[0]).to_list() == [Way.NULL, Way.NULL]


def test_a_group_may_lack_some_of_its_fields():
    rules = of_text("email", "fax", weights={"reach": {"weight": 1, "any_of": ["fax", "email"]}})
    assert there(in_states(email="oe"), rules) == {"reach": [True, False]}


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("email == 'ok'", [True, None, None]),
        ("email is null", [None, False, None]),
        ("email in ['invalid', 'ok'] and email != 'ok'", [None, None, True]),
        ("email == 'never'", [None, None, None]),
        ("fax is null", [True, False, True]),
        ("fax not in ['ok']", [True, False, True]),
        ("fax == 'ok'", [None, None, None]),
        ("fax == email", [None, None, None]),
        ("not (fax == 'ok' or email == 'ok')", [None, False, True]),
        ("email < today", [None, None, None]),
    ],
)
def test_a_part_counts_where_its_condition_holds(when, found):
    rules = of_text("email", "phone", "fax", weights={"phone": {"weight": 1, "when": when}})
    assert there(in_states(email="oev", phone="oeo"), rules) == {"phone": found}


def test_what_counts_nowhere_is_counted_nowhere():
    rules = of_text("email", weights={"email": {"weight": 1, "when": "email == 'never'"}})
    states = in_states(email="oe")
    weighing = weigh(held(states, states), asked := parts(rules, [], TODAY), rules)
    assert weighing.counted(asked[0]).to_list() == []


def test_no_records_and_no_parts_are_fine():
    rules = of_text("email", weights={"email": {"weight": 1, "when": "email is null"}})
    assert there(in_states(email=""), rules) == {"email": []}
    assert weigh(Standardized({}, 3), (), of_text("email")).records == 3


@pytest.mark.parametrize("name", ["*", "^.*$", "key_0", "filled_0", "records", "", "a b", "reach|phone"])
def test_a_group_may_have_any_name(name):
    spec = {name: {"weight": 1, "any_of": ["email", "phone"], "when": "phone is null"}, "email": 1}
    assert there(in_states(email="oe", phone="ee"), of_text("email", "phone", weights=spec)) == {
        name: [True, False],
        "email": [True, False],
    }


DEALS = Rules.model_validate(
    {
        "crmclean": "1",
        "object": "opportunity",
        "fields": {
            "amount": {"type": "number"},
            "close_date": {"type": "date"},
            "stage": {"type": "picklist", "values": ["Won", "Lost", "Open"]},
            "phone": {"type": "phone", "region": "US"},
            "source": {"type": "text"},
        },
        "completeness": {
            "weights": {
                "amount": {"weight": 1, "when": "stage != 'Lost'"},
                "phone": {"weight": 1, "when": "close_date >= today or amount > 1000"},
                "origin": {"weight": 1, "any_of": ["source", "phone"], "when": "source != 'Web'"},
            },
            "defaults": {"source": ["Other"], "amount": ["1.00"]},
        },
    }
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "amount": st.sampled_from(["", "1", "$1,200.00", "n/a", "lots"]),
            "close_date": st.sampled_from(["", "2026-01-31", "01/02/2025", "2026-02-30", "soon"]),
            "stage": st.sampled_from(["", "won", "Lost", "Sold"]),
            "phone": st.sampled_from(["", "(415) 555-2671", "000-0000", "12"]),
            "source": st.sampled_from(["", "other", "Other ", "Web"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(RECORDS)
def test_a_record_alone_is_weighed_as_in_a_table(records):
    asked = parts(DEALS, DEALS.fields, TODAY)
    weighing = weigh(standardize(pl.DataFrame(records), DEALS), asked, DEALS)
    found = [weighing.there(part).to_list() for part in asked]
    for at, record in enumerate(records):
        alone = weigh_record(record, standardize_record(record, DEALS), asked, DEALS)
        in_table = [(part, column[at]) for part, column in zip(asked, found, strict=True) if column[at] is not None]
        assert list(alone) == in_table
