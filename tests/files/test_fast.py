"""polars on sound rows; that it reads what the careful reader reads is tested in `test_rows`."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
import pytest

from crmclean.errors import TableError
from crmclean.files import fast
from crmclean.files.dialect import Dialect
from crmclean.files.fast import read_fast

DIALECT = Dialect(",", '"', ["a", "b"], 0, 1)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (b"1,2\n", [("1", "2")]),
        (b'1,""', [("1", None)]),
        (b'"1\n2",\r\n', [("1\n2", None)]),
        (b"\n1,2\n", [(None, None), ("1", "2")]),
        (b"\r\n1,2\r\n", [(None, None), ("1", "2")]),
        (b"a,b\n", [("a", "b")]),
        (b"", []),
    ],
)
def test_sound_rows(text, rows):
    found = read_fast([text], DIALECT)
    assert (found.columns, found.rows()) == (["a", "b"], rows)
    assert set(found.dtypes) == {pl.String}


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_parts_are_read_in_order(piece):
    parts = [b"\n1,2\n", memoryview(b'"3","4"\n'), b"5,6\n7,8\n", b"9,0"]
    with patch.object(fast, "_PIECE", piece):
        found = read_fast(parts, DIALECT)
    assert found.rows() == [(None, None), ("1", "2"), ("3", "4"), ("5", "6"), ("7", "8"), ("9", "0")]


def test_few_pieces_are_in_memory():
    made = []
    read = []
    polars = fast._polars

    def parts():
        for at in range(10):
            made.append(at)
            assert len(made) - len(read) <= 4
            yield b"%d,x\n" % at

    with patch.multiple(fast, _PIECE=1, _polars=lambda *piece: (polars(*piece), read.append(1))[0]):
        assert read_fast(parts(), DIALECT)["a"].to_list() == list("0123456789")


def test_rows_that_polars_refuses():
    with pytest.raises(TableError, match="another refuses"):
        read_fast([b"1,2,3\n"], DIALECT)
