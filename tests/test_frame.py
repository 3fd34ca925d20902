from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from crmclean.errors import TableError
from crmclean.frame import as_text, cell_text, filled_rows, headers, height, rebuilt, repeated, solid

TABLE = pl.DataFrame({"id": ["1", "2", "3"], "amount": [1.5, None, 2.0], "tags": [["a"], [], None]})


def pandas_of(table: pl.DataFrame) -> pd.DataFrame:
    return table.to_pandas().set_axis(pd.Index([5, 7, 7], name="key"))


TABLES = {"polars": TABLE, "pandas": pandas_of(TABLE), "arrow": TABLE.to_arrow()}
KIND = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)

CELLS = [
    ("  as it stands ", "  as it stands "),
    ("", None),
    (None, None),
    (5, "5"),
    (-0.0, "0"),
    (4155552671.0, "4155552671"),
    (0.1, "0.1"),
    (1.5, "1.5"),
    (2**53 + 1, "9007199254740993"),
    (float("nan"), None),
    (True, "true"),
    (False, "false"),
    (Decimal("1.10"), "1.10"),
    (dt.date(2020, 2, 29), "2020-02-29"),
    (dt.time(9, 30), "09:30:00"),
    (dt.datetime(2020, 2, 29), "2020-02-29"),  # noqa: DTZ001 - CRMs export local times
]


def cells_of(table, name: str) -> list[object]:
    frame = pl.from_pandas(table) if isinstance(table, pd.DataFrame) else pl.DataFrame(table)
    return frame[name].to_list()


@KIND
def test_a_table_is_taken_as_it_is(table):
    assert solid(table) is table
    assert (headers(table), height(table)) == (["id", "amount", "tags"], 3)


def test_a_lazy_table_is_collected():
    assert_frame_equal(solid(TABLE.lazy()), TABLE)


@pytest.mark.parametrize(
    "table", [None, [], {"id": ["1"]}, "a.csv", np.zeros(2), TABLE["id"], pd.Series([1]), pa.array([1])]
)
def test_anything_else_is_refused_by_name(table):
    with pytest.raises(TableError, match="expected a pandas, polars or Arrow table, got "):
        solid(table)


@pytest.mark.parametrize("names", [["a", "a"], [1, 1], [1, "1"]])
def test_repeated_column_names_are_refused(names):
    with pytest.raises(TableError, match=f"duplicate column names: {names[0]}; rename them first"):
        solid(pd.DataFrame([[1, 2]], columns=names))


@KIND
def test_a_table_is_rebuilt_with_new_text(table):
    again = rebuilt(table, pl.DataFrame({"id": ["x", None, "z"]}))
    assert type(again) is type(table)
    assert headers(again) == headers(table)
    assert cells_of(again, "id") == ["x", None, "z"]
    assert cells_of(again, "amount") == cells_of(table, "amount")
    assert cells_of(table, "id") == ["1", "2", "3"]


@KIND
def test_a_table_is_rebuilt_from_some_rows_and_cells_of_others(table):
    again = rebuilt(table, pl.DataFrame(), rows=pl.Series([2, 0]), sources={"amount": pl.Series([0, 1])})
    assert cells_of(again, "id") == ["3", "1"]
    assert cells_of(again, "amount") == [1.5, None]


def test_pandas_keeps_the_index_of_its_rows():
    table = TABLES["pandas"]
    assert rebuilt(table, pl.DataFrame()).index.equals(table.index)
    assert rebuilt(table, pl.DataFrame(), rows=pl.Series([2, 0])).index.tolist() == [7, 5]


@KIND
def test_filled_cells_name_their_row(table):
    blank = rebuilt(table, pl.DataFrame({"id": ["x", "", None]}))
    assert filled_rows(blank, ["id", "amount"]).to_dict(as_series=False) == {
        "id": ["0", None, None],
        "amount": ["0", None, "2"],
    }


@pytest.mark.parametrize(("cell", "text"), CELLS, ids=repr)
def test_one_value_as_text(cell, text):
    assert cell_text(cell, "field") == text


@pytest.mark.parametrize(("cell", "text"), CELLS, ids=repr)
def test_a_column_as_text(cell, text):
    assert as_text(pl.DataFrame({"field": [cell]}), ["field"])["field"].to_list() == [text]


@given(
    st.one_of(
        st.none(),
        st.text(st.characters(codec="utf-8")),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.times(),
    )
)
def test_a_value_alone_reads_as_it_does_in_a_column(cell):
    assert [cell_text(cell, "field")] == as_text(pl.DataFrame({"field": [cell]}), ["field"])["field"].to_list()


@pytest.mark.parametrize("cell", [["a"], {"a": 1}, b"a", ("a",), {"a"}])
def test_what_is_no_single_value_is_refused_by_the_name_of_its_field(cell):
    with pytest.raises(TableError, match=f"'email' holds a {type(cell).__name__}, which is no single value"):
        cell_text(cell, "email")


@pytest.mark.parametrize("column", [pl.Series([["a"]]), pl.Series([{"a": 1}]), pl.Series([b"a"])])
def test_a_column_of_what_is_no_single_value_is_refused_by_its_name(column):
    with pytest.raises(TableError, match=r"column 'email' holds .*, which is no single value; flatten or drop it"):
        as_text(column.alias("email").to_frame(), ["email"])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (np.int64(5), "5"),
        (np.float64(5.0), "5"),
        (np.bool_(True), "true"),
        (np.datetime64("2020-02-29"), "2020-02-29"),
        (pd.NA, None),
        (pd.NaT, None),
        (Decimal("NaN"), None),
        (10**40, "1" + "0" * 40),
    ],
    ids=repr,
)
def test_values_of_other_libraries_are_values_too(cell, text):
    assert cell_text(cell, "field") == text


def test_only_the_columns_asked_for_in_their_order():
    for table in TABLES.values():
        texts = as_text(table, ["amount", "id"])
        assert texts.to_dict(as_series=False) == {"amount": ["1.5", None, "2"], "id": ["1", "2", "3"]}
        assert as_text(table, []).width == 0


def test_categories_and_integers_with_gaps_are_text():
    table = pl.DataFrame({"a": pl.Series(["x", None], dtype=pl.Categorical), "b": [1, None], "c": [None, None]})
    assert as_text(table, table.columns).rows() == [("x", "1", None), (None, None, None)]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "ab", None]), st.sampled_from(["b", "", None])), max_size=12))
def test_rows_that_stand_twice(rows):
    table = pl.DataFrame(rows, schema={"x": pl.String, "y": pl.String}, orient="row")
    assert repeated(table).to_list() == [rows.count(row) > 1 for row in rows]
    firsts = [x for x, _ in rows]
    assert repeated(table.select("x")).to_list() == [firsts.count(x) > 1 for x in firsts]
