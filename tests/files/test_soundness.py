"""Where doubt begins; that sound rows are what the careful reader reads is tested in `test_rows`."""

from __future__ import annotations

import pytest

from crmclean.files.dialect import Dialect
from crmclean.files.soundness import Block

DIALECT = Dialect(",", '"', ["a", "b"], 0, 1)


def sound(text: bytes, start: int = 0, size: int = 1 << 30, *, begin: int = 0):
    block = Block(text, DIALECT, size=size)
    block.move_to(begin)
    return block.sound_rows(start)


@pytest.mark.parametrize(
    ("text", "edges", "lines"),
    [
        (b"1,2", [0, 3], 1),
        (b"1,2\n3,4\r\n", [0, 4, 9], 2),
        (b'"1\n,",2\n\n3,4', [0, 8, 9, 12], 4),
        (b"1,2\n3\n4,5\n", [0, 4], 1),
        (b'1,2\n"3,4\n5,6\n', [0, 4], 1),
        (b'1,2\n3,4"\n5,6"\n', [0, 4], 1),
        (b"1,2\n3,\x00\n", [0, 4], 1),
        (b"1,2\n3\r,4\n", [0, 4], 1),
        (b"1,2\n3,4\r", [0, 4], 1),
        (b"1,2\na,4\n", [0, 4], 1),
        (b'1,2\n"a",4\n', [0, 4], 1),
        (b"1,2\naa,4\n", [0, 4, 9], 2),
        (b"1\n", [0], 0),
    ],
)
def test_the_rows_before_the_first_in_doubt(text, edges, lines):
    found = sound(text)
    assert found is not None
    assert (found.edges.tolist(), found.lines) == (edges, lines)


@pytest.mark.parametrize(
    ("text", "start", "edges"),
    [
        (b"1\n3,4\n5,6\n", 2, [2, 6, 10]),
        (b'1,"2\n3,4\n5,"6\n"\n', 5, [5, 9, 16]),
        (b'1,"2\n3,4\n5"6,7\n8,9\n', 15, [15, 19]),
        (b"1,2\n3\r4,5\n6,7\n", 6, [6]),
        (b"1,2\n3\r4,5\n6,7\n", 10, [10, 14]),
    ],
)
def test_wherever_a_row_turns_out_to_start_the_rows_there_are_known(text, start, edges):
    found = sound(text, start)
    assert found is not None
    assert found.edges.tolist() == edges


def test_a_row_that_the_block_cuts_off():
    text = b"h\n1,2\n3,4\n5,6\n"
    found = sound(text, 2, 7, begin=2)
    assert found is not None
    assert found.edges.tolist() == [2, 6]
    assert sound(text, 6, 7, begin=2) is None
    assert sound(b'1,"2\n3,4\n5"6,7\n8,9\n', 9) is None
    found = sound(text, 2, 3, begin=2)
    assert found is not None
    assert found.edges.tolist() == [2]
