"""Fast and careful together give what one careful reading gives, whatever the text and wherever the blocks are cut."""

from __future__ import annotations

import csv
import io
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.files import careful, rows
from crmclean.files.careful import Careful
from crmclean.files.dialect import Dialect
from crmclean.files.parsed import HeldBack
from crmclean.files.records import Lines
from crmclean.files.rows import read_rows

NASTY = st.text(alphabet="ab1 ,;\t\"'\n\r=\u00e9\U0001f600\u2028\x0b", max_size=6)


def dialect(header: list[str], delimiter: str = ",", quote: str = '"', escape: str = "") -> Dialect:
    return Dialect(delimiter, quote, header, 0, 1, escape)


def carefully(text: str, form: Dialect, start: int = 1):
    """Read what stands below the first line row by row: table, spans, blank rows, rows held back."""
    lines, cells, spans, held, blank = Lines(text), [], [], [], 0
    for row in form.grammar.scan(lines, start=start, header=form.header):
        if row.problem:
            held.append(HeldBack(row.start, row.problem, lines.raw(row.start, row.stop)))
        elif row.cells:
            cells.append(tuple(cell or None for cell in row.cells))
            spans.append([len(text[: lines.starts[at]].encode()) for at in (row.start, row.stop)])
        else:
            blank += 1
    return cells, spans, blank, held


def found(text: str, form: Dialect, *, block: int = 1 << 20, start: int = 0):
    """Read the same fast; and count the rows that were read carefully."""
    with (
        patch.multiple(rows, _BLOCK=block),
        patch.object(Careful, "read", autospec=True, side_effect=Careful.read) as read,
    ):
        parsed = read_rows(text.encode(), form, start=start or text.index("\n") + 1)
    assert parsed.table.schema == dict.fromkeys(form.header, pl.String)
    assert parsed.rows == parsed.table.height + parsed.blank + len(parsed.held)
    assert parsed.spans is not None
    return (parsed.table.rows(), parsed.spans.tolist(), parsed.blank, parsed.held), read.call_count


