"""Signals that end a command: each becomes an exception, so that whatever is half-written is cleared away."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["StoppedError", "stoppable"]

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, what a system that shuts down sends, and a terminal that goes away (which Windows has not)."""


class StoppedError(BaseException):
    """A signal asked the command to end; nothing that catches errors catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise ``StoppedError`` in the block when the first signal comes; further ones are ignored, to end tidily.

    A signal that is ignored already stays so: ``nohup`` and shells ask for it. In a thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}

    def stop(number: int, _: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise StoppedError(number)

    try:
        for number in before:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
