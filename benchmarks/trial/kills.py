"""Runs into one place, again and again, each ended by a signal at a random moment.

Half of the moments lie anywhere in a run, half between its first file and its end, where the disk is at work.
Source: SQLite's crash tests; after each crash the state is one of those that a whole number of runs gives.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median

from trial.ground import Ended, Ground, State, alike, ground

__all__ = ["SIGNALS", "trial"]

SIGNALS = {signal.SIGKILL: 200, signal.SIGTERM: 25, signal.SIGINT: 25}
"""How many runs each signal ends."""
_NEW = ".out.crmclean-tmp-new"


def trial(share: float = 1, seed: int = 7) -> Iterator[dict[str, object]]:
    """End runs by each signal."""
    for number, trials in SIGNALS.items():
        with ground() as at:
            yield _killed(at, number, max(1, round(share * trials)), random.Random(f"{seed} {number}"))


def _killed(at: Ground, number: signal.Signals, trials: int, dice: random.Random) -> dict[str, object]:
    files = (at.two, at.one)
    wholes, spans, writing = zip(*(_undisturbed(at, file) for file in files), strict=True)
    moments: Counter[str] = Counter()
    problems, healed = [], 0.0
    for each in range(trials):
        old, new = at.state(), wholes[each % 2]
        pid = at.start(at.run(files[each % 2]))
        if each % 4 < 2:
            time.sleep(dice.uniform(0, median(spans)))
        else:
            _await_first_file(at, pid)
            time.sleep(dice.uniform(0, 2 * median(writing)))
        os.kill(pid, number)
        ended, state = at.end(pid), at.state()
        moments[_moment(at, ended, state, old)] += 1
        problems += [f"trial {each}: {said}" for said in _problems(at, number, ended, state, old, new)]
        start = time.perf_counter()
        at.heal()
        healed = max(healed, time.perf_counter() - start)
        if at.beside() or not (at.state() == old or alike(at.state(), new)):
            problems.append(f"trial {each}: not healed: {at.beside()}, {at.state()}")
    return {
        "what": number.name,
        "trials": trials,
        "when": dict(moments),
        "healed_seconds": round(healed, 3),
        "problems": problems,
    }


def _undisturbed(at: Ground, file: object) -> tuple[State, float, float]:
    """Return what a run gives, its seconds, and those from its first file to the end."""
    start = time.perf_counter()
    pid = at.start(at.run(file))
    _await_first_file(at, pid)
    first = time.perf_counter()
    ended = at.end(pid)
    if ended.code or not at.whole():
        raise RuntimeError(f"an undisturbed run went wrong: {ended}")
    return at.state(), time.perf_counter() - start, time.perf_counter() - first


def _await_first_file(at: Ground, pid: int) -> None:
    """Wait until a run has written a file, or ended."""
    new = at.out.parent / _NEW
    while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        try:
            if any(new.iterdir()):
                return
        except FileNotFoundError:
            pass
        time.sleep(0.001)


def _moment(at: Ground, ended: Ended, state: State, old: State) -> str:
    if ended.code == 0:
        return "after the end"
    if state is None and old is not None:
        return "between the renames"
    if state != old:
        return "after the new one is in place"
    return "while writing" if _NEW in at.beside() or ended.code > 0 else "before the first file"


def _problems(  # noqa: PLR0913, PLR0917 - as much as there is to compare
    at: Ground, number: signal.Signals, ended: Ended, state: State, old: State, new: State
) -> Iterator[str]:
    killed = number == signal.SIGKILL
    if ended.code not in {0, -number, 128 + number}:
        yield f"exit {ended.code}: {ended.said}"
    if not (state == old or alike(state, new) or (killed and state is None)):
        yield "what is in place is neither the old nor the new"
    if not killed and at.beside():
        yield f"left beside it: {at.beside()}"
    told = [line for line in ended.said.splitlines() if line.startswith("crmclean: ")]
    if "Traceback" in ended.said or (ended.code > 0 and len(told) != 1):
        yield f"said: {ended.said}"
    if ended.code == 0 and not alike(state, new):
        yield "done, and the new output is not in place"
