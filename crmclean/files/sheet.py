"""The rows of one sheet, cell by cell as text, and a count of what a person should know of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crmclean.errors import TableError
from crmclean.files.cell_format import NoDayError, plain_number
from crmclean.files.markup import fed, local, new_parser

__all__ = ["Oddities", "SheetRow", "column_letters", "column_number", "sheet_rows"]

_COLUMNS, _ROWS = 16_384, 1_048_576
"""Most columns and rows of a sheet. Source: Microsoft, "Excel specifications and limits"."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character that XML has no place for. Source: ECMA-376 part 1, 22.9.2.19 ``ST_Xstring``."""
_DIGITS = "0123456789"


class SheetRow(NamedTuple):
    """A row that holds something: its number in the sheet, from 1, and its cells by column, from 0."""

    number: int
    cells: dict[int, str]


@dataclass(slots=True)
class Oddities:
    """What is odd about a sheet, counted while it is read."""

    errors: Counter[str] = field(default_factory=Counter)
    """Cells that show an error, by its text."""
    uncomputed: int = 0
    """Formulas without a stored value."""
    no_days: int = 0
    """Numbers that are formatted as days or times and are none."""
    hidden_rows: int = 0
    merged: list[str] = field(default_factory=list)
    """Ranges of merged cells, such as ``A1:C1``."""

    def warnings(self, header_row: int) -> Iterator[str]:
        """Say what was found; cells that are merged down to the header are titles."""
        if self.errors:
            kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(self.errors.items()))
            yield f"cells that show an error of the spreadsheet, kept as text: {kinds}"
        if self.uncomputed:
            yield f"formulas without a stored value, read as empty: {self.uncomputed:,}; open the file and save it"
        if self.no_days:
            yield f"cells formatted as dates that hold no date, kept as numbers: {self.no_days:,}"
        if self.hidden_rows:
            yield f"hidden rows (by a filter, or by hand), read like the others: {self.hidden_rows:,}"
        merged = sum(_last_row(area) > header_row for area in self.merged)
        if merged:
            yield f"merged cells, of which only the first holds the value: {merged:,}"


def column_number(letters: str) -> int:
    """Return the number, from 0, of a column that is named by letters.

    Example:
        >>> column_number("A"), column_number("AB")
        (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column, by its number from 0.

    Example:
        >>> column_letters(27)
        'AB'
    """
    letters, rest = "", number + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def sheet_rows(
    chunks: Iterable[bytes], texts: Sequence[str], readers: Sequence[Callable[[str], str]], oddities: Oddities
) -> Iterator[SheetRow]:
    """Yield the rows of a sheet that hold anything, in their order.

    Args:
        chunks: The sheet's XML.
        texts: The workbook's shared texts.
        readers: For each style, the function that reads a number.
        oddities: Counts what is odd.

    Raises:
        TableError: The sheet is damaged.
    """
    parser = new_parser()
    sheet = _Sheet(texts, readers, oddities)

    def first(name: str, attributes: dict[str, str]) -> None:
        # All elements of a sheet have the prefix of the first one.
        sheet.name_elements(name.removesuffix(local(name)))
        parser.StartElementHandler = sheet.start
        sheet.start(name, attributes)

    parser.StartElementHandler, parser.EndElementHandler = first, sheet.end
    parser.CharacterDataHandler = sheet.pieces.append
    for _ in fed(parser, chunks):
        yield from sheet.rows
        sheet.rows.clear()


class _Sheet:
    """Gathers rows from the events of a parser; a sheet has millions, so each costs as little as can be."""

    def __init__(self, texts: Sequence[str], readers: Sequence[Callable[[str], str]], oddities: Oddities) -> None:
        self.rows: list[SheetRow] = []
        self.pieces: list[str] = []
        self._texts, self._readers, self._oddities = texts, readers, oddities
        self._columns: dict[str, int] = {}
        self._row, self._column, self._hidden = 0, -1, False
        self._cells: dict[int, str] = {}
        self._cell: dict[str, str] = {}
        self._value, self._has_formula, self._spoken = "", False, False

    def name_elements(self, prefix: str) -> None:
        self._c, self._f, self._v, self._t = (prefix + name for name in ("c", "f", "v", "t"))
        self._holders = {self._v, self._t}
        self._r, self._speech, self._merge = (prefix + name for name in ("row", "rPh", "mergeCell"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._holders:
            self.pieces.clear()
        elif name == self._c:
            self._cell, self._value, self._has_formula = attributes, "", False
        elif name == self._r:
            self._begin_row(attributes)
        elif name == self._f:
            self._has_formula = True
        elif name == self._speech:
            self._spoken = True
        elif name == self._merge:
            self._oddities.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == self._v:
            self._value = "".join(self.pieces)
        elif name == self._c:
            self._end_cell()
        elif name == self._r:
            self._end_row()
        elif name == self._t and not self._spoken:
            self._value += "".join(self.pieces)
        elif name == self._speech:
            self._spoken = False

    def _begin_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if not self._row < row <= _ROWS:
            raise _damaged()
        self._row, self._column = row, -1
        self._hidden = attributes.get("hidden") in {"1", "true"}

    def _end_row(self) -> None:
        if self._cells:
            self.rows.append(SheetRow(self._row, self._cells))
            self._oddities.hidden_rows += self._hidden
            self._cells = {}

    def _end_cell(self) -> None:
        reference, kind, value = self._cell.get("r"), self._cell.get("t", "n"), self._value
        self._column = column = self._column + 1 if reference is None else self._place(reference)
        if not value:
            self._oddities.uncomputed += self._has_formula and kind != "str"
            return
        if kind == "s":
            text = self._shared(value)
        elif kind == "n":
            text = self._number(value.strip(), self._cell.get("s"))
        else:
            text = self._other(value, kind)
        if column in self._cells:
            raise _damaged()
        if text.strip(" \t"):
            self._cells[column] = text

    def _place(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = column_number(letters.upper()) if letters.isascii() and letters.isalpha() else -1
            if not 0 <= column < _COLUMNS:
                raise _damaged()
            self._columns[letters] = column
        return column

    def _shared(self, number: str) -> str:
        try:
            text = self._texts[int(number)]
        except (ValueError, IndexError):
            raise _damaged() from None
        return _unescaped(text) if "_x" in text else text

    def _number(self, text: str, style: str | None) -> str:
        try:
            return (self._readers[int(style)] if style else plain_number)(text)
        except NoDayError:
            self._oddities.no_days += 1
            return plain_number(text)
        except (ValueError, IndexError):
            raise _damaged() from None

    def _other(self, value: str, kind: str) -> str:
        match kind:
            case "b":
                return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
            case "e":
                self._oddities.errors[value] += 1
                return value
            case "d":
                return value.replace("T", " ").removesuffix(" 00:00:00")
            case _:
                return _unescaped(value) if "_x" in value else value


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)


def _last_row(area: str) -> int:
    digits = area.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$").replace("$", "")
    return int(digits) if digits.isdecimal() else 0


def _damaged() -> TableError:
    return TableError("is a workbook that is damaged: a row or cell does not fit; save it again, or export it as CSV")
