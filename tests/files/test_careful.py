"""The careful reader's table; its grammar is tested in `test_records`, its agreement with polars in `test_fast`."""

from __future__ import annotations

import polars as pl

from crmclean.files.careful import read_careful
from crmclean.files.records import Lines, Rows

GRAMMAR = Rows(",", '"')


def test_rows_go_to_the_table_to_quarantine_or_are_counted():
    text = 'a,b\n1,\n,\n3\n\n4,"x\ny"\n'
    found, lines, size = read_careful(Lines(text), GRAMMAR, header=["a", "b"], start=1, reach=99)
    assert found.table.rows() == [("1", None), ("4", "x\ny")]
    assert found.held == [(3, "1 cells where the header has 2", "3")]
    assert (found.rows, found.blank, lines, size) == (5, 2, 6, len(text) - 4)


def test_no_rows():
    found = read_careful(Lines("a,b\n"), GRAMMAR, header=["a", "b"], start=1, reach=99)
    assert found.parsed.table.schema == {"a": pl.String, "b": pl.String}
    assert found[1:] == (0, 0)


def test_reach_ends_between_rows():
    found = read_careful(Lines('a,b\n"\u00e9\n1",2\n3,4\n'), GRAMMAR, header=["a", "b"], start=1, reach=1)
    assert (found.parsed.rows, found.lines, found.size) == (1, 2, 9)
