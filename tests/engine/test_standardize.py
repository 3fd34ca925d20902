from __future__ import annotations

import polars as pl

from crmclean.engine.standardize import in_order, standardize, standardize_record
from crmclean.fields import State

RULES = """
    crmclean: 1
    object: contact
    fields:
      phone: {type: phone, region: {from: country, else: US}}
      state: {type: subdivision, country: {from: country}}
      country: {type: country, output: iso2}
      created: {type: date}
      region: {type: picklist, picklist: region, unknown: "null"}
    picklists:
      region: [EMEA]
"""
RAW = {
    "phone": "030 12345678",
    "state": None,
    "country": "Deutschland",
    "created": "2025-01-02T10:00:00Z",
    "region": "Moon",
}


def test_a_field_comes_after_the_one_that_it_depends_on(rules_from):
    names = [name for name, _ in in_order(rules_from(RULES))]
    assert names.index("country") < min(names.index("phone"), names.index("state"))


def test_the_order_of_columns_is_the_order_of_the_rules(rules_from):
    rules = rules_from(RULES)
    frame = pl.DataFrame(
        {name: [value] for name, value in reversed(RAW.items())}, schema_overrides={"state": pl.String}
    )
    assert standardize(frame, rules).values.columns == ["phone", "state", "country", "created", "region"]


def test_a_phone_is_read_with_the_country_of_its_own_record(rules_from):
    frame = pl.DataFrame({"phone": ["030 12345678", "030 12345678"], "country": ["Deutschland", "France"]})
    values = standardize(frame, rules_from(RULES)).values["phone"].to_list()
    assert values[0] == "+493012345678"
    assert values[1] != values[0]


def test_columns_and_one_record_standardize_alike(rules_from):
    rules = rules_from(RULES)
    frame = pl.DataFrame({name: [value] for name, value in RAW.items()}, schema_overrides={"state": pl.String})
    table, record = standardize(frame, rules), standardize_record(RAW, rules)
    assert table.values.row(0, named=True) == {name: record[name].value for name in RAW}
    assert table.states.row(0, named=True) == {name: record[name].state for name in RAW}


def test_a_value_that_cleaning_empties_is_settled_as_empty(rules_from):
    rules = rules_from(RULES)
    settled = standardize(pl.DataFrame({"region": ["Moon", "EMEA"]}), rules).settled(rules)
    assert settled.states["region"].to_list() == [State.EMPTY, State.OK]


def test_a_value_whose_digits_are_lost_is_no_evidence(rules_from):
    rules = rules_from("""
        crmclean: 1
        object: contact
        fields:
          number: {type: identifier}
    """)
    lost, kept = ["1.23457E+11", "1,2E+9", "12345678901234500"], ["12E4", "1234567890123450", "A1"]
    standardized = standardize(pl.DataFrame({"number": [*lost, *kept, None]}), rules)
    assert standardized.present()["number"].to_list() == [None, None, None, *kept, None]
    assert standardized.values["number"].to_list() == [*lost, *kept, None]
