"""Zip archives: what is refused before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest
from workbooks import zipped

from crmclean.errors import TableError
from crmclean.files.archive import Archive, is_archive


def test_parts_are_found_whatever_their_case():
    archive = Archive(zipped({"Xl/A.xml": "abc", "b": ""}))
    assert "xl/a.XML" in archive
    assert b"".join(archive.chunks("xl/a.xml", 2)) == b"abc"
    assert archive.size == 3


def test_files_are_those_that_a_person_put_there():
    archive = Archive(zipped({"in/": "", "in/a.csv": "a", "__MACOSX/in/._a.csv": "x", "in/.DS_Store": "x"}))
    assert archive.files() == ["in/a.csv"]


def test_is_archive():
    assert is_archive(zipped({"a": "b"}))
    assert not is_archive(b"PK,b\n")


@pytest.mark.parametrize("name", ["/etc/passwd", "../a.csv", "a/../../b", "C:/a.csv", "..\\a.csv"])
def test_a_path_that_leads_elsewhere(name):
    with pytest.raises(TableError, match="lies outside of it"):
        Archive(zipped({name: "x"}))


def test_a_part_that_stands_twice():
    with pytest.raises(TableError, match="stands twice"):
        Archive(zipped({"a.csv": "x", "A.CSV": "y"}))


def test_too_many_parts():
    with pytest.raises(TableError, match="1,001 parts, more than 1,000; export it as CSV"):
        Archive(zipped({str(number): "" for number in range(1_001)}))


def test_a_password():
    data = bytearray(zipped({"a.csv": "x"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    with pytest.raises(TableError, match="with a password"):
        Archive(bytes(data))


@pytest.mark.parametrize("cut", [5, 40, -30, -1])
def test_a_cut_archive(cut):
    with pytest.raises(TableError, match="damaged or cut short"):
        Archive(zipped({"a.csv": "a,b\n" * 100})[:cut])


def test_damage_inside_is_found_while_reading():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    damaged = data.getvalue().replace(b"a,b\n", b"a,c\n")
    with pytest.raises(TableError, match="damaged"):
        list(Archive(damaged).chunks("a.csv"))


def test_a_part_that_is_missing():
    with pytest.raises(TableError, match="a part of it is missing"):
        list(Archive(zipped({"a": ""})).chunks("b"))
