"""The score: every row cell by cell under its column, every record accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from .sheet import Cells
from .truth import Header, Record, Truth

__all__ = ["Reading", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file; an empty cell is an empty text. ``held`` are the rows that it held back, raw."""

    header: Cells
    rows: tuple[Cells, ...]
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How right a reading is; ``wrong`` names the first thing that is silently wrong, empty where nothing is."""

    wrong: str
    exact: int
    """Intact records that came out with every cell right."""
    literal: int = 0
    """Damaged records that came out as the damaged line says, word for word: right, but not mended."""


def judge(reading: Reading, truth: Truth) -> Verdict:
    """Hold a reading against the truth.

    Wrong are: names of columns; rows that are no true record, or come twice, or in another order; records of another
    table; true records that are neither in the table nor held back. Rows without any value count as blank.
    """
    rows = [row for row in reading.rows if any(row)]
    if rows and not any(_named(reading.header, header, truth) for header in truth.headers):
        return Verdict(f"columns: {reading.header}", 0)
    if not truth.headers and rows:
        return Verdict(f"no record: {rows[0]}", 0)
    width = len(reading.header)
    own = {_wide(record.cells, width): place for place, record in enumerate(truth.records) if not record.foreign}
    said = {_wide(record.literal, width): place for place, record in enumerate(truth.records) if record.literal}
    found = [own.get(row, said.get(row)) for row in rows]
    exact = {place for row in rows if (place := own.get(row)) is not None and truth.records[place].intact}
    lost = _lost(truth.records, {place for place in found if place is not None}, reading.held)
    problem = next(_problems(rows, found), "") or (f"lost: {lost[0].cells}" if lost else "")
    return Verdict(problem, len(exact), sum(row not in own for row in rows if row in said))


def _wide(cells: Cells | None, width: int) -> Cells:
    """Return the cells under all columns: those that the record does not have are empty."""
    return (*(cells or ()), *("",) * (width - len(cells or ())))


def _named(names: Cells, header: Header, truth: Truth) -> bool:
    """Tell whether every column has its name; where the file gives none, no value of the first record will do."""
    first = truth.records[0].cells if truth.records else ()
    return len(names) == len(header) and all(
        name == wanted if wanted is not None else not value or name != value
        for name, wanted, value in zip_longest(names, header, first[: len(names)])
    )


def _problems(rows: Iterable[Cells], found: Iterable[int | None]) -> Iterator[str]:
    last = -1
    for row, place in zip(rows, found, strict=True):
        if place is None:
            yield f"no record: {row}"
        elif place == last:
            yield f"twice: {row}"
        elif place < last:
            yield f"out of order, or twice: {row}"
        else:
            last = place


def _lost(records: Iterable[Record], found: set[int], held: tuple[str, ...]) -> list[Record]:
    """Return the records of which no trace is left: not one of the cells that are theirs alone is held back."""
    missing = [record for place, record in enumerate(records) if place not in found]
    raw = "\n".join(held)
    return [record for record in missing if not any(cell in raw for cell in _marks(record))]


def _marks(record: Record) -> Cells:
    """Return what a record is known by: its first cell, and others that are long."""
    first, *others = record.cells
    return (first, *(cell for cell in others if len(cell) >= 12))
