"""Every operation on the disk fails once: killed there, or refused by the disk, before it, midway and after it.

Source: failpoints, as databases are tested with; SQLite, "How SQLite is tested", 3.2 (I/O errors) and 3.3 (crashes).
"""

from __future__ import annotations

import errno
import os
import random
import signal
from collections.abc import Callable, Iterator
from functools import partial, wraps
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from crmclean.errors import OutputError
from crmclean.files import OutputFolder, disk, lock
from trial.ground import Ground, State, alike, ground

__all__ = ["Fault", "arm", "trial"]

POINTS: dict[ModuleType, tuple[str, ...]] = {
    disk: ("make_folders", "make_folder", "write_file", "rename", "remove", "sync_folder"),
    lock: ("_lock", "_sign"),
}
PHASES = ("before", "midway", "after")
KILLED = 0
ERRORS = (errno.EIO, errno.ENOSPC, errno.EINTR)
STARTS = ("fresh", "earlier", "overwrite")


class Fault(NamedTuple):
    """What goes wrong: at which call, counted from 1, when, with which error (0: the process is killed), how long."""

    at: int
    phase: str
    error: int
    for_good: bool = False

    def strike(self) -> None:
        """Kill this process, or raise."""
        if self.error == KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(self.error, os.strerror(self.error))


def arm(fault: Fault | None, log: Path | None = None) -> None:
    """Let every operation of this process be counted, written to a log, and one of them fail."""
    count = 0

    def counted(name: str, operation: Callable[..., object]) -> Callable[..., object]:
        @wraps(operation)
        def operate(*arguments: Any, **options: Any) -> None:  # noqa: ANN401
            nonlocal count
            count += 1
            if log:
                with log.open("a") as file:
                    file.write(f"{name}\n")
            if fault and fault.for_good and count > fault.at:
                fault.strike()
            if not fault or count != fault.at:
                operation(*arguments, **options)
                return
            if fault.phase == "midway":
                _half(name, arguments)
            elif fault.phase == "after":
                operation(*arguments, **options)
            fault.strike()

        return operate

    for module, names in POINTS.items():
        for name in names:
            setattr(module, name, counted(name, getattr(module, name)))


def _half(name: str, arguments: tuple[Any, ...]) -> None:
    """Do half of an operation that has halves."""
    if name == "write_file":
        path, data = arguments
        path.write_bytes(data[: len(data) // 2])
    elif arguments[0].is_dir():
        parts = sorted(arguments[0].iterdir())
        for part in parts[: len(parts) // 2]:
            part.unlink()


def faults(names: list[str], errors: tuple[int, ...] = ERRORS) -> Iterator[Fault]:
    """Yield every fault for a run with these operations."""
    for at, name in enumerate(names, 1):
        for phase in PHASES:
            if phase == "midway" and name not in {"write_file", "remove"}:
                continue
            for error in (KILLED, *errors):
                yield Fault(at, phase, error)
        yield Fault(at, "before", errno.EIO, for_good=True)


class Case:
    """A work, a state of the place before it, and the two outputs that are legal after it."""

    def __init__(self, at: Ground, work: Callable[[Path, bool], Callable[[], int]], start: str) -> None:
        self.ground, overwrite = at, start == "overwrite"
        self.earlier = None
        if start != "fresh":
            at.put(None)
            at.call(work(at.one, False))
            if overwrite:
                (at.out / "summary.json").unlink()
                (at.out / "mine.txt").write_text("mine")
            self.earlier = at.keep(f"earlier {start} {id(self)}")
        at.put(self.earlier)
        self.old = at.state()
        self.work = work(at.two, overwrite)
        log = at.folder / "log"
        log.unlink(missing_ok=True)
        ended = at.call(self.work, partial(arm, None, log))
        if ended.code or at.beside() or not at.whole():
            raise RuntimeError(f"a run without any fault went wrong: {ended}, {at.beside()}")
        self.new, self.names = at.state(), log.read_text().splitlines()

    def problem(self, fault: Fault) -> str:
        """Let the work fail once; say what is not as it must be, or nothing."""
        at = self.ground
        at.put(self.earlier)
        ended, state = at.call(self.work, partial(arm, fault)), at.state()
        found = self._ending(fault, ended.code, ended.said, state)
        if at.heal().code not in {2, 5} or at.beside():
            found.append(f"beside it after the next start: {at.beside()}")
        healed = at.state()
        if not self._legal(healed) or (state is not None and healed != state):
            found.append("what is in place after the next start is neither")
        if at.call(self.work).code or not alike(at.state(), self.new) or at.beside():
            found.append("the next run fails")
        return "; ".join(found)

    def _ending(self, fault: Fault, code: int, said: str, state: State) -> list[str]:
        at, found = self.ground, []
        between = state is None and (fault.error == KILLED or fault.for_good)
        if not self._legal(state) and not between:
            found.append("what is in place is neither the old nor the new")
        if fault.error == KILLED:
            return [*found, *([] if code == -signal.SIGKILL else [f"exit {code}"])]
        if code not in {0, 5} or "Traceback" in said or (code and len(said.splitlines()) != 1):
            found.append(f"exit {code}: {said}")
        if not alike(state, self.old if code else self.new) and not fault.for_good:
            found.append(f"exit {code}, and the other output is in place")
        # Where the disk refuses the clearing up itself, or the lock, which may be another's, the next start clears up.
        clears = fault.for_good or code == 0 or self.names[fault.at - 1] in {"remove", "_lock"}
        if at.beside() and not clears:
            found.append(f"left beside it: {at.beside()}")
        return found

    def _legal(self, state: State) -> bool:
        return state == self.old or alike(state, self.new)


def folder_alone(at: Ground) -> Callable[[Path, bool], Callable[[], int]]:
    """Return the work of an output folder without a command: two files and the manifest."""

    def work(file: Path, overwrite: bool) -> Callable[[], int]:  # noqa: FBT001
        def write() -> int:
            try:
                with OutputFolder(at.out, overwrite=overwrite) as folder:
                    folder.write_text("a.csv", file.read_text())
                    folder.write_text("b.csv", file.name)
                    folder.write_json("summary.json", {"crmclean": "0", "files": folder.sha256s()})
            except OutputError as error:
                print(error)
                return error.exit_code
            return 0

        return write

    return work


def command_alone(at: Ground, name: str) -> Callable[[Path, bool], Callable[[], int]]:
    """Return the work of a command."""
    return lambda file, overwrite: at.command(name, file, "--fail-on", "never", *["--overwrite"] * overwrite)


def trial(share: float = 1, seed: int = 7) -> Iterator[dict[str, object]]:
    """Try faults of the output folder itself and of commands: a fifth of those of the whole way, which lasts."""
    for name, starts in (("folder", STARTS), ("clean", STARTS), ("run", ("earlier",))):
        for start in starts:
            with ground() as at:
                case = Case(at, folder_alone(at) if name == "folder" else command_alone(at, name), start)
                every = list(faults(case.names, ERRORS if name == "folder" else (errno.ENOSPC,)))
                part = share if name == "folder" or (share == 1 and name == "clean") else share / 5
                drawn = random.Random(f"{seed} {name} {start}").sample(every, max(1, round(part * len(every))))
                problems = [f"{fault}: {found}" for fault in sorted(drawn) if (found := case.problem(fault))]
                yield {
                    "what": f"{name}, {start}",
                    "operations": len(case.names),
                    "trials": len(drawn),
                    "problems": problems,
                }
