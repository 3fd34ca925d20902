"""A file that somebody writes to while it is read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crmclean.errors import TableError
from crmclean.files.source import load

WRITER = """
import sys
with open(sys.argv[1], "ab", buffering=0) as file:
    print("writing", flush=True)
    while True:
        file.write(b"x")
"""


def test_a_writer_at_work_is_noticed(tmp_path):
    path = tmp_path / "export.csv"
    with path.open("wb") as file:
        file.truncate(64 << 20)  # long enough to read for the writer to have its turn
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        with pytest.raises(TableError, match="changed while it was read; try again when nothing writes to it"):
            load(path)
        writer.kill()
    assert len(load(path)) == path.stat().st_size
