from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.engine.condition import to_expr, to_function
from crmclean.spec.condition import parse
from crmclean.spec.node import And, Compare, FieldRef, IsNull, Membership, Not, Or, Text, on_day

KINDS = {"amount": "number", "limit": "number", "stage": "text"}
FIELDS = ("amount", "limit", "stage", "name")
SCHEMA = dict.fromkeys(FIELDS, pl.String)

_NUMBERS = [
    "1",
    "1.0",
    "01",
    "-0",
    "0",
    "+2",
    "1e5",
    "1E-5",
    "100000",
    "1e99",
    ".5",
    "5.",
    "9" * 30,
    "0.1",
    "0.10000000001",
]
_LOOKALIKES = ["", " ", " 1 ", "1\n", "\n1", ".", "1e100", "1e400", "9" * 31, "nan", "NaN", "inf", "-inf", "Infinity"]
_LOOKALIKES += ["1_000", "1,000", "0x10", "٣", "²", "true", "null"]
_WORDS = ["Closed Won", "closed won", "a", "b", "é", "𝄞", "\uffff", "2024-01-31"]
TEXTS = st.sampled_from([*_NUMBERS, *_LOOKALIKES, *_WORDS]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=4
)
VALUES = st.none() | TEXTS | st.floats().map(str) | st.integers().map(str)

_OPERANDS = st.sampled_from(FIELDS).map(FieldRef) | TEXTS.map(Text)
_COMPARES = st.builds(
    Compare, _OPERANDS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.sampled_from(FIELDS).map(FieldRef)
)
_LEAVES = (
    _COMPARES
    | st.builds(Compare, st.sampled_from(FIELDS).map(FieldRef), st.sampled_from(["==", ">"]), _OPERANDS)
    | st.builds(Membership, st.sampled_from(FIELDS), st.lists(TEXTS, max_size=4).map(tuple), st.booleans())
    | st.builds(IsNull, st.sampled_from(FIELDS), st.booleans())
)
NODES = st.recursive(
    _LEAVES,
    lambda parts: (
        st.builds(Not, parts)
        | st.lists(parts, max_size=3).map(tuple).map(And)
        | st.lists(parts, max_size=3).map(tuple).map(Or)
    ),
    max_leaves=8,
)
RECORDS = st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES)), max_size=8)


@given(NODES, RECORDS)
def test_columns_and_one_record_answer_alike(node, records):
    frame = pl.DataFrame(records, schema=SCHEMA)
    together = frame.with_columns(to_expr(node, KINDS).alias("holds"))["holds"].to_list()
    assert together == [to_function(node, KINDS)(record) for record in records]


def test_today_must_have_become_a_day():
    node = parse("stage < today - 1")
    with pytest.raises(TypeError, match="on_day"):
        to_expr(node, KINDS)
    with pytest.raises(TypeError, match="on_day"):
        to_function(node, KINDS)
    assert to_function(on_day(node, dt.date(2026, 1, 31)), KINDS)({"stage": "2026-01-29"})


def test_a_column_without_any_value_keeps_its_length():
    frame = pl.DataFrame({"amount": [None, None]}, schema={"amount": pl.String})
    holds = frame.with_columns(holds=to_expr(parse("1 < amount or amount in [1]"), KINDS))["holds"]
    assert holds.to_list() == [False, False]


@pytest.mark.parametrize(
    ("condition", "record", "holds"),
    [
        ("amount > 9", {"amount": "10"}, True),
        ("stage > 9", {"stage": "10"}, False),
        ("amount == 1000", {"amount": "1e3"}, True),
        ("amount == 1", {"amount": "1.00"}, True),
        ("stage == 1", {"stage": "1.00"}, False),
        ("amount > 1", {"amount": "a lot"}, False),
        ("amount <= 1", {"amount": "a lot"}, False),
        ("amount in [1, 2]", {"amount": "2.0"}, True),
        ("amount not in [1, 2]", {"amount": "many"}, True),
        ("amount < limit", {"amount": "9", "limit": "10"}, True),
        ("amount == stage", {"amount": "1.0", "stage": "1"}, True),
        ("stage == 'x'", {"stage": None}, False),
        ("stage != 'x'", {"stage": None}, False),
        ("stage != 'x'", {}, False),
        ("not (stage == 'x')", {"stage": None}, True),
        ("stage in ['x']", {"stage": None}, False),
        ("stage not in ['x']", {"stage": None}, True),
        ("stage not in ['x']", {"stage": "x"}, False),
        ("stage is null", {"stage": None}, True),
        ("stage is not null", {"stage": ""}, True),
        ("'2024-02-01' < stage", {"stage": "2024-10-01"}, True),
        ("stage == 'x' or amount is null", {"stage": "y", "amount": None}, True),
    ],
)
def test_conditions_are_two_valued(condition, record, holds):
    node, whole = parse(condition), dict.fromkeys(FIELDS) | record
    assert to_function(node, KINDS)(record) is holds
    assert pl.DataFrame([whole], schema=SCHEMA).select(to_expr(node, KINDS)).to_series().to_list() == [holds]
