"""Where doubt begins; that sound rows are what the careful reader reads is tested in `test_fast` and `test_rows`."""

from __future__ import annotations

import pytest

from crmclean.files.soundness import sound_rows


def sound(block: bytes, *, last: bool = True):
    return sound_rows(block, delimiter=",", quote='"', width=2, last=last)


@pytest.mark.parametrize(
    ("block", "ends", "lines"),
    [
        (b"", [0], [1]),
        (b"1,2", [3], [1]),
        (b"1,2\n3,4\r\n", [3, 8], [1, 2]),
        (b'"1\n,",2\n\n3,4', [7, 8, 12], [2, 3, 4]),
        (b"1,2\n3\n4,5\n", [3], [1]),
        (b'1,2\n"3,4\n5,6\n', [3], [1]),
        (b'1,2\n3,4"\n5,6"\n', [3], [1]),
        (b"1,2\n3,\x00\n", [3], [1]),
        (b"1,2\n3\r,4\n", [3], [1]),
        (b"1\n", [], []),
    ],
)
def test_the_rows_before_the_first_in_doubt(block, ends, lines):
    found = sound(block)
    assert (found.ends.tolist(), found.lines.tolist()) == (ends, lines)


def test_a_torn_row_is_left_unless_the_text_ends_with_it():
    assert sound(b"1,2\n3,4", last=False).ends.tolist() == [3]
    assert sound(b"1,2\n3,4", last=True).ends.tolist() == [3, 7]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b'1,""\n', True),
        (b'"",1\n', True),
        (b'1,""""\n', False),
        (b'1,"a"""\n', False),
        (b'1,"""a"\n', False),
        (b"1,\n", False),
    ],
)
def test_an_empty_cell_in_quotes_is_noticed(block, expected):
    assert sound(block).quoted_empty is expected
