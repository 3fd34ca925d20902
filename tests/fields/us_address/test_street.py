from __future__ import annotations

import pytest

from crmclean.fields.us_address.boxes import read_boxes
from crmclean.fields.us_address.ending import read_ending
from crmclean.fields.us_address.line import Line
from crmclean.fields.us_address.street import read_street
from crmclean.fields.us_address.units import read_units

STREETS = {
    "12 N Main St": ("12", "N Main St", ""),
    "One Jelly Belly Lane": ("One", "Jelly Belly Lane", ""),
    "720 1/2 Clark Street": ("720 1/2", "Clark Street", ""),
    "214 B South Boulevard": ("214 B", "South Boulevard", ""),
    "641 S St NW": ("641", "S St NW", ""),
    "202 E Street": ("202", "E Street", ""),
    "W210 N16570 Glencoe Ln": ("W210", "N16570 Glencoe Ln", ""),
    "239 South 500 East": ("239", "South 500 East", ""),
    "5801 North Highway 763": ("5801", "North Highway 763", ""),
    "3389 Anderson County Rd 452": ("3389", "Anderson County Rd 452", ""),
    "1101 U.S. Highway No. 130 North": ("1101", "U.S. Highway No. 130 North", ""),
    "133 County Road KK": ("133", "County Road KK", ""),
    "2554 NE Loop 410": ("2554", "NE Loop 410", ""),
    "1222 O Avenue Pl NE": ("1222", "O Avenue Pl NE", ""),
    "820 Main St, NE": ("820", "Main St NE", ""),
    "111 W. Monroe, 12C": ("111", "W. Monroe", "12C"),
    "1604 W. Farwell 1A": ("1604", "W. Farwell", "1A"),
    "30 5th Street N. E. 301": ("30", "5th Street N. E.", "301"),
    "1 S. 280 Summit Court B": ("1", "S. 280 Summit Court", "B"),
    "12 Main St Luxe Logan Square, Chicago, IL 60647": ("12", "Main St", ""),
    "3340 Peachtree Rd NE Tower Place": ("3340", "Peachtree Rd NE", ""),
    "5922 River Rd Liberty Grove Rd": ("5922", "River Rd Liberty Grove Rd", ""),
    "One Exchange Plaza, 55 Broadway": ("55", "Broadway", ""),
    "1 Lincoln Ctr 5400 LBJ Fwy": ("5400", "LBJ Fwy", ""),
    "Acme Inc 12 Main St": ("12", "Main St", ""),
    "5400 Renaissance Tower": ("", "", ""),
    "Highway 34 East": ("", "Highway 34 East", ""),
    "US Highway 22, Miles City, MT 59301": ("", "US Highway 22", ""),
    "Drum Point Road, Deale, MD 20751": ("", "Drum Point Road", ""),
    "Main, Ashland, NH 03217": ("", "Main", ""),
    "12th & Millard": ("", "12th & Millard", ""),
    "Corner of First and Albemarle Streets": ("", "Corner of First and Albemarle Streets", ""),
    "Municipal Airport, Lincoln, NE 68524": ("", "", ""),
    "Jane Doe": ("", "", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("text", "expected"), STREETS.items())
def test_number_street_and_a_unit_without_a_word(text, expected):
    line = Line(text)
    for read in (read_ending, read_boxes, read_units, read_street):
        read(line)
    found = tuple(
        " ".join(word.text for word, part in zip(line.words, line.parts, strict=True) if part == name)
        for name in ("number", "street", "unit")
    )
    assert found == expected
