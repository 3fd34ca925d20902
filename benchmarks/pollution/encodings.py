"""Other encodings: of the whole file, of some lines; and byte order marks where none belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .separators import Place, place
from .sheet import Source
from .truth import Polluted, damaged, intact

__all__ = ["encoded", "marks", "mixed"]

_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp1250", "mac-roman")
_ASSUMED = "cp1252"
"""What a byte that is no UTF-8 is taken for; other single-byte encodings cannot be told from it."""


def encoded(source: Source) -> Iterator[Polluted]:
    """Yield the file in every encoding that has all its letters."""
    text = source.sheet().text()
    for encoding in _ENCODINGS:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        single = encoding in ("cp1250", "mac-roman")
        known = not single or data.decode(_ASSUMED, "replace") == text
        why = "" if known else f"{encoding} cannot be told from {_ASSUMED}"
        yield Polluted(f"encoding_{encoding}", source.name, data, replace(intact(source), undecidable=why))


def mixed(source: Source, lines: Iterable[int]) -> Iterator[Polluted]:
    """Yield UTF-8 files with one, three and ten lines in windows-1252, among those where that makes a difference."""
    sheet = source.sheet()
    there = [line for line in lines if line and _differs(sheet.lines[line])]
    for count in (1, 3, 10):
        chosen = there[:count]
        if len(chosen) == count:
            data = b"".join(
                line.encode(_ASSUMED if number in chosen else "utf-8") for number, line in enumerate(sheet.lines)
            )
            yield Polluted(f"mixed_encoding_{count:02}", source.name, data, damaged(source, chosen))


def _differs(line: str) -> bool:
    try:
        return not line.isascii() and bool(line.encode(_ASSUMED))
    except UnicodeEncodeError:
        return False


def marks(source: Source, places: Iterable[Place]) -> Iterator[Polluted]:
    """Yield byte order marks: twice before the header, at the end of the file, before rows and cells.

    In a row the mark may stay as it stands: U+FEFF is also a space without width.
    """
    sheet, mark = source.sheet(), "\ufeff"
    yield Polluted("mark_twice", source.name, (2 * mark + sheet.text()).encode(), intact(source))
    yield Polluted("mark_at_end", source.name, (sheet.text() + mark).encode(), intact(source))
    for row, column in places:
        values = sheet.row(row)
        said = (*values[:column], mark + values[column], *values[column + 1 :])
        cells = sheet.cells(row)
        cells[column] = mark + cells[column]
        truth = damaged(source, [row], {row: said})
        yield Polluted("mark_within", place(source, row, column), sheet.with_cells(row, cells).encode(), truth)
