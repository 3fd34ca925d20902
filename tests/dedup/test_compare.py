from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmclean.dedup.compare import KINDS, prepare
from crmclean.engine.standardize import standardize
from crmclean.spec import Rules, load_rules

FIELDS = {
    "given": {"type": "person_name", "part": "given"},
    "family": {"type": "person_name", "part": "family"},
    "company": {"type": "company"},
    "email": {"type": "email"},
    "phone": {"type": "phone"},
    "mobile": {"type": "phone"},
    "website": {"type": "url"},
    "street": {"type": "street"},
    "city": {"type": "city"},
    "postal_code": {"type": "postal_code"},
    "title": {"type": "text"},
}
NAMED = {"exact": ["title"], "text": ["title"]}
COMPARE = {"person": {"kind": "person"}} | {
    kind: {"kind": kind, "fields": NAMED.get(kind, [])} for kind in KINDS if kind != "person"
}
RULES = Rules.model_validate(
    {"crmclean": "1", "object": "contact", "fields": FIELDS, "duplicates": {"compare": COMPARE}}
)

SAMPLES = {
    "given": ["John", "Jon", "J.", "Bob", "Robert A."],
    "family": ["Smith", "Smyth", "Smith-Jones", "Smith Jr", "de la Cruz"],
    "company": ["Acme", "ACME Inc", "Acme Foods", "IBM", "International Business Machines"],
    "email": ["jane.doe@acme.com", "jane.dow@acme.com", "janedoe@gmail.com", "info@acme.com", "test@test.com"],
    "phone": ["415-555-2671", "415-555-2672", "000-000-0000", "+44 20 7946 0958"],
    "mobile": ["415-555-2671", "212-555-0188"],
    "website": ["acme.com", "https://www.acme.com/x", "beta.org"],
    "street": ["12 Main St", "12 Main Street Apt 4", "14 Main St", "99 Oak Ave"],
    "city": ["Austin", "Austni", "Boston"],
    "postal_code": ["78701", "78701-1234", "02108"],
    "title": ["Sales Manager", "Sales Mgr", "Nurse"],
}
JUNK = ("n/a", "-", "👩\u200d👧", "\u202eabc", "李小龍", "NULL", "0" * 20, "'; --")
junk = st.one_of(st.none(), st.text(max_size=10), st.sampled_from(JUNK))
tables = st.lists(
    st.fixed_dictionaries({name: st.one_of(st.sampled_from(values), junk) for name, values in SAMPLES.items()}),
    min_size=2,
    max_size=4,
)


def prepared(records, fields=FIELDS):
    raw = pl.DataFrame(records, schema=dict.fromkeys(fields, pl.String))
    return prepare(standardize(raw, RULES).present(), RULES)


def every_pair(records):
    return np.array(list(product(range(records), repeat=2)), dtype=np.int64).T


@settings(max_examples=20)
@given(tables)
def test_every_comparison_is_symmetric_and_knows_only_its_levels(records):
    left, right = every_pair(len(records))
    for comparison in prepared(records).values():
        levels = comparison.judge(left, right)
        assert levels.dtype == np.uint8
        assert levels.tolist() == comparison.judge(right, left).tolist()
        assert int(levels.max()) < len(comparison.levels)
        assert comparison.levels[0] == "missing"


@settings(max_examples=20)
@given(tables)
def test_a_level_is_missing_where_a_side_shows_nothing_and_a_record_never_differs_from_itself(records):
    left, right = every_pair(len(records))
    for comparison in prepared(records).values():
        for one, other, code in zip(left.tolist(), right.tolist(), comparison.judge(left, right).tolist(), strict=True):
            if comparison.show(one) is None or comparison.show(other) is None:
                assert comparison.levels[code] == "missing"
            elif one == other:
                assert comparison.levels[code].startswith(("same", "family_only", "given_only"))


@settings(max_examples=20)
@given(tables, st.randoms(), st.integers(1, 7))
def test_batches_and_the_order_of_pairs_play_no_part(records, random, size):
    left, right = every_pair(len(records))
    order = list(range(len(left)))
    random.shuffle(order)
    for comparison in prepared(records).values():
        whole = comparison.judge(left, right)
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        parts = np.concatenate([comparison.judge(left[batch], right[batch]) for batch in batches])
        assert parts.tolist() == whole[order].tolist()
        assert len(comparison.judge(left[:0], right[:0])) == 0


@settings(max_examples=20)
@given(tables, st.randoms())
def test_the_order_of_records_plays_no_part(records, random):
    order = list(range(len(records)))
    random.shuffle(order)
    left, right = every_pair(len(records))
    shuffled = prepared([records[row] for row in order])
    at = np.array(order)
    for name, comparison in prepared(records).items():
        assert shuffled[name].judge(left, right).tolist() == comparison.judge(at[left], at[right]).tolist()


@pytest.mark.parametrize("nothing", ["n/a", "-", "", "  ", "???", "\u200b", None])
def test_records_that_share_only_placeholders_share_nothing(nothing):
    records = [dict.fromkeys(FIELDS, nothing)] * 2
    for name, comparison in prepared(records).items():
        level = comparison.levels[int(comparison.judge(np.array([0]), np.array([1]))[0])]
        assert (name, level) == (name, "missing")


def test_comparisons_over_columns_that_the_table_lacks_are_left_out():
    assert list(prepared([{"given": "John"}], ["given"])) == ["person"]
    assert list(prepared([{"title": "Nurse"}], ["title"])) == ["exact", "text"]
    assert prepared([], []) == {}


def test_the_fields_of_a_kind_are_found_by_their_types():
    comparison = prepared([dict.fromkeys(FIELDS, "x")])["phone"]
    assert len(comparison.numbers) == 2


@pytest.mark.parametrize("pack", ["generic/contact", "generic/account", "generic/lead", "generic/opportunity"])
def test_every_pack_can_be_prepared_on_a_table_of_all_its_fields(pack):
    rules = load_rules(pack)
    found = prepare(pl.DataFrame(schema=dict.fromkeys(rules.fields, pl.String)), rules)
    assert list(found) == list(rules.duplicates.compare)


@pytest.mark.parametrize("fields", [["phone", "street"], ["mobile", "website"]])
def test_a_table_without_names_can_be_compared(fields):
    records = [{name: SAMPLES[name][0] for name in fields}] * 2
    for comparison in prepared(records, fields).values():
        assert comparison.levels[int(comparison.judge(np.array([0]), np.array([1]))[0])].startswith(("same", "missing"))
