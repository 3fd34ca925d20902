"""Signals that end a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from crmclean.cli.stops import StoppedError, stoppable


def stopped_by(number: int) -> StoppedError | None:
    """What a block that is sent a signal raises."""
    try:
        with stoppable():
            os.kill(os.getpid(), number)
    except StoppedError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=str
)
def test_a_signal_raises(number, code):
    before = signal.getsignal(number)
    error = stopped_by(number)
    assert error is not None
    assert (error.exit_code, str(error)) == (code, signal.Signals(number).name)
    assert signal.getsignal(number) == before


def test_further_signals_do_not_disturb_the_clearing_up():
    cleared = []

    def stop() -> None:
        with stoppable():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            finally:
                os.kill(os.getpid(), signal.SIGINT)
                cleared.append(1)

    with pytest.raises(StoppedError, match="SIGTERM"):
        stop()
    assert cleared == [1]


def test_what_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert stopped_by(signal.SIGHUP) is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_thread_has_no_signals():
    seen = []

    def work() -> None:
        before = signal.getsignal(signal.SIGINT)
        with stoppable():
            seen.append(signal.getsignal(signal.SIGINT) == before)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [True]


STOPPED = """
import os, signal, sys
from crmclean.files import disk
rename, number = disk.rename, getattr(signal, sys.argv[1])
def stop(*paths):
    rename(*paths)
    os.kill(os.getpid(), number)
disk.rename = stop
sys.argv = ["crmclean", *sys.argv[2:]]
from crmclean.cli import main
main()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_command_that_is_stopped_leaves_what_was_there(name, code, crm, export, tmp_path):
    crm("clean", export, "-o", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    command = [sys.executable, "-c", STOPPED, name, "clean", export, "-o", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == f"crmclean: stopped by {name}; nothing is left half-written\n"
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.csv", "here", "out"]
