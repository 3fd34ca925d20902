"""Stretch by stretch gives what one careful reading gives."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files import rows
from crmclean.files.careful import read_careful
from crmclean.files.dialect import Dialect
from crmclean.files.records import Lines, Rows
from crmclean.files.rows import read_rows

HEADER = ["a", "b"]
DIALECT = Dialect(",", '"', HEADER, 0, 1)
LINES = [
    "1,2\n",
    "3,\u00e9\r\n",
    '4,"x\ny"\n',
    '"5,""z","\n\n"\n',
    "\n",
    ",\n",
    "6\n",
    '7,"8\n',
    '9,1"0\n',
    "1\0,2\n",
    "a,b\n",
    "1,2\r",
]


@given(st.lists(st.sampled_from(LINES), max_size=30), st.sampled_from(["", "7,8", '"']), st.integers(3, 40))
def test_where_the_blocks_are_cut_changes_nothing(lines, tail, size):
    text = "a,b\n" + "".join(lines) + tail
    whole = read_careful(Lines(text), Rows(",", '"'), header=HEADER, start=1, reach=10**6).parsed
    with patch.multiple(rows, _SMALL=size, _LARGE=16 * size):
        found = read_rows(text.encode(), DIALECT, start=4)
    assert found.table.equals(whole.table)
    assert (found.rows, found.blank, found.held) == (whole.rows, whole.blank, whole.held)


@pytest.mark.parametrize("damaged", [[], [700], [0, 500, 501, 999]])
def test_damage_is_read_carefully_and_the_rest_fast(damaged):
    body = [f"{at},x\n" if at not in damaged else f"{at}\n" for at in range(1000)]
    with (
        patch.multiple(rows, _SMALL=64, _LARGE=4096),
        patch.object(rows, "read_careful", wraps=read_careful) as careful,
    ):
        found = read_rows(("a,b\n" + "".join(body)).encode(), DIALECT, start=4)
    assert [row.start for row in found.held] == [at + 1 for at in damaged]
    assert found.table.height == 1000 - len(damaged)
    assert careful.call_count <= 3 * len(damaged)


def test_the_window_moves_on():
    text = "a,b\n" + "".join(f'{at},"\u00e9\n"\n{at}\n' for at in range(300))
    whole = read_careful(Lines(text), Rows(",", '"'), header=HEADER, start=1, reach=10**6).parsed
    with (
        patch.multiple(rows, _SMALL=16, _LARGE=64, _ROW_LIMIT=100),
        patch.object(rows, "Lines", wraps=Lines) as windows,
    ):
        found = read_rows(text.encode(), DIALECT, start=4)
    assert found.table.equals(whole.table)
    assert found.held == whole.held
    assert windows.call_count > 10
