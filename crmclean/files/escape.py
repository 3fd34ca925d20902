"""Cells for human eyes: what a spreadsheet would run as a formula is made text, and can be made back.

For files that people open (quarantine, findings); files that go back into a CRM keep every byte.
"""

from __future__ import annotations

import re

import polars as pl
import polars.selectors as cs

__all__ = ["escape", "escape_table", "unescape"]

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
    """Escape every text cell of a table; null stays null."""
    risky = cs.string().str.contains(f"^{_TRIGGER}") & ~cs.string().str.contains(f"^{_HARMLESS}$")
    return frame.with_columns(pl.when(risky).then("'" + cs.string()).otherwise(cs.string()).name.keep())
