"""Reading at one place; the grammar is tested in `test_records`, that it fits the fast reader in `test_rows`."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmclean.files import careful
from crmclean.files.careful import Careful
from crmclean.files.dialect import Dialect
from crmclean.files.records import Lines, Rows

DIALECT = Dialect(",", '"', ["a", "b"], 0, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,2\r\n3", (["1", "2"], "", "1,2", 1, 5)),
        ('"\u00e9\n",2\n', (["\u00e9\n", "2"], "", '"\u00e9\n",2', 2, 8)),
        ("1\n3,4", ([], "1 cells where the header has 2", "1", 1, 2)),
        (" ,\n1,2", ([], "", " ,", 1, 3)),
        ('1,"\n1,2', ([], "a quoted cell does not close", '1,"', 1, 4)),
    ],
)
def test_a_row(text, found):
    assert Careful(text.encode(), DIALECT).read(0) == found
    assert Careful(b"a,b\n\xc3\xa9," + text.encode(), DIALECT).read(7)[:4] == found[:4]


@given(st.text(alphabet='1,"\n\r\u00e9', min_size=1, max_size=60), st.integers(2, 9))
@example('"1\r\r,\r"1', 7)
def test_how_far_it_looks_ahead_changes_nothing(text, small):
    lines, at = Lines(text), 0
    with patch.multiple(careful, _SMALL=small, _ROW_LIMIT=100):
        reader = Careful(text.encode(), DIALECT)
        for row in Rows(",", '"').scan(lines, header=DIALECT.header):
            found = reader.read(at)
            assert (found.problem, found.raw) == (row.problem, lines.raw(row.start, row.stop))
            assert found.cells == ([] if row.problem else row.cells)
            assert (found.lines, found.stop - at) == (
                row.stop - row.start,
                len(text[lines.starts[row.start] : lines.starts[row.stop]].encode()),
            )
            at = found.stop
    assert at == len(text.encode())


def test_it_looks_no_farther_than_it_needs():
    text = b'1,2\n3\n4,"x\n' + b"5,6\n" * 100_000
    with patch.object(careful, "Lines", wraps=Lines) as windows:
        reader = Careful(text, DIALECT)
        assert [reader.read(at).stop for at in (0, 4, 200_007)] == [4, 6, 200_011]
        assert max(len(call.args[0]) for call in windows.call_args_list) == 1 << 14
        assert reader.read(6).problem == "a quoted cell does not close"
        assert max(len(call.args[0]) for call in windows.call_args_list) == len(text) - 6
