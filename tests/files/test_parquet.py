"""Parquet: every type as exact text, and damage that is said."""

from __future__ import annotations

import datetime as dt
import io
import random
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from crmclean.errors import TableError
from crmclean.files import parquet
from crmclean.files.parquet import is_parquet, read_parquet

NOON = dt.datetime(2024, 3, 1, 18, tzinfo=dt.UTC)
VALUES = [
    (pa.array([Decimal("1.50")], pa.decimal128(20, 2)), "1.50"),
    (
        pa.array([Decimal("1234567890123456789012345678901234.5678")], pa.decimal256(50, 4)),
        "1234567890123456789012345678901234.5678",
    ),
    (pa.array([dt.date(2024, 3, 1)]), "2024-03-01"),
    (pa.array([dt.date(2024, 3, 1)], pa.date64()), "2024-03-01"),
    (pa.array([dt.datetime(2024, 3, 1)], pa.timestamp("ns")), "2024-03-01"),  # noqa: DTZ001 - without a zone
    (pa.array([NOON], pa.timestamp("ms", tz="America/New_York")), "2024-03-01 13:00:00.000-05:00"),
    (pa.array([dt.time(18)]), "18:00:00"),
    (pa.array([True]), "true"),
    (pa.array([2**64 - 1], pa.uint64()), "18446744073709551615"),
    (pa.array([2**63 - 1]), "9223372036854775807"),
    (pa.array([0.1]), "0.1"),
    (pa.array([0.1], pa.float32()), "0.1"),
    (pa.array([4155552671.0]), "4155552671"),
    (pa.array([float("nan")]), None),
    (pa.array(["x"]).dictionary_encode(), "x"),
    (pa.array([" 01234 "]), " 01234 "),
    (pa.array([""]), None),
    (pa.nulls(1), None),
]


def packed(table: pa.Table) -> bytes:
    data = io.BytesIO()
    pq.write_table(table, data)
    return data.getvalue()


@pytest.mark.parametrize(("column", "text"), VALUES, ids=[str(column.type) for column, _ in VALUES])
def test_a_value_as_text(column, text):
    found = read_parquet(packed(pa.table({"id": ["k"], "v": column})))
    assert found.table.rows() == [("k", text)]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pa.array([b"x"]), "column 'v' holds Binary"),
        (pa.array([[1]]), "column 'v' holds List"),
        (pa.array([{"a": 1}]), "column 'v' holds Struct"),
        (pa.array([Decimal("1" * 40)], pa.decimal256(50, 0)), "column 'v' has numbers of more than 38 digits"),
    ],
)
def test_a_column_of_what_is_no_single_value(column, message):
    with pytest.raises(TableError, match=message):
        read_parquet(packed(pa.table({"id": ["k"], "v": column})))


def test_rows_are_accounted_for():
    found = read_parquet(packed(pa.table({"id": ["1", "a\0b", None, "2"], "v": [" ", "x", "", None]})))
    assert found.table.rows() == [("1", " "), ("2", None)]
    assert [(row.start, row.reason, row.raw) for row in found.held] == [(1, "a NUL character", "a\0b,x")]
    assert (found.rows, found.blank) == (4, 1)


def test_no_rows():
    found = read_parquet(packed(pa.table({"a": pa.array([], pa.string())})))
    assert (found.table.columns, found.rows) == (["a"], 0)


def test_duplicate_names():
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["a", "a"])
    with pytest.raises(TableError, match="duplicate column names: 'a' and 'a'"):
        read_parquet(packed(table))


def test_is_parquet():
    whole = packed(pa.table({"a": ["x"]}))
    assert is_parquet(whole)
    assert is_parquet(whole[:10])
    assert not is_parquet(b"PAR1,name\n1,2\n")


def test_damage_is_said_or_does_no_harm():
    whole = packed(pa.table({"a": ["x", "y"] * 500, "b": range(1_000)}))
    chance = random.Random(7)  # noqa: S311 - damage, no secret
    refused = 0
    for _ in range(200):
        damaged = bytearray(whole)
        damaged[chance.randrange(4, len(whole) - 4)] ^= 1 << chance.randrange(8)
        try:
            read_parquet(bytes(damaged))
        except TableError:
            refused += 1
    assert refused > 20
    with pytest.raises(TableError, match="damaged"):
        read_parquet(whole[:-20])


def test_text_that_is_no_utf8():
    offsets = pa.array([0, 1], pa.int32()).buffers()[1]
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff")])
    with pytest.raises(TableError, match="damaged"):
        read_parquet(packed(pa.table({"a": broken})))


def test_more_cells_than_can_be_read(monkeypatch):
    monkeypatch.setattr(parquet, "_CELLS", 10)
    with pytest.raises(TableError, match="has 6 rows of 2 columns; at most 10 cells"):
        read_parquet(packed(pa.table({"a": range(6), "b": range(6)})))


def test_a_bomb(monkeypatch):
    monkeypatch.setattr(parquet, "SIZE_LIMIT", 1 << 20)
    data = io.BytesIO()
    pq.write_table(
        pa.table({"a": ["x" * (4 << 20)]}), data, compression="zstd", use_dictionary=False, write_statistics=False
    )
    with pytest.raises(TableError, match="as bombs do"):
        read_parquet(data.getvalue())
