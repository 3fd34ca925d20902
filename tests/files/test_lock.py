"""One run at a time, and a lock that dies with its process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crmclean.files.lock import OccupiedError, locked

HOLD = """
import sys
from pathlib import Path
from crmclean.files.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_by_pid_until_the_first_ends(tmp_path, holder):
    with pytest.raises(OccupiedError, match=f"process {holder.pid} is writing here"), locked(tmp_path / "lock"):
        pass
    holder.communicate("")
    with locked(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())
    assert not (tmp_path / "lock").exists()


def test_the_lock_of_a_killed_process_is_stale(tmp_path, holder):
    holder.kill()
    holder.wait()
    assert (tmp_path / "lock").exists()
    with locked(tmp_path / "lock"):
        pass
    assert not (tmp_path / "lock").exists()


def test_the_lock_ends_with_an_exception(tmp_path):
    with pytest.raises(ValueError, match="x"), locked(tmp_path / "lock"):
        raise ValueError("x")
    with locked(tmp_path / "lock"):
        pass


def test_a_lock_file_that_was_removed_meanwhile_is_not_taken_for_the_lock(tmp_path, monkeypatch):
    path = tmp_path / "lock"
    truth, calls = os.path.samestat, []

    def removed_once(left, right):
        calls.append(1)
        return len(calls) > 1 and truth(left, right)

    monkeypatch.setattr(os.path, "samestat", removed_once)
    with locked(path):
        assert len(calls) == 2


def test_a_disk_that_is_full_of_everything_keeps_nobody_from_the_lock(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", refuse)
    with locked(tmp_path / "lock"):
        monkeypatch.undo()
        with pytest.raises(OccupiedError, match="another process is writing here"), locked(tmp_path / "lock"):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "lock").symlink_to(tmp_path / "mine")
    with pytest.raises(OSError, match="symbolic links"), locked(tmp_path / "lock"):
        pass
    assert (tmp_path / "mine").read_text() == "mine"
