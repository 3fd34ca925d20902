"""The ground of a trial: small exports, a place for the output, commands in processes of their own, what is left.

A command runs in a fork of this process, which has loaded all of it and started no thread: a start takes no second, and
``before`` can break the disk for the child alone. Where there is no ``fork`` there are no trials.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

__all__ = ["Ended", "Ground", "State", "alike", "ground", "warm"]

HEADER = "id,First Name,Last Name,Company,Email,Phone,Country,Industry"
PEOPLE = (
    "C1,John,Smith,Acme Corp,john.smith@acme-widgets.com,(415) 555-2671,USA,Tech",
    "C2,Jon,Smith,Acme Corporation,john.smith@acme-widgets.com,415-555-2671,United States,Technology",
    "C3,Mary Ann,Fischer,Globex GmbH,m.fischer@globex.de,030 901820,Deutschland,Mfg",
    "C4,Erik,Olsen,Initech,erik.olsen@initech.dk,,Danmark,Sprockets",
)
_TIMINGS = "timings.json"

State = dict[str, str] | None
"""The sha256 of each file of an output by its name; None where there is no folder."""
Work = Callable[[], int]
"""What a process does, and its exit code."""


class Ended(NamedTuple):
    """How a process ended: its exit code, negative for the signal that killed it, and what it printed."""

    code: int
    said: str


class Ground:
    """A folder with two exports, ``one`` and ``two``, and a place ``out`` for the output."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "place" / "out"
        self.out.parent.mkdir()
        self._said: dict[int, int] = {}
        self.one = self._export("one.csv", PEOPLE[:3])
        self.two = self._export("two.csv", PEOPLE)

    def _export(self, name: str, people: tuple[str, ...]) -> Path:
        path = self.folder / name
        path.write_text("\n".join((HEADER, *people, "")), encoding="utf-8")
        return path

    def command(self, *arguments: object) -> Work:
        """Return the work of a command line that writes to the place."""
        return lambda: _main([*map(str, arguments), "-o", str(self.out)])

    def run(self, file: Path) -> Work:
        """Return the work of the whole way."""
        return self.command("run", file, "--fail-on", "never")

    def clean(self, file: Path) -> Work:
        """Return the work of the shortest command that writes."""
        return self.command("clean", file, "--fail-on", "never")

    def start(self, work: Work, before: Callable[[], object] = lambda: None) -> int:
        """Start work in a fork; return its pid."""
        sys.stdout.flush()
        sys.stderr.flush()
        read, write = os.pipe()
        pid = os.fork()
        if not pid:
            code = 99
            try:
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_DFL)
                os.dup2(write, 1)
                os.dup2(write, 2)
                sys.stdout, sys.stderr = (os.fdopen(each, "w", encoding="utf-8", closefd=False) for each in (1, 2))
                os.chdir(self.folder)
                before()
                code = work()
            except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        os.close(write)
        self._said[pid] = read
        return pid

    def end(self, pid: int) -> Ended:
        """Wait for what was started."""
        with os.fdopen(self._said.pop(pid), encoding="utf-8", errors="replace") as said:
            text = said.read()
        return Ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), text)

    def call(self, work: Work, before: Callable[[], object] = lambda: None) -> Ended:
        """Run work to its end."""
        return self.end(self.start(work, before))

    def heal(self) -> Ended:
        """Start a run that finds no input: it prepares the place, and writes nothing."""
        return self.call(self.command("clean", self.folder / "none.csv"))

    def state(self) -> State:
        """Return what is in place."""
        if not self.out.is_dir():
            return None
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.out.iterdir())}

    def beside(self) -> list[str]:
        """Return the names of what lies beside the output."""
        return sorted(path.name for path in self.out.parent.iterdir() if path != self.out)

    def put(self, earlier: Path | None) -> None:
        """Bring the place back to an earlier state: the copy of a folder, or nothing."""
        for path in self.out.parent.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if earlier:
            shutil.copytree(earlier, self.out)

    def keep(self, name: str) -> Path:
        """Keep a copy of the output in place, for ``put``."""
        return shutil.copytree(self.out, self.folder / name)

    def whole(self) -> bool:
        """Whether the output in place is whole: every file of its manifest with its sha256, and no other."""
        state = self.state() or {}
        try:
            files = json.loads((self.out / "summary.json").read_bytes())["files"]
        except (OSError, ValueError, KeyError):
            return False
        return {name: of for name, of in state.items() if name not in {"summary.json", _TIMINGS}} == files


def alike(state: State, other: State) -> bool:
    """Whether two outputs are the same but for the seconds that they took."""
    if state is None or other is None:
        return state is other
    return {**state, _TIMINGS: ""} == {**other, _TIMINGS: ""}


def _main(arguments: list[str]) -> int:
    from crmclean.cli import main  # noqa: PLC0415

    sys.argv = ["crmclean", *arguments]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def warm() -> None:
    """Load all that a run needs, but start no thread: a fork would not have it."""
    import polars  # noqa: F401, ICN001, PLC0415

    import crmclean.cli.app  # noqa: PLC0415
    import crmclean.duplicates  # noqa: PLC0415
    import crmclean.report.html  # noqa: F401, PLC0415


@contextmanager
def ground(parent: Path | None = None) -> Iterator[Ground]:
    """Make a ground, and remove it after."""
    warm()
    with tempfile.TemporaryDirectory(prefix="trial-", dir=parent) as folder:
        yield Ground(Path(folder))
