"""Cities: tidied, the case repaired where it says nothing; never corrected, never replaced.

``recase`` is shared with streets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import polars as pl

from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.fallback import MIXED_CASE, rest_one_by_one

__all__ = ["City", "recase"]

_WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:['\u2019][^\\W_\u0300-\u036f]+)*")
_PARTICLE_WORDS = (
    "a am an and auf aux bei da das de degli dei del della den der des di do dos du e el en et i im la las le les "
    "los lès of on op och og sous sur the til und upon van vom von y zu zum zur"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_ELIDED = frozenset({"d", "l", "dell", "all", "dall", "nell", "sull"})
_SCOTTISH = re.compile(r"mc[^\W\d_]{3,}")
_SHORT = 3
"""Capitals of up to three letters (NYC, LA) are taken for initials."""


def _capital(word: str) -> str:
    return word[:1].title() + word[1:]


def recase(text: str, *, keep: Callable[[str], str | None] = lambda _: None) -> str:
    """Give names their capitals where a text is all capitals or all small letters; any other text stays.

    Args:
        text: Tidied text.
        keep: Given a word, returns its form where it has one of its own (``PO``, ``5th``).

    Example:
        >>> recase("LE BLANC-MESNIL"), recase("aix-en-provence"), recase("McAllen"), recase("NYC")
        ('Le Blanc-Mesnil', 'Aix-en-Provence', 'McAllen', 'NYC')
    """
    letters = sum(map(str.isalpha, text))
    if not (text.islower() or (text.isupper() and letters > _SHORT)):
        return text

    def written(match: re.Match[str]) -> str:
        own = keep(match[0])
        return own if own is not None else _word(match[0].lower(), first=match.start() == 0)

    return _WORD.sub(written, text)


def _word(word: str, *, first: bool) -> str:
    """Write one lower-case word of a name: ``mcallen`` McAllen, ``o'fallon`` O'Fallon, ``king's`` King's."""
    head, mark, tail = word.partition("\u2019" if "\u2019" in word else "'")
    if mark:
        head = head if head in _ELIDED and not first else _capital(head)
        return f"{head}{mark}{tail if len(tail) == 1 else _capital(tail)}"
    if word in _PARTICLES and not first:
        return word
    return f"Mc{_capital(word[2:])}" if _SCOTTISH.fullmatch(word) else _capital(word)


class City(FieldType):
    """A city as people write it; a text without any letter is INVALID."""

    type: Literal["city"] = "city"
    keys = {"": lambda value: [fold(value)]}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Repair the case."""
        if not any(map(str.isalpha, text)):
            return Standard(text, State.INVALID, "A city has letters in it.")
        return Standard(recase(text), State.OK)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Repair the case of a column, which most values do not need."""
        return rest_one_by_one(MIXED_CASE, self.parse, texts, given)
