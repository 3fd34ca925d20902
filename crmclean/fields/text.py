"""Free text and names of things: tidied, never rewritten; what a program has damaged is said."""

from __future__ import annotations

from typing import Literal

import polars as pl

from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.damage import MAY_BE_DAMAGED_TEXT, text_damage

__all__ = ["Text"]


class Text(FieldType):
    """Any text: invisible characters and doubled white space go, everything else stays as written.

    A note says where letters seem to have been read in the wrong encoding, HTML was left, or a spreadsheet has made a
    date of it.
    """

    type: Literal["text"] = "text"
    keys = {"": lambda value: [fold(value)]}

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
