r"""User patterns: one regular-expression engine, Rust's as polars has it, for a column and for one record.

Rust's engine takes time linear in the text whatever the pattern; Python's can take years (``^(a+)+$``), and the two
disagree on ``\d`` and ``$``, so that mixing them would judge a record alone otherwise than in a table. Linear means
the text times the pattern spelled out, and so that has a limit, too.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

__all__ = ["matches", "whole", "why_not"]

MAX_SIZE = 500
"""Characters and classes of a pattern with its counts spelled out (``(ab){2}`` is four). At the limit the worst
pattern takes half a second for a value of 100,000 characters (``benchmarks/patterns.py``)."""

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
    if (size := _size(pattern)) > MAX_SIZE:
        return f"{size:,} characters and classes when its counts are spelled out; at most {MAX_SIZE:,}"
    return None


_TOKEN = re.compile(r"""
    (?P<open>\((?:\?P?<\w+>|\?[a-zA-Z-]*:?)?) | (?P<close>\)) | \{\s*(?P<least>\d+)\s*(?:,\s*(?P<most>\d*)\s*)?\}
    | (?P<one>\\[pPxuU]\{[^}]*\} | \\. | \[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\] | [^*+?|{}])
""", re.VERBOSE | re.DOTALL)  # fmt: skip


def _size(pattern: str) -> int:
    """Count the characters and classes of a pattern that compiles, its counts spelled out."""
    sizes, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            sizes.append(0)
        elif token["least"]:
            times = int(token["most"] or token["least"])
            sizes[-1], last = sizes[-1] + last * (times - 1), last * times
        else:
            last = sizes.pop() if token["close"] and sizes[1:] else 1
            sizes[-1] += last
    return sum(sizes)


def _plain(said: str) -> str:
    reason = said.rpartition("error: ")[2].strip().splitlines()[0]
    caret = re.search(r"^ {4}( *)\^", said, re.MULTILINE)
    place = f" (character {len(caret[1]) + 1} of the pattern)" if caret else ""
    return next((plain for part, plain in _REASONS.items() if part in reason.lower()), reason) + place


@lru_cache(maxsize=1 << 14)
def matches(pattern: str, value: str) -> bool:
    """Whether a value matches a pattern as a whole; the twin, for one value, of ``str.contains(whole(pattern))``."""
    return bool(pl.Series([value]).str.contains(whole(pattern)).item())
