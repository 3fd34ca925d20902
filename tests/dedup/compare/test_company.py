from __future__ import annotations

import pytest

SAME, CLOSE, ACRONYM, PART, DIFFER = "same_unique", "close", "acronym", "part", "differ"
RARE, OTHER = "part_rare", "alike_other"


def company(name, email=None):
    return {"company": name, "email": email}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Acme", "ACME Inc.", SAME),
        ("Acme", "Acme - Sales Dept", SAME),
        ("The Acme Company", "Acme Co.", SAME),
        ("Data Side GmbH", "Dataside", SAME),
        ("Mueller", "Müller GmbH", SAME),
        ("IBM", "International Business Machines", ACRONYM),
        ("P&G", "Procter and Gamble", ACRONYM),
        ("BMW", "Bayerische Motoren Werke", ACRONYM),
        ("EY", "Ernst & Young", ACRONYM),
        ("GE", "General Electric", ACRONYM),
        ("Smith & Sons", "Smith and Son Ltd", CLOSE),
        ("Accenture", "Acenture", CLOSE),
        ("Skyline", "Skyline Logistics", PART),
        ("Santander", "Santander Mexico", RARE),
        ("Gazprom", "Gazprom Neft", RARE),
        ("Coca-Cola Company", "Coca-Cola Consolidated", RARE),
        ("Continental AG", "Continental Airlines", RARE),
    ],
)
def test_names_that_may_be_one_company(ask, one, other, level):
    assert ask("company", company(one), company(other), fields=["company"]) == level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Google", "Alphabet"),
        ("HP Inc", "Hewlett Packard Enterprise"),
        ("GE", "GE HealthCare"),
        ("General Electric", "General Motors"),
        ("Johnson & Johnson", "Johnson Controls"),
        ("Royal Bank", "Royal Mail"),
        ("First National", "First Republic"),
        ("Deutsche Bank", "Bundesbank"),
        ("Delta Air Lines", "Delta Faucet"),
        ("Marriott Munich", "Marriott Berlin"),
        ("Delta", "Dalta"),
        ("S.C. Johnson", "Johnson & Johnson"),
    ],
)
def test_names_of_two_companies(ask, one, other):
    assert ask("company", company(one), company(other), fields=["company"]) in {DIFFER, OTHER}


@pytest.mark.parametrize("nothing", [None, "", "n/a", "-", "none", "unknown"])
def test_a_placeholder_is_no_evidence(ask, nothing):
    assert ask("company", company(nothing), company(nothing), fields=["company"]) == "missing"
    assert ask("company", company(nothing), company("Acme"), fields=["company"]) == "missing"
    assert ask("employer", company(nothing), company("Acme")) == "missing"


@pytest.mark.parametrize(("records", "level"), [(3, "same_unique"), (4, "same_few"), (8, "same_few"), (9, "same_many")])
def test_the_more_records_have_a_name_the_less_it_says(ask, records, level):
    assert ask("company", *[company("Acme")] * records, fields=["company"]) == level


def test_an_acronym_may_hold_the_initial_of_the_legal_form(ask):
    one, other = company("MIL"), company("Mauricio Industries LLC")
    assert ask("company", one, other, fields=["company"]) == "acronym"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("3M", "Minnesota Mining and Manufacturing", "acronym"),
        ("PAPI", "Powell & Payne Inc.", "acronym"),
        ("IBM Deutschland", "IBM Corp", "part_rare"),
        ("Merck KGaA", "Merck & Co", "other_form"),
        ("Bank of the West", "Bank of the East", "alike_other"),
        ("TIV Energie", "TVI Energie", "alike"),
        ("Apollo Fund VIII", "Apollo Fund IX", "branch"),
        ("Starbucks #1023", "Starbucks #2047", "branch"),
        ("Hotel Bel Air", "Bel Air Hotel", "close"),
        ("GSH Software", "GSH Sotfware", "close"),
        ("Arts Deli", "Arts Delicatessen", "close"),
        ("Restaurant Katsu", "Katsu", "part_rare"),
        ("Wexcombe", "Wexcombe Microsystems", "part"),
        ("Acme", "Acme Ltad", "part"),
        ("Marriott Munich", "Marriott Berlin", "alike_other"),
        ("Orbitex®", "Orbitex", "same_unique"),
        ("Harrow Foods LLC dba The Green Fork", "The Green Fork", "same_unique"),
        ("Green Fork t/a Harrow", "Harrow Foods LLC dba The Green Fork", "same_unique"),
        ("Harrow Foods LLC dba The Green Fork", "Spoon", "differ"),
    ],
)
def test_names_that_are_related(ask, one, other, level):
    assert ask("company", company(one), company(other), fields=["company"]) == level


def at(name, city):
    return {"company": name, "city": city}


def test_a_place_behind_a_name_that_others_bear_is_no_part_of_it(ask):
    one, other = at("Acme Tools Munich", None), at("Acme Tools GmbH", "Munich")
    assert ask("company", one, other, fields=["company", "city"]) == "same_unique"
    assert ask("company", one, other, fields=["company"]) == "part_rare"


def test_a_rare_word_in_common_is_told_from_a_common_one(ask):
    crowd = [company(f"{word} Community Services") for word in ("Adams", "Bell", "Cole", "Dunn", "Ellis", "Ford")]
    rare = company("McKinley Community Services"), company("McKinley Ersula")
    assert ask("company", *rare, *crowd, fields=["company"]) == "alike_other"
    common = company("Grant Community Services"), company("Hill Community Center")
    assert ask("company", *common, *crowd, fields=["company"]) == "differ"


def test_a_word_that_many_names_end_in_says_little(ask):
    crowd = [company(f"{word} Neft") for word in ("Adams", "Bell", "Cole")]
    assert ask("company", company("Gazprom"), company("Gazprom Neft"), *crowd, fields=["company"]) == PART
    assert ask("company", company("Gazprom"), company("Neft Gazprom"), *crowd, fields=["company"]) == RARE
