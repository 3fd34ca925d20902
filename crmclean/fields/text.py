"""Free text and names of things: tidied, never rewritten; what a program has damaged is said."""

from __future__ import annotations

from typing import Literal

import polars as pl

from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.damage import MAY_BE_DAMAGED_TEXT, text_damage

__all__ = ["Text", "words"]


_SHORTEST = 2
"""Letters of a word that says something."""


def words(text: str) -> frozenset[str]:
    """Return the folded words of a text; what holds a digit is one word, however it is hyphenated.

    Example:
        >>> sorted(words("Sony NP-FH100 Battery Pack - NPFH100"))
        ['battery', 'npfh100', 'pack', 'sony']
    """
    found: set[str] = set()
    for chunk in text.split():
        pieces = fold(chunk).split()
        found.update(["".join(pieces)] if any(map(str.isdigit, chunk)) else pieces)
    return frozenset(word for word in found if len(word) >= _SHORTEST)


class Text(FieldType):
    """Any text: invisible characters and doubled white space go, everything else stays as written.

    A note says where letters seem to have been read in the wrong encoding, HTML was left, or a spreadsheet has made a
    date of it. The blocking key ``words`` is each word of a text: those that few texts hold make small blocks, and
    blocks of everybody's words are left out.
    """

    type: Literal["text"] = "text"
    keys = {"": lambda value: [fold(value)], "words": lambda value: sorted(words(value))}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the tidied text."""
        return Standard(text, State.OK, text_damage(text))

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:  # noqa: ARG002 - one shape
        """Keep the tidied texts; only those that may be damaged are looked at one by one."""
        doubtful = texts.str.contains(MAY_BE_DAMAGED_TEXT)
        notes = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
        if doubtful.any():
            notes = notes.scatter(doubtful.arg_true(), list(map(text_damage, texts.filter(doubtful))))
        return pl.select(value=texts, state=pl.lit(State.OK.value), note=notes)
