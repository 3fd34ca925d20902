"""Rows with the right number of cells that are no records all the same: other headers, other tables, halves of rows.

The grammar cannot tell them. What tells them is that nothing in them is what its column holds, or that the rest of the
row stands in the next line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.fields.base import placeholder_texts
from crmclean.files.dialect import Dialect
from crmclean.files.encoding import line_starts
from crmclean.files.parsed import HeldBack, Parsed, Spans

__all__ = ["CUT_OFF", "STRANGER", "without_strangers"]

STRANGER = "no cell is what its column holds: another header, or another table"
CUT_OFF = "cut off: its rest stands in the next line"
_SAMPLE = 500
_ENOUGH = 20
_LONG_CODE = 15
"""Characters from which codes that are all as long are a kind: ids of Salesforce, no abbreviations or plates."""
_NEXT = 20
"""Filled cells from which a column is known."""
_MOST = 0.8
"""Share of a column's filled cells that tell its kind; the others may be those of another table."""
_FEW = 0.7
"""Share of the filled cells that fit by chance at most in another table."""
_COLUMNS = 3
"""Columns of a known kind that a row must all belie; one or two wrong values are a record's, and a finding."""
_KINDS = ("@", r"://|www\.", r"^[^\p{L}]*\d[^\p{L}]*$")
"""E-mail, URL, digits without letters (numbers, dates, phones, postal codes)."""

_Flags = npt.NDArray[np.bool_]


def without_strangers(parsed: Parsed, text: bytes, dialect: Dialect) -> Parsed:
    """Hold back the rows that are no records.

    Args:
        parsed: A parsed text table.
        text: The whole text.
        dialect: How it is written.
    """
    if parsed.spans is None:
        return parsed
    gaps = _blank_gaps(parsed.spans, text)
    strange = _strangers(parsed.table, gaps)
    tails = [row for row in parsed.held if _is_tail(row.raw, dialect)]
    if not tails and not strange.any():
        return parsed
    starts = line_starts(text)
    cut_off = _rows_before(parsed.spans, starts[[row.start for row in tails]])
    reasons = dict.fromkeys(np.flatnonzero(strange).tolist(), STRANGER) | dict.fromkeys(cut_off, CUT_OFF)
    found = _held(parsed.spans, text, starts, reasons)
    kept = np.ones(parsed.table.height, dtype=np.bool_)
    kept[list(reasons)] = False
    held = sorted([*parsed.held, *found], key=lambda row: row.start)
    return replace(parsed, table=parsed.table.filter(pl.Series(kept)), held=held, spans=parsed.spans[kept])


def _blank_gaps(spans: Spans, text: bytes) -> list[int]:
    """Return the rows before which nothing but blank lines stands."""
    apart = np.flatnonzero(spans[1:, 0] != spans[:-1, 1]) + 1
    return [row for row in apart.tolist() if not text[spans[row - 1, 1] : spans[row, 0]].strip()]


def _strangers(table: pl.DataFrame, gaps: Sequence[int]) -> _Flags:
    """Tell the rows in which several columns of a known kind are filled, and none with its kind.

    A header has a name for every column: such a row is strange where no cell is empty, or where it follows another.
    Where it stands below a blank line, and what follows fits the columns badly, another table begins.
    """
    first = next(iter(gaps), 0)
    known = _known_kinds(table.head(min(first, _SAMPLE) if first >= _ENOUGH else _SAMPLE))
    strange = np.zeros(table.height, dtype=np.bool_)
    if len(known) < _COLUMNS:
        return strange
    rows = pl.int_range(table.height, eager=True)
    # Few rows are left after the first column, if any: the others are looked at for these alone.
    for name, kind in known.items():
        cells = table[name] if len(rows) == table.height else table[name].gather(rows)
        rows = rows.filter(~cells.str.contains(kind).fill_null(value=False))
    filled = table[rows].select(pl.all().is_not_null() & ~pl.all().str.to_lowercase().is_in(placeholder_texts("text")))
    told = filled.select(pl.sum_horizontal(pl.col(*known)) >= _COLUMNS).to_series() if len(rows) else ()
    full = filled.select(pl.all_horizontal(pl.all())).to_series() if len(rows) else ()
    for row, belied, named in zip(rows, told, full, strict=True):
        strange[row] = belied and (named or (row > 0 and strange[row - 1]))
        if strange[row] and named and row in gaps and _fit(table[row + 1 : row + 1 + _NEXT], known) < _FEW:
            strange[row:] = True
            break
    return strange


def _fit(table: pl.DataFrame, known: Mapping[str, str]) -> float:
    """Return the share of filled cells, in the columns of a known kind, that are of it."""
    fits = sum(int(table[name].str.contains(kind).sum()) for name, kind in known.items())
    return fits / max(1, sum(table[name].count() for name in known))


def _known_kinds(sample: pl.DataFrame) -> dict[str, str]:
    """Return the pattern of each column whose filled cells are mostly of one kind, that which most rows fit first."""
    kinds: dict[str, tuple[int, str]] = {}
    for cells in sample.iter_columns():
        filled = cells.drop_nulls()
        if len(filled) >= _ENOUGH:
            fits = ((int(filled.str.contains(kind).sum()), kind) for kind in _candidates(filled))
            kind = next((each for each in fits if each[0] >= _MOST * len(filled)), None)
            kinds |= {cells.name: kind} if kind else {}
    by_fit = sorted(kinds.items(), key=lambda each: -each[1][0])
    return {name: kind for name, (_, kind) in by_fit}


def _candidates(cells: pl.Series) -> Sequence[str]:
    """Return the patterns that the cells may have: those of all columns, and long codes, all as long as most are."""
    length = int(cells.str.len_chars().mode().sort()[0])
    return (*_KINDS, rf"^[0-9A-Za-z_.-]{{{length}}}$") if length >= _LONG_CODE else _KINDS


def _is_tail(raw: str, dialect: Dialect) -> bool:
    """Whether a row begins in the middle of a quoted cell, and is too short: the row before lost the rest of it."""
    first, *others = raw.split(dialect.delimiter)
    return len(others) < len(dialect.header) - 1 and first.endswith(dialect.quote) and first.count(dialect.quote) == 1


def _rows_before(spans: Spans, starts: npt.NDArray[np.int64]) -> list[int]:
    """Return the records that end where the given lines start."""
    rows = np.searchsorted(spans[:, 1], starts)
    rows, starts = rows[rows < len(spans)], starts[rows < len(spans)]
    before: list[int] = rows[spans[rows, 1] == starts].tolist()
    return before


def _held(spans: Spans, text: bytes, starts: npt.NDArray[np.int64], reasons: dict[int, str]) -> Iterator[HeldBack]:
    for row, reason in reasons.items():
        start, stop = spans[row].tolist()
        line = int(np.searchsorted(starts, start))
        yield HeldBack(line, reason, text[start:stop].decode().rstrip("\r\n"))
