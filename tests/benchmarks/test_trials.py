"""A part of every trial, and that trials find what is wrong. All of them: `python benchmarks/trials.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "trials.py"
SHARES = {"points": 0.04, "power": 1, "kills": 0.05, "full": 0.1, "memory": 0.1, "races": 0.1, "same": 0.1}


@pytest.mark.skipif(not hasattr(os, "fork") or not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")
@pytest.mark.parametrize("name", SHARES)
def test_nothing_is_left_half(name, tmp_path):
    command = [sys.executable, SCRIPT, name, "--share", str(SHARES[name]), "--out", tmp_path / "trials.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    rows = json.loads((tmp_path / "trials.json").read_text())["results"] if done.returncode in {0, 1} else done.stderr
    assert [row["problems"] for row in rows] == [[] for _ in rows]
    assert all(row["trials"] > 0 or "skipped" in row for row in rows)
    assert done.returncode == 0


@pytest.fixture
def power(benchmark):
    return benchmark("trial.power")


def found(power):
    return [problem for row in power.trial() for problem in row["problems"]]


@pytest.mark.parametrize("folder", ["place", ".out.crmclean-tmp-new"])
def test_a_folder_that_is_not_synced_is_noticed(power, monkeypatch, folder):
    sync = power.disk.sync_folder
    monkeypatch.setattr(power.disk, "sync_folder", lambda path: None if path.name == folder else sync(path))
    assert found(power)


def test_a_file_that_is_not_synced_is_noticed(power, monkeypatch):
    monkeypatch.setattr(power.disk, "write_file", lambda path, data: path.write_bytes(data))
    assert found(power)


def test_a_file_is_never_sure_before_it_is_synced(power, tmp_path):
    events = power.record(lambda: power.disk.write_file(tmp_path / "a", b"abcd"))
    assert [event.call for event in events] == ["write", "sync"]
    lost = [tree for _, tree in power.crashes(tmp_path, {}, events, power.random.Random(1))]
    assert lost == [{}, {"a": b"ab"}, {}, {"a": b"abcd"}]


def test_a_rename_happens_as_one(power, tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    events = power.record(lambda: (power.disk.rename(tmp_path / "a", tmp_path / "b"), power.disk.sync_folder(tmp_path)))
    lost = [tree for _, tree in power.crashes(tmp_path, {"a": b"x"}, events, power.random.Random(1))]
    assert lost == [{"a": b"x"}, {"b": b"x"}, {"b": b"x"}]
