from __future__ import annotations

import pytest

SAME, CLOSE, ACRONYM, PART, DIFFER = "same_unique", "close", "acronym", "part", "differ"


def company(name, email=None):
    return {"company": name, "email": email}


@pytest.mark.parametrize(
    ("records", "level"),
    [
        (3, "same_tiny"),
        (4, "same_small"),
        (12, "same_small"),
        (13, "same_large"),
        (50, "same_large"),
        (51, "same_huge"),
    ],
)
def test_the_more_people_work_there_the_less_an_employer_says(ask, records, level):
    assert ask("employer", *[company("Acme")] * records) == level
    assert ask("employer", *[company(None, f"p{n}@acme.com") for n in range(records)]) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("Acme", None), ("Acme Corp", None), "same_tiny"),
        ((None, "jane@acme.com"), (None, "john@acme.com"), "same_tiny"),
        (("Acme", "jane@acme.com"), ("Zeta Holding", "john@acme.com"), "same_tiny"),
        (("Acme", "jane@acme.com"), ("Acme", "jane@beta.com"), "same_tiny"),
        (("IBM", None), ("International Business Machines", None), ACRONYM),
        (("Skyline", None), ("Skyline Logistics", None), PART),
        (("Accenture", None), ("Acenture", None), CLOSE),
        (("Acme", None), ("Beta", None), DIFFER),
        ((None, "jane@acme.com"), (None, "jane@beta.com"), DIFFER),
        (("Acme", "jane@acme.com"), (None, "jane@beta.com"), DIFFER),
        ((None, "jane@gmail.com"), (None, "john@gmail.com"), "missing"),
        ((None, "jane@gmail.com"), (None, "jane@acme.com"), "missing"),
        (("Acme", "jane@gmail.com"), ("Acme", "john@yahoo.com"), "same_tiny"),
        ((None, None), ("Acme", "jane@acme.com"), "missing"),
    ],
)
def test_an_employer_is_a_name_or_a_domain(ask, one, other, level):
    assert ask("employer", company(*one), company(*other)) == level


def test_an_employer_is_shown_by_name_else_by_domain(asked):
    records = [company("Acme Inc.", "a@acme.com"), company(None, "a@acme.com"), company(None, "a@gmail.com")]
    comparison = asked("employer", records, ("company", "email")).comparison
    assert [comparison.show(row) for row in range(3)] == ["acme", "acme.com", None]


def test_a_throw_away_domain_is_no_employer(ask):
    assert ask("employer", company(None, "joe@mailinator.com"), company(None, "sue@mailinator.com")) == "missing"


def test_a_mail_subdomain_is_the_same_employer(ask):
    assert ask("employer", company(None, "jane@mail.acme.com"), company(None, "john@acme.com")) == "same_tiny"
