"""Unchanged records keep their bytes, changed ones the table's style."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files import read
from crmclean.files.rewrite import rewrite


@pytest.fixture
def opened(tmp_path):
    def write(content: bytes):
        path = tmp_path / "in.csv"
        path.write_bytes(content)
        return read(path, max_quarantine=1)

    return write


def changed(found, row, **cells):
    table = found.table.with_row_index("row")
    for name, value in cells.items():
        table = table.with_columns(pl.when(row=row).then(pl.lit(value)).otherwise(pl.col(name)).alias(name))
    return table.drop("row")


PLAIN = b'id,"name",note\r\n1,"Ann","x, y"\r\n2,"Bob",\n3,"Cy",""'


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"a,b\n1,2\n",
        b"a,b",
        b"a\n1\n2\n",
        b"a, b\n1, 2\n",
        b"a,b,\n1,2,\n3,4,",
        b'a b c\n1 "x y" 2\n3 4 5',
        b"\xef\xbb\xbfa;b\r\n1;\xc3\xa9\r\n",
        "a\tb\n1\té\n".encode("utf-16"),
        b"a,b\n1,Caf\xe9 \x81\n",
        b'a,b\n1,"the \\"x\\", y"\n',
        b"a,b\r1,2\r3,4",
        b"sep=;\r\na;b\r\n1;2,3\r\n",
        b"\xfe\xff" + "a,b\n1,é\n".encode("utf-16-be"),
        b"\x00\x00\xfe\xff" + "a,b\n1,é\n".encode("utf-32-be"),
    ],
)
def test_nothing_changed(opened, content):
    found = opened(content)
    assert rewrite(found.table, found, range(found.table.height)) == (content, found.encoding)


def test_what_changed_is_in_the_style_of_its_column(opened):
    found = opened(PLAIN)
    new, _ = rewrite(changed(found, 1, name="Ro", note='say "x"'), found, [0, 1, 2])
    assert new == PLAIN.replace(b'2,"Bob",\n', b'2,"Ro","say ""x"""\r\n')


def test_the_last_row_keeps_its_end(opened):
    found = opened(PLAIN)
    assert rewrite(changed(found, 2, name=None), found, [0, 1, 2])[0] == PLAIN.replace(b'3,"Cy",""', b"3,,")
    assert rewrite(found.table[:2], found, [0, 1])[0] == PLAIN[: PLAIN.rfind(b"3,")]


def test_the_last_record_before_a_row_held_back_keeps_its_end(opened):
    found = opened(b"a,b\n1,2\n3,4\nTotal")
    assert rewrite(found.table, found, [0, 1])[0] == b"a,b\n1,2\n3,4\n"


def test_rows_between_may_be_missing(opened):
    found = opened(b"Title\n\na,b\n1,2\n,\n3\n4,5\n6,7\n")
    assert rewrite(found.table, found, [0, 1, 2])[0] == b"a,b\n1,2\n4,5\n6,7\n"
    assert rewrite(found.table[[0, 2]], found, [0, 2])[0] == b"a,b\n1,2\n6,7\n"
    assert rewrite(found.table[:0], found, [])[0] == b"a,b\n"


def test_escapes_and_wide_delimiters(opened):
    found = opened(b'a, b\n1, "x, \\"y\\""\n3, 4\n')
    assert rewrite(changed(found, 1, b='C:\\ "q"'), found, [0, 1])[0].endswith(b'3, "C:\\\\ \\"q\\""\n')


def test_other_names_are_written_anew(opened):
    found = opened(PLAIN)
    assert rewrite(found.table.rename({"id": "=id"}), found, [0, 1, 2])[0].startswith(b"=id,")


def test_a_character_without_place_makes_it_utf8(opened):
    found = opened(b"a,b\n1,Caf\xe9\n2,x\n")
    assert rewrite(changed(found, 1, b="Ł"), found, [0, 1]) == ("a,b\n1,Café\n2,Ł\n".encode(), "utf-8")


def test_refuses_what_has_no_text(opened):
    found = opened(b'{"a": 1}\n')
    with pytest.raises(ValueError, match="its text"):
        rewrite(found.table, found, [0])


CELL = st.text(alphabet="ab ,;\"\\'\n\r\té", max_size=4)


@given(
    style=st.sampled_from([(",", '"'), (";", '"'), ("\t", "'"), (", ", '"')]),
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6),
    new=st.lists(st.tuples(CELL, CELL), min_size=6, max_size=6),
    keep=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_reading_it_again_gives_the_records(tmp_path_factory, style, rows, new, keep):
    delimiter, quote = style
    path = tmp_path_factory.mktemp("rewrite") / "in.csv"

    def spelled(cell):
        return quote + cell.replace(quote, 2 * quote) + quote

    lines = [("id", "one", "two"), *(("x", *row) for row in rows)]
    path.write_text("\n".join(delimiter.join(map(spelled, line)) for line in lines), newline="")
    found = read(path, delimiter=delimiter, max_quarantine=1)
    wanted = [
        (old[0], *(cell or None for cell in cells)) if not kept else old
        for old, cells, kept in zip(found.table.rows(), new, keep, strict=False)
    ]
    table = pl.DataFrame(wanted, schema=found.table.schema, orient="row")
    again = path.with_name("again.csv")
    again.write_bytes(rewrite(table, found, range(table.height))[0])
    reread = read(again, delimiter=delimiter, max_quarantine=1)
    assert reread.table.rows() == wanted
