from __future__ import annotations

import polars as pl
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from crmclean.dedup.blocking import Keys, blocks_of, within
from crmclean.dedup.candidates import Candidates
from crmclean.errors import BudgetError
from crmclean.spec import Rules

FIELDS = {
    "first_name": {"type": "person_name", "part": "given"},
    "last_name": {"type": "person_name", "part": "family"},
    "email": {"type": "email"},
    "phone": {"type": "phone"},
}
ONE_KEY, TWO_KEYS, MANY_KEYS = ("email",), ("last_name.sound", "first_name.initial"), ("first_name.nickname",)
ALL = (ONE_KEY, TWO_KEYS, MANY_KEYS, ("phone.last7", "last_name.initial"))

people = st.fixed_dictionaries(
    {
        "first_name": st.sampled_from([None, "Bob", "Robert", "Rob", "Liz", "Elizabeth", "Bo b", "-"]),
        "last_name": st.sampled_from([None, "Smith", "Smyth", "de la Cruz", "Cruz", "李"]),
        "email": st.sampled_from([None, "a.b@gmail.com", "ab+x@googlemail.com", "info@acme.com"]),
        "phone": st.sampled_from([None, "+14155550132", "+12125550132", "12"]),
    }
)
tables = st.lists(people, max_size=9)


def rules_of(block_on, refine_on=()):
    return Rules.model_validate(
        {
            "crmclean": "1",
            "object": "contact",
            "fields": FIELDS,
            "duplicates": {"block_on": block_on, "refine_on": refine_on},
        }
    )


def frame(records):
    return pl.DataFrame(records, schema=dict.fromkeys(FIELDS, pl.String))


def pairs(records, *block_on, refine_on=(), budget=1000, **limits):
    blocks = blocks_of(Keys(frame(records), rules_of(block_on, refine_on)), **limits)
    within(blocks, len(records), budget)
    parts = list(Candidates(len(records), blocks))
    return [pair for part in parts for pair in zip(part.left.tolist(), part.right.tolist(), strict=True)]


def slow_pairs(records, *block_on):
    fields = rules_of(block_on).fields
    keys = [[reference.block_keys(record, rule, fields) for record in records] for rule in block_on]
    return set().union(*(reference.pairs_sharing_a_key(of_rule) for of_rule in keys))


def crowd(records, **shared):
    return [dict.fromkeys(FIELDS) | shared for _ in range(records)]


@settings(max_examples=20)
@given(tables, st.lists(st.sampled_from(ALL), min_size=1, max_size=3, unique=True))
def test_blocked_pairs_are_all_pairs_that_share_a_key_each_once_and_sorted(records, block_on):
    assert pairs(records, *block_on) == sorted(slow_pairs(records, *block_on))


@settings(max_examples=20)
@given(tables, st.sampled_from(ALL), st.sampled_from(ALL))
def test_adding_a_blocking_rule_only_adds_pairs(records, one, other):
    assert set(pairs(records, one)) <= set(pairs(records, one, other))


@settings(max_examples=20)
@given(tables, st.randoms(), st.integers(2, 4))
def test_row_order_plays_no_part(records, random, cap):
    order = list(range(len(records)))
    random.shuffle(order)
    shuffled = pairs([records[row] for row in order], *ALL, refine_on=(TWO_KEYS,), cap=cap)
    back = sorted(tuple(sorted((order[a], order[b]))) for a, b in shuffled)
    assert back == pairs(records, *ALL, refine_on=(TWO_KEYS,), cap=cap)


@given(people, st.sampled_from(ALL), st.integers(2, 5))
def test_exact_copies_are_candidates_where_they_have_a_key(record, rule, copies):
    records = [record] * copies
    has_key = bool(reference.block_keys(record, rule, rules_of((rule,)).fields))
    assert len(pairs(records, rule)) == has_key * copies * (copies - 1) // 2


