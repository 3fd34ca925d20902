"""Cells of a sheet as text, and what is counted beside."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.files.cell_format import plain_number, reader_of
from crmclean.files.sheet import Oddities, column_letters, column_number, sheet_rows

READERS = [plain_number, reader_of("yyyy-mm-dd"), reader_of("00000")]
TEXTS = ["shared", "a_x000D_\nb", " blank "]


def read(data: str, oddities: Oddities | None = None):
    chunks = [f"<worksheet><sheetData>{data}</sheetData></worksheet>".encode()]
    return list(sheet_rows(chunks, TEXTS, READERS, oddities or Oddities()))


def cell(xml: str) -> str | None:
    rows = read(f"<row>{xml}</row>")
    return rows[0].cells[0] if rows else None


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<c><v>1</v></c>", "1"),
        ('<c t="n"><v> 1.50 </v></c>', "1.5"),
        ('<c t="s"><v>0</v></c>', "shared"),
        ('<c t="s"><v>1</v></c>', "a\r\nb"),
        ('<c t="s"><v>2</v></c>', " blank "),
        ('<c t="str"><f>A2</f><v>x</v></c>', "x"),
        ('<c t="str"><f>A2</f><v></v></c>', None),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="d"><v>2024-03-01T00:00:00</v></c>', "2024-03-01"),
        ('<c t="d"><v>2024-03-01T18:00:00</v></c>', "2024-03-01 18:00:00"),
        ('<c s="1"><v>45352</v></c>', "2024-03-01"),
        ('<c s="1" t="str"><v>01/02/03</v></c>', "01/02/03"),
        ('<c s="2"><v>1234</v></c>', "01234"),
        ('<c t="inlineStr"><is><t>01234</t></is></c>', "01234"),
        ('<c t="inlineStr">\n <is>\n <t>x</t>\n </is>\n</c>', "x"),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>', "ab"),
        ('<c t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c t="str"><v>\U0001f600</v></c>', "\U0001f600"),
        ('<c t="str"><v> \t </v></c>', None),
        ("<c/>", None),
        ('<c s="1"/>', None),
    ],
)
def test_a_cell_as_text(xml, text):
    assert cell(xml) == text


def test_places_are_told_or_counted():
    rows = read(
        '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c><c r="AA3"><v>3</v></c></row><row><c><v>4</v></c></row>'
    )
    assert rows == [(3, {1: "1", 2: "2", 26: "3"}), (4, {0: "4"})]


def test_elements_may_have_a_prefix():
    cell = b'<x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
    xml = b'<x:worksheet xmlns:x="u"><x:row r="1">' + cell + b"</x:row></x:worksheet>"
    assert list(sheet_rows([xml], (), (), Oddities())) == [(1, {0: "a"})]


def test_what_is_odd_is_counted():
    odd = Oddities()
    read(
        '<row hidden="1"><c t="e"><v>#N/A</v></c><c><f>1</f></c><c s="1"><v>-5</v></c></row><row hidden="1"/>'
        '</sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A5:$A$6"/></mergeCells><sheetData>',
        odd,
    )
    assert (odd.errors, odd.uncomputed, odd.no_days, odd.hidden_rows) == (Counter({"#N/A": 1}), 1, 1, 1)
    assert list(odd.warnings(1)) == [
        "cells that show an error of the spreadsheet, kept as text: #N/A 1",
        "formulas without a stored value, read as empty: 1; open the file and save it",
        "cells formatted as dates that hold no date, kept as numbers: 1",
        "hidden rows (by a filter, or by hand), read like the others: 1",
        "merged cells, of which only the first holds the value: 1",
    ]
    assert list(Oddities().warnings(1)) == []


@pytest.mark.parametrize(
    "xml",
    [
        '<row><c t="s"><v>9</v></c></row>',
        '<row><c t="s"><v>x</v></c></row>',
        '<row><c s="9"><v>1</v></c></row>',
        '<row r="2"><c><v>1</v></c></row><row r="2"/>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="x"/>',
        '<row><c r="XFE1"><v>1</v></c></row>',
        '<row><c r="1"><v>1</v></c></row>',
        '<row><c r="ß1"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "<row><c>",
    ],
)
def test_a_damaged_sheet(xml):
    with pytest.raises(TableError, match="is a workbook that is damaged"):
        read(xml)


def test_a_corner_far_away_costs_nothing():
    assert read('<row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>') == [
        (1, {0: "1"}),
        (1_048_576, {16_383: "2"}),
    ]


@given(st.integers(0, 16_383))
def test_columns_by_letters(number):
    assert column_number(column_letters(number)) == number
