"""The header: which row it is, and whether its names can be columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crmclean.errors import TableError
from crmclean.files.records import Row

__all__ = ["COLUMN_LIMIT", "check_header", "find_header"]

COLUMN_LIMIT = 2_000
"""Most columns a table may have; no CRM object has half as many."""
_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\S+://\S+")
"""An e-mail or a URL: no name of a column."""


def find_header(rows: Sequence[Row], width: int) -> int | None:
    """Find the header among the first rows that are not blank.

    It is the first row of the table's width. Rows above it must look like a title or a note (one cell, or less than
    half of the columns filled that any row fills), and a header below such rows must look like names, none of which
    is a value of its column, too: a note is never mistaken for a table, nor a name above values for a title.

    Args:
        rows: Rows without blank ones.
        width: Cells of most rows.

    Returns:
        Its position in ``rows``; None where the rows give no clear answer.
    """
    whole = (row.cells for row in rows if not row.problem and len(row.cells) == width)
    used = len({at for cells in whole for at, cell in enumerate(cells) if cell.strip()})
    for at, row in enumerate(rows):
        title = _is_title(row, width, used)
        if not row.problem and len(row.cells) == width and not title:
            return at if at == 0 or (_are_names(row.cells) and not _recur(row.cells, rows[at + 1 :])) else None
        if not title:
            return None
    return None


def check_header(header: Sequence[str], *, certain: bool = False) -> None:
    """Raise where the names cannot be the columns of a table.

    Args:
        header: The names.
        certain: Whether the format says that they are names, whatever they look like.

    Raises:
        TableError: A name is empty or stands twice (also where only case or outer blanks differ), there are too many,
            or the row looks like data.
    """
    if len(header) > COLUMN_LIMIT:
        raise TableError(f"the header has {len(header):,} columns; at most {COLUMN_LIMIT:,} can be read")
    if not certain and _is_data(header):
        raise TableError("the first row looks like data, not like column names; put a header above it")
    empty = [str(at) for at, name in enumerate(header, 1) if not name.strip()]
    if empty:
        raise TableError(f"the header has no name for column {', '.join(empty)}; name it, or remove the column")
    if any("\0" in name for name in header):
        raise TableError("the header holds a NUL character; write it again")
    alike: dict[str, list[str]] = {}
    for name in header:
        alike.setdefault(name.strip().casefold(), []).append(name)
    repeated = [" and ".join(f"'{name}'" for name in names) for names in alike.values() if len(names) > 1]
    if repeated:
        raise TableError(f"duplicate column names: {'; '.join(repeated)}; rename one of them")


def _is_data(cells: Sequence[str]) -> bool:
    """Whether an e-mail or URL stands among the cells, two numbers, or no letter at all."""
    lettered = [any(char.isalpha() for char in cell) for cell in cells]
    numbers = [
        not letters and any(char.isdigit() for char in cell) for cell, letters in zip(cells, lettered, strict=True)
    ]
    return not any(lettered) or sum(numbers) > 1 or any(map(_VALUE.fullmatch, cells))


def _is_title(row: Row, width: int, used: int) -> bool:
    filled = sum(1 for cell in row.cells if cell.strip())
    return not row.problem and (len(row.cells) == 1 < width or (used > 2 and 2 * filled < used))


def _recur(cells: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether one of the cells stands again in its column, in a row that is not the same one again."""
    others = (row.cells for row in rows if row.cells != cells)
    return any(cell == other for each in others for cell, other in zip(cells, each, strict=False))


def _are_names(cells: Sequence[str]) -> bool:
    return all(cell == cell.strip() and any(char.isalpha() for char in cell) for cell in cells) and len(
        set(map(str.casefold, cells))
    ) == len(cells)
