"""One run at a time into one place: a lock that dies with its process, however that dies.

Where the system has no ``fcntl`` (Windows) nothing is locked.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crmclean.errors import OutputError
from crmclean.files import disk

__all__ = ["OccupiedError", "locked"]


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""In a folder that others may write to, a link of this name could lead to a file of ours."""


class OccupiedError(OutputError):
    """The output folder is not ours to replace, or another run is writing to it: for the caller to decide."""

    exit_code = 2
    http_status = 409


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` during the block, and remove it after.

    Raises:
        OccupiedError: Another process holds it; the message names its pid.
    """
    handle = _acquire(path)
    try:
        with suppress(OSError):  # the pid is for people to read; whether the disk is full, more important files tell
            _sign(handle)
        yield
    finally:
        # Removed while still held: whoever opened it meanwhile sees that the name is gone, and starts over.
        with suppress(OSError):
            disk.remove(path)
        os.close(handle)


def _acquire(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
        try:
            _lock(handle)
            if _names(path, handle):
                return handle
        except BlockingIOError:
            who = _holder(handle)
            os.close(handle)
            raise OccupiedError(f"{who} is writing here (lock {path}); wait for it, or name another folder") from None
        except BaseException:  # the file stays: where locks fail, whose it is cannot be known
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - the module does not exist everywhere

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _names(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _sign(handle: int) -> None:
    os.ftruncate(handle, 0)
    os.write(handle, str(os.getpid()).encode())


def _holder(handle: int) -> str:
    """Name the process that holds the lock; it may need a moment to write its pid."""
    for _ in range(20):
        pid = os.pread(handle, 20, 0).decode("ascii", "replace")
        if pid:
            return f"process {pid}"
        time.sleep(0.005)
    return "another process"
