"""Tables to text: the same table gives the same bytes, and reading them gives the table again."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

import polars as pl
import polars.selectors as cs

from crmclean.files import disk
from crmclean.files.encoding import encode
from crmclean.files.input import Input

__all__ = ["csv_bytes", "write_csv", "write_text"]


def csv_bytes(frame: pl.DataFrame, *, like: Input | None = None) -> tuple[bytes, str]:
    r"""Write a table as CSV into bytes: header first, ``\n`` line ends, UTF-8, quotes only where they are needed.

    Null policy: null and the empty text are both an empty cell.

    Args:
        frame: The table.
        like: An input whose delimiter, quote, line end, encoding and order of columns are kept; columns that it does
            not have come last.

    Returns:
        The bytes, and their encoding: that of ``like``, or UTF-8 where a new character has no place in it.

    Example:
        >>> csv_bytes(pl.DataFrame({"name": ["Doe, Jane", None], "city": ["Rome", "Oslo"]}))[0]
        b'name,city\n"Doe, Jane",Rome\n,Oslo\n'
    """
    first = [name for name in like.table.columns if name in frame.columns] if like else []
    table = frame[[*first, *(name for name in frame.columns if name not in first)]]
    table = table.with_columns(cs.string().replace("", None))
    if table.width == 1:
        # A line that is empty would be no row at all.
        table = table.select(pl.all().cast(pl.String).fill_null(""))
    out = io.BytesIO()
    table.write_csv(
        out,
        separator=like.delimiter if like else ",",
        quote_char=like.quote if like else '"',
        line_terminator=like.line_end if like else "\n",
    )
    return encode(out.getvalue(), like.encoding if like else "utf-8")


def write_csv(frame: pl.DataFrame, path: str | os.PathLike[str], *, like: Input | None = None) -> str:
    """Write a table as a CSV file that is there whole, on disk, or not at all; an existing file is replaced.

    Args:
        frame: The table.
        path: The file.
        like: An input to be like; see ``csv_bytes``.

    Returns:
        The encoding of the file.

    Raises:
        OutputError: The disk refused; an earlier file is untouched.
    """
    data, encoding = csv_bytes(frame, like=like)
    _put(Path(path), data)
    return encoding


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text as a UTF-8 file that is there whole, on disk, or not at all; an existing file is replaced.

    Args:
        text: The text, line ends as they are.
        path: The file.

    Raises:
        OutputError: The disk refused; an earlier file is untouched.
    """
    _put(Path(path), text.encode())


def _put(target: Path, data: bytes) -> None:
    half_way = target.with_name(f".{target.name}.crmclean-tmp-{os.getpid()}")
    with disk.refusals(f"write {len(data):,} bytes to", target):
        try:
            disk.write_file(half_way, data)
            disk.rename(half_way, target)
            disk.sync_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                disk.remove(half_way)
            raise
