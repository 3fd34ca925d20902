"""Disks that are full: the old output stays, nothing is left beside it, and the message says what is needed.

Full are a file beyond its largest size (``RLIMIT_FSIZE``), a file system without space and one without inodes (small
``tmpfs`` mounts, where the system allows it).
"""

from __future__ import annotations

import random
import re
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from trial.ground import Ground, alike, ground

__all__ = ["trial"]

THRESHOLDS = 30
SIZES_KIB = (4, 8, 16, 24, 32, 48, 64, 96, 128, 160, 192, 256, 512)
INODES = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 40)
_SAID = re.compile(r"crmclean: cannot (write [\d,]+ bytes to|prepare|put the output in place at) \S+: [A-Z][^:]+\n")


def trial(share: float = 1, seed: int = 7) -> Iterator[dict[str, object]]:
    """Run into disks that are full, at so many sizes."""
    with ground() as at:
        yield _limited(at, max(2, round(share * THRESHOLDS)), random.Random(seed))
    for what, option, sizes in (
        ("no space left (tmpfs)", "size={}k", SIZES_KIB),
        ("no inodes left (tmpfs)", "nr_inodes={}", INODES),
    ):
        with ground() as at:
            yield _mounted(at, what, option, sizes[:: max(1, round(1 / share / 2))])


def _limited(at: Ground, thresholds: int, dice: random.Random) -> dict[str, object]:
    at.call(at.clean(at.two))
    sizes = sorted(path.stat().st_size for path in at.out.iterdir())
    drawn = sorted({1, sizes[-1] - 1, sizes[-1], *(dice.randrange(sizes[-1]) for _ in range(thresholds - 3))})
    new = at.state()
    at.call(at.clean(at.one))
    problems, codes = [], []
    for limit in drawn:
        before = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
        problems += [f"{limit} bytes: {said}" for said in _problems(at, at.clean(at.two), new, before, codes)]
    return {"what": "largest size of a file", "trials": len(drawn), "codes": codes, "problems": problems}


def _mounted(at: Ground, what: str, option: str, sizes: tuple[int, ...]) -> dict[str, object]:
    at.call(at.clean(at.two))
    new, problems, codes = at.state(), [], []
    at.call(at.clean(at.one))
    earlier = at.keep("earlier")
    for size in sizes:
        for start in (None, earlier):
            at.put(None)
            with _mount(at.out.parent, option.format(size)) as mounted:
                if not mounted:
                    return {"what": what, "trials": 0, "skipped": "the system allows no mount", "problems": []}
                try:
                    at.put(start)
                except OSError:  # the earlier output has no room itself
                    continue
                problems += [f"{size}: {said}" for said in _problems(at, at.clean(at.two), new, lambda: None, codes)]
    return {"what": what, "trials": len(codes), "codes": codes, "problems": problems}


def _problems(
    at: Ground, work: Callable[[], int], new: object, before: Callable[[], object], codes: list[int]
) -> Iterator[str]:
    old = at.state()
    ended, state = at.call(work, before), at.state()
    codes.append(ended.code)
    if ended.code not in {0, 5}:
        yield f"exit {ended.code}: {ended.said}"
    if not (state == old if ended.code else alike(state, new)):
        yield f"exit {ended.code}, and the other output is in place"
    if ended.code == 5 and not _SAID.fullmatch(ended.said):
        yield f"said: {ended.said}"
    if at.beside():
        yield f"left beside it: {at.beside()}"


@contextmanager
def _mount(folder: Path, options: str) -> Iterator[bool]:
    command = ["mount", "-t", "tmpfs", "-o", options, "trial", folder]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
