"""The output folder of a run: it appears whole or not at all, and never replaces what is not ours.

Files are written to a folder beside the place, which then takes the place in two renames. Whatever interrupts, an
exception, a full disk, a crash, the next start finds the old output or the new one, and clears what is left over.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from crmclean.files import disk
from crmclean.files.input import Input
from crmclean.files.lock import OccupiedError, locked
from crmclean.files.write import csv_bytes

__all__ = ["MARKER", "SUMMARY", "OutputFolder"]

SUMMARY = "summary.json"
"""The file by which an output folder is known as ours ..."""
MARKER = "crmclean"
"""... because this key stands in it."""


class OutputFolder:
    """A folder of output files, used as a context manager.

    Inside the block files are written beside the place; at its end they appear there all at once, synced to disk.
    Where the block raises, nothing appears and an earlier output is as it was.

    Args:
        path: The folder. It may be missing, be empty, or hold an earlier output (a ``summary.json`` with the key
            ``crmclean``), which is replaced as a whole.
        overwrite: Replace whatever the folder holds.

    Raises:
        OccupiedError: The folder holds something else, is a file or a mount point, holds the current folder, or
            another run is writing to it.
        OutputError: The disk refused.
    """

    def __init__(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        self.path = Path(path).resolve()
        self._overwrite = overwrite
        self._new, self._old, self._gone, self._lock = (
            self.path.parent / f".{self.path.name}.crmclean-{part}"
            for part in ("tmp-new", "tmp-old", "tmp-gone", "lock")
        )
        self._sums: dict[str, str] = {}
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as held, disk.refusals("prepare", self.path):
            _refuse_special(self.path)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(self._lock))
            self._heal()
            if not self._overwrite:
                _refuse_foreign(self.path)
            disk.make_folder(self._new)
            self._held = held.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._held:
            if kind is None:
                self._commit()
            else:
                with suppress(OSError):
                    disk.remove(self._new)

    def write_table(self, name: str, frame: pl.DataFrame, *, like: Input | None = None) -> None:
        """Write a table as CSV; see ``csv_bytes`` for ``like``."""
        self._write(name, csv_bytes(frame, like=like)[0])

    def write_text(self, name: str, text: str) -> None:
        """Write a text as UTF-8, line ends as they are."""
        self._write(name, text.encode())

    def write_json(self, name: str, content: object) -> None:
        """Write JSON: keys sorted, two spaces, one line end at the end."""
        self.write_text(name, json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n")

    def sha256s(self) -> dict[str, str]:
        """Return the checksum of every file written so far, by name, names sorted."""
        return dict(sorted(self._sums.items()))

    def _write(self, name: str, data: bytes) -> None:
        if name in {"", ".."} or Path(name).name != name:
            raise ValueError(f"expected a plain file name, got {name!r}")
        with disk.refusals(f"write {len(data):,} bytes to", self.path / name):
            disk.write_file(self._new / name, data)
        self._sums[name] = hashlib.sha256(data).hexdigest()

    def _commit(self) -> None:
        with disk.refusals("put the output in place at", self.path):
            try:
                disk.sync_folder(self._new)
                if self.path.exists():
                    disk.rename(self.path, self._old)
                disk.rename(self._new, self.path)
                disk.sync_folder(self.path.parent)
            except BaseException:
                with suppress(OSError):
                    self._roll_back()
                raise
        # The output is in place: what is left of the old one fails no run, the next start clears it.
        with suppress(OSError):
            self._clear()

    def _roll_back(self) -> None:
        if not self._new.exists():
            disk.rename(self.path, self._new)
        self._heal()

    def _heal(self) -> None:
        """Bring any state that a crash can leave behind to one output in place and nothing beside it."""
        if self._old.exists() and _is_vacant(self.path):
            disk.remove(self.path)
            disk.rename(self._old, self.path)
            disk.sync_folder(self.path.parent)
        self._clear()

    def _clear(self) -> None:
        if self._old.exists():
            # Renamed first: a removal cut short must not leave half a folder that looks like one to restore.
            disk.remove(self._gone)
            disk.rename(self._old, self._gone)
        for leftover in (self._gone, self._new):
            disk.remove(leftover)


def _is_vacant(path: Path) -> bool:
    return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def _refuse_special(path: Path) -> None:
    if path.is_mount():
        raise OccupiedError(f"{path} is a mount point, which cannot be replaced; name a folder inside it")
    for place, what in ((Path.cwd(), "current folder"), (Path(os.environ.get("HOME") or Path.cwd()), "home folder")):
        if place.is_relative_to(path):
            raise OccupiedError(f"{path} is, or holds, the {what}; name a folder inside it")


def _refuse_foreign(path: Path) -> None:
    if _is_vacant(path) or _is_ours(path):
        return
    what = "is not empty and holds no earlier output of crmclean" if path.is_dir() else "is a file"
    raise OccupiedError(f"{path} {what}; name another folder, or say --overwrite")


def _is_ours(path: Path) -> bool:
    try:
        summary = json.loads((path / SUMMARY).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and MARKER in summary
