"""The grammar of rows, and how it finds its feet after damage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.records import CELL_LIMIT, Lines, Rows, is_blank

HEADER = ["a", "b", "c"]


def scan(text: str, header: list[str] | None = None):
    return [(row.start, row.stop, row.problem or row.cells) for row in Rows(",", '"').scan(Lines(text), header=header)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1,2,3", ["1", "2", "3"]),
        ("1,2,\n", ["1", "2", ""]),
        (",,x", ["", "", "x"]),
        (",,", []),
        ('"1","2","3"\r\n', ["1", "2", "3"]),
        ('"","""",""""""', ["", '"', '""']),
        ('"a,b","c\nd","e\rf"', ["a,b", "c\nd", "e\rf"]),
        (" 1, 2 ,3 ", [" 1", " 2 ", "3 "]),
    ],
)
def test_cells(text, cells):
    assert [row[2] for row in scan(text, HEADER)] == [cells]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (r'"a \"b\", c","C:\\","x ""y"""', ['a "b", c', "C:\\", 'x "y"']),
        (r"a\,b,\n,O\'N", ["a,b", r"\n", r"O\'N"]),
        ('"a\\\nb",2,3', ["a\\\nb", "2", "3"]),
        (r'"a\","b","c"', None),
    ],
)
def test_cells_with_escapes(text, cells):
    found = next(Rows(",", '"', "\\").scan(Lines(text), header=HEADER))
    assert (found.cells == cells) if cells else found.problem


def test_cells_parted_by_two_characters():
    found = next(Rows(", ", '"').scan(Lines('"a, b", c,d, ""\n'), header=HEADER))
    assert found.cells == ["a, b", "c,d", ""]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('1,"2,3\n4,5,6\n', [(0, 1, "a quoted cell does not close"), (1, 2, ["4", "5", "6"])]),
        ('1,"2"x,3\n4,5,6\n', [(0, 1, "a quoted cell does not close"), (1, 2, ["4", "5", "6"])]),
        ('1,2",3\n4,5,6\n', [(0, 1, "a stray quote"), (1, 2, ["4", "5", "6"])]),
        ('1, "2",3\n', [(0, 1, "a stray quote")]),
        # The quote closes two records on: they are given back.
        (
            '1,"2\n4,5,6\n7,8"\n',
            [(0, 1, "a quoted cell does not close"), (1, 2, ["4", "5", "6"]), (2, 3, "a stray quote")],
        ),
        # It closes in a row of the wrong width, and no line within is a record: one row, held back whole.
        ('1,"2\nx\ny",3,4\n5,6,7\n', [(0, 3, "4 cells where the header has 3"), (3, 4, ["5", "6", "7"])]),
        # It closes in a row of the right width: believed.
        ('1,"2\n4,5,6\n7",8\n', [(0, 3, ["1", "2\n4,5,6\n7", "8"])]),
    ],
)
def test_damage(text, rows):
    assert scan(text, HEADER) == rows


def test_a_cell_of_many_lines_is_believed_unless_they_are_records():
    prose = '1,"' + "a line of a note\n" * 60 + '",3\n'
    assert [row[:2] for row in scan(prose, HEADER)] == [(0, 61)]
    swallowed = '1,"2\n' + "4,5,6\n" * 60 + '7",8\n'
    rows = scan(swallowed, HEADER)
    assert rows[0] == (0, 1, "a quoted cell does not close")
    assert rows[1:-1] == [(at, at + 1, ["4", "5", "6"]) for at in range(1, 61)]
    assert rows[-1] == (61, 62, "a stray quote")


def test_a_cell_beyond_belief():
    assert scan("1,2," + "x" * CELL_LIMIT, HEADER)[0][2] == ["1", "2", "x" * CELL_LIMIT]
    assert "more than 1,048,576" in scan("1,2,x" + "x" * CELL_LIMIT, HEADER)[0][2]


def test_without_a_header_any_width_is_believed():
    assert [row[2] for row in scan('1\n2,3\n"4\n5",6,7\n')] == [["1"], ["2", "3"], ["4\n5", "6", "7"]]


def test_many_stray_quotes_cost_one_pass():
    # Quadratic would be 20,000 passes over 200 kB: minutes, not a moment.
    text = '1,"2,3\n' * 20_000
    assert len(scan(text, HEADER)) == 20_000


def test_lines_know_every_line_end():
    lines = Lines("a\nb\r\nc\rd")
    assert lines.lines == ["a\n", "b\r\n", "c\r", "d"]
    assert lines.raw(1, 3) == "b\r\nc"


@pytest.mark.parametrize(("cells", "blank"), [([], True), (["", " \t"], True), (["", "x"], False), (["\u00a0"], False)])
def test_is_blank(cells, blank):
    assert is_blank(cells) is blank


@given(st.text(alphabet='ab,"\n\r ', max_size=80), st.sampled_from([None, HEADER, ["a"]]))
def test_every_line_belongs_to_exactly_one_row(text, header):
    rows = scan(text, header)
    assert [row[0] for row in rows] == [0, *(row[1] for row in rows)][:-1] if rows else not text
    assert (rows[-1][1] if rows else 0) == len(Lines(text).lines)


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("1,2,3\n4", False),
        ("1,2,3\n", True),
        ("1,2,3", True),
        ("1,2\n4", False),
        ('1,"2\n4,5,6\n', True),
        ('1,"2""\n4,5,6\n', True),
        ('1,"2"x\n4', False),
        ('1,2"\n4', False),
        ('1,"2\n4,5,6\n7"x', False),
        ('1,"2\n4,5,6\n7"', True),
        ('1,"2\n4,5,6\n7"\n8', False),
    ],
)
def test_whether_more_text_could_make_another_row(text, torn):
    grammar, lines = Rows(",", '"'), Lines(text)
    assert grammar.is_torn(grammar.row(lines, 0, HEADER), lines) is torn
