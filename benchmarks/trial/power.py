"""Power is lost: of what was not synced, any part may be on disk, in any combination.

The system calls of real runs are recorded and played back on a model of a disk. A name (created, renamed, removed) is
sure when its folder is synced, a file's bytes when the file is; until then each name change happened or not, whatever
the others did, and a file holds half of its bytes. A rename is one change, as on any file system with a journal.
Source: Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014, on what applications may not assume.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from crmclean.files import OccupiedError, OutputFolder, disk  # noqa: F401 - tests break the disk

__all__ = ["Event", "crashes", "record", "trial"]

Tree = dict[str, Any]
"""A folder: each name with the bytes of a file, or a folder again."""
EXHAUSTIVE = 7
"""With so many changes that are not sure, every combination is tried, else that many drawn ones: 2 to the power."""


class Event(NamedTuple):
    """One system call: ``make``, ``write``, ``sync``, ``rename`` or ``remove``, and what it was called with.

    ``data`` is what a file holds for sure after it.
    """

    call: str
    path: Path
    other: Path | None = None
    data: bytes = b""


def record(work: Callable[[], object]) -> list[Event]:
    """Do work, and return the system calls by which it changed the disk."""
    events: list[Event] = []
    calls = {name: getattr(os, name) for name in ("mkdir", "replace", "unlink", "rmdir", "fsync")}

    def place(path: Any, folder: int | None) -> Path:  # noqa: ANN401
        return Path(path) if folder is None else Path(f"/proc/self/fd/{folder}").readlink() / path

    def mkdir(path: Any, *rest: Any, **options: Any) -> None:  # noqa: ANN401
        calls["mkdir"](path, *rest, **options)
        events.append(Event("make", Path(path)))

    def replace(old: Any, new: Any) -> None:  # noqa: ANN401
        calls["replace"](old, new)
        events.append(Event("rename", Path(old), Path(new)))

    def remove(call: str) -> Callable[..., None]:
        def removed(path: Any, *, dir_fd: int | None = None) -> None:  # noqa: ANN401
            gone = place(path, dir_fd)
            calls[call](path, dir_fd=dir_fd)
            events.append(Event("remove", gone))

        return removed

    def fsync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        data = b"" if path.is_dir() else path.read_bytes()
        if data:
            events.append(Event("write", path, data=data[: len(data) // 2]))
        calls["fsync"](handle)
        events.append(Event("sync", path, data=data))

    with patch.multiple(os, mkdir=mkdir, replace=replace, fsync=fsync, unlink=remove("unlink"), rmdir=remove("rmdir")):
        work()
    return events


class Node:
    """A file with its bytes, or a folder with the names that are sure and those that it has now."""

    def __init__(self, content: bytes | Tree) -> None:
        self.data = content if isinstance(content, bytes) else b""
        self.names = {} if isinstance(content, bytes) else {name: Node(each) for name, each in content.items()}
        self.sure = dict(self.names)
        self.folder = not isinstance(content, bytes)


Change = tuple[tuple[Node, str, Node | None], ...]
"""Names that change at once: a folder, a name in it, and what it stands for now."""


class Model:
    """The model: a tree in memory, and the changes that are not sure."""

    def __init__(self, root: Path, tree: Tree) -> None:
        self.root, self.top = root, Node(tree)
        self.unsure: list[Change] = []

    def _find(self, path: Path) -> Node:
        node = self.top
        for name in path.relative_to(self.root).parts:
            node = node.names[name]
        return node

    def play(self, event: Event) -> None:
        """Let a system call happen."""
        path = event.path
        if event.call == "make":
            self._change((path, Node({})))
        elif event.call == "write":
            self._change((path, Node(event.data)))
        elif event.other:
            self._change((path, None), (event.other, self._find(path)))
        elif event.call == "remove":
            if path.name in self._find(path.parent).names:  # but for the lock, whose making is not seen
                self._change((path, None))
        else:
            self._sync(self._find(path), event.data)

    def _sync(self, node: Node, data: bytes) -> None:
        node.data = data
        sure = [change for change in self.unsure if any(folder is node for folder, _, _ in change)]
        self.unsure = [change for change in self.unsure if change not in sure]
        for folder, name, child in chain.from_iterable(sure):
            _put(folder.sure, name, child)

    def _change(self, *changes: tuple[Path, Node | None]) -> None:
        found = tuple((self._find(path.parent), path.name, child) for path, child in changes)
        for folder, name, child in found:
            _put(folder.names, name, child)
        self.unsure.append(found)

    def losses(self, dice: random.Random) -> Iterator[Tree]:
        """Yield what may be on disk when the power is lost now."""
        count = len(self.unsure)
        if count <= EXHAUSTIVE:
            every = chain.from_iterable(combinations(self.unsure, size) for size in range(count + 1))
        else:
            every = ([c for c in self.unsure if dice.random() < 0.5] for _ in range(2**EXHAUSTIVE))
        for kept in every:
            yield self._image(self.top, tuple(kept))

    def _image(self, node: Node, kept: tuple[Change, ...]) -> Tree:
        names = dict(node.sure)
        for folder, name, child in chain.from_iterable(kept):
            if folder is node:
                _put(names, name, child)
        return {name: self._image(child, kept) if child.folder else child.data for name, child in sorted(names.items())}


def _put(names: dict[str, Node], name: str, child: Node | None) -> None:
    if child is None:
        names.pop(name, None)
    else:
        names[name] = child


def crashes(root: Path, tree: Tree, events: list[Event], dice: random.Random) -> Iterator[tuple[int, Tree]]:
    """Yield what may be on disk when the power is lost after each event, and the number of events until then."""
    model = Model(root, tree)
    for count, event in enumerate(events, 1):
        model.play(event)
        for lost in model.losses(dice):
            yield count, lost


def trial(seed: int = 7) -> Iterator[dict[str, object]]:
    """Lose the power at every moment of a first run and two more, and again while the next start heals what is left."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        ground = Ground(Path(folder))
        events: list[Event] = []
        outputs, ends = [None], [0]
        for mark in ("first", "second", "third"):
            events += record(partial(ground.run, mark))
            outputs.append(ground.tree().get("out"))
            ends.append(len(events))
        problems: dict[str, str] = {}
        tried, half_way = 0, {}
        for count, lost in crashes(ground.place, {}, events, dice):
            run = bisect_left(ends, count)
            legal = outputs[run - 1 : run + 1] if count < ends[run] else outputs[run : run + 1]
            tried += 1
            healed = ground.healed(lost)
            if set(healed) - {"out"} or healed.get("out") not in legal:
                problems[f"after {events[count - 1]}"] = f"{lost} becomes {healed}"
            elif healed != lost:
                half_way[repr(lost)] = (lost, healed)
        yield {
            "what": "power lost in a run",
            "trials": tried,
            "problems": [": ".join(each) for each in problems.items()],
        }
        yield ground.lost_again(list(half_way.values()), dice)


