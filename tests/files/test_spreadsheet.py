"""Tables out of sheets: header, records, what is held back, and that every row is accounted for."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from contextlib import suppress

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from workbooks import rows, workbook, zipped

from crmclean.errors import TableError
from crmclean.files import read
from crmclean.files.archive import Archive
from crmclean.files.spreadsheet import read_spreadsheet

HEADER = ["id", "name", "city"]


def table(*cells, start: int = 1, sheet: str | None = None):
    return read_spreadsheet(Archive(workbook(rows(*cells, start=start))), sheet)[:2]


def test_a_plain_table():
    found, warnings = table(HEADER, ["1", "Ann", "Rome"], ["2", None, "Oslo"])
    assert found.table.columns == HEADER
    assert found.table.rows() == [("1", "Ann", "Rome"), ("2", None, "Oslo")]
    assert (found.rows, found.blank, found.held, warnings) == (2, 0, [], ())


def test_rows_above_the_header_are_skipped_and_told_of():
    found, warnings = table(["All contacts"], ["1 March"], [], HEADER, ["1", "Ann", "Rome"])
    assert found.table.rows() == [("1", "Ann", "Rome")]
    assert warnings == ("skipped above the header in row 4: 2 rows of text (row 1, 2)",)


def test_a_table_may_begin_anywhere():
    found, _ = table([None, None, *HEADER], [None, None, "1", "Ann", "Rome"], start=5)
    assert found.table.rows() == [("1", "Ann", "Rome")]


def test_blank_rows_are_counted_where_they_stand_or_are_left_out():
    found, _ = table(HEADER, ["1", "Ann", "Rome"], [], [" ", None], [], ["2", "Bob", "Oslo"], [" "])
    assert (found.table.height, found.blank, found.rows) == (2, 3, 5)


@pytest.mark.parametrize(
    ("row", "reason", "raw"),
    [
        (["9", "Zoe", "Bonn", "x"], "a value in column D, where the header has no name", "9,Zoe,Bonn,x"),
        (HEADER, "the header again", "id,name,city"),
        (["9", "Z_x0000_", None], "a NUL character", "9,Z\0"),
        (["9", "Z_xD83D_", None], "bytes that are no text, or half a character", "9,Z?"),
        (["9", "x" * 1_048_577, None], "a cell of more than 1,048,576 characters", None),
    ],
    ids=range(5),
)
def test_a_row_that_is_no_record_is_held_back(row, reason, raw):
    records = [[str(number), "Ann", "Rome"] for number in range(20)]
    found, _ = table(HEADER, *records, row, ["z", "Bob", None])
    assert [(held.start, held.reason) for held in found.held] == [(21, reason)]
    assert raw is None or found.held[0].raw == raw
    assert (found.table.height, found.rows) == (21, 22)
    assert found.quarantine(()).row(0)[:3] == (22, None, reason)


def test_notes_below_the_table_are_held_back_and_single_values_inside_are_records():
    found, _ = table(
        HEADER, ["1", "Ann", "Rome"], [], ["2"], ["3"], ["4", "Bob", "Oslo"], ["5"], [], ["Total: 4"], ["x"]
    )
    assert found.table["id"].to_list() == ["1", "2", "3", "4", "5"]
    assert [(held.start, held.raw) for held in found.held] == [(8, "Total: 4"), (9, "x")]
    assert (found.rows, found.blank) == (9, 2)


def test_a_table_of_one_column():
    found, _ = table(["name"], ["Ann"], [], ["Bob"])
    assert found.table["name"].to_list() == ["Ann", "Bob"]


REFUSED = [
    ([["id", "Id", "x"], ["1", "2", "3"]], "duplicate column names: 'id' and 'Id'"),
    ([["id", None, "x"], ["1", "2", "3"]], "the header in row 1 has no name for column B; name it"),
    ([["id", "x"], ["1", "2", "3"], ["4", "5", "6"]], "no name for column C"),
    ([[None, "id", "x"], ["1", "2", "3"], ["4", "5", "6"]], "no name for column A"),
    ([["1", "Ann", "ann@x.org"], ["2", "Bob", "bob@x.org"]], "looks like data"),
    ([["id"], ["1", "2", "3", "4"], ["5", "6", "7", "8"]], "no header: row 1 has 1 cells, while the table has 4"),
]


@pytest.mark.parametrize(("cells", "message"), REFUSED, ids=[message[:20] for _, message in REFUSED])
def test_a_header_in_doubt_is_refused(cells, message):
    with pytest.raises(TableError, match=message):
        table(*cells)


def test_too_many_columns():
    with pytest.raises(TableError, match="2,001 columns; at most 2,000"):
        table([f"c{number}" for number in range(2_001)], ["1", "2"])


def test_an_empty_sheet_and_a_header_alone():
    assert table()[1] == ("the sheet is empty: no header, no records",)
    found, warnings = table(HEADER)
    assert (found.table.columns, found.rows, warnings) == (HEADER, 0, ("a header and no records",))


def test_many_rows_stay_in_order():
    found, _ = table(HEADER, *([str(number), "x", "y"] for number in range(40_000)))
    assert found.table["id"].to_list() == [str(number) for number in range(40_000)]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5).filter(lambda cell: "_x" not in cell)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=12), st.integers(0, 3))
def test_what_another_program_wrote_is_read(cells, above):
    book = openpyxl.Workbook()
    for number, row in enumerate([["id", "a", "b", "c"], *cells], above + 1):
        for column, cell in enumerate(row, 1):
            if cell:
                book.active.cell(number, column, cell).data_type = "s"
    data = io.BytesIO()
    book.save(data)
    found, *_ = read_spreadsheet(Archive(data.getvalue()))
    kept = [tuple(cell or None for cell in row) for row in found.table.rows()]
    shown = [tuple(cell if cell.strip(" \t") else None for cell in row) for row in cells]
    filled = [row for row in shown if any(row)]
    assert len(kept) + len(found.held) == len(filled)
    assert set(kept) <= set(filled)
    assert found.rows == found.table.height + found.blank + len(found.held)


@pytest.fixture
def written(tmp_path):
    """A workbook as Excel would write it: a title over merged cells, days, masks, errors, formulas, a filter."""
    path = tmp_path / "contacts.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Contacts")
    day, zipcode = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "00000"})
    sheet.merge_range("A1:F1", "Contacts, 1 March")
    sheet.write_row("A3", ["id", "Created", "Zip", "Optout", "Amount", "Segment"])
    for at in range(3, 6):
        sheet.write_string(at, 0, f"00{at}")
        sheet.write_datetime(at, 1, dt.datetime(2024, 3, at, 12 if at == 4 else 0), day)  # noqa: DTZ001 - as sheets are
        sheet.write_number(at, 2, 1000 + at, zipcode)
        sheet.write_boolean(at, 3, at == 4)
        sheet.write_number(at, 4, at * 1.1)
    sheet.write_formula(3, 5, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
    sheet.write_formula(4, 5, '="a"&"b"', None, "ab")
    sheet.merge_range("F6:F7", "both")
    sheet.set_row(4, None, None, {"hidden": True})
    book.add_worksheet("Empty")
    book.close()
    return path


def test_damage_is_said_or_does_no_harm(written):
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(11)  # noqa: S311 - damage, no secret
    named = sorted(name for name in parts if name.endswith((".rels", "sheet1.xml", "workbook.xml", "styles.xml")))
    for _ in range(300):
        name = chance.choice(named)
        part = bytearray(parts[name])
        at = chance.randrange(len(part))
        part[at : at + chance.randrange(12)] = chance.choice([b"", b"9", b"<", b'"', b"ZZ"])
        with suppress(TableError):
            found, *_ = read_spreadsheet(Archive(zipped(parts | {name: bytes(part)})), "Contacts")
            assert found.rows == found.table.height + found.blank + len(found.held)


def test_a_workbook_as_excel_writes_it(written):
    found = read(written)
    assert found.table.rows() == [
        ("003", "2024-03-03", "01003", "FALSE", "3.3", "#N/A"),
        ("004", "2024-03-04 12:00:00", "01004", "TRUE", "4.4", "ab"),
        ("005", "2024-03-05", "01005", "FALSE", "5.5", "both"),
    ]
    assert (found.rows_read, found.encoding, found.delimiter, found.sheet) == (4, "utf-8", ",", "Contacts")
    assert found.warnings == (
        "skipped above the header in row 3: 1 row of text (row 1)",
        "cells that show an error of the spreadsheet, kept as text: #N/A 1",
        "hidden rows (by a filter, or by hand), read like the others: 1",
        "merged cells, of which only the first holds the value: 1",
    )
