from __future__ import annotations

import polars as pl
from people import CONTACT, OFFICE, TEN, person, table

from crmclean import find_duplicates
from crmclean.passes import plan_search


def test_a_plan_counts_the_pairs_of_the_search():
    planned = plan_search(table(*TEN), CONTACT)
    assert planned.keys.equals(find_duplicates(table(*TEN), CONTACT).blocking.to_frame())
    assert planned.recall is None or 0 < planned.recall <= 1


def test_the_largest_blocks_come_first_and_name_a_record():
    planned = plan_search(table(*(person(f"P{at} Q{at}", **OFFICE) for at in range(5)), *TEN), CONTACT)
    first = planned.largest.to_dicts()[0]
    assert (first["rule"], first["records"], first["pairs"]) == (
        "last_name.sound+first_name.initial+postal_code",
        5,
        10,
    )
    assert planned.largest["pairs"].is_sorted(descending=True)


def test_over_the_limit_nothing_is_made():
    planned = plan_search(table(*TEN), CONTACT, max_pairs=1)
    assert (planned.fits, planned.recall) == (False, None)


def test_pairs_that_many_keys_find_leave_little_to_miss():
    twins = [person(f"Ann{at} Quux{at}", email=f"a{at}@acme.com", phone=f"415-555-2{at:03}") for at in range(40)]
    assert plan_search(table(*twins, *twins), CONTACT).recall > 0.9


def test_an_empty_table():
    assert plan_search(table(), CONTACT).pairs == 0
    assert isinstance(plan_search(table(), CONTACT).to_frame(), pl.DataFrame)
