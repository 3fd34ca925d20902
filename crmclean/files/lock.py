"""One run at a time into one place: a lock that dies with its process, however that dies.

Where the system has no ``fcntl`` (Windows) nothing is locked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crmclean.errors import OutputError

__all__ = ["OccupiedError", "locked"]


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
        yield
    finally:
        # Unlinked while still held: whoever opened it meanwhile sees that the name is gone, and starts over.
        with suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(handle)


def _acquire(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            if _names(path, handle):
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
                return handle
        except BlockingIOError:
            pid = os.pread(handle, 20, 0).decode("ascii", "replace")
            os.close(handle)
            who = f"process {pid}" if pid else "another process"
            raise OccupiedError(f"{who} is writing here (lock {path}); wait for it, or name another folder") from None
        except BaseException:
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
