"""Text tables end to end, where the sample is not the whole text; the catalogue is in `test_read`."""

from __future__ import annotations

import pytest

from crmclean.errors import QuarantineError, TableError
from crmclean.files import delimited, read
from crmclean.files.delimited import read_delimited
from crmclean.files.parsed import BELOW_TABLE


def test_a_text_longer_than_the_sample(monkeypatch):
    monkeypatch.setattr(delimited, "_SAMPLE", 1000)
    text = "Title\nid,naïve,c\n" + "".join(f'{at},"é,\n{at}",x\n' for at in range(500))
    found = read_delimited(text.encode())
    assert found.parsed.table.height == 500
    assert found.parsed.table.row(-1) == ("499", "é,\n499", "x")
    assert read_delimited((text + "1,2\n").encode()).parsed.held == [
        (0, "above the header", "Title"),
        (1002, "2 cells where the header has 3", "1,2"),
    ]


def test_a_sample_of_one_torn_line(monkeypatch):
    monkeypatch.setattr(delimited, "_SAMPLE", 10)
    assert read_delimited(b"a,b\r" + b"1,2\r" * 9).parsed.rows == 9


def test_a_sample_of_blank_lines(monkeypatch):
    monkeypatch.setattr(delimited, "_SAMPLE", 10)
    with pytest.raises(TableError, match="begins with a megabyte of blank lines"):
        read_delimited(b"\n" * 20 + b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("text", "end"), [(b"a\n1\n", "\n"), (b"a\r\n1\r\n2\n", "\r\n"), (b"a\r1\r", "\r"), (b"a", "\n")]
)
def test_the_most_frequent_line_end(text, end):
    assert read_delimited(text).line_end == end


def test_skipped_lines_are_named():
    found = read_delimited(b"One\n\nTwo\n" + b"a,b\n" + b"1,2\n" * 9)
    assert found.warnings == ("skipped above the header in line 4: 2 lines of text (line 1, 3)",)


def test_notes_below_the_table_do_not_count_as_rows_in_doubt(tmp_path):
    path = tmp_path / "report.csv"
    path.write_text("Id,Name\n1,Ann\n2,Bob\n3,Cy\n\n\nConfidential\nCopyright 2026\n")
    found = read(path)
    assert found.table.height == 3
    assert [row[2] for row in found.quarantine.rows()] == [BELOW_TABLE] * 2
    path.write_text("Id,Name\n1,Ann\n2,Bob\n3,Cy\nConfidential\n")
    with pytest.raises(QuarantineError, match="1 cells where the header has 2"):
        read(path)


def test_a_separator_line_alone_is_an_empty_file():
    assert read_delimited(b"sep=;\n").warnings == ("the file is empty: no header, no records",)


def test_a_header_again_with_a_column_without_name():
    found = read_delimited(b"a,b,\n1,2,\na,b,\n3,4,\n")
    assert found.parsed.table.height == 2
    assert [row.reason for row in found.parsed.held] == ["the header again"]
    unnamed = read_delimited(b",b,c\n,2,3\n,b,c\n,5,6\n")
    assert unnamed.parsed.table.height == 2


def test_empty_columns_beside_the_table_make_no_title_of_its_header():
    found = read_delimited(b"Id,Name,City,,,,,\n1,Ann,Rome,,,,,\n")
    assert found.parsed.table["City"].to_list() == ["Rome"]
    assert read_delimited(b",,,Name,City\n,,,Ann,Rome\n").parsed.table.height == 1


def test_a_column_without_name_may_be_there_where_it_has_no_value():
    found = read_delimited(b"id,name,\n1,Ann,\n2,Bob,\n")
    assert found.parsed.table.columns == ["id", "name", "column 3"]
    assert found.warnings == ("without name and without any value: column 3",)
    with pytest.raises(TableError, match="no name for column 3"):
        read_delimited(b"id,name,\n1,Ann,\n2,Bob,x\n")
    with pytest.raises(TableError, match="looks like data"):
        read_delimited(b",,\n1,2,3\n4,5,6\n")
