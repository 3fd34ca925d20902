"""A sheet of records as lines of text: what the polluters take apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Cells", "Dialect", "Sheet", "Source", "turn"]

Cells = tuple[str, ...]


def turn(values: Sequence[str], number: int, step: int = 1) -> str:
    """Return one value after the other, and then from the first again."""
    return values[number * step % len(values)]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are written; ``escape`` stands before a quote inside a quoted cell (empty: nothing does)."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    line_end: str = "\n"
    always: bool = False
    """Quote every cell, needed or not."""

    def cell(self, value: str) -> str:
        """Write one cell, in quotes where it needs them."""
        special = (self.delimiter, self.quote, "\r", "\n")
        if not (self.always or any(part in value for part in special)):
            return value
        if self.escape == "\\":
            value = value.replace("\\", "\\\\")
        return self.quote + value.replace(self.quote, self.escape + self.quote) + self.quote

    def cells(self, values: Iterable[str]) -> list[str]:
        """Write the cells of one record."""
        return [self.cell(value) for value in values]

    def line(self, values: Iterable[str]) -> str:
        """Write one record, with its line end."""
        return self.delimiter.join(self.cells(values)) + self.line_end


@dataclass(frozen=True, slots=True)
class Source:
    """Records before any damage. The cells of the first column differ from record to record."""

    name: str
    header: Cells
    records: tuple[Cells, ...]
    dialect: Dialect

    def sheet(self, dialect: Dialect | None = None) -> Sheet:
        """Write the records as lines."""
        written = dialect or self.dialect
        return Sheet(self, written, tuple(written.line(row) for row in (self.header, *self.records)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a source, each with its line end; line 0 is the header. A cell may hold line ends of its own."""

    source: Source
    dialect: Dialect
    lines: tuple[str, ...]

    def row(self, number: int) -> Cells:
        """Return the values of a line."""
        return self.source.header if number == 0 else self.source.records[number - 1]

    def cells(self, number: int) -> list[str]:
        """Return the cells of a line, as they are written."""
        return self.dialect.cells(self.row(number))

    def with_line(self, number: int, text: str) -> str:
        """Return the text of the file with another line; ``text`` brings its line end."""
        return "".join((*self.lines[:number], text, *self.lines[number + 1 :]))

    def with_cells(self, number: int, cells: Sequence[str]) -> str:
        """Return the text of the file where one line has other cells, written as they stand."""
        return self.with_line(number, self.dialect.delimiter.join(cells) + self.dialect.line_end)

    def text(self) -> str:
        """Return the text of the file, undamaged."""
        return "".join(self.lines)
