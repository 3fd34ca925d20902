"""The csv-spectrum cases and the awkward fixtures of the development data."""

from __future__ import annotations

import json

import pytest

from crmclean.errors import TableError
from crmclean.files import read

CASES = (
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
)  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("case", CASES)
def test_csv_spectrum(shared, case):
    folder = shared / "csv" / "csv-spectrum"
    found = read(folder / "csvs" / f"{case}.csv")
    expected = json.loads((folder / "json" / f"{case}.json").read_text(encoding="utf-8"))
    rows = [{name: cell or "" for name, cell in row.items()} for row in found.table.rows(named=True)]
    if "newlines" in case:
        # The folder's copies of the files lost their carriage returns; the expectations kept them.
        rows, expected = json.loads(json.dumps([rows, expected]).replace("\\r\\n", "\\n"))
    assert rows == expected
    assert found.quarantine.height == 0
    assert found.warnings == ()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["cr", "crlf", "lf"])
def test_line_ends(shared, name):
    found = read(shared / "csv" / "fixtures" / f"{name}-line-endings.csv")
    assert found.table.rows() == [("Biff", "Baff", "Boff"), ("Qux", "Teaspoon", "Doge")]


@pytest.mark.shared
def test_workbooks(shared):
    found = read(shared / "csv" / "fixtures" / "spreadsheet.xlsx")
    assert (found.table.columns, found.table.height) == (["a", "b", "c"], 0)
    with pytest.raises(TableError, match="old Excel"):
        read(shared / "csv" / "fixtures" / "spreadsheet.xls")


@pytest.mark.shared
def test_a_title_row(shared):
    found = read(shared / "csv" / "fixtures" / "title-row.csv")
    assert found.table.columns == ["Foo", "Bsr", "Baz"]
    assert "above the header" in found.warnings[0]


@pytest.mark.shared
def test_a_row_with_a_stray_quote_among_sound_and_blank_ones(shared):
    found = read(shared / "csv" / "fixtures" / "invalid_many_rows.csv", max_quarantine=0.2)
    assert (found.table.height, found.blank_lines, found.quarantine["line"].to_list()) == (8, 2, [4])
