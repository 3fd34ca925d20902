r"""User patterns: one regular-expression engine, Rust's as polars has it, for a column and for one record.

Rust's engine takes time linear in the text whatever the pattern; Python's can take years (``^(a+)+$``), and the two
disagree on ``\d`` and ``$``, so that mixing them would judge a record alone otherwise than in a table.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

__all__ = ["matches", "whole", "why_not"]

_REASONS = {
    "look-around": "look-ahead and look-behind ('(?=', '(?!', '(?<=', '(?<!') are not supported",
    "backreferences": "references back to a group ('\\1') are not supported",
    "size limit": "it is too large when spelled out; use smaller counts than '{1000}'",
    "repetition operator missing": "a '*', '+', '?' or '{…}' has nothing before it to repeat",
}
"""What Rust says, in part, and what that means."""


def whole(pattern: str) -> str:
    """Return the pattern held to the whole value."""
    return rf"\A(?:{pattern})\z"


def why_not(pattern: str) -> str | None:
    """Return why a pattern cannot be used, in plain words and with its place; None where it can.

    Example:
        >>> why_not("[A-Z]{2}-[0-9]+"), why_not("[A-Z")
        (None, 'unclosed character class (character 1 of the pattern)')
    """
    for tried in (pattern, whole(pattern)):
        try:
            pl.Series([""]).str.contains(tried)
        except pl.exceptions.PolarsError as error:
            return _plain(str(error))
    return None


def _plain(said: str) -> str:
    reason = said.rpartition("error: ")[2].strip().splitlines()[0]
    caret = re.search(r"^ {4}( *)\^", said, re.MULTILINE)
    place = f" (character {len(caret[1]) + 1} of the pattern)" if caret else ""
    return next((plain for part, plain in _REASONS.items() if part in reason.lower()), reason) + place


@lru_cache(maxsize=1 << 14)
def matches(pattern: str, value: str) -> bool:
    """Whether a value matches a pattern as a whole; the twin, for one value, of ``str.contains(whole(pattern))``."""
    return bool(pl.Series([value]).str.contains(whole(pattern)).item())
