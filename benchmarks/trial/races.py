"""Processes race to write to one place: one at a time does, the others are refused by name."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from crmclean.files import disk
from trial.ground import Ended, Ground, alike, ground

__all__ = ["trial"]

RACERS, ROUNDS = 8, 10
_REFUSED = re.compile(r"crmclean: process (\d+) is writing here \(lock \S+\); wait for it, or name another folder\n")


def trial(share: float = 1) -> Iterator[dict[str, object]]:
    """Let eight processes start at once, in so many rounds."""
    with ground() as at:
        rounds = max(1, round(share * ROUNDS))
        log = at.folder / "log"
        news, problems = [], []
        for file in (at.one, at.two):
            at.call(at.run(file))
            news.append(at.state())
        ended: Counter[str] = Counter()
        for each in range(rounds):
            log.write_text("")
            found = list(_race(at, log))
            ended.update("wrote" if racer.code == 0 else "refused" for _, racer in found)
            said = [*_problems(found), *_overlaps(log), *at.beside()]
            if not any(alike(at.state(), new) for new in news):
                said.append("what is in place is none of the outputs")
            problems += [f"round {each}: {one}" for one in said]
        yield {"what": f"{RACERS} at once", "trials": rounds * RACERS, "ended": dict(ended), "problems": problems}


def _race(at: Ground, log: Path) -> Iterator[tuple[int, Ended]]:
    read, write = os.pipe()
    works = [at.run(file) for file in (at.one, at.two) * (RACERS // 2)]
    pids = [at.start(work, partial(_ready, read, write, log)) for work in works]
    os.close(read)
    os.close(write)  # the starting shot: all that wait at the pipe read its end
    for pid in pids:
        yield pid, at.end(pid)


def _ready(read: int, write: int, log: Path) -> None:
    """Wait for the start; write to a log when this process begins to work on the place, and when it ends."""

    def told(word: str, operation: Callable[..., object]) -> Callable[..., None]:
        def operate(*arguments: Path, **options: Path) -> None:
            if word == "begins" or arguments[0].name.endswith("-lock"):
                with log.open("a") as file:
                    file.write(f"{os.getpid()} {word}\n")
            operation(*arguments, **options)

        return operate

    disk.make_folder = told("begins", disk.make_folder)
    disk.remove = told("ends", disk.remove)
    os.close(write)
    os.read(read, 1)


def _problems(found: list[tuple[int, Ended]]) -> Iterator[str]:
    pids = {str(pid) for pid, _ in found}
    for _, (code, said) in found:
        refused = _REFUSED.fullmatch(said)
        if code != 0 and not (code == 2 and refused and refused[1] in pids):
            yield f"exit {code}: {said}"
    if not any(racer.code == 0 for _, racer in found):
        yield "nobody wrote"


def _overlaps(log: Path) -> Iterator[str]:
    inside = None
    for line in log.read_text().splitlines():
        pid, word = line.split()
        if (inside is None) != (word == "begins") or inside not in {None, pid}:
            yield f"{pid} {word} while {inside} is at work"
        inside = pid if word == "begins" else None
