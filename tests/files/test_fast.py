"""The fast reader gives what the careful one gives, or nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.careful import read_careful
from crmclean.files.fast import read_fast
from crmclean.files.records import Lines, Rows

NASTY = st.text(alphabet="ab1 ,;\t\"'\n\r=\u00e9\U0001f600\u2028\x0b", max_size=6)


def both(text: str, header: list[str], *, delimiter: str = ",", quote: str = '"'):
    """Read what stands below the first line: the fast reader's stretch, the same rows read carefully, and all rows."""
    body = text[text.index("\n") + 1 :].encode()
    fast = read_fast(body, delimiter=delimiter, quote=quote, header=header, last=True)

    def careful(reach: int):
        return read_careful(Lines(text), Rows(delimiter, quote), header=header, start=1, reach=reach)

    return fast, careful(len(body[: fast.size].decode())) if fast else None, careful(len(text))


def assert_same(fast, careful) -> None:
    assert fast.parsed.table.equals(careful.parsed.table)
    assert (fast.lines, fast.size) == (careful.lines, careful.size)
    assert (fast.parsed.rows, fast.parsed.blank, careful.parsed.held) == (careful.parsed.rows, careful.parsed.blank, [])


@st.composite
def written(draw):
    """A table as csv.writer writes it: text, rows, and how."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(NASTY, min_size=width, max_size=width), max_size=6))
    delimiter, quote = draw(st.sampled_from(",;\t|")), draw(st.sampled_from("\"'"))
    quoting, end = draw(
        st.sampled_from([(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\n"), (csv.QUOTE_MINIMAL, "\n")])
    )
    if (quoting, end) == (csv.QUOTE_MINIMAL, "\n"):
        # csv.writer leaves a carriage return unquoted here, and no reader can know what it meant.
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, quoting=quoting, lineterminator=end)
    header = [f"c{at}" for at in range(width)]
    writer.writerows([header, *rows])
    return out.getvalue(), header, rows, delimiter, quote


@given(written())
def test_fast_is_careful_is_the_table_that_was_written(table):
    text, header, rows, delimiter, quote = table
    fast, same, careful = both(text, header, delimiter=delimiter, quote=quote)
    full = [row for row in rows if any(cell.strip(" \t") for cell in row)]
    found = careful.parsed
    assert found.table.rows() == [tuple(cell or None for cell in row) for row in full]
    assert (found.rows, found.blank, found.held) == (len(rows), len(rows) - len(full), [])
    if fast:
        assert_same(fast, same)
    if "\r" not in text.replace("\r\n", ""):
        assert (fast.parsed.rows if fast else 0) == len(rows)


@given(written(), st.integers(0, 200), st.text(alphabet='a,"\n\r\0 ', max_size=2), st.integers(0, 2))
def test_fast_is_careful_on_damaged_text_too(table, at, put, take):
    text, header, _, delimiter, quote = table
    begin = text.index("\n") + 1
    at = begin + at % (len(text) - begin + 1)
    fast, same, _ = both(text[:at] + put + text[at + take :], header, delimiter=delimiter, quote=quote)
    if fast:
        assert_same(fast, same)


@pytest.mark.parametrize(
    "body",
    [
        "1,2\n",
        "1,2",
        "1,2\r\n3,4\r\n",
        "1,2\n3,4\r\n",
        '"1","2"\n',
        '"1\n\n2","x ""y"" z"\n',
        '1,""\n',
        "1,\n,2\n",
        "\n1,2\n\n\n3,4\n",
        "\r\n1,2\r\n\r\n",
        ",\n",
        "\u00e9,\U0001f600\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_sound_goes_fast(body, end):
    fast, _, careful = both("a,b" + end + body, ["a", "b"])
    assert_same(fast, careful)


DOUBTFUL = [
    "1\n", "1,2,3\n", "1,2,\n", '1,"2\n', '1,2"\n', '1,2""\n', '1,"2"x\n', '1, "2"\n', '1,x"2"\n', "1,2\0\n", "1\r,2\n",
    '1,"a\rb"\n', "1,2\r3,4\r", "a,b\n", '"a",b\n', '1,"' + "x\n" * 51 + '"\n', "1," + "x" * ((1 << 20) + 1) + "\n",
    "  \n", '"', "\r",
]  # fmt: skip


@pytest.mark.parametrize("after", ["", "3,4\n"])
@pytest.mark.parametrize("sound", ["", "8,9\n", '8,"\n9"\n\n,\n'])
@pytest.mark.parametrize("row", DOUBTFUL)
def test_a_row_in_doubt_is_left_to_the_careful_reader(sound, row, after):
    fast, same, _ = both("a,b\n" + sound + row + after, ["a", "b"])
    assert (fast.size if fast else 0) == len(sound)
    if fast:
        assert_same(fast, same)


def test_a_block_ends_with_its_last_whole_row():
    for block, size, lines in ((b'1,2\n3,"4\n5"\n6,"7\n8', 12, 3), (b"1,2\n3", 4, 1), (b"1,2\r\n", 5, 1)):
        found = read_fast(block, delimiter=",", quote='"', header=["a", "b"], last=False)
        assert found is not None
        assert (found.size, found.lines) == (size, lines)
    for block in (b'1,"2\n3', b"1,2", b"", b'1,"2"'):
        assert read_fast(block, delimiter=",", quote='"', header=["a", "b"], last=False) is None
