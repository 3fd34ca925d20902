"""The bytes of a file; the kinds that are refused are tested through `read`."""

from __future__ import annotations

import itertools
import os

import pytest

from crmclean.errors import TableError
from crmclean.files import source
from crmclean.files.source import load, refuse_other_kinds, refuse_other_text


def test_load(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert load(tmp_path / "x") == b"abc"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_load_without_permission(tmp_path):
    (tmp_path / "x").touch(mode=0)
    with pytest.raises(TableError, match="Permission denied"):
        load(tmp_path / "x")


def test_a_file_that_changes_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    sizes = itertools.count()

    class Stat:
        st_mtime_ns = 0

        def __init__(self):
            self.st_size = next(sizes)

    monkeypatch.setattr(source.os, "fstat", lambda _: Stat())
    with pytest.raises(TableError, match="changed while it was read"):
        load(path)


@pytest.mark.parametrize("data", [b"", b"a,b\n", b"PK,b\n", b"\x00", "ä".encode()])
def test_what_could_be_text_passes(data):
    refuse_other_kinds(data)


@pytest.mark.parametrize("text", [b"", b"a,b\n\x00\n", b"<name>,b\n", b"a\tb\x0c\r\n"])
def test_what_is_text_passes(text):
    refuse_other_text(text)
