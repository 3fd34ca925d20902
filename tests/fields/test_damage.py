from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.damage import MAY_BE_DAMAGED_ID, MAY_BE_DAMAGED_TEXT, id_damage, is_scientific, text_damage

MEANT = [
    "Café",
    "Müller & Söhne",
    "Łódź",
    "L\u2019Oréal",
    "naïve \u2013 résumé",
    "Ærø",
    "Peña",
    "日本",
    "5 €",
    "à la carte",
]
FINE = [
    "Café",
    "Müller",
    "Ã",
    "São Paulo",
    "AT&T",
    "R&D; sales",
    "5-10",
    "May",
    "x-Jan",
    "Â",
    "10-Janitor",
    "",
    "#1",
    "Œuvre",
]
SHEET = ["1-May", "10-Jan", "Nov-50", "2-Sep", "5-Mai"]


@pytest.mark.parametrize("text", MEANT)
def test_utf_8_read_as_windows_1252_is_told_with_what_was_meant(text):
    read = "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
        for byte in text.encode()
    )
    assert text_damage(read) == f"Did you mean '{text}'? It looks like UTF-8 that was read as Windows-1252."
    assert text_damage(text) is None


@pytest.mark.parametrize(
    ("text", "meant"), [("AT&amp;T", "AT&T"), ("L&#39;Or&eacute;al", "L'Oréal"), ("a &lt; b", "a < b"), ("&#x41;", "A")]
)
def test_signs_of_html_are_told(text, meant):
    assert text_damage(text) == f"Did you mean '{meant}'? It looks like HTML."


@pytest.mark.parametrize("text", SHEET)
def test_what_a_spreadsheet_made_a_date_of_is_told(text):
    assert text_damage(text) == "A spreadsheet may have made a date of it."


def test_what_is_lost_is_told():
    assert text_damage("M\ufffdller") == "A letter is lost: the sign \ufffd stands in its place."
    assert text_damage("#####") == "A spreadsheet's column was too narrow; the value is lost."


@pytest.mark.parametrize("text", FINE)
def test_sound_text_is_left_in_peace(text):
    assert text_damage(text) is None


@pytest.mark.parametrize(("text", "cut"), [("1.23457E+11", True), ("4,1e+15", True), ("12E+4", False), ("1E4", False)])
def test_powers_of_ten_have_lost_their_digits(text, cut):
    assert is_scientific(text) == cut


def test_identifiers_that_were_numbers_on_the_way_are_told():
    assert id_damage("12345.0") == "A program has read it as a number: did you mean '12345'?"
    assert id_damage("12345678901234500") is not None
    for text in ("12345", "1.2.0", "v1.0", "1234567890123450", "12345678901234501", "A0000000000000000"):
        assert id_damage(text) is None


@given(
    st.text(max_size=12)
    | st.sampled_from(MEANT + FINE + SHEET)
    | st.from_regex(r"[0-9.,eE+#&;\-]{1,18}", fullmatch=True)
)
def test_the_filters_miss_nothing_and_polars_reads_them_alike(text):
    for pattern in (MAY_BE_DAMAGED_TEXT, MAY_BE_DAMAGED_ID):
        if "\n" not in text:
            assert pl.Series([text]).str.contains(pattern)[0] == bool(re.search(pattern, text))
    if text_damage(text):
        assert re.search(MAY_BE_DAMAGED_TEXT, text)
    if is_scientific(text) or id_damage(text):
        assert re.search(MAY_BE_DAMAGED_ID, text)
