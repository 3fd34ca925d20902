"""What a file holds once it is unpacked: a workbook, or the bytes of a table."""

from __future__ import annotations

from crmclean.errors import TableError
from crmclean.files.archive import Archive, is_archive
from crmclean.files.packed import unpack, unpack_only
from crmclean.files.workbook import main_part

__all__ = ["content"]

_OFFICE = (
    ("xl/workbook.bin", "a binary Excel workbook (xlsb)"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
)
"""Main parts of Office files that are no workbook we read. Source: ECMA-376 part 1, 11-13; MS-XLSB 2.1."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


def content(raw: bytes) -> Archive | bytes:
    """Return the archive of a workbook, or the bytes of any other file, unpacked (once) where it was packed.

    Raises:
        TableError: It is damaged, a bomb, another Office file, or a zip archive of several files.
    """
    if not is_archive(raw):
        return unpack(raw)
    archive = Archive(raw)
    main = main_part(archive)
    kind = next((kind for start, kind in _OFFICE if main.startswith(start)), _open_document(archive))
    if kind:
        raise TableError(f"is {kind}; save it as xlsx, or export it as CSV")
    if main.startswith("xl/") or any(name.startswith("xl/") for name in archive.files()):
        return archive
    return unpack_only(archive, len(raw))


def _open_document(archive: Archive) -> str:
    if "mimetype" in archive and b"".join(archive.chunks("mimetype")).startswith(_OPEN_DOCUMENT):
        return "an OpenDocument file (ods)"
    return ""