@st.composite
def written(draw):
    """A table as csv.writer writes it: text, rows, and how."""
    width = draw(st.integers(1, 4))
    table = draw(st.lists(st.lists(NASTY, min_size=width, max_size=width), max_size=6))
    delimiter, quote = draw(st.sampled_from(",;\t|")), draw(st.sampled_from("\"'"))
    quoting, end = draw(
        st.sampled_from([(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\n"), (csv.QUOTE_MINIMAL, "\n")])
    )
    if (quoting, end) == (csv.QUOTE_MINIMAL, "\n"):
        # csv.writer leaves a carriage return unquoted here, and no reader can know what it meant.
        table = [[cell.replace("\r", "") for cell in row] for row in table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, quoting=quoting, lineterminator=end)
    header = [f"c{at}" for at in range(width)]
    writer.writerows([header, *table])
    return out.getvalue(), table, dialect(header, delimiter, quote)


@given(written(), st.sampled_from([7, 64, 1 << 20]))
def test_what_is_read_is_the_table_that_was_written(table, block):
    text, lines, form = table
    full = [row for row in lines if any(cell.strip(" \t") for cell in row)]
    result, judged = found(text, form, block=block)
    assert result == carefully(text, form)
    assert (result[0], result[2], result[3]) == (
        [tuple(cell or None for cell in row) for row in full],
        len(lines) - len(full),
        [],
    )
    if "\r" not in text.replace("\r\n", "") and block > len(text):
        assert judged == 0


@given(
    written(),
    st.lists(
        st.tuples(st.integers(0, 200), st.text(alphabet='ac,"\n\r\0 ', max_size=2), st.integers(0, 2)), max_size=4
    ),
    st.integers(1, 70),
)
def test_damaged_texts_are_read_as_the_careful_reader_alone_reads_them(table, damages, block):
    text, _, form = table
    begin = text.index("\n") + 1
    for at, put, take in damages:
        place = begin + at % (len(text) - begin + 1)
        text = text[:place] + put + text[place + take :]
    assert found(text, form, block=block)[0] == carefully(text, form)


LINES = [
    "1,2\n",
    "3,\u00e9\r\n",
    '4,"x\ny"\n',
    '"5,""z","\n\n"\n',
    "\n",
    ",\n",
    " , \n",
    "6\n",
    '7,"8\n',
    '9,1"0\n',
    '1,"2""\n',
    "1\0,2\n",
    "a,b\n",
    '"a","b"\n',
    "a,c\n",
    "1,2\r",
    '1,"\r"\n',
    "1,2,3\n",
]


@given(
    st.lists(st.sampled_from(LINES), max_size=60),
    st.sampled_from(["", "7,8", '"', "9\r", '1,"2"']),
    st.integers(3, 300),
    st.integers(2, 40),
)
def test_where_the_blocks_are_cut_changes_nothing(lines, tail, block, ahead):
    text, form = "a,b\n" + "".join(lines) + tail, dialect(["a", "b"])
    with patch.multiple(careful, _SMALL=ahead, _ROW_LIMIT=1 << 12):
        assert found(text, form, block=block)[0] == carefully(text, form)


@given(
    st.text(alphabet='a1, "\n\r\\', max_size=80),
    st.integers(1, 90),
    st.sampled_from([(",", "\\"), (", ", ""), (", ", "\\"), (" ", "\\")]),
)
def test_any_text_in_a_less_usual_dialect(body, block, style):
    delimiter, escape = style
    form = dialect(["a", "b"], delimiter, escape=escape)
    assert found("h\n" + body, form, block=block)[0] == carefully("h\n" + body, form)


WIDE = [
    "1,2,3,4,5\n",
    '1,"2,3,4,5\n',
    '1,2,3,4",5\n',
    '"1,2,3,4,5\n',
    '1,2,3,4,5"\n',
    'x"\n',
    "\ufeffa,b,c,d,e\n",
    "\n",
]


@given(st.lists(st.sampled_from(WIDE), max_size=12), st.integers(1, 200))
def test_records_within_quotes_are_given_back(lines, block):
    text, form = "a,b,c,d,e\n" + "".join(lines), dialect(list("abcde"))
    assert found(text, form, block=block)[0] == carefully(text, form)


def test_a_record_between_two_lost_quotes_is_kept():
    text = 'a,b,c,d,e\n1,"2,3,4,5\n6,7,8,9,0\n1,2,3,4,5\n1,2",3,4,5\n'
    (cells, _, _, held), _ = found(text, dialect(list("abcde")))
    assert cells == [("6", "7", "8", "9", "0"), ("1", "2", "3", "4", "5")]
    assert [row.raw for row in held] == ['1,"2,3,4,5', '1,2",3,4,5']


@given(st.text(alphabet='a1,"\n\r\0 \u00e9', max_size=80), st.integers(1, 90), st.integers(1, 3))
def test_any_text(body, block, width):
    form = dialect(["a", "b", "c"][:width])
    assert found("h\n" + body, form, block=block)[0] == carefully("h\n" + body, form)


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
def test_what_is_sound_is_never_read_carefully(body, end):
    result, judged = found("a,b" + end + body, dialect(["a", "b"]))
    assert (result, judged) == (carefully("a,b" + end + body, dialect(["a", "b"])), 0)


DOUBTFUL = [
    "1\n", "1,2,3\n", "1,2,\n", '1,"2\n', '1,2"\n', '1,2""\n', '1,"2"x\n', '1, "2"\n', '1,x"2"\n', "1,2\0\n", "1\r,2\n",
    '1,"a\rb"\n', "1,2\r3,4\r", "a,b\n", '"a",b\n', '1,"' + "x\n" * 51 + '"\n', "1," + "x" * ((1 << 20) + 1) + "\n",
    "  \n", '"', "\r",
]  # fmt: skip


@pytest.mark.parametrize("after", ["", "3,4\n", '3,"4\n5"\n'])
@pytest.mark.parametrize("sound", ["", "8,9\n", '8,"\n9"\n\n,\n'])
@pytest.mark.parametrize("row", DOUBTFUL)
def test_a_row_in_doubt_is_left_to_the_careful_reader(sound, row, after):
    text, form = "a,b\n" + sound + row + after, dialect(["a", "b"])
    result, judged = found(text, form, block=1 << 22)
    assert result == carefully(text, form)
    assert judged >= 1


@pytest.mark.parametrize("damage", ["x,1,2\n", "x\n", '"x,1\n', 'x,"1\n', 'x,1"\n', 'x,"1"2\n'])
def test_only_damaged_rows_are_read_carefully(damage):
    body = ['"1,\n",x\n' if at % 3 else damage if at % 30 == 0 else "2,y\n" for at in range(900)]
    text, form = "a,b\n" + "".join(body), dialect(["a", "b"])
    result, judged = found(text, form, block=256)
    assert result == carefully(text, form)
    assert judged <= 60


@given(
    st.lists(st.sampled_from(LINES), max_size=30),
    st.sampled_from(["", "7,8", '"', "9\r", '1,"2"']),
    st.integers(3, 300),
)
def test_carriage_returns_alone_are_line_ends_like_others(lines, tail, block):
    text, form = '"a\r",b\r' + "".join(lines).replace("\n", "\r") + tail, Dialect(",", '"', ["a\r", "b"], 0, 2)
    assert found(text, form, block=block, start=7)[0] == carefully(text, form, start=2)


def test_carriage_returns_alone_are_read_fast():
    text, form = 'a,b\r1,2\r"\r","3\r4"\r', dialect(["a", "b"])
    result, judged = found(text, form, start=4)
    assert (result, judged) == (carefully(text, form), 0)


def test_readers_that_disagree_stop_the_reading():
    with (
        patch.object(rows, "read_fast", return_value=pl.DataFrame({"a": ["1", "2"], "b": ["1", "2"]})),
        pytest.raises(TableError, match="cut differently"),
    ):
        read_rows(b"a,b\n1,2\n", dialect(["a", "b"]), start=4)
