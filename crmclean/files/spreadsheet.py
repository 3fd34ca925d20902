"""A table out of a sheet: where its header stands, which rows are records, and which are held back.

The rules are those of text tables: rows of text above the header are skipped and told of, a header without a name or
with one twice is refused, and a row that does not fit is held back, never cut or shifted. A sheet has no bytes to
point at: a held-back row is named by its row number, and its text is its cells from column A on, as CSV.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import polars as pl

from crmclean.errors import TableError
from crmclean.files.archive import Archive
from crmclean.files.cell import cell_problem, csv_line
from crmclean.files.header import COLUMN_LIMIT, check_header, find_header
from crmclean.files.parsed import ABOVE_HEADER, BELOW_TABLE, HeldBack, Parsed
from crmclean.files.records import Row
from crmclean.files.sheet import Oddities, SheetRow, column_letters
from crmclean.files.workbook import Workbook

__all__ = ["read_spreadsheet"]

_SAMPLE_ROWS = 500
_OFTEN = 0.1
"""A column that a larger share of the first rows fills belongs to the table, so that it needs a name."""
_CHUNK = 1 << 14


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    first: int
    names: list[str]

    def cells(self, row: SheetRow) -> list[str | None]:
        return [row.cells.get(column) for column in range(self.first, self.first + len(self.names))]

    def problem(self, row: SheetRow) -> str:
        """Say why a row is no record of this table; nothing where it is one."""
        outside = [column for column in row.cells if not self.first <= column < self.first + len(self.names)]
        if outside:
            return f"a value in column {column_letters(min(outside))}, where the header has no name"
        if self.cells(row) == self.names and len(self.names) > 1:
            return "the header again"
        return next(filter(None, map(cell_problem, row.cells.values())), "")


def read_spreadsheet(archive: Archive, sheet: str | None = None) -> tuple[Parsed, tuple[str, ...], str | None]:
    """Read the table on a sheet of a workbook.

    Rows without a value between the header and the last row with one are blank; below that there are none.

    Args:
        archive: The workbook.
        sheet: The name of the sheet; else the only one that holds anything.

    Returns:
        The table and what was held back, what to warn of, and the name of the sheet.

    Raises:
        TableError: The workbook is damaged, there is no such sheet or more than one, or the header is in doubt.
    """
    book = Workbook(archive)
    chosen, told = book.sheet(sheet)
    oddities = Oddities()
    rows = iter(()) if chosen is None else book.rows(chosen, oddities)
    sample = list(islice(rows, _SAMPLE_ROWS))
    if not sample:
        return Parsed(pl.DataFrame(), 0), (*told, "the sheet is empty: no header, no records"), sheet
    at, header = _find(sample)
    found = _Gathered(header)
    found.skip(sample[:at])
    found.read(chain(sample[at + 1 :], rows))
    warnings = (*told, *_skipped(sample[:at], header), *found.warnings(), *oddities.warnings(header.row))
    return found.parsed(), warnings, chosen.name if chosen else sheet


@dataclass(slots=True)
class _Gathered:
    """The rows below a header, one after the other."""

    header: _Header
    tables: list[pl.DataFrame] = field(default_factory=list)
    rows: list[list[str | None]] = field(default_factory=list)
    held: list[HeldBack] = field(default_factory=list)
    notes: list[SheetRow] = field(default_factory=list)
    count: int = 0
    blank: int = 0

    def skip(self, rows: Sequence[SheetRow]) -> None:
        self.held += [self._held(row, ABOVE_HEADER) for row in rows]

    def read(self, rows: Iterable[SheetRow]) -> None:
        last = self.header.row
        for row in rows:
            gap = row.number - last - 1
            last, self.blank, self.count = row.number, self.blank + gap, self.count + gap + 1
            if len(row.cells) == 1 < len(self.header.names) - 1 and (gap or self.notes):
                # A single value below a gap is a note where the table ends here, and a record where it goes on.
                self.notes.append(row)
                continue
            self._keep_notes()
            self._sort(row)
        self.held += [self._held(row, BELOW_TABLE) for row in self.notes]

    def parsed(self) -> Parsed:
        self._pack()
        above = sum(row.reason == ABOVE_HEADER for row in self.held)
        return Parsed(pl.concat(self.tables), above + self.count, self.blank, self.held)

    def warnings(self) -> Iterator[str]:
        if not self.count:
            yield "a header and no records"

    def _keep_notes(self) -> None:
        for note in self.notes:
            self._sort(note)
        self.notes.clear()

    def _sort(self, row: SheetRow) -> None:
        problem = self.header.problem(row)
        if problem:
            self.held.append(self._held(row, problem))
            return
        self.rows.append(self.header.cells(row))
        if len(self.rows) == _CHUNK:
            self._pack()

    def _pack(self) -> None:
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.header.names)
        named = zip(self.header.names, columns, strict=True)
        self.tables.append(pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in named]))
        self.rows.clear()

    @staticmethod
    def _held(row: SheetRow, reason: str) -> HeldBack:
        cells = (row.cells.get(column) for column in range(max(row.cells) + 1))
        return HeldBack(row.number - 1, reason, csv_line(cells))


def _find(sample: Sequence[SheetRow]) -> tuple[int, _Header]:
    """Find the header among the first rows: its position there, and its names with the columns that lack one."""
    filled = Counter(column for row in sample for column in row.cells)
    often = [column for column, rows in filled.items() if rows > _OFTEN * len(sample)]
    first, stop = min(often), max(often) + 1
    at = find_header([_as_row(row, first, stop) for row in sample], stop - first)
    if at is None:
        raise TableError(
            f"no header: row {sample[0].number} has {len(sample[0].cells)} cells, while the table has {stop - first}; "
            "mend the header, or remove what stands above it"
        )
    row = sample[at]
    first, stop = min(first, *row.cells), max(stop, max(row.cells) + 1)
    names = [row.cells.get(column, "") for column in range(first, stop)]
    unnamed = [column_letters(first + place) for place, name in enumerate(names) if not name.strip()]
    if unnamed and len(names) <= COLUMN_LIMIT:
        listed = ", ".join(unnamed[:5]) + (", …" if len(unnamed) > 5 else "")
        raise TableError(f"the header in row {row.number} has no name for column {listed}; name it, or remove it")
    check_header(names)
    return at, _Header(row.number, first, names)


def _as_row(row: SheetRow, first: int, stop: int) -> Row:
    """Return the cells of a row as a text table has them: as many as there are columns, a title alone."""
    cells = [row.cells.get(column, "") for column in range(first, stop)]
    alone = len(row.cells) == 1 < len(cells)
    return Row(row.number - 1, row.number, [cell for cell in cells if cell] if alone else cells)


def _skipped(rows: Sequence[SheetRow], header: _Header) -> Iterator[str]:
    if rows:
        listed = ", ".join(str(row.number) for row in rows[:5]) + (", …" if len(rows) > 5 else "")
        plural = "s" if len(rows) > 1 else ""
        yield f"skipped above the header in row {header.row}: {len(rows)} row{plural} of text (row {listed})"
