"""The ladder of encodings, and the way back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.files.encoding import decode, encode

TEXT = "name,city\nJos\u00e9,M\u00fcnchen\nAnn,K\u00f6ln\n"


@pytest.mark.parametrize(
    ("written", "expected", "warns"),
    [
        ("ascii", "utf-8", False),
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("utf-32", "utf-32", False),
        ("cp1252", "cp1252", True),
        ("latin-1", "cp1252", True),
    ],
)
def test_the_ladder(written, expected, warns):
    text = "a,b\n1,2\n" if written == "ascii" else TEXT
    found = decode(text.encode(written))
    assert (found.data.decode(), found.encoding, bool(found.warnings)) == (text, expected, warns)


def test_big_endian_with_mark():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")).data.decode() == TEXT


def test_a_legacy_guess_names_lines_and_no_values():
    (warning,) = decode(TEXT.encode("cp1252")).warnings
    assert "2 of 3 lines (line 2, 3): assumed cp1252" in warning
    assert "Jos" not in warning


def test_mixed_encodings_are_told_line_by_line():
    found = decode("a\nJos\u00e9\n".encode() + "M\u00fcller\n".encode("cp1252"))
    assert found.data.decode() == "a\nJos\u00e9\nM\u00fcller\n"
    assert found.encoding == "utf-8"
    assert "mixed encodings: UTF-8, but not in 1 of 3 lines (line 3)" in found.warnings[0]


def test_many_lines_in_either_encoding_are_refused_unless_told():
    raw = b"a\n" + b"Jos\xc3\xa9\nM\xfcller\n" * 3
    with pytest.raises(
        TableError, match=r"partly UTF-8, but not in 3 of 7 lines \(line 3, 5, 7\); say --encoding mixed"
    ):
        decode(raw)
    found = decode(raw, "mixed")
    assert (found.data.decode(), found.encoding) == ("a\n" + "José\nMüller\n" * 3, "utf-8")
    assert "3 of 7 lines" in found.warnings[0]
    assert decode("é\n".encode(), "mixed").warnings == ()


def test_a_broken_line_behind_a_mark():
    found = decode(b"\xef\xbb\xbfa\nJos\xc3\xa9\nM\xfcller\n")
    assert found.data.decode() == "a\nJos\u00e9\nM\u00fcller\n"
    assert found.line_offsets([0, 2, 3]) == [0, 11, 18]


def test_the_bytes_that_cp1252_leaves_undefined_survive():
    raw = b"a\n" + bytes(range(0x80, 0x100)) + b"\n"
    found = decode(raw)
    assert encode(found.data, found.encoding) == (raw, "cp1252")


def test_mojibake_is_left_as_it_is():
    text = "M\u00c3\u00bcller"
    assert decode(text.encode()).data.decode() == text


@pytest.mark.parametrize(
    ("raw", "encoding", "match"),
    [
        (b"\xff\xfe", "nonsense", "unknown encoding 'nonsense'"),
        (b"ab\xff", "utf-8", "is not UTF-8: the bytes at offset 2"),
        (b"abc", "utf-16-le", "offset 2"),
        (b"abc", "hex", "no encoding of text"),
    ],
)
def test_a_named_encoding_that_does_not_fit(raw, encoding, match):
    with pytest.raises(TableError, match=match):
        decode(raw, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "UTF16", "cp1252", "windows-1252", "iso8859-15"])
def test_a_named_encoding(encoding):
    found = decode(TEXT.encode(encoding), encoding)
    assert found.data.decode() == TEXT
    assert not found.warnings


def test_a_mark_is_found_under_any_name_of_the_encoding():
    assert decode(TEXT.encode("utf-8-sig"), "utf8").data.decode() == TEXT
    assert decode(TEXT.encode("utf-16"), "utf-16-le").data.decode() == TEXT


def test_what_has_no_place_in_the_encoding_is_written_as_utf8():
    assert encode("\u0141".encode(), "cp1252") == ("\u0141".encode(), "utf-8")
    assert encode("\u0141".encode(), "iso8859-1") == ("\u0141".encode(), "utf-8")


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_there_and_back(text, encoding):
    raw, written = encode(text.encode(), encoding)
    found = decode(raw, encoding)
    assert (found.data.decode(), encode(found.data, found.encoding)[0], written) == (text, raw, encoding)


@given(
    st.lists(st.text("a\u00e9\u4e2d\U0001f600", max_size=5), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "shift_jis"]),
)
def test_line_offsets_point_at_the_lines(lines, end, encoding):
    text = "".join(line + end for line in lines)
    raw = text.encode(encoding, "ignore")
    found = decode(raw, encoding)
    offsets = found.line_offsets(range(len(lines) + 1))
    assert found.line_offsets([len(lines) - 1]) == offsets[-2:-1]
    codec = found.codec or "utf-8"
    assert (len(offsets), offsets[-1]) == (len(lines) + 1, len(raw))
    for begin, stop in pairwise(offsets):
        assert raw[begin:stop].decode(codec).removeprefix("\ufeff").endswith(end)
        assert raw[begin:stop].decode(codec).count(end) == 1
