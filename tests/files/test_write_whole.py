"""A single file is there whole or not at all, and what lay in its place keeps what it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crmclean.errors import OutputError
from crmclean.files import OccupiedError, disk, write_text
from crmclean.files.lock import locked

KILLED = """
import os, signal, sys
from crmclean.files import disk, write_text
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
disk.rename = die
write_text("new", sys.argv[1])
"""


def test_what_a_killed_process_left_is_gone_with_the_next(tmp_path):
    path = tmp_path / "a.html"
    write_text("old", path)
    died = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert died.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) > 1
    write_text("newer", path)
    assert path.read_text() == "newer"
    assert list(tmp_path.iterdir()) == [path]


def test_two_writers_do_not_meet(tmp_path):
    with locked(tmp_path / ".a.crmclean-lock"), pytest.raises(OccupiedError, match=f"process {os.getpid()} is writing"):
        write_text("x", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_and_stays(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text("new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_private_file_stays_private(tmp_path):
    (tmp_path / "a").touch(mode=0o600)
    write_text("x", tmp_path / "a")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_not_replaced(make, tmp_path):
    make(tmp_path / "a")
    with pytest.raises(OutputError, match="it is no file"):
        write_text("x", tmp_path / "a")
    assert not (tmp_path / "a").is_file()


@pytest.mark.parametrize("step", ["write_file", "rename"])
def test_an_interrupt_leaves_the_old_file(tmp_path, monkeypatch, step):
    write_text("old", tmp_path / "a")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text("new", tmp_path / "a")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]
