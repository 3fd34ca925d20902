"""Packed files: gzip, bzip2, xz, zstd, and a zip archive that holds one file, as CRMs send exports.

The first bytes decide, not the name. Unpacking stops where the file turns out to be a bomb; what follows the packed
data is damage, never ignored.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from crmclean.errors import TableError
from crmclean.files.archive import RATIO_LIMIT, SIZE_LIMIT, Archive

__all__ = ["unpack", "unpack_only"]

_STEP = 1 << 22
_MEMORY = 1 << 28
"""Most memory that unpacking may ask for; the strongest setting of xz takes a quarter of it."""


def unpack(data: bytes) -> bytes:
    """Return the content of a packed file; other bytes, zip archives among them, as they are.

    Raises:
        TableError: It is damaged, cut short or followed by something else, or unpacks to more than a hundred times
            its size and more than 200 MB.
    """
    for magic, kind, chunks in _KINDS:
        if data.startswith(magic):
            try:
                return _bounded(chunks(data), len(data))
            except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
                raise TableError(f"is a {kind} file that is damaged or cut short; fetch it again") from error
    return data


def unpack_only(archive: Archive, packed: int) -> bytes:
    """Return the content of the one file that a zip archive of ``packed`` bytes holds.

    Raises:
        TableError: It holds none or several, is damaged, or is a bomb.
    """
    names = archive.files()
    if len(names) != 1:
        raise TableError(f"is a zip archive of {len(names)} files; unpack it, and name one of them")
    return _bounded(archive.chunks(names[0], _STEP), packed)


def _bounded(chunks: Iterator[bytes], packed: int) -> bytes:
    unpacked, size = [], 0
    for chunk in chunks:
        unpacked.append(chunk)
        size += len(chunk)
        if size > max(SIZE_LIMIT, RATIO_LIMIT * packed):
            raise TableError(
                f"unpacks to more than {RATIO_LIMIT} times its size and {SIZE_LIMIT >> 20} MB, as bombs do; if you "
                "trust it, unpack it first"
            )
    return b"".join(unpacked)


def _gzip(data: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        while chunk := file.read(_STEP):
            yield chunk


def _zstd(data: bytes) -> Iterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415 - a fifth of a second, for a rare kind of file

    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as file:
        while chunk := file.read(_STEP):
            yield chunk


class _Machine(Protocol):
    """What unpacks one stream, as bz2 and lzma have it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _streams(machine: Callable[[], _Machine]) -> Callable[[bytes], Iterator[bytes]]:
    """Unpack streams that follow each other; the modules' own files would ignore what follows the last one."""

    def chunks(data: bytes) -> Iterator[bytes]:
        while data:
            stream = machine()
            yield stream.decompress(data, _STEP)
            while not stream.eof:
                if stream.needs_input:
                    raise EOFError
                yield stream.decompress(b"", _STEP)
            data = stream.unused_data

    return chunks


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], Iterator[bytes]]], ...] = (
    (b"\x1f\x8b", "gzip", _gzip),
    (b"BZh", "bzip2", _streams(bz2.BZ2Decompressor)),
    (b"\xfd7zXZ\x00", "xz", _streams(partial(lzma.LZMADecompressor, memlimit=_MEMORY))),
    (b"(\xb5/\xfd", "zstd", _zstd),
)
"""First bytes, name and reader of each kind. Source: RFC 1952, bzip2 and xz file formats, RFC 8878."""