@settings(max_examples=20)
@given(tables, st.integers(2, 4))
def test_what_a_cap_leaves_out_is_counted_to_the_record(records, cap):
    blocks = blocks_of(Keys(frame(records), rules_of((ONE_KEY,))), cap=cap)[0]
    found = blocks.counted
    sizes = {}
    for record in records:
        for key in reference.block_keys(record, ONE_KEY, rules_of((ONE_KEY,)).fields):
            sizes[key] = sizes.get(key, 0) + 1
    over = [size for size in sizes.values() if size > cap]
    assert (found.skipped_blocks, found.skipped_records) == (len(over), sum(over))
    assert found.skipped_pairs == sum(size * (size - 1) // 2 for size in over)
    assert found.largest == max(sizes.values(), default=0)
    assert sorted(blocks.sizes.tolist()) == sorted(size for size in sizes.values() if 2 <= size <= cap)


def test_a_block_over_the_cap_is_refined():
    records = crowd(4, email="info@acme.com", last_name="Smith") + crowd(3, email="info@acme.com", last_name="Lopez")
    assert pairs(records, ("email",), cap=4) == []
    refined = pairs(records, ("email",), refine_on=(("last_name",),), cap=4)
    assert refined == sorted(reference.pairs_in_blocks([range(4), range(4, 7)]))


def test_a_block_within_the_cap_is_not_refined():
    records = crowd(2, email="info@acme.com", last_name="Smith") + crowd(1, email="info@acme.com", last_name="Lopez")
    assert len(pairs(records, ("email",), refine_on=(("last_name",),), cap=3)) == 3


def test_what_stays_over_the_cap_after_refining_is_named():
    records = crowd(5, email="info@acme.com", last_name="Smith") + crowd(2, email="info@acme.com", last_name="Lopez")
    found = within(blocks_of(Keys(frame(records), rules_of((("email",),), (("last_name",),))), cap=4), len(records), 99)
    assert found.to_frame().rows() == [("email", 1, 1, 7, 1, 5)]
    assert found.warnings() == (
        "too large and left out: 1 block of email (5 records, 10 pairs)",
        "only in part compared: 1 block of email, the largest of 7 records (21 pairs)",
    )


def test_records_without_a_refining_key_are_counted_as_skipped():
    records = crowd(5, email="info@acme.com") + crowd(2, email="info@acme.com", last_name="Lopez")
    (found,) = blocks_of(Keys(frame(records), rules_of((("email",),), (("last_name",),))), cap=4)
    assert (found.counted.skipped_records, found.counted.skipped_pairs) == (5, 10)


def test_that_a_block_of_few_records_was_refined_is_not_worth_a_word():
    others = [crowd(1)[0] | {"email": f"{at}@acme.com"} for at in range(600)]
    records = crowd(5, email="info@acme.com", last_name="Smith") + others
    found = within(blocks_of(Keys(frame(records), rules_of((("email",),), (("last_name",),))), cap=4), len(records), 99)
    assert found.warnings() == ("too large and left out: 1 block of email (5 records, 10 pairs)",)


def test_too_many_pairs_stop_before_any_is_made_and_name_the_largest_rules():
    records = crowd(4, email="info@acme.com", last_name="Smith")
    with pytest.raises(
        BudgetError, match=r"^12 candidate pairs, more than the limit of 11; .*: email 6, last_name 6\b"
    ):
        pairs(records, ("email",), ("last_name",), ("phone",), budget=11)
    assert len(pairs(records, ("email",), ("last_name",), ("phone",), budget=12)) == 6


def test_a_rule_over_a_column_that_the_table_lacks_is_left_out():
    table = pl.DataFrame({"last_name": ["Smith", "Smith"]})
    found = blocks_of(Keys(table, rules_of((("email",), ("last_name",), ("last_name", "phone")))))
    assert [(each.rule, each.rows.tolist()) for each in found] == [("last_name", [0, 1])]


@pytest.mark.parametrize("records", [[], crowd(1, email="a@acme.com"), crowd(3)])
def test_nothing_to_block_gives_no_pairs(records):
    assert pairs(records, *ALL, refine_on=(TWO_KEYS,)) == []
