from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.register import FORMATS

READ = [
    ("guid", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ("guid", "3f2504e04f8911d39a0c0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ("hubspot", "10257890123", "10257890123"),
    ("vat", "DE 136695976", "DE136695976"),
    ("lei", "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"),
    ("duns", "15-048-3782", "150483782"),
    ("ein", "123456789", "12-3456789"),
    ("ein", "12-3456789", "12-3456789"),
    ("gln", "400 638 1333931", "4006381333931"),
    ("siren", "732 829 320", "732829320"),
    ("siret", "732 829 320 00074", "73282932000074"),
    ("siret", "35600000049837", "35600000049837"),
    ("naics", "541511", "541511"),
    ("naics", "44", "44"),
    ("sic", "0111", "0111"),
    ("sic", "62012", "62012"),
]
INVALID = [
    ("guid", "3f2504e0-4f89-11d3-9a0c", "A GUID has 32 hexadecimal digits."),
    ("hubspot", "abc", "A HubSpot id is a whole number."),
    ("hubspot", "0123", "A HubSpot id is a whole number."),
    ("lei", "5493001KJTIIGC8Y1R13", "The check digits do not fit."),
    ("lei", "5493001KJTIIGC8Y1R1", "An LEI has 18 letters and digits and two check digits."),
    ("gln", "4006381333932", "The check digits do not fit."),
    ("siren", "732829321", "The check digits do not fit."),
    ("siret", "73282932000075", "The check digits do not fit."),
    ("naics", "991511", "A NAICS code has two to six digits and begins with a sector from 11 to 92."),
    ("sic", "1", "A SIC code has two to five digits."),
    ("ein", "1234567890", "An EIN has nine digits."),
]


@pytest.mark.parametrize(("name", "text", "value"), READ)
def test_a_number_that_fits_is_written_in_one_way(name, text, value):
    assert FORMATS[name](text) == (value, State.OK, None)
    assert FORMATS[name](value) == (value, State.OK, None)


@pytest.mark.parametrize(("name", "text", "note"), INVALID)
def test_a_number_that_does_not_fit_is_kept(name, text, note):
    assert FORMATS[name](text) == (text, State.INVALID, note)


def test_zeros_that_a_spreadsheet_dropped_are_a_suggestion():
    note = "A D-U-N-S number has nine digits. A spreadsheet drops zeros in front: did you mean '001234567'?"
    assert FORMATS["duns"]("1234567") == ("1234567", State.INVALID, note)
    assert FORMATS["duns"]("123456").note == "A D-U-N-S number has nine digits."
    assert FORMATS["ein"]("3456789").note.endswith("did you mean '00-3456789'?")
    assert "did you mean" not in FORMATS["siren"]("73282932").note


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=22) | st.from_regex("[0-9A-F-]{8,36}", fullmatch=True))
def test_reading_twice_changes_nothing(name, text):
    once = FORMATS[name](text)
    assert FORMATS[name](once.value) == once
    assert once.state is State.OK or once.value == text
