from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from crmclean.spec.age import Age, day_before


@pytest.mark.parametrize(
    ("today", "age", "day"),
    [
        ("2026-01-31", "1 day", "2026-01-30"),
        ("2026-01-31", "180 days", "2025-08-04"),
        ("2026-01-31", "2 weeks", "2026-01-17"),
        ("2026-03-31", "1 month", "2026-02-28"),
        ("2026-01-15", "1 month", "2025-12-15"),
        ("2024-02-29", "12 months", "2023-02-28"),
        ("2024-02-29", "4 years", "2020-02-29"),
        ("0001-03-01", "2 years", "0001-01-01"),
        ("0001-03-01", "99999 days", "0001-01-01"),
    ],
)
def test_an_age_leads_back_to_a_day_of_the_calendar(today, age, day):
    assert day_before(dt.date.fromisoformat(today), age) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("written", ["180", "0 days", "-1 day", "180days", "1.5 years", "two weeks", "1 hour"])
def test_what_is_no_length_of_time_is_refused(written):
    with pytest.raises(ValidationError, match="is no length of time; write it as '180 days'"):
        TypeAdapter(Age).validate_python(written)
