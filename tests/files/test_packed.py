"""Packed files: whole or refused, and never a bomb."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import zipped

from crmclean.errors import TableError
from crmclean.files import packed
from crmclean.files.archive import Archive
from crmclean.files.packed import unpack, unpack_only

CSV = b"a,b\n1,2\n" * 50
PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: pa.Codec("zstd").compress(data).to_pybytes(),
}


@pytest.mark.parametrize("kind", PACKERS)
def test_what_was_packed_comes_back(kind):
    once = PACKERS[kind](CSV)
    assert unpack(once) == CSV
    assert unpack(once + PACKERS[kind](b"3,4\n")) == CSV + b"3,4\n"


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("harm", ["cut", "begun", "followed", "second cut"])
def test_damage_is_refused(kind, harm):
    whole = PACKERS[kind](CSV)
    damaged = {
        "cut": whole[:-3],
        "begun": whole[:6],
        "followed": whole + b"junk",
        "second cut": whole + whole[:12],
    }[harm]
    with pytest.raises(TableError, match=f"is a {kind} file that is damaged or cut short"):
        unpack(damaged)


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_is_refused(kind, monkeypatch):
    monkeypatch.setattr(packed, "SIZE_LIMIT", 1 << 20)
    with pytest.raises(TableError, match="more than 100 times its size"):
        unpack(PACKERS[kind](bytes(5 << 20)))


def test_a_large_file_that_is_no_bomb_passes(monkeypatch):
    monkeypatch.setattr(packed, "SIZE_LIMIT", 100)
    text = "\n".join(map(str, range(10_000))).encode()
    assert unpack(gzip.compress(text)) == text


@given(st.binary())
def test_other_bytes_stay(data):
    assert unpack(b"a" + data) == b"a" + data


def test_a_zip_archive_of_one_file():
    data = zipped({"export/": "", "export/a.csv": CSV, "__MACOSX/._a.csv": b"x"})
    assert unpack_only(Archive(data), len(data)) == CSV


@pytest.mark.parametrize(("parts", "files"), [({"in/": ""}, 0), ({"a.csv": "x", "b.csv": "y"}, 2)])
def test_a_zip_archive_of_none_or_several(parts, files):
    with pytest.raises(TableError, match=f"is a zip archive of {files} files"):
        unpack_only(Archive(zipped(parts)), 100)


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(packed, "SIZE_LIMIT", 1 << 20)
    data = zipped({"a.csv": bytes(5 << 20)})
    with pytest.raises(TableError, match="as bombs do"):
        unpack_only(Archive(data), len(data))
