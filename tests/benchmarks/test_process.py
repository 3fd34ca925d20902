from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import pytest


@pytest.fixture
def process(benchmark):
    return benchmark("process")


def python(process, code, **limits):
    return process.run([sys.executable, "-c", code], **limits)


def test_what_it_printed_comes_back(process):
    ran = python(process, "print('done')")
    assert (ran.failure, ran.output) == (None, "done\n")


def test_the_last_line_of_an_error_is_the_failure(process):
    assert python(process, "raise ValueError('no such set')").failure == "ValueError: no such set"
    assert python(process, "raise SystemExit(3)").failure == "exit 3"


def test_memory_of_children_counts(process):
    held = "import time; held = b'x' * 200_000_000; time.sleep(0.5)"
    ran = python(process, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])")
    assert ran.peak_mib > 190


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Wait until it is true: the system takes a moment to take back the memory of what was killed."""
    end = time.monotonic() + seconds
    while not (reached := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return reached


def test_a_command_and_its_children_end_at_the_limit(process, tmp_path):
    code = (
        "import subprocess, sys; "
        f"child = subprocess.Popen(['sleep', '60']); open({str(tmp_path / 'child')!r}, 'w').write(str(child.pid)); "
        "child.wait()"
    )
    ran = python(process, code, limit=3)
    assert ran.failure == "stopped after 3 s"
    assert ran.seconds < 30
    child = int((tmp_path / "child").read_text())
    assert child != os.getpid()
    assert within(20, lambda: process.tree_mib(child) == 0), "the child holds memory still"


def test_memory_has_a_limit(process):
    ran = python(process, "import time; held = b'x' * 200_000_000; time.sleep(30)", limit_mib=150)
    assert ran.failure == "stopped over 150 MiB"
