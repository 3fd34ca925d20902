"""Formula escaping: what is touched, and that it can be undone."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files import escape, escape_table, risky_cells, unescape, unescape_table

TOUCHED = [
    '=HYPERLINK("x")', "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1", "\n=1",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "'=1", "''@x", "+", "-", "+1*2", "-1\n", "=",
]  # fmt: skip
LEFT = [
    "",
    "Ann",
    "+49 30 1234-56",
    "+1 (415) 555-2671 x12",
    "+(44) 20 7946 0000",
    "-5",
    "-1,234.50",
    "+3.5e-7",
    "-5%",
    "1=1",
]
LEFT += ["'tis", "O'Neil", "a@b.org", "'"]
CELLS = st.text(alphabet="'=+-@\t\r\n\uff1d0129.,eE%x() /ab", max_size=8)


@pytest.mark.parametrize("text", TOUCHED)
def test_touched(text):
    assert escape(text) == "'" + text


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text):
    assert escape(text) == text


@given(st.one_of(CELLS, st.text()))
def test_unescape_undoes_escape(text):
    assert unescape(escape(text)) == text


@given(st.lists(st.one_of(st.none(), CELLS)))
def test_a_table_is_escaped_cell_by_cell(cells):
    found = escape_table(pl.DataFrame({"n": range(len(cells)), "x": pl.Series(cells, dtype=pl.String)}))
    assert found["x"].to_list() == [None if cell is None else escape(cell) for cell in cells]
    assert found["n"].to_list() == list(range(len(cells)))
    assert unescape_table(found)["x"].to_list() == cells


def test_a_header_is_escaped_too():
    found = escape_table(pl.DataFrame({"=1+1": ["a"], "b": ["c"]}))
    assert found.columns == ["'=1+1", "b"]
    assert unescape_table(found).columns == ["=1+1", "b"]


def test_risky_cells_are_counted():
    assert risky_cells(pl.DataFrame({"a": ["=1", "-x", None], "b": ["1", "+49 30 1", ""], "n": [1, 2, 3]})) == {"a": 2}
    assert risky_cells(pl.DataFrame()) == {}
