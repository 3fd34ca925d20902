"""The output folder of a run: it appears whole or not at all, and never replaces what is not ours.

Files are written to a folder beside the place, which then takes the place in two renames. Whatever interrupts, an
exception, a full disk, a crash, the next start finds the old output or the new one, and clears what is left over.
"""

from __future__ import annotations

import codecs
import errno
import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from crmclean.files import disk
from crmclean.files.earlier import MARKER, SUMMARY, is_vacant, not_ours
from crmclean.files.escape import Purpose, escape_table
from crmclean.files.input import Input
from crmclean.files.lock import OccupiedError, locked
from crmclean.files.rewrite import rewrite
from crmclean.files.write import csv_bytes

__all__ = ["MARKER", "SUMMARY", "OutputFolder"]


class OutputFolder:
    """A folder of output files, used as a context manager.

    Inside the block files are written beside the place; at its end they appear there all at once, synced to disk.
    Where the block raises, nothing appears and an earlier output is as it was.

    Args:
        path: The folder. It may be missing, be empty, or hold an earlier output as it was written (a ``summary.json``
            with the key ``crmclean``, of this version or an older one), which is replaced as a whole.
        overwrite: Replace whatever the folder holds.
        purpose: What the tables are for.
        inputs: Files that are read meanwhile: they must not lie in it.

    Raises:
        OccupiedError: The folder holds something else, also beside an earlier output; it is a file or a mount point,
            holds the current folder or an input, or another run is writing to it.
        OutputError: The disk refused, or the folder is read-only.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        overwrite: bool = False,
        purpose: Purpose = Purpose.REIMPORT,
        inputs: Sequence[str | os.PathLike[str] | None] = (),
    ) -> None:
        self.path = Path(path).resolve()
        self.purpose = purpose
        self._overwrite, self._inputs = overwrite, inputs
        self._new, self._old, self._gone, self._lock = (
            self.path.parent / f".{self.path.name}.crmclean-{part}"
            for part in ("tmp-new", "tmp-old", "tmp-gone", "lock")
        )
        self._sums: dict[str, str] = {}
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as held, disk.refusals("prepare", self.path):
            _refuse_special(self.path)
            _refuse_inputs(self.path, self._inputs)
            disk.make_folders(self.path.parent)
            held.enter_context(locked(self._lock))
            self._heal()
            self._refuse_foreign()
            held.callback(self._tidy)
            disk.make_folder(self._new, like=self.path)
            self._held = held.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._held:
            if kind is None:
                self._commit()

    def write_table(self, name: str, frame: pl.DataFrame, *, read_by_people: bool = False) -> None:
        """Write a table as CSV; what people read, and all that is for a spreadsheet, holds no formula."""
        if self.purpose is Purpose.SPREADSHEET:
            self._write(name, codecs.BOM_UTF8 + csv_bytes(escape_table(frame)))
        else:
            self._write(name, csv_bytes(escape_table(frame) if read_by_people else frame))

    def write_records(self, name: str, frame: pl.DataFrame, like: Input, rows: Sequence[int] | pl.Series) -> str:
        """Write records of an input as the input is written, where it is a text; as CSV where it is not.

        Args:
            name: The file's name.
            frame: The records, with the input's columns.
            like: The input.
            rows: Where each record stands in the input's table, ascending.

        Returns:
            The encoding of the file.
        """
        for_spreadsheet = self.purpose is Purpose.SPREADSHEET
        usual = like.delimiter in {",", ";", "\t"} and (like.quote, like.escape) == ('"', "")
        if like.text is None or (for_spreadsheet and not usual):
            # What a spreadsheet cuts otherwise than we do could hide a formula from us.
            self.write_table(name, frame)
            return "utf-8"
        if for_spreadsheet and like.encoding == "utf-8":
            # Spreadsheets take a text without the mark for one in the machine's own encoding.
            like = replace(like, encoding="utf-8-sig")
        data, encoding = rewrite(escape_table(frame) if for_spreadsheet else frame, like, rows)
        self._write(name, data)
        return encoding

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

    def _refuse_foreign(self) -> None:
        if not self._overwrite and not is_vacant(self.path) and (why := not_ours(self.path)):
            raise OccupiedError(f"{self.path} {why}; name another folder, or say --overwrite")

    def _commit(self) -> None:
        with disk.refusals("put the output in place at", self.path):
            self._refuse_foreign()  # again: a run takes long enough for somebody to put a file there
            try:
                disk.sync_folder(self._new)
                if self.path.exists():
                    disk.rename(self.path, self._old)
                disk.rename(self._new, self.path)
                disk.sync_folder(self.path.parent)
            except BaseException:
                with suppress(OSError):
                    if not self._new.exists():
                        disk.rename(self.path, self._new)
                raise

    def _tidy(self) -> None:
        """Leave nothing beside the output, however it ended; what the disk does not allow is left to the next start."""
        with suppress(OSError):
            try:
                self._heal()
            except OSError:
                raise
            except BaseException:  # the first interrupt may come here; it is told when this is done
                self._heal()
                raise

    def _heal(self) -> None:
        """Bring any state that a crash can leave behind to one output in place and nothing beside it."""
        if self._old.exists() and is_vacant(self.path):
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


def _refuse_special(path: Path) -> None:
    if path.is_mount():
        raise OccupiedError(f"{path} is a mount point, which cannot be replaced; name a folder inside it")
    effective = os.access in os.supports_effective_ids
    if path.is_dir() and not os.access(path, os.W_OK | os.X_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, "it is read-only")
    for place, what in ((Path.cwd(), "current folder"), (Path(os.environ.get("HOME") or Path.cwd()), "home folder")):
        if place.is_relative_to(path):
            raise OccupiedError(f"{path} is, or holds, the {what}; name a folder inside it")


def _refuse_inputs(path: Path, inputs: Sequence[str | os.PathLike[str] | None]) -> None:
    for each in inputs:
        if each and Path(each).resolve().is_relative_to(path):
            raise OccupiedError(f"{path} holds the input {Path(each).name}, which would be gone; name another folder")
