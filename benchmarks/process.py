"""A command in processes of its own, measured: wall seconds, and the most memory that it and its children had at once.

Memory is the sum of what the processes hold (RSS), read from ``/proc`` fifty times a second; pages that forked children
share with their parent count once for each. The command and its children end together when the time or memory is up.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Ran", "run"]

_PAUSE = 0.02
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Ran(NamedTuple):
    """What a command took, in wall seconds and in seconds of all processors together.

    ``failure`` is None where it ended well, else its last line of error or the limit.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    failure: str | None
    output: str


def run(
    command: Sequence[str | Path],
    *,
    limit: float = 300,
    limit_mib: float = 12_288,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Ran:
    """Run a command to its end, or to the limit of seconds or memory."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start, before = time.perf_counter(), _cpu()
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=errors, start_new_session=True, env=env, cwd=cwd
        )
        peak, stopped = 0.0, ""
        try:
            while process.poll() is None and not stopped:
                peak = max(peak, tree_mib(process.pid))
                stopped = _over(time.perf_counter() - start, limit, peak, limit_mib)
                time.sleep(_PAUSE)
        finally:
            _end(process)
        seconds, cpu = time.perf_counter() - start, _cpu() - before
        printed, said = _read(output), _read(errors)
    failure = stopped or (_last_line(said) or f"exit {process.returncode}" if process.returncode else None)
    return Ran(round(seconds, 2), round(cpu, 2), round(peak, 1), failure, printed)


def tree_mib(root: int) -> float:
    """Return the memory that a process and its descendants hold, in MiB; 0 when it is gone."""
    children, pages = defaultdict(list), {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                stat = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
            except OSError:  # it has ended since
                continue
            children[int(stat[1])].append(int(entry.name))
            pages[int(entry.name)] = int(stat[21])
    tree, total = [root], 0
    while tree:
        each = tree.pop()
        total += pages.get(each, 0)
        tree += children[each]
    return total * _PAGE / 2**20


def _cpu() -> float:
    """Return the processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _over(seconds: float, limit: float, peak: float, limit_mib: float) -> str:
    if seconds > limit:
        return f"stopped after {limit:.0f} s"
    return f"stopped over {limit_mib:,.0f} MiB" if peak > limit_mib else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and all that it started: it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(file: tempfile._TemporaryFileWrapper[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
