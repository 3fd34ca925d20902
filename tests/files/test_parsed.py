"""The quarantine table, and blank rows."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.parsed import HeldBack, Parsed, drop_blank
from crmclean.files.records import is_blank
from crmclean.findings import QUARANTINE


def test_quarantine():
    parsed = Parsed(pl.DataFrame(), 2, held=[HeldBack(1, "why", "a\0b"), HeldBack(3, "too", "c")])
    found = parsed.quarantine([5, 20])
    assert found.schema == QUARANTINE
    assert found.rows() == [(2, 5, "why", "a\\x00b"), (4, 20, "too", "c")]


def test_no_quarantine_has_the_schema_too():
    assert Parsed(pl.DataFrame(), 0).quarantine(()).schema == QUARANTINE


@given(st.lists(st.tuples(*[st.sampled_from([None, "", " \t", "x", "\u00a0", "\n"])] * 2)))
def test_drop_blank_agrees_with_is_blank(rows):
    kept, blank = drop_blank(pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row"))
    full = [row for row in rows if not is_blank([cell or "" for cell in row])]
    assert (kept.rows(), blank) == (full, len(rows) - len(full))


def test_a_table_without_columns_has_no_blank_rows():
    assert drop_blank(pl.DataFrame())[1] == 0
