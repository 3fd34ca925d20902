from __future__ import annotations

import datetime as dt

import pytest

from crmclean.spec.condition import parse
from crmclean.spec.node import on_day

TODAY = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("condition", "that_day"),
    [
        ("a < today", "a < '2026-01-31'"),
        ("today + 1 >= a", "'2026-02-01' >= a"),
        ("not (a < today - 31 and b == 'x') or c is null", "not (a < '2025-12-31' and b == 'x') or c is null"),
        ("today - 30 <= a <= today", "'2026-01-01' <= a <= '2026-01-31'"),
        ("a in ['today']", "a in ['today']"),
        ("a > today - 99999", "a > '1752-04-18'"),
    ],
)
def test_today_becomes_the_day_s_date(condition, that_day):
    assert on_day(parse(condition), TODAY) == parse(that_day)


def test_a_day_never_leaves_the_calendar():
    assert on_day(parse("a > today - 99999"), dt.date(1, 1, 2)) == parse("a > '0001-01-01'")
    assert on_day(parse("a < today + 99999"), dt.date(9999, 12, 1)) == parse("a < '9999-12-31'")


def test_a_tree_names_the_fields_that_it_reads():
    assert parse("a < today and not (b is null or c in ['d'])").fields() == {"a", "b", "c"}
