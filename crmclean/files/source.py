"""The bytes of an input file, and what kind of file they are. Nothing is decoded here.

A file is known by its content: the first bytes name everything that is no table of records (a PDF, a
picture, a web page). The file's name decides nothing. Packed files, workbooks and parquet are known elsewhere.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from crmclean.errors import TableError

__all__ = ["load", "refuse_other_kinds", "refuse_other_text"]

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a compound file that holds an encrypted workbook. Source: MS-OFFCRYPTO 2.3.4.4."""
_KINDS = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive inside another file"),
    (b"\x1f\x8b", "a gzip inside a packed file"),
    (b"BZh", "a bzip2 archive inside a packed file"),
    (b"\xfd7zXZ\x00", "an xz archive inside a packed file"),
    (b"(\xb5/\xfd", "a zstd archive inside a packed file"),
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
        with file.open("rb", buffering=0) as source:
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
    if data.startswith(_COMPOUND):
        return "a workbook with a password" if _ENCRYPTED in data else "an old Excel (xls) or other Office file"
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