class Ground:
    """A place for an output, whose whole content is a tree."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "place"
        self.place.mkdir()
        self._healed: dict[str, Tree] = {}

    def run(self, mark: str) -> None:
        """Write an output."""
        with OutputFolder(self.place / "out") as folder:
            folder.write_text("a.csv", mark)
            folder.write_json("summary.json", {"crmclean": "0", "files": folder.sha256s()})

    def start(self) -> None:
        """Start a run that writes nothing."""
        with suppress(InterruptedError, OccupiedError), OutputFolder(self.place / "out"):
            raise InterruptedError

    def tree(self, folder: Path | None = None) -> Tree:
        """Return all that there is."""
        inside = (folder or self.place).iterdir()
        return {path.name: self.tree(path) if path.is_dir() else path.read_bytes() for path in sorted(inside)}

    def put(self, tree: Tree) -> None:
        """Bring the place to the state of a tree."""
        shutil.rmtree(self.place)
        _write(self.place, tree)

    def healed(self, tree: Tree) -> Tree:
        """Return what a start makes of it; what was seen before, as it was then."""
        known = repr(tree)
        if known not in self._healed:
            self.put(tree)
            self.start()
            self._healed[known] = self.tree()
        return self._healed[known]

    def lost_again(self, half_way: list[tuple[Tree, Tree]], dice: random.Random) -> dict[str, object]:
        """Lose the power while a start heals."""
        tried, problems = 0, []
        for lost, healed in half_way:
            self.put(lost)
            for _, again in crashes(self.place, lost, record(self.start), dice):
                tried += 1
                if (found := self.healed(again)) != healed:
                    problems.append(f"{lost}, then {again} becomes {found}")
        return {"what": "power lost while healing", "trials": tried, "problems": problems}


def _write(folder: Path, tree: Tree) -> None:
    folder.mkdir()
    for name, content in tree.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            _write(folder / name, content)
