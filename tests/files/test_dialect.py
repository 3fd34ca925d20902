"""Delimiter, quote and header by evidence; the refusals are tested through `read`."""

from __future__ import annotations

import pytest

from crmclean.errors import TableError
from crmclean.files.dialect import detect, parse_delimiter
from crmclean.files.records import Lines


@pytest.mark.parametrize(
    ("given", "expected"), [(",", ","), ("tab", "\t"), ("\\t", "\t"), ("Semicolon", ";"), ("pipe", "|"), (" ", " ")]
)
def test_parse_delimiter(given, expected):
    assert parse_delimiter(given) == expected


@pytest.mark.parametrize("given", ["", "ab", "x", "1", '"', "'", "\n", "\u00a7"])
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
        ("a,b\n'x,2\nO'N,'3\n", ",", '"'),
        ("a,b\n1,2\n3\n4,5\n6,7\n", ",", '"'),
    ],
)
def test_detect(text, delimiter, quote):
    found = detect(Lines(text), cut=False)
    assert (found.delimiter, found.quote) == (delimiter, quote)


def test_a_torn_last_row_says_nothing():
    text = "a,b\n" + "1,2\n" * 60 + '3,"x\n' + "y\n" * 49
    assert detect(Lines(text), cut=True).header == ["a", "b"]


def test_where_the_header_stands():
    found = detect(Lines('Title\n\n"a\nb",c,d\n1,2,3\n4,5,6\n7,8,9\n'), cut=False)
    assert (found.header, found.header_line, found.first_line) == (["a\nb", "c", "d"], 2, 4)
