"""CSV out: deterministic, and what `read` reads again."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import OutputError
from crmclean.files import disk, read, write_csv
from crmclean.files.write import csv_bytes

CELL = st.one_of(st.none(), st.text(alphabet="ab,;\t|\"'\n\r =\u00e9\u4e2d", min_size=1, max_size=6))


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    row = st.lists(CELL, min_size=width, max_size=width).filter(
        lambda row: any((cell or "").strip(" \t") for cell in row)
    )
    rows = draw(st.lists(row, max_size=5))
    return pl.DataFrame(rows, schema=dict.fromkeys(["id", "a,b", 'c"\nd'][:width], pl.String), orient="row")


@given(tables())
def test_what_is_written_is_read(tmp_path_factory, table):
    path = tmp_path_factory.getbasetemp() / "table.csv"
    write_csv(table, path)
    found = read(path, delimiter=",")
    assert found.table.equals(table)
    assert (found.quarantine.height, found.blank_lines) == (0, 0)


@given(
    tables(),
    st.sampled_from([";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8-sig", "utf-16", "cp1252"]),
)
def test_like_keeps_the_way_the_input_was_written(tmp_path_factory, table, delimiter, end, encoding):
    path = tmp_path_factory.getbasetemp() / "like.csv"
    path.write_bytes(delimiter.join(["x\u00e9", "y"]).encode(encoding) + end.encode(encoding.replace("16", "16-le")))
    like = read(path, delimiter=delimiter)
    assert (like.delimiter, like.line_end) == (delimiter, end)
    written = write_csv(table, path, like=like)
    again = read(path, delimiter=delimiter, encoding=written)
    assert again.table.equals(table)
    assert csv_bytes(again.table, like=like) == (path.read_bytes(), written)


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n1,Ann\n2,\n",
        b'id;name\r\n1;"Doe; Ann"\r\n',
        b"\xef\xbb\xbfid\tname\r\n1\t=1+1\r\n",
        "id,name\r\n1,M\u00fcller\x81\r\n".encode("latin-1"),
        "id,name\r\n1,M\u00fcller\r\n".encode("utf-16"),
        b"name\nAnn\n",
    ],
)
def test_a_clean_file_comes_back_byte_for_byte(tmp_path, content):
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    found = read(path)
    assert csv_bytes(found.table, like=found)[0] == content


def test_columns_keep_the_order_of_the_input(tmp_path):
    (tmp_path / "in.csv").write_bytes(b"b,a\n1,2\n")
    like = read(tmp_path / "in.csv")
    assert csv_bytes(pl.DataFrame({"a": ["2"], "new": ["3"], "b": ["1"]}), like=like)[0] == b"b,a,new\n1,2,3\n"


def test_a_character_without_a_place_turns_the_file_to_utf8(tmp_path):
    (tmp_path / "in.csv").write_bytes("id\nM\u00fcller\n".encode("cp1252"))
    like = read(tmp_path / "in.csv")
    assert csv_bytes(pl.DataFrame({"id": ["\u0141"]}), like=like) == ("id\n\u0141\n".encode(), "utf-8")


def test_numbers_and_empty_texts():
    frame = pl.DataFrame({"id": ["a", ""], "p": [0.5, None], "n": [1, 2], "ok": [True, False]})
    assert csv_bytes(frame)[0] == b"id,p,n,ok\na,0.5,1,true\n,,2,false\n"


@pytest.mark.parametrize("step", ["write_file", "rename", "sync_folder"])
def test_a_disk_that_refuses_leaves_the_old_file(tmp_path, monkeypatch, step):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, step, refuse)
    with pytest.raises(OutputError, match=r"cannot write 4 bytes to .*out\.csv: No space left") as caught:
        write_csv(pl.DataFrame({"a": ["x"]}), path)
    assert caught.value.exit_code == 5
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text() == ("a\nx\n" if step == "sync_folder" else "old")
