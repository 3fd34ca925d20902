"""An Excel workbook (xlsx, xlsm): which sheets it has, its texts and its formats. Macros are never looked at."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from crmclean.errors import TableError, did_you_mean
from crmclean.files.archive import RATIO_LIMIT, SIZE_LIMIT, Archive
from crmclean.files.cell_format import BUILT_IN, plain_number, reader_of
from crmclean.files.markup import elements, fed, local, new_parser
from crmclean.files.sheet import Oddities, SheetRow, sheet_rows

__all__ = ["Workbook", "main_part"]

_RATIO_MATTERS = 10 << 20
"""Bytes up to which a workbook may be packed as tightly as it likes: small sheets of one value are."""
_MAIN = "/officeDocument"
_SHOWN = 12


class _Sheet(NamedTuple):
    name: str
    part: str
    hidden: bool


def main_part(archive: Archive) -> str:
    """Return the name of the part at which an Office file begins, ``xl/workbook.xml`` in workbooks; else nothing."""
    if "_rels/.rels" not in archive:
        return ""
    return next((part for kind, part in _relations(archive, "").values() if kind.endswith(_MAIN)), "")


class Workbook:
    """A workbook in memory.

    Args:
        archive: Its zip archive.

    Raises:
        TableError: It is damaged, or so large or so tightly packed that it may be a bomb.
    """

    def __init__(self, archive: Archive) -> None:
        if archive.size > SIZE_LIMIT:
            raise TableError(
                f"is a workbook of {archive.size >> 20:,} MB unpacked, more than {SIZE_LIMIT >> 20}; export it as CSV"
            )
        if archive.ratio > RATIO_LIMIT and archive.size > _RATIO_MATTERS:
            raise TableError(
                f"is a workbook that unpacks to more than {RATIO_LIMIT} times its size, as bombs do; export it as CSV"
            )
        self._archive = archive
        self._main = main_part(archive)
        if not self._main:
            raise TableError("is a workbook that is damaged: a part of it is missing; save it again")
        self._parts = _relations(archive, self._main)
        self._from_1904 = False
        self.sheets = list(self._read_sheets())
        """The worksheets in their order; charts and macros are none."""

    def sheet(self, name: str | None) -> tuple[_Sheet | None, tuple[str, ...]]:
        """Return the sheet of a name, or the only one that holds anything, and what to warn of.

        A hidden sheet is only looked at where it is named, or where no other holds anything.

        Raises:
            TableError: There is no such sheet, or several hold something and none was named.
        """
        known = [sheet.name for sheet in self.sheets]
        if name is not None:
            if name not in known:
                listed = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
                raise TableError(f"no sheet '{name}'; the workbook has: {listed}.{did_you_mean(name, known)}")
            return self.sheets[known.index(name)], ()
        filled = [sheet for sheet in self.sheets if next(self.rows(sheet, Oddities()), None)]
        shown = [sheet for sheet in filled if not sheet.hidden]
        if len(shown or filled) > 1:
            listed = ", ".join(f"'{sheet.name}'" for sheet in (shown or filled)[:_SHOWN])
            raise TableError(f"several sheets hold something: {listed}; name one with --sheet")
        hidden = ", ".join(f"'{sheet.name}'" for sheet in filled if sheet.hidden)
        told = (f"not read, as it is hidden: sheet {hidden}",) if shown and hidden else ()
        return next(iter(shown or filled), None), told

    def rows(self, sheet: _Sheet, oddities: Oddities) -> Iterator[SheetRow]:
        """Yield the rows of a sheet that hold anything, and count what is odd about it."""
        return sheet_rows(self._archive.chunks(sheet.part), self._texts, self._readers, oddities)

    def _read_sheets(self) -> Iterator[_Sheet]:
        for name, attributes in elements(self._archive.chunks(self._main)):
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904") in {"1", "true"}
            if name == "sheet":
                relation = next((value for key, value in attributes.items() if key != "id" and local(key) == "id"), "")
                kind, part = self._parts.get(relation, ("", ""))
                if kind.endswith("/worksheet"):
                    yield _Sheet(attributes.get("name", ""), part, attributes.get("state", "visible") != "visible")

    @cached_property
    def _texts(self) -> Sequence[str]:
        part = self._part("/sharedStrings")
        return list(_shared_texts(self._archive.chunks(part))) if part else []

    @cached_property
    def _readers(self) -> Sequence[Callable[[str], str]]:
        part = self._part("/styles")
        return list(_readers(self._archive.chunks(part), from_1904=self._from_1904)) if part else []

    def _part(self, kind: str) -> str:
        return next((part for found, part in self._parts.values() if found.endswith(kind)), "")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part names, by relation: their kind and their name in the archive."""
    folder, _, name = part.rpartition("/")
    found: dict[str, tuple[str, str]] = {}
    for element, attributes in elements(archive.chunks(posixpath.join(folder, "_rels", f"{name}.rels"))):
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = attributes.get("Type", ""), target
    return found


def _shared_texts(chunks: Iterator[bytes]) -> Iterator[str]:
    """Yield the texts that cells name by number; how a text is pronounced (``rPh``) is no part of it."""
    found: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "spoken": False}
    parser = new_parser()

    def start(name: str, _: dict[str, str]) -> None:
        match local(name):
            case "t":
                state["text"] = not state["spoken"]
            case "rPh":
                state["spoken"] = True
            case "si":
                pieces.clear()

    def end(name: str) -> None:
        match local(name):
            case "t":
                state["text"] = False
            case "rPh":
                state["spoken"] = False
            case "si":
                found.append("".join(pieces))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: pieces.append(text) if state["text"] else None
    for _ in fed(parser, chunks):
        yield from found
        found.clear()


def _readers(chunks: Iterator[bytes], *, from_1904: bool) -> Iterator[Callable[[str], str]]:
    """Yield for each style of cells the function that reads its numbers."""
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    made = partial(reader_of, from_1904=from_1904)
    in_cells = False
    for name, attributes in elements(chunks):
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        if name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            in_cells = name == "cellXfs"
        if name == "xf" and in_cells:
            code = codes.get(attributes.get("numFmtId", ""))
            yield made(code) if code else plain_number
