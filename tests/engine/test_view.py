from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmclean.engine.standardize import standardize, standardize_record
from crmclean.engine.view import CREATED, seen, seen_of_record

RULES = """
    crmclean: 1
    object: contact
    fields:
      name: {type: text}
      region: {type: picklist, picklist: region, unknown: "null"}
      phone: {type: phone}
      created: {type: date}
    picklists:
      region: [{value: EMEA, aliases: [Europe]}]
    survivorship: {created: created}
"""
CELLS = {
    "name": ["Acme", "  a\u00a0b ", "n/a"],
    "region": ["europe", "Moon", "-"],
    "phone": ["(415) 555-2671", "000", "12"],
    "created": ["2025-01-01T10:00:00Z", "03/04/2025", "soon", "31.12.2024"],
}
RECORD = st.fixed_dictionaries({name: st.sampled_from([None, *cells]) for name, cells in CELLS.items()})
NAMES = (*CELLS, CREATED)


@pytest.mark.parametrize("view", ["present", "readable", "cleaned"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORD, min_size=1, max_size=6))
def test_columns_and_one_record_are_seen_alike(rules_from, view, records):
    rules = rules_from(RULES)
    table = standardize(pl.DataFrame(records, schema=dict.fromkeys(CELLS, pl.String)), rules)
    columns = {}
    for name in NAMES:
        column, values = seen(table, name, view, rules)
        columns[name] = column.spread(values).to_list()
    alone = [seen_of_record(each, standardize_record(each, rules), NAMES, view, rules) for each in records]
    assert columns == {name: [each[name] for each in alone] for name in NAMES}


@pytest.mark.parametrize(
    ("view", "values"),
    [
        ("present", ["EMEA", "Moon", None, None, "2025-01-01", "03/04/2025"]),
        ("readable", ["EMEA", "Moon", None, None, "2025-01-01", None]),
        ("cleaned", ["EMEA", None, "n/a", "12", "2025-01-01T10:00:00Z", "03/04/2025"]),
    ],
)
def test_each_view_hides_what_is_not_for_it(rules_from, view, values):
    rules = rules_from(RULES)
    records = [
        *({"region": region} for region in ["Europe", "Moon"]),
        {"name": "n/a"},
        {"phone": "12"},
        *({"created": created} for created in ["2025-01-01 10:00 UTC", "03/04/2025"]),
    ]
    found = [seen_of_record(each, standardize_record(each, rules), each, view, rules) for each in records]
    assert [value for each in found for value in each.values()] == values


def test_the_date_of_creation_is_readable_in_every_view(rules_from):
    rules = rules_from(RULES)
    record = {"created": "03/04/2025"}
    standard = standardize_record(record, rules)
    assert seen_of_record(record, standard, ["created", CREATED], "present", rules) == {
        "created": "03/04/2025",
        CREATED: None,
    }


def test_a_field_that_the_table_does_not_have_is_not_seen(rules_from):
    rules = rules_from(RULES)
    assert seen(standardize(pl.DataFrame({"name": ["a"]}), rules), "phone", "present", rules) is None
