"""Delimiter, quote and header by evidence; the refusals are tested through `read`."""

from __future__ import annotations

import pytest

from crmclean.errors import TableError
from crmclean.files.dialect import detect, escapes, parse_delimiter
from crmclean.files.records import Lines


@pytest.mark.parametrize(
    ("given", "expected"),
    [(",", ","), ("tab", "\t"), ("\\t", "\t"), ("Semicolon", ";"), ("pipe", "|"), (" ", " "), (", ", ", ")],
)
def test_parse_delimiter(given, expected):
    assert parse_delimiter(given) == expected


@pytest.mark.parametrize("given", ["", "ab", "x", "1", "  ,", "a ", "\\", '"', "'", "\n", "\u00a7"])
def test_parse_delimiter_refuses(given):
    with pytest.raises(TableError, match="one character"):
        parse_delimiter(given)


@pytest.mark.parametrize(
    ("text", "delimiter", "quote"),
    [
        ("a,b\n1,2\n", ",", '"'),
        ("a,b,c\n1;1,2,3\n4;4,5,6\n", ",", '"'),
        ("a;b;c\n1,1;2;3\n4,4;5;6\n", ";", '"'),
        ("name\tnote\n" + "Ann\tone, two, three\n" * 3, "\t", '"'),
        ('a,b\n"x;y","z;w"\n', ",", '"'),
        ('a;b\n"x,y";"z,w"\n', ";", '"'),
        ("a,b\n'x,y',2\n'z,w',3\n", ",", "'"),
        ("'a','b'\n'1','2'\n", ",", "'"),
        ("a;b\n'the \"x\"; y';2\n'z;w';3\n", ";", "'"),
        ("a,b\n'x,2\nO'N,'3\n", ",", '"'),
        ("a,b\n1,2\n3\n4,5\n6,7\n", ",", '"'),
    ],
)
def test_detect(text, delimiter, quote):
    found = detect(Lines(text), cut=False)
    assert (found.delimiter, found.quote) == (delimiter, quote)


@pytest.mark.parametrize(
    ("text", "delimiter", "escape"),
    [
        ("a, b\n1, 2\n", ", ", ""),
        ('"a", "b"\n"x, y", "2"\n', ", ", ""),
        ("a; b\n1; 2\n", "; ", ""),
        ("a, b\n1, 2\n3,4\n5,6\n7,8\n", ",", ""),
        ("name;note\n" + "Ann;one, two, three\n" * 3, ";", ""),
        ('id name city\n1 "Ann Lee" Rome\n2 Bob Oslo\n', " ", ""),
        ("full name\nAnn Lee\nBob Roe\n", ",", ""),
        ("full company name\n" + "Ann Lee Ltd\n" * 9, ",", ""),
        ('a,b\n1,"the \\"x\\", y"\n', ",", "\\"),
        ('a,b\n1,"C:\\"\n2,"C:\\"\n', ",", ""),
        ('a,b\n1,"5\\""\n2,"the ""x"""\n', ",", "\\"),
    ],
)
def test_detect_the_less_usual(text, delimiter, escape):
    found = detect(Lines(text), cut=False)
    assert (found.delimiter, found.escape) == (delimiter, escape)


def test_a_name_above_cells_of_several_values_is_no_title():
    with pytest.raises(TableError, match="no header"):
        detect(Lines("Tags\n" + "C;D\nE;D\nC;F\n" * 9), cut=False)
    found = detect(Lines("Report\nid;name\n1;Ann\nid;name\n2;Bob\n"), cut=False)
    assert found.header == ["id", "name"]


def test_a_name_before_names_with_commas_is_no_title():
    with pytest.raises(TableError, match="no header"):
        detect(Lines("name\nDoe, J\nRoe, K\n"), cut=False)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Id,Colors\n" + "".join(f"C{at},Red;Green;Blue\n" for at in range(30)), ","),
        ("Id,Colors\n" + "".join(f"C{at},Red;Green\n" for at in range(30)), ","),
        ("Name;Address\n" + "".join(f"A{at};Main St {at},Rome,Italy\n" for at in range(30)), ";"),
        ("Host,Path\n" + "h,a|b|c\n" * 30, ","),
    ],
)
def test_cells_of_several_values_have_no_such_header(text, delimiter):
    assert detect(Lines(text), cut=False).delimiter == delimiter


def test_notes_below_a_small_table_say_nothing_of_its_delimiter():
    text = "Id,Name\n1,Ann\n2,Bob\n\n\nConfidential\nCopyright, all rights\nBy Ann\n"
    assert detect(Lines(text.replace("t, a", "t a")), cut=False).header == ["Id", "Name"]


def test_lines_in_quotes_as_a_whole_are_refused():
    with pytest.raises(TableError, match="every line stands in quotes as a whole, with ',' inside"):
        detect(Lines('"a,b,c"\n"1,""x, y"",2"\n"3,4,5"\n'), cut=False)
    assert detect(Lines('"name"\n"Doe, J"\n'), cut=False).header == ["name"]


def test_escapes_that_come_late():
    dialect = detect(Lines("a,b\n1,2\n"), cut=True)
    assert escapes(dialect, Lines('3,"the \\"x\\", y"\n'))
    assert not escapes(dialect, Lines('3,"C:\\"\n4,"D:\\"\n'))


def test_a_torn_last_row_says_nothing():
    text = "a,b\n" + "1,2\n" * 60 + '3,"x\n' + "y\n" * 49
    assert detect(Lines(text), cut=True).header == ["a", "b"]


def test_where_the_header_stands():
    found = detect(Lines('Title\n\n"a\nb",c,d\n1,2,3\n4,5,6\n7,8,9\n'), cut=False)
    assert (found.header, found.header_line, found.first_line) == (["a\nb", "c", "d"], 2, 4)
