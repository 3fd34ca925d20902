from __future__ import annotations

import pytest

FIELDS = ("street", "city", "postal_code")


def address(street=None, city=None, postal_code=None, family=None):
    return {"street": street, "city": city, "postal_code": postal_code, "family": family}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("12 Main St", "Austin", "78701"), ("12 Main St", "Austin", "78701"), "same"),
        (("12 Main Street, Apt 4", "Austin", "78701"), ("12 main st", "AUSTIN", "78701-1234"), "same"),
        (("Hauptstr. 12", "Köln", None), ("Hauptstraße 12", "Koeln", None), "same"),
        (("12 Main St", "Austin", "78701"), ("12 Main St", None, None), "same"),
        (("12 Main St", "Austin", None), ("12 Main St", "Austni", None), "same"),
        (("52 Magnolia Ave", None, None), ("52 Magnoila Ave", None, None), "close"),
        (("Main St", "Austin", None), ("12 Main St", "Austin", None), "close"),
        (("12 Main St", "Austin", "78701"), ("14 Main St", "Austin", "78701"), "same_street"),
        (("1248 W 69th St", None, "60636"), ("1248 West 69th Street Chicago", None, "60636"), "close"),
        (("3038 W 59th St", None, None), ("3038 West 59th Street 1st", None, None), "close"),
        (("3849 W 69th St", None, None), ("3849 W 69th Place", None, None), "same_number"),
        (("38 W 69th St", None, None), ("38 W 69th Place", None, None), "differ"),
        (("3849 W 69th St", None, "60629"), ("3849 W 69th Place", None, "10115"), "differ"),
        ((None, "Austin", "78701"), ("12 Main St", "Austin", "78701"), "same_postal_code"),
        ((None, None, "78701"), (None, None, "78701"), "same_postal_code"),
        ((None, "Austin", None), ("12 Main St", "Austin", "78701"), "same_city"),
        ((None, "Austin", None), (None, "Austin", None), "same_city"),
        ((None, "Austin", None), (None, "Boston", None), "differ"),
        ((None, "Austin", "78701"), (None, "Austin", "10115"), "differ"),
        (("12 Main St", "Austin", "78701"), ("99 Oak Ave", "Austin", "78701"), "differ"),
        (("12 Main St", None, None), (None, "Austin", None), "missing"),
        ((None, "Austin", None), (None, None, "78701"), "missing"),
        ((None, None, None), ("12 Main St", "Austin", "78701"), "missing"),
        ((None, None, None), (None, None, None), "missing"),
    ],
)
def test_two_addresses(ask, one, other, level):
    assert ask("address", address(*one), address(*other), fields=FIELDS) == level


@pytest.mark.parametrize("nothing", ["n/a", "-", "", "unknown"])
def test_a_placeholder_is_no_evidence(ask, nothing):
    assert ask("address", address(nothing, nothing), address(nothing, nothing), fields=FIELDS) == "missing"


@pytest.mark.parametrize(("families", "level"), [(3, "same"), (4, "same_shared")])
def test_an_address_of_more_than_three_families_is_no_home(ask, families, level):
    crowd = [address("12 Main St", "Austin", None, family) for family in ("Doe", "Roe", "Poe", "Lee")[:families]]
    assert ask("address", *crowd, fields=FIELDS) == level


@pytest.mark.parametrize(("others", "level"), [(600, "same_shared"), (500, "missing")])
def test_the_street_of_a_crowd_says_nothing_of_anybody(asked, others, level):
    crowd = [address("12 Main St", "Austin", None, f"{chr(97 + n // 26)}{chr(97 + n % 26)}ez") for n in range(60)]
    elsewhere = [address(f"{n} Elm St", "Austin", None, "Roe") for n in range(others)]
    assert asked("address", [*crowd, *elsewhere], FIELDS).levels((0, 1)) == [level]


def test_which_column_is_what_does_not_depend_on_their_order(ask):
    one, other = address("12 Main St", "Austin", "78701"), address("12 Main Street", "Austin", "78701")
    assert ask("address", one, other, fields=FIELDS[::-1]) == "same"


def test_an_address_is_shown_in_one_line(asked):
    records = [address("12 Main Street", "Austin", "78701-1234"), address(), address(None, "Austin")]
    comparison = asked("address", records, FIELDS).comparison
    assert [comparison.show(row) for row in range(3)] == ["12 main st, austin, 78701", None, "austin"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("100 E 5th St", "Austin"), ("100 E 6th St", "Austin"), "same_number"),
        (("10 E 5th St", "Austin"), ("10 E 6th St", "Austin"), "differ"),
        (("10 N Main St", "Austin"), ("10 S Main St", "Austin"), "differ"),
        (("10 5th Ave", "Austin"), ("10 5th St", "Austin"), "differ"),
        (("10 Main St", "Austin"), ("10 Main Ave", "Austin"), "close"),
        (("10 Main St N", "Austin"), ("10 N Main St", "Austin"), "close"),
        (("10 N Main St", "Austin"), ("10 Main", "Austin"), "close"),
        (("10 113 St", "Austin"), ("10 113th St", "Austin"), "close"),
        (("10 Ninth Ave", "Austin"), ("10 9th Ave near 50th St", "Austin"), "same"),
        (("12 Main St", "Boston"), ("12 Main St", "Dallas"), "other_city"),
        (("12 Main St", "Boston", "02101"), ("12 Main St", "Dallas", "75201"), "differ"),
        (("12 Main St", "New York"), ("12 Main St", "New York City"), "same"),
        ((None, "Arvada", "80003"), ("138 Sycamore Dr", "Arvada", "80002"), "same_city"),
    ],
)
def test_what_tells_two_streets_apart(ask, one, other, level):
    assert ask("address", address(*one), address(*other), fields=FIELDS) == level


def test_the_place_behind_a_company_name_is_its_city_where_there_is_no_other(ask):
    one, other = {"company": "Acme - Munich"}, {"company": "Acme", "city": "Munich"}
    assert ask("address", one, other, fields=("city", "company")) == "same_city"
    assert ask("address", one, {**other, "city": "Berlin"}, other, fields=("city", "company")) == "differ"
