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


def test_numbers_and_empty_texts():
    frame = pl.DataFrame({"id": ["a", ""], "p": [0.5, None], "n": [1, 2], "ok": [True, False]})
    assert csv_bytes(frame) == b"id,p,n,ok\na,0.5,1,true\n,,2,false\n"


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
