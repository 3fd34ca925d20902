from __future__ import annotations

import polars as pl
import pytest

from crmclean import TableError
from crmclean.decisions import read_decisions


def said(*rows):
    return pl.DataFrame(rows, schema=["left", "right", "match"], orient="row", infer_schema_length=None)


@pytest.mark.parametrize(
    ("answer", "same"),
    [("1", True), (" Yes ", True), ("same", True), ("TRUE", True), ("0", False), ("no", False), ("different", False)],
)
def test_answers(answer, same):
    assert read_decisions(said(("a", "b", answer))).table.rows() == [("a", "b", same)]


def test_numbers_and_truth_values_are_answers():
    assert read_decisions(said((1, 2, 1), (1, 3, 0))).table.rows() == [("1", "2", True), ("1", "3", False)]
    assert read_decisions(said(("1", "2", True))).table.rows() == [("1", "2", True)]


def test_a_pair_without_an_answer_is_left_open():
    assert read_decisions(said(("a", "b", ""), ("a", "c", None))).table.height == 0


@pytest.mark.parametrize("row", [("a", "b", "maybe"), (None, "b", "1")])
def test_what_cannot_be_read_is_refused(row):
    with pytest.raises(TableError, match="1 decisions cannot be read"):
        read_decisions(said(row))


def test_a_record_and_itself_is_refused():
    with pytest.raises(TableError, match="a record and itself"):
        read_decisions(said(("a", "a", "1")))


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="no column 'match'"):
        read_decisions(pl.DataFrame({"left": ["a"], "right": ["b"]}))
