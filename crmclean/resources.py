"""Where the shipped data lies: rule packs, picklists and reference tables.

In a checkout it is the top-level folder ``rules/``; in an installed package the same folder inside the package.
Nothing else knows that there are two places.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

__all__ = ["example", "folder", "read_table"]


@cache
def folder() -> Path:
    """Return the folder that holds the packs and, in ``tables/``, the reference tables."""
    here = Path(__file__).resolve().parent
    installed = here / "rules"
    return installed if installed.is_dir() else here.parent / "rules"


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the reference table ``tables/<name>.csv`` without its header; lines that start with ``#`` are comments.

    Args:
        name: The table's file name without ``.csv``.

    Returns:
        One tuple of cells a row.

    Example:
        >>> len(read_table("placeholders")) > 20
        True
    """
    path = folder() / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader([line for line in lines if not line.startswith("#")])
        next(rows)
        return tuple(map(tuple, filter(None, rows)))


def example(name: str) -> Path:
    """Return the path of an example file, in a checkout and in an installed package alike."""
    here = Path(__file__).resolve().parent
    installed = here / "examples" / name
    return installed if installed.is_file() else here.parent / "examples" / name
