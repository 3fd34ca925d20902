"""Cells for human eyes: what a spreadsheet would run as a formula is made text, and can be made back.

For files that people open (quarantine, findings, changes); files that go back into a CRM keep every byte unless they
are asked for a spreadsheet.
"""

from __future__ import annotations

import re
from enum import StrEnum

import polars as pl
import polars.selectors as cs

__all__ = ["Purpose", "escape", "escape_table", "risky_cells", "unescape", "unescape_table"]


class Purpose(StrEnum):
    """What output files are for."""

    REIMPORT = "reimport"
    """To go back into a CRM: bytes as they were, but for what the rules changed."""
    SPREADSHEET = "spreadsheet"
    """To be opened in a spreadsheet: no cell is run as a formula, and letters with accents are read right."""


_TRIGGER = "'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""What starts a formula, behind any number of apostrophes, so that escaping can be undone.

Source: OWASP, CSV Injection (= + - @ tab, CR, LF, and the full-width forms that spreadsheets fold).
"""
_NUMBER = r"[+-]?[0-9][0-9.,']*(?:[eE][+-]?[0-9]+)?%?"
_PHONE = r"\+[0-9(][0-9 ().\-/]*(?: ?(?:x|ext\.?) ?[0-9]+)?"
_HARMLESS = f"(?:{_NUMBER}|{_PHONE})"
_STARTS, _IS_HARMLESS = re.compile(_TRIGGER), re.compile(_HARMLESS)


def escape(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could run; numbers and phone numbers are left alone.

    Example:
        >>> escape("=1+1"), escape("+49 30 1234"), escape("-5")
        ("'=1+1", '+49 30 1234', '-5')
    """
    return f"'{text}" if _STARTS.match(text) and not _IS_HARMLESS.fullmatch(text) else text


def unescape(text: str) -> str:
    """Undo ``escape``: ``unescape(escape(text)) == text`` for every text.

    Example:
        >>> unescape("'=1+1"), unescape("'tis")
        ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _STARTS.match(text) else text


def escape_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Escape every text cell of a table, and its header; null stays null."""
    cells = pl.when(_risky(cs.string())).then("'" + cs.string()).otherwise(cs.string()).name.keep()
    return frame.with_columns(cells).rename(escape)


def unescape_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Undo ``escape_table``."""
    escaped = cs.string().str.contains(f"^'{_TRIGGER}")
    cells = pl.when(escaped).then(cs.string().str.slice(1)).otherwise(cs.string()).name.keep()
    return frame.with_columns(cells).rename(unescape)


def risky_cells(frame: pl.DataFrame) -> dict[str, int]:
    """Count the cells that a spreadsheet could run, by column; columns without any are left out."""
    counts = frame.select(_risky(cs.string()).sum())
    return {name: count for row in counts.iter_rows(named=True) for name, count in row.items() if count}


def _risky(cells: pl.Expr) -> pl.Expr:
    return cells.str.contains(f"^{_TRIGGER}") & ~cells.str.contains(f"^{_HARMLESS}$")
