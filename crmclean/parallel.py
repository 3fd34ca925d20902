"""Work shared among the cores of the machine; results come in order, so that nothing depends on how many there are.

Threads suffice: polars, numpy and rapidfuzz let go of Python's lock where they work on whole columns.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import polars as pl

__all__ = ["both", "mapped"]

One = TypeVar("One")
Other = TypeVar("Other")

_MOST = 4
"""Threads at most: what is left of Python's lock keeps more from helping, and each holds a part in memory."""


def _threads() -> int:
    """Return how many threads to use: those of polars, which ``POLARS_MAX_THREADS`` sets."""
    return min(pl.thread_pool_size(), _MOST)


def mapped(function: Callable[[One], Other], items: Iterable[One]) -> Iterator[Other]:
    """Apply a function to items, some at a time; results come in the order of the items.

    Args:
        function: Works on one item; it changes nothing that another call sees.
        items: Taken only a few ahead of the results.
    """
    threads = _threads()
    if threads == 1:
        yield from map(function, items)
        return
    pool, waiting = ThreadPoolExecutor(threads), deque[Future[Other]]()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def both(first: Callable[[], One], second: Callable[[], Other]) -> tuple[One, Other]:
    """Return the results of two functions that need nothing of each other."""
    if _threads() == 1:
        return first(), second()
    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(second)
        return first(), later.result()
