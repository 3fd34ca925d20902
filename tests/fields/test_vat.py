from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.vat import read_vat

VALID = [
    *("ATU13585627", "BE0428759497", "BG175074752", "CHE100155212MWST", "CY10259033P", "CZ25123891", "DE136695976"),
    *("DK13585628", "EE100931558", "EL094259216", "ESB58378431", "FI20774740", "FR40303265045", "FRK7399859412"),
    *("GB980780684", "GBGD001", "HR33392005961", "HU12892312", "IE6433435F", "IT00743110157", "LT119511515"),
    *("LU15027442", "LV40003521600", "MT11679112", "NL004495445B01", "NO995525828MVA", "PL8567346215"),
    *("PT501964843", "RO18547290", "SE123456789701", "SI50223054", "SK2022749619", "XI980780684"),
]
UNCHECKED = ("BG", "CY", "CZ", "ES", "FRK7", "GBGD", "IE", "LT", "LV", "RO")
CHECKED = [text for text in VALID if not text.startswith(UNCHECKED)]
WRITTEN = {
    "DE 136 695 976": "DE136695976",
    "de136695976": "DE136695976",
    "GR 094259216": "EL094259216",
    "CHE-100.155.212 MWST": "CHE100155212MWST",
    "BE 0428.759.497": "BE0428759497",
    "ATU 1358 5627": "ATU13585627",
}
INVALID = {
    "136695976": "A VAT number begins with the letters of its country, as in DE or FR.",
    "US123456789": "A VAT number begins with the letters of its country, as in DE or FR.",
    "DE13669597": "Not the shape of a VAT number of DE.",
    "CHE12": "Not the shape of a VAT number of CH.",
    "DE136695978": "The check digits do not fit.",
    "GB980780685": "The check digits do not fit.",
    "NL004495446B01": "The check digits do not fit.",
}


@pytest.mark.parametrize("text", VALID)
def test_numbers_of_every_country_are_read(text):
    assert read_vat(text) == (text, State.OK, None)


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_they_are_written_in_one_way(text, value):
    assert read_vat(text) == (value, State.OK, None)
    assert read_vat(value) == (value, State.OK, None)


@pytest.mark.parametrize(("text", "note"), INVALID.items())
def test_what_does_not_fit_is_kept(text, note):
    assert read_vat(text) == (text, State.INVALID, note)


@pytest.mark.parametrize("text", CHECKED)
def test_a_digit_that_is_wrong_is_found(text):
    at = next(place for place in range(4, len(text)) if text[place].isdigit())
    others = [text[:at] + digit + text[at + 1 :] for digit in "0123456789" if digit != text[at]]
    assert sum(read_vat(other).state is State.OK for other in others) <= 1


@given(st.text(max_size=14) | st.from_regex(r"(DE|FR|GB|NL|CHE)[0-9B ]{8,14}", fullmatch=True))
def test_nothing_raises(text):
    result = read_vat(text)
    assert result.state is State.OK or result.value == text
