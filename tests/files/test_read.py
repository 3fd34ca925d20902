"""The catalogue of awkward files: what each becomes, read through the front door."""

from __future__ import annotations

import gzip
import hashlib
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import zipped

from crmclean.errors import QuarantineError, TableError
from crmclean.files import TooManyQuarantinedError, read
from crmclean.files.delimited import read_delimited
from crmclean.findings import QUARANTINE


@pytest.fixture
def file(tmp_path):
    def write(content: bytes | str, name: str = "in.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


ACCEPTED = [
    ("plain", "a,b\n1,2\n", ["a", "b"], [("1", "2")]),
    ("no end", "a,b\n1,2", ["a", "b"], [("1", "2")]),
    ("crlf", "a,b\r\n1,2\r\n", ["a", "b"], [("1", "2")]),
    ("cr", "a,b\r1,2\r3,4", ["a", "b"], [("1", "2"), ("3", "4")]),
    ("mixed ends", "a,b\r\n1,2\n3,4\r5,6", ["a", "b"], [("1", "2"), ("3", "4"), ("5", "6")]),
    ("tab", "a\tb\n1\t2\n", ["a", "b"], [("1", "2")]),
    ("semicolon with decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", ["a", "b"], [("1,5", "2,5"), ("3,5", "4,5")]),
    ("pipe", "a|b\n1|2\n", ["a", "b"], [("1", "2")]),
    ("sep line", "sep=;\na;b\n1;2\n", ["a", "b"], [("1", "2")]),
    ("one column", "name\nAnn\nBob\n", ["name"], [("Ann",), ("Bob",)]),
    ("one column, a comma", "name\nDoe\nRoe\nLoe, J\n", ["name"], [("Doe",), ("Roe",), ("Loe, J",)]),
    ("quoted", 'a,b\n"1,5","x ""y"""\n', ["a", "b"], [("1,5", 'x "y"')]),
    ("cell over lines", 'a,b\n"1\r\n\n2",3\n', ["a", "b"], [("1\r\n\n2", "3")]),
    ("single quotes", "'a','b'\n'1,5','2'\n", ["a", "b"], [("1,5", "2")]),
    ("an apostrophe", "a,b\nO'Neil,'tis\n", ["a", "b"], [("O'Neil", "'tis")]),
    ("leading zeros", "zip,b\n01234,1e5\n", ["zip", "b"], [("01234", "1e5")]),
    ("null tokens stay", "a,b\nNULL,n/a\n", ["a", "b"], [("NULL", "n/a")]),
    ("empty is null", 'a,b\n1,""\n,2\n', ["a", "b"], [("1", None), (None, "2")]),
    ("blanks stay", "a,b\n 1 ,2\n", ["a", "b"], [(" 1 ", "2")]),
    ("one long cell", 'a,b\n1,"' + "x" * 500_000 + '"\n', ["a", "b"], [("1", "x" * 500_000)]),
    ("invisible", "a,b\n\u200b\U0001f600,\u202e\n", ["a", "b"], [("\u200b\U0001f600", "\u202e")]),
]


@pytest.mark.parametrize(("content", "columns", "rows"), [case[1:] for case in ACCEPTED], ids=[c[0] for c in ACCEPTED])
def test_accepts(file, content, columns, rows):
    found = read(file(content))
    assert found.table.columns == columns
    assert found.table.rows() == rows
    assert set(found.table.dtypes) == {pl.String}
    assert found.quarantine.schema == QUARANTINE
    assert found.rows_read == len(rows)


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = [
    ("cut xlsx", b"PK\x03\x04....xl/workbook.xml", "in.csv: is a zip archive that is damaged or cut short"),
    ("pdf", b"%PDF-1.7\n", "a PDF"),
    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old Excel"),
    ("password", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
    ("zip in a zip", zipped({"a.zip": zipped({"a.csv": "a,b"})}), "a zip archive inside another file"),
    ("html", b"\n<!DOCTYPE html><table>", "a web page"),
    ("html in utf-16", "<html><table>".encode("utf-16"), "a web page"),
    ("binary", bytes(range(256)) * 20, "binary data"),
    ("cut gzip", gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "damaged or cut short"),
    ("gzip twice", gzip.compress(gzip.compress(b"a,b\n")), "a gzip inside a packed file"),
    ("broken parquet", b"PAR1....PAR1", "parquet file that is damaged"),
    ("same header", b"id,name,id\n1,2,3\n", "duplicate column names: 'id' and 'id'"),
    ("same but for case", b"Id,name,ID\n1,2,3\n", "'Id' and 'ID'"),
    ("empty header cell", b"id,,name\n1,2,3\n4,5,6\n", "no name for column 2"),
    ("numbers for header", b"1,2,3\n4,5,6\n", "looks like data"),
    ("a record for header", b"1,Ann,ann@x.org\n2,Bob,bob@x.org\n", "looks like data"),
    ("header too short", b"a,b\n1,2,3\n4,5,6\n7,8,9\n", "line 1 has 2 cells, while most rows have 3"),
    ("header too long", b"a,b,c,d\n1,2,3\n4,5,6\n7,8,9\n", "line 1 has 4 cells"),
    ("header with a stray quote", b'a,b"x,c\n1,2,3\n4,5,6\n7,8,9\n', "line 1 has a stray quote"),
    ("two delimiters fit", b"a,b;c\n1,2;3\n", "fit equally"),
    ("no delimiter fits", b"a,b\n1\n2,2,2\n3,3,3,3\n4;4\n", "say --delimiter"),
    ("a delimiter of two bytes", "sep=»\nid»name\n1»Ann\n".encode(), "must be one character"),
    ("NUL in the header", b"a,b\0\n1,2\n3,4\n5,6\n", "NUL"),
    ("too many columns", b",".join(b"c%d" % n for n in range(2001)), "at most 2,000"),
    ("JSON array", b'[{"a": 1}]', "one JSON array"),
    ("JSON over lines", b'{\n "a": 1\n}', "not one object a line"),
]


@pytest.mark.parametrize(("content", "match"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refuses(file, content, match):
    with pytest.raises(TableError, match=match) as caught:
        read(file(content))
    assert caught.value.exit_code == 2


def test_refuses_what_is_no_file(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        read(tmp_path / "missing.csv")
    with pytest.raises(TableError, match="is a folder"):
        read(tmp_path)


GOOD = "id,name,city\n" + "".join(f"{n},Ann,Rome\n" for n in range(1, 21))
"""Twenty sound rows: one damaged row more stays under the limit. They fill lines 2 to 21, 266 bytes."""

DAMAGED = [
    ("short", "x,Bob\n", "2 cells where the header has 3", "x,Bob"),
    ("long", "x,Bob,Oslo,y\n", "4 cells where the header has 3", "x,Bob,Oslo,y"),
    ("foreign delimiter", "x;Bob;Oslo\n", "1 cells where the header has 3", "x;Bob;Oslo"),
    ("stray quote", 'x,B"ob,Oslo\n', "a stray quote", 'x,B"ob,Oslo'),
    ("open quote", 'x,"Bob,Oslo\n', "a quoted cell does not close", 'x,"Bob,Oslo'),
    ("quote closed early", 'x,"Bo"b,Oslo\n', "a quoted cell does not close", 'x,"Bo"b,Oslo'),
    ("NUL", "x,B\0b,Oslo\n", "a NUL character", "x,B\\x00b,Oslo"),
    ("header again", "id,name,city\n", "the header again", "id,name,city"),
    ("short over lines", '"x\ny",Bob\n', "2 cells where the header has 3", '"x\ny",Bob'),
    ("a cell beyond belief", f"x,{'y' * (1 << 20)}y,Oslo\n", "a cell of more than 1,048,576", None),
]


@pytest.mark.parametrize("after", ["", "z,Zoe,Bern\n"])
@pytest.mark.parametrize(("row", "reason", "raw"), [case[1:] for case in DAMAGED], ids=[case[0] for case in DAMAGED])
def test_quarantines_the_row_and_reads_the_others(file, row, reason, raw, after):
    found = read(file(GOOD + row + after))
    assert found.table.rows() == read(file(GOOD + after)).table.rows()
    (held,) = found.quarantine.rows(named=True)
    assert (held["line"], held["offset"]) == (22, len(GOOD))
    assert held["reason"].startswith(reason)
    assert raw is None or held["raw"] == raw
    assert found.rows_read == found.table.height + 1


def test_gives_back_records_that_an_open_quote_swallowed(file):
    found = read(file(GOOD + '7,"Bob,Oslo\n8,Cy,"Bern"\n9,Di,"Wien, AT"\n'))
    assert found.table["id"].to_list()[-2:] == ["8", "9"]
    assert found.quarantine["line"].to_list() == [22]


def test_blank_rows_are_counted(file):
    found = read(file("\n\na,b\n1,2\n\n,\n  \n \t,\n,,,\n3,4\n\n"))
    assert found.table.rows() == [("1", "2"), ("3", "4")]
    assert (found.blank_lines, found.rows_read, found.quarantine.height) == (6, 8, 0)


@pytest.mark.parametrize("content", ["", "\ufeff", "\n \r\n"])
def test_an_empty_file_is_an_empty_table(file, content):
    found = read(file(content))
    assert (found.table.shape, found.rows_read) == ((0, 0), 0)
    assert found.warnings == ("the file is empty: no header, no records",)


def test_a_header_only_is_an_empty_table_with_columns(file):
    found = read(file("id,name\n"))
    assert (found.table.columns, found.table.height) == (["id", "name"], 0)
    assert found.warnings == ("a header and no records",)


@pytest.mark.parametrize(
    "above",
    ["Contacts\n", "Contacts,,\n", "Contacts\nby Ann in 2024\n\n", "\n\nContacts\n", "A long note about the table\n"],
)
def test_lines_above_the_header_are_skipped_and_named(file, above):
    found = read(file(above + GOOD))
    assert found.table.columns == ["id", "name", "city"]
    titles = [line for line in above.splitlines() if line]
    assert found.rows_read == 20 + len(titles)
    assert found.quarantine.select("reason", "raw").rows() == [("above the header", line) for line in titles]
    assert len(found.warnings) == 1
    assert "above the header" in found.warnings[0]


@pytest.mark.parametrize(
    "content",
    [
        "address\n" + "Main St 1, Rome, IT\n" * 5,
        "Report\n" + "1,2,3\n" * 5,
        "id;name;city\n" + "1,Ann,Rome\n" * 5,
    ],
)
def test_a_record_is_never_taken_for_the_header(file, content):
    with pytest.raises(TableError, match="no header"):
        read(file(content))


def test_too_much_quarantine_stops_and_hands_over_what_was_read(file):
    path = file("a,b\n1,2\n3\n4,5\n")
    with pytest.raises(QuarantineError, match=r"1 of 3 rows cannot be read \(33\.3%, at most 10\.0%\)") as caught:
        read(path)
    assert isinstance(caught.value, TooManyQuarantinedError)
    assert caught.value.exit_code == 3
    assert caught.value.input.quarantine["raw"].to_list() == ["3"]
    assert caught.value.input.table.height == 2
    assert read(path, max_quarantine=0.34).quarantine.height == 1


def test_options_override_the_guesses(file):
    assert read(file("a,b;c\n1,2;3\n"), delimiter=";").table.columns == ["a,b", "c"]
    assert read(file("name\nDoe, J\nRoe, A\n"), delimiter="tab").table.rows() == [("Doe, J",), ("Roe, A",)]
    assert read(file("name,b\nJ\u0159,2\n".encode("cp1250")), encoding="cp1250").table.row(0) == ("J\u0159", "2")
    with pytest.raises(TableError, match="unknown encoding 'utf-9'"):
        read(file("a,b\n"), encoding="utf-9")
    with pytest.raises(TableError, match="one character"):
        read(file("a,b\n"), delimiter="::")


def test_says_how_the_file_is_written(file):
    path = file("\ufeffa;b\r\n1;2\r\n")
    found = read(path)
    assert (found.encoding, found.delimiter, found.quote, found.line_end) == ("utf-8-sig", ";", '"', "\r\n")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.path == str(path)
    assert found.table.columns == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"])
def test_offsets_are_those_of_the_file(file, encoding):
    text = GOOD + "x,M\u00fcller\nz,Zo\u00eb,Bern\n"
    found = read(file(text.encode(encoding)))
    held = found.quarantine.row(0, named=True)
    assert path_slice(found.path, held["offset"], encoding).startswith("x,M\u00fcller")
    assert (held["line"], held["raw"]) == (22, "x,M\u00fcller")
    assert found.table["name"][-1] == "Zo\u00eb"


ROWS = st.sampled_from(
    [
        "1,2",
        "3,\u00e9",
        '4,"x\ny"',
        '"5,""z","\r\n"',
        '"6","\r"',
        ",7",
        "",
        ",",
        " , ",
        "8",
        '9,"0',
        "a,b",
        "1,2,3",
        "\0,2",
    ]
)


@given(
    st.lists(st.tuples(ROWS, st.sampled_from(["\n", "\r\n", "\r"])), max_size=20),
    ROWS,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_spans_hold_the_records(tmp_path_factory, lines, last, encoding):
    path = tmp_path_factory.getbasetemp() / "spans.csv"
    text = "Title\na,b\n" + "3,4\n" * 60 + "".join(map("".join, lines)) + last
    path.write_bytes(text.encode(encoding))
    found = read(path, max_quarantine=1)
    assert found.text == text.encode()
    assert found.spans is not None
    alone = [read_delimited(b"a,b\n" + found.text[start:stop]).parsed for start, stop in found.spans]
    assert [record.table.rows() for record in alone] == [[row] for row in found.table.rows()]
    assert [record.rows for record in alone] == [1] * found.table.height


@pytest.mark.parametrize("content", ["", "id,name\n", "\n \n"])
def test_a_text_without_records_has_no_spans(file, content):
    found = read(file(content))
    assert found.text == content.encode()
    assert found.spans is not None
    assert found.spans.shape == (0, 2)


def path_slice(path: str, offset: int, encoding: str) -> str:
    codec = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    with open(path, "rb") as source:  # noqa: PTH123 - the path is text here
        return source.read()[offset:].decode(codec)


def test_the_content_decides_the_format_not_the_name(file, tmp_path):
    rows = [("1", "Ann"), ("2", None)]
    assert read(file(gzip.compress(b"id,name\n1,Ann\n2,\n"), "x.csv")).table.rows() == rows
    pl.DataFrame({"id": [1.0, 2.0], "name": ["Ann", ""]}).write_parquet(tmp_path / "y.txt")
    found = read(tmp_path / "y.txt")
    assert (found.table.rows(), found.rows_read) == (rows, 2)
    assert (found.text, found.spans) == (None, None)
    lines = "\n".join(json.dumps(row) for row in ({"id": 1, "name": "Ann"}, {"id": 2}))
    found = read(file(lines, "z.csv"))
    assert found.table.rows() == rows
    assert (found.text, found.spans) == (None, None)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_always_counted(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(content)
    try:
        found = read(path, max_quarantine=1)
    except TableError:
        return
    assert found.rows_read == found.table.height + found.quarantine.height + found.blank_lines


@given(st.text(alphabet="ab,;\"'\n\r\t \0é", max_size=120))
def test_any_text_is_read_or_refused_and_every_quarantined_line_stands_in_the_file(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"id,name,note\n" + content.encode())
    try:
        found = read(path, max_quarantine=1, delimiter=",")
    except TableError:
        return
    assert found.rows_read == found.table.height + found.quarantine.height + found.blank_lines
    raw = path.read_bytes()
    for held in found.quarantine.rows(named=True):
        assert raw[held["offset"] :].decode().replace("\0", "\\x00").startswith(held["raw"])
