"""Every durable operation on the disk, and nothing else: tests replace these functions to make the disk fail.

A file is on disk when its bytes are synced, and in its folder when the folder is synced too. Callers go through the
module (``disk.rename``), so that a replaced function is the one that is called.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crmclean.errors import OutputError

__all__ = ["make_folder", "make_folders", "refusals", "remove", "rename", "sync_folder", "write_file"]


@contextmanager
def refusals(doing: str, path: Path) -> Iterator[None]:
    """Turn an OSError of the block into an ``OutputError`` that says what was done, where, and what the disk said."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot {doing} {path}: {error.strerror or error}") from error


def write_file(path: Path, data: bytes) -> None:
    """Create a file with these bytes, synced; it must not exist."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Path, *, like: Path) -> None:
    """Create one folder; it must not exist. Who may open it is as with ``like``, where that is a folder."""
    path.mkdir()
    if like.is_dir():
        shutil.copymode(like, path)


def make_folders(path: Path) -> None:
    """Create a folder and those that it lies in, where they are missing, with their names synced."""
    if not path.is_dir():
        make_folders(path.parent)
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def rename(old: Path, new: Path) -> None:
    """Move a file or folder within its file system; a file replaces a file in one step."""
    old.replace(new)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all it holds; nothing happens where nothing is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable; Windows does so itself and opens no folder."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
