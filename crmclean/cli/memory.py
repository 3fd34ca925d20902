"""Whether a file can fit into memory, told before any work: where Rust code runs out of it, the process ends in a word.

A file that cannot fit for certain is refused, one that is likely too large gets a warning. What nobody can promise: a
process that the system kills (out of memory) says nothing; the next start clears what it left.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crmclean.errors import CrmcleanError

__all__ = ["CLEAN", "RUN", "Room", "TooLittleMemoryError", "check", "control_group", "rooms"]

RUN, CLEAN = 33, 15
"""Bytes of memory that the whole way takes for each byte of a file, and a step of it alone. Source: measured on 100,000
contacts (17.7 MiB): run 737 MiB, dedupe 440, clean 397, score 288, of which 140 are there before a file is opened."""
_LEAST = 2
"""The same at the very least: a file is read whole, and its text or cells lie beside it. Source: measured on 20,000
records with long notes (40.5 MiB), where little is found: clean 420 MiB, 7 for each byte."""
_MIB = 1 << 20


class TooLittleMemoryError(CrmcleanError):
    """There is certainly less memory than the input needs."""

    exit_code = 6
    http_status = 503


class Room(NamedTuple):
    """A limit of memory, in bytes: whose it is, and what libraries take of it, at the least and likely."""

    of: str
    limit: int
    least: int
    likely: int


def check(*files: str | os.PathLike[str], per_byte: int) -> None:
    """Refuse files that cannot fit into memory, and warn on stderr of those that likely do not.

    Args:
        files: The input files; what is no file counts nothing.
        per_byte: Bytes of memory that the work likely takes for each byte of the files.

    Raises:
        TooLittleMemoryError: They cannot fit.
    """
    size = sum(file.stat().st_size for file in map(Path, files) if file.is_file())
    for room in rooms():
        least, likely = room.least + _LEAST * size, room.likely + per_byte * size
        told = f"may be used ({room.of}); split the input, or raise the limit"
        if least > room.limit:
            needed = f"at least {_mib(least)}, likely {_mib(likely)}"
            raise TooLittleMemoryError(f"out of memory: {needed} are needed, and {_mib(room.limit)} {told}")
        if likely > room.limit:
            print(  # noqa: T201 - this is the command line
                f"crmclean: warning: some {_mib(likely)} of memory are likely needed, and {_mib(room.limit)} {told}",
                file=sys.stderr,
            )
            return


def rooms() -> Iterator[Room]:
    """Yield the limits of memory that hold for this process; systems without ``resource`` and ``/proc`` have none.

    Libraries alone take 500 to 1,400 MiB of addresses (``ulimit -v``; each thread reserves some), 230 to 300 MiB of
    data (``ulimit -d``) and 130 to 150 MiB of real memory. Source: measured, limits under which four records are read
    never, and always.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - the module does not exist everywhere

        kinds = (("ulimit -v", resource.RLIMIT_AS, 500, 1400), ("ulimit -d", resource.RLIMIT_DATA, 230, 300))
        for of, kind, least, likely in kinds:
            soft, _ = resource.getrlimit(kind)
            if soft != resource.RLIM_INFINITY:
                yield Room(of, soft, least * _MIB, likely * _MIB)
    swap = _machine("SwapTotal:") or 0
    for of, limit in (("the control group's limit", control_group()), ("this machine's", _machine("MemTotal:"))):
        if limit is not None:
            yield Room(of, limit + swap, 130 * _MIB, 150 * _MIB)


def control_group(of: Path = Path("/proc/self/cgroup"), root: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the smallest limit, in bytes, of the control groups (version 2) that the process is in."""
    try:
        group = of.read_text(encoding="utf-8").partition("0::/")[2].strip()
    except (OSError, ValueError):
        return None
    place = root / group
    limits = [_limit(folder / "memory.max") for folder in (place, *place.parents[: len(Path(group).parts)])]
    return min((limit for limit in limits if limit is not None), default=None)


def _limit(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # no such file, or "max"
        return None


def _machine(line: str) -> int | None:
    """Return one line of what the system says of its memory."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(each.split()[1]) * 1024 for each in lines if each.startswith(line)), None)


def _mib(size: int) -> str:
    return f"{size / _MIB:,.0f} MiB"
