"""The bytes of an input file, and what kind of file they are. Nothing is decoded here.

A file is known by its content: the first bytes name gzip, parquet, and everything that is no table of records (a
workbook, an archive, a web page). The file's name decides nothing.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from pathlib import Path

from crmclean.errors import TableError

__all__ = ["is_parquet", "load", "refuse_other_kinds", "refuse_other_text", "unpack"]

_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_KINDS = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel (xls) or other Office file"),
    (_GZIP, "a gzip inside a gzip"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a rar archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
)
"""First bytes of files that are no table of records. Source: each format's specification, "magic number"."""

_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|table|\?xml)\b", re.IGNORECASE)
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
"""Control characters that no text uses: all but tab, line ends, form feed and escape."""
_HEAD = 1 << 16


def load(path: str | os.PathLike[str]) -> bytes:
    """Read a whole file.

    Raises:
        TableError: It does not exist, is a folder, may not be read, or changed while it was read.
    """
    file = Path(path)
    try:
        with file.open("rb") as source:
            before = os.fstat(source.fileno())
            data = source.read()
            after = os.fstat(source.fileno())
    except FileNotFoundError:
        raise TableError(f"{file}: no such file") from None
    except IsADirectoryError:
        raise TableError(f"{file}: is a folder; name one file in it") from None
    except OSError as error:
        raise TableError(f"{file}: cannot be read: {error.strerror}") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise TableError(f"{file}: changed while it was read; try again when nothing writes to it")
    return data


def unpack(data: bytes) -> bytes:
    """Return the content of a gzip file; other bytes as they are.

    Raises:
        TableError: The gzip is damaged or cut short.
    """
    if not data.startswith(_GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TableError("is a gzip file that is damaged or cut short; fetch it again") from error


def is_parquet(data: bytes) -> bool:
    """Whether the bytes are a parquet file."""
    return data.startswith(_PARQUET) and data.endswith(_PARQUET)


def refuse_other_kinds(data: bytes) -> None:
    """Raise where the bytes are a known kind of file that is no text.

    Raises:
        TableError: The message says what the file is.
    """
    kind = _kind(data)
    if kind:
        raise TableError(f"is {kind}, no table of records; export it as CSV")


def refuse_other_text(text: bytes) -> None:
    """Raise where decoded text (as UTF-8) is markup, or mostly control characters: bytes of an unknown kind.

    One in twenty control characters (and ten more) is more than damaged text has, and less than binary files have.

    Raises:
        TableError: The message says what it is.
    """
    head = text[:_HEAD]
    if _MARKUP.match(head):
        raise TableError("is a web page or XML, no table of records; export it as CSV")
    if len(head) - len(head.translate(None, _CONTROLS)) > 10 + len(head) / 20:
        raise TableError("is binary data, no table of records; export it as CSV")


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return "an Excel workbook (xlsx)" if b"xl/workbook" in data else "a zip archive"
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
