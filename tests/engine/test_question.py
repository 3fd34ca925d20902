from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.engine.question import asked_by, reads
from crmclean.fields.date import Date
from crmclean.fields.number import Number
from crmclean.fields.picklist import Picklist
from crmclean.fields.text import Text
from crmclean.spec.rule import Check, Required

TODAY = dt.date(2026, 1, 31)
KINDS = {
    "amount": Number(),
    "day": Date(),
    "code": Text(),
    "stage": Picklist(values=("Closed Won", {"value": "Lost", "aliases": ["gone"]})),
}
RULES = [
    Required(field="code"),
    Required(any_of=("code", "day")),
    Check(id="x", that="day >= '2026-01-01' or code is null"),
    Check(id="x", that="day < today - 30"),
    Check(field="code", pattern="[A-Z]+"),
    Check(field="code", min_length=2),
    Check(field="code", max_length=3),
    Check(field="code", min_length=2, max_length=3),
    Check(field="amount", min="-1"),
    Check(field="amount", min="0", max="10.5"),
    Check(field="day", min="2025-12-31", max="today + 1"),
    Check(field="day", max_age="1 month"),
    Check(field="code", allowed=("A", "AB")),
    Check(field="amount", allowed=("1", "2")),
    Check(field="stage", allowed=("closed won", "gone")),
    Check(id="x", that="stage != 'gone'", when="'x' == stage"),
]
VALUES = {
    "amount": ["-1", "-1.0", "0", "10.5", "10.50", "11", "2.0", "many"],
    "day": ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-02", "soon"],
    "stage": ["Closed Won", "Lost", "gone", "Open"],
    "code": ["A", "AB", "ABC", "ABCD", "a", "A\n", "Ä", "𝄞𝄞", ""],
}
RECORDS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([None, *values]) for name, values in VALUES.items()}), min_size=1
)


@given(st.sampled_from(RULES), RECORDS)
def test_a_table_and_one_record_are_asked_alike(rule, records):
    question = asked_by(rule, KINDS, TODAY, pl.lit(True))
    frame = pl.DataFrame(records, schema=dict.fromkeys(VALUES, pl.String))
    together = frame.with_columns(question.column.alias("\0"))["\0"].to_list()
    assert together == [question.one(record) for record in records]


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        (Check(field="code", pattern="[A-Z]+"), {"code": "ABC"}, {"code": "ABc"}),
        (Check(field="code", min_length=2), {"code": "AB"}, {"code": "A"}),
        (Check(field="code", max_length=2), {"code": "𝄞𝄞"}, {"code": "ABC"}),
        (Check(field="amount", min="9"), {"amount": "10"}, {"amount": "8.99"}),
        (Check(field="amount", max="9"), {"amount": "-10"}, {"amount": "10"}),
        (Check(field="day", min="today - 30"), {"day": "2026-01-01"}, {"day": "2025-12-31"}),
        (Check(field="day", max="today"), {"day": "2026-01-31"}, {"day": "2026-02-01"}),
        (Check(field="day", max_age="1 month"), {"day": "2025-12-31"}, {"day": "2025-12-30"}),
        (Check(field="code", allowed=("A", "B")), {"code": "B"}, {"code": "b"}),
        (Check(field="amount", allowed=("1", "2")), {"amount": "2.0"}, {"amount": "3"}),
        (Check(field="stage", allowed=("gone",)), {"stage": "Lost"}, {"stage": "Closed Won"}),
        (Check(id="x", that="stage != 'closed won'"), {"stage": "Lost"}, {"stage": "Closed Won"}),
        (Check(id="x", that="day < today"), {"day": "2026-01-30"}, {"day": "2026-01-31"}),
        (Required(any_of=("code", "day")), {"code": None, "day": "x"}, {"code": None, "day": None}),
    ],
)
def test_each_kind_of_rule_lets_pass_and_stops(rule, right, wrong):
    asked = asked_by(rule, KINDS, TODAY, pl.lit(True)).one
    assert asked(right)
    assert not asked(wrong)


def test_a_value_is_unique_among_the_records_that_are_judged():
    frame = pl.DataFrame({"code": ["A", "A", "B", "B", "C"], "judged": [True, True, True, False, True]})
    question = asked_by(Check(field="code", unique=True), KINDS, TODAY, pl.col("judged"))
    broken = frame.select(pl.col("judged") & ~question.column).to_series()
    assert broken.to_list() == [True, True, False, False, False]


def test_fields_together_are_unique_only_where_all_are_the_same():
    frame = pl.DataFrame({"code": ["A", "A", "A"], "day": ["1", "2", "1"]})
    question = asked_by(Check(unique=("code", "day")), KINDS, TODAY, pl.lit(True))
    assert frame.select(question.column).to_series().to_list() == [False, True, False]


@pytest.mark.parametrize(
    ("rule", "looks_at", "needs"),
    [
        (Required(any_of=("a", "b")), {"a", "b"}, set()),
        (Check(field="a", pattern="x"), {"a"}, {"a"}),
        (Check(unique=("a", "b")), {"a", "b"}, {"a", "b"}),
        (Check(id="x", that="a > 1 and (b is null or c == 'x')"), {"a", "b", "c"}, {"a", "c"}),
    ],
)
def test_a_rule_says_what_it_looks_at_and_what_must_be_there(rule, looks_at, needs):
    assert reads(rule) == (looks_at, needs)
