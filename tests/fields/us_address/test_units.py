from __future__ import annotations

import pytest

from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.units import read_units

UNITS = {
    "12 Main St Apt 4": "Apt 4",
    "12 Main St, Ste. 103-B, Austin": "Ste. 103-B",
    "12 Main St Unit C-D": "Unit C-D",
    "12 Main St # 4": "# 4",
    "12 Main St #4B": "#4B",
    "12 Main St # APT 2": "# APT 2",
    "12 Main St Apt # 4": "Apt # 4",
    "12 Main St Apt 13 C": "Apt 13 C",
    "12 Main St # 3 South": "# 3 South",
    "12 Main St ste.5300": "ste.5300",
    "12 Main St No 2202": "No 2202",
    "12 Main St, 4th Floor": "4th Floor",
    "219 South Dearborn Second Floor": "Second Floor",
    "12 Main St 2 floor": "2 floor",
    "12 Main St Floor 4": "Floor 4",
    "12 Main St Lower Level": "Lower Level",
    "12 Main St, 2nd floor conference room, Austin": "2nd floor conference room",
    "12 Main St Rear": "Rear",
    "12 Main St Basement Duluth": "Basement",
    "12 Main St Upper Marlboro": "",
    "12 Main St Frnt, Austin": "Frnt",
    "12 Main St, st 310": "st 310",
    "12 Main St Unit Austin": "Unit",
    "Flat 4 10A Main St": "Flat 4",
    "US Highway No 202": "",
    "3904 Route # A": "",
    "# 1 Pinto Dr": "",
    "12 Front St": "",
    "51st St No St Petersburg": "",
    "": "",
}
BUILDINGS = {
    "12 Main St Bldg B, Suite 8A": "Bldg B",
    "12 Main St bldg-4 apt 2": "bldg-4",
    "1800 M Street NW North Tower": "North Tower",
    "dept 33629 PO Box 39000": "dept 33629",
    "dept la 21702": "dept la 21702",
    "mail code 5021 Dallas": "mail code 5021",
    "12 Main St pmb 214": "pmb 214",
    "12 Tower St": "",
}
PERSONS = {
    "12 Main St Attn: Jane Doe": "Attn Jane Doe",
    "c/o Jane Doe, 12 Main St": "c/o Jane Doe",
    "c/o G. Thomas Collins, Jr.": "c/o G. Thomas Collins Jr.",
    "12 Main St (east side) 2nd floor": "east side",
    "customer # 55-0037082": "# 55-0037082",
    "12 Co Rd 4": "",
}


def read(text, part):
    line = Line(text)
    read_units(line)
    return " ".join(word.text for word, name in zip(line.words, line.parts, strict=True) if name == part)


@pytest.mark.parametrize(("text", "unit"), UNITS.items())
def test_units_are_found_wherever_they_stand(text, unit):
    assert read(text, "unit") == unit


@pytest.mark.parametrize(("text", "building"), BUILDINGS.items())
def test_parts_of_a_building_have_a_name_or_a_number(text, building):
    assert read(text, "building") == building


@pytest.mark.parametrize(("text", "other"), PERSONS.items())
def test_persons_accounts_and_asides_are_no_part_of_the_address(text, other):
    assert read(text, "other") == other
