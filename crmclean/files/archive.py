"""Zip archives, looked through before anything in them is unpacked: no bombs, no paths that lead elsewhere.

Nothing is ever written to disk, and no part gives more bytes than the archive's own directory says it has.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from crmclean.errors import TableError

__all__ = ["RATIO_LIMIT", "SIZE_LIMIT", "Archive", "is_archive"]

SIZE_LIMIT = 200 << 20
"""Most bytes that a workbook may unpack to, and most at which a ratio beyond the limit is believed elsewhere."""
RATIO_LIMIT = 100
"""Most bytes that one packed byte may become. Source: Apache POI, ``ZipSecureFile``, least inflate ratio 0.01."""
_ENTRY_LIMIT = 1_000
"""Most parts; a workbook of a hundred sheets has some three hundred."""
_ZIP = b"PK\x03\x04"
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems add to archives by themselves."""


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive, as workbooks are."""
    return data.startswith(_ZIP)


class Archive:
    """A zip archive in memory whose directory can be trusted.

    Raises:
        TableError: It is damaged, locked with a password, has too many parts, or a part whose path leads elsewhere.
    """

    def __init__(self, data: bytes) -> None:
        with _damage():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        found = self._zip.infolist()
        if len(found) > _ENTRY_LIMIT:
            raise TableError(f"is a zip archive of {len(found):,} parts, more than {_ENTRY_LIMIT:,}; export it as CSV")
        if any(part.flag_bits & 1 for part in found):
            raise TableError("is a zip archive with a password; unpack it first")
        self._parts = {part.filename.replace("\\", "/").casefold(): part for part in found}
        if len(self._parts) < len(found) or any(map(_leads_elsewhere, self._parts)):
            raise TableError("is a zip archive with a part that stands twice or lies outside of it; do not trust it")
        self.size = sum(part.file_size for part in found)
        """Bytes that all parts unpack to."""
        self.ratio = self.size / max(len(data), 1)
        """Bytes that a packed byte becomes."""

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def files(self) -> list[str]:
        """Return the names of the parts that are files, in the archive's order, without what systems add."""
        names = [part.filename for part in self._parts.values() if not part.is_dir()]
        return [name for name in names if not name.startswith(_JUNK[0]) and name.rpartition("/")[2] not in _JUNK]

    def chunks(self, name: str, size: int = 1 << 18) -> Iterator[bytes]:
        """Yield the bytes of a part, ``size`` at a time.

        Raises:
            TableError: There is no such part, or it is damaged.
        """
        if name not in self:
            raise TableError("is a workbook that is damaged: a part of it is missing; save it again")
        with _damage(), self._zip.open(self._parts[name.casefold()]) as part:
            while chunk := part.read(size):
                yield chunk


def _leads_elsewhere(name: str) -> bool:
    return name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/")


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise TableError("is a zip archive that is damaged or cut short; fetch it again") from error
