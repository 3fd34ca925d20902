"""Text tables end to end, where the sample is not the whole text; the catalogue is in `test_read`."""

from __future__ import annotations

import pytest

from crmclean.errors import TableError
from crmclean.files import delimited
from crmclean.files.delimited import read_delimited


def test_a_text_longer_than_the_sample(monkeypatch):
    monkeypatch.setattr(delimited, "_SAMPLE", 1000)
    text = "Title\nid,naïve,c\n" + "".join(f'{at},"é,\n{at}",x\n' for at in range(500))
    found = read_delimited(text.encode())
    assert found.parsed.table.height == 500
    assert found.parsed.table.row(-1) == ("499", "é,\n499", "x")
    assert read_delimited((text + "1,2\n").encode()).parsed.held == [(1002, "2 cells where the header has 3", "1,2")]


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
