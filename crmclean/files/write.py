"""Tables to text: the same table gives the same bytes, and reading them gives the table again."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import suppress
from pathlib import Path

import polars as pl
import polars.selectors as cs

from crmclean.errors import OutputError
from crmclean.files import disk
from crmclean.files.lock import locked

__all__ = ["csv_bytes", "write_csv", "write_text"]


def csv_bytes(frame: pl.DataFrame) -> bytes:
    r"""Write a table as CSV into bytes: header first, ``\n`` line ends, UTF-8, quotes only where they are needed.

    Null policy: null and the empty text are both an empty cell.

    Example:
        >>> csv_bytes(pl.DataFrame({"name": ["Doe, Jane", None], "city": ["Rome", "Oslo"]}))
        b'name,city\n"Doe, Jane",Rome\n,Oslo\n'
    """
    table = frame.with_columns(cs.string().replace("", None))
    if table.width == 1:
        # A line that is empty would be no row at all.
        table = table.select(pl.all().cast(pl.String).fill_null(""))
    out = io.BytesIO()
    table.write_csv(out)
    return out.getvalue()


def write_csv(frame: pl.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as a CSV file that is there whole, on disk, or not at all; an existing file is replaced.

    Args:
        frame: The table.
        path: The file.

    Raises:
        OutputError: The disk refused; an earlier file is untouched.
    """
    _put(Path(path), csv_bytes(frame))


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text as a UTF-8 file that is there whole, on disk, or not at all; an existing file is replaced.

    Args:
        text: The text, line ends as they are.
        path: The file.

    Raises:
        OutputError: The disk refused; an earlier file is untouched.
    """
    _put(Path(path), text.encode())


def _put(path: Path, data: bytes) -> None:
    target = path.resolve()
    half_way, lock = (target.with_name(f".{target.name}.crmclean-{part}") for part in ("tmp", "lock"))
    if target.exists() and not target.is_file():
        raise OutputError(f"cannot write {target}: it is no file")
    with disk.refusals(f"write {len(data):,} bytes to", target), locked(lock):
        try:
            disk.remove(half_way)  # what a killed process may have left
            disk.write_file(half_way, data)
            if target.exists():
                shutil.copymode(target, half_way)
            disk.rename(half_way, target)
            disk.sync_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                disk.remove(half_way)
            raise
