from __future__ import annotations

import pytest
from people import CONTACT, TEN, table

from crmclean import find_duplicates, load_rules
from crmclean.dedup.used import standardized_fields, used_fields


def test_what_is_blocked_on_and_compared_is_used():
    assert {"email", "phone", "company", "title", "postal_code"} <= used_fields(CONTACT)
    assert used_fields(CONTACT).isdisjoint({"created_date", "owner", "lead_source", "opt_out"})


def test_what_makes_pairs_certain_is_used():
    changed = {"same": ("owner",), "different": ("lead_source",)}
    rules = CONTACT.model_copy(update={"duplicates": CONTACT.duplicates.model_copy(update=changed)})
    assert {"owner", "lead_source"} <= used_fields(rules)


@pytest.mark.parametrize("name", ["generic/contact", "generic/account", "generic/lead", "salesforce/contact"])
def test_what_a_needed_field_depends_on_is_standardized(name):
    rules = load_rules(name)
    needed = standardized_fields(rules)
    assert used_fields(rules) <= needed
    assert all(rules.fields[field].depends_on in {None, *needed} for field in needed & rules.fields.keys())


def test_other_columns_change_no_pair():
    records = table(*TEN)
    few = records.select(name for name in records.columns if name == "id" or name in standardized_fields(CONTACT))
    assert find_duplicates(few, CONTACT).table.equals(find_duplicates(records, CONTACT).table)
