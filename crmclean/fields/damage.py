"""What programs do to a text on its way: letters read in the wrong encoding, HTML signs, digits lost in spreadsheets.

Every finding is a note; nothing is repaired here, since what was meant is a guess.
"""

from __future__ import annotations

import html
import re

from crmclean.fields.day import month_number

__all__ = ["LOST_DIGITS", "MAY_BE_DAMAGED_ID", "MAY_BE_DAMAGED_TEXT", "id_damage", "is_scientific", "text_damage"]

MAY_BE_DAMAGED_TEXT = (
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"|\ufffd|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});"
    r"|^[0-9]{1,2}-[A-Za-z]{3,4}$|^[A-Za-z]{3,4}-[0-9]{2}$|^#{3,}$"
)
"""What every text with something to note holds; most texts hold none of it. Python and polars read it alike."""
_MAY_BE = re.compile(MAY_BE_DAMAGED_TEXT)
_SHEET_DATE = re.compile(r"[0-9]{1,2}-([A-Za-z]{3,4})|([A-Za-z]{3,4})-[0-9]{2}")
_IS_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
MAY_BE_DAMAGED_ID = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}$|^[0-9]+\.0+$|^[0-9]{15}00+$"
"""What every identifier with something to note fits."""
LOST_DIGITS = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}$|^[0-9]{15}00+$"
"""What a value fits whose last digits a spreadsheet has taken: many values become one, and agreeing says nothing.

Source: Microsoft, Excel specifications and limits: number precision, 15 digits.
"""
_FLOAT = re.compile(r"([0-9]+)\.0+")
_ROUNDED = re.compile("[0-9]{15}00+")


def text_damage(text: str) -> str | None:
    """Return what seems to have happened to a text, with the text that was meant where there is one.

    Example:
        >>> text_damage("AT&amp;T"), text_damage("Café")
        ("Did you mean 'AT&T'? It looks like HTML.", None)
    """
    if not _MAY_BE.search(text):
        return None
    if (meant := _redecoded(text)) and meant != text:
        return f"Did you mean '{meant}'? It looks like UTF-8 that was read as Windows-1252."
    if (meant := html.unescape(text)) != text:
        return f"Did you mean '{meant}'? It looks like HTML."
    if "\ufffd" in text:
        return "A letter is lost: the sign \ufffd stands in its place."
    if (match := _SHEET_DATE.fullmatch(text)) and month_number(match[1] or match[2]):
        return "A spreadsheet may have made a date of it."
    return "A spreadsheet's column was too narrow; the value is lost." if not text.strip("#") else None


def _redecoded(text: str) -> str | None:
    """Return the text whose UTF-8 bytes read as Windows-1252 give this one; None where there is none."""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return None


def _byte(sign: str) -> bytes:
    """Return the byte of Windows-1252; the five that it leaves undefined stand for themselves."""
    return sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet has written digits as a power of ten, so that most are lost.

    Example:
        >>> is_scientific("1.23457E+11"), is_scientific("12E4")
        (True, False)
    """
    return _IS_SCIENTIFIC.fullmatch(text) is not None


def id_damage(text: str) -> str | None:
    """Return what a spreadsheet seems to have done to an identifier that still has its digits.

    Example:
        >>> id_damage("12345.0")
        "A program has read it as a number: did you mean '12345'?"
    """
    if match := _FLOAT.fullmatch(text):
        return f"A program has read it as a number: did you mean '{match[1]}'?"
    if _ROUNDED.fullmatch(text):
        return "From the sixteenth digit on there are zeros, as a spreadsheet leaves them; digits may be lost."
    return None
