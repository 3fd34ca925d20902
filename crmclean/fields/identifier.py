"""Identifiers: kept to the letter where nothing is known of them; checked and written in one way where it is."""

from __future__ import annotations

from typing import Literal

import polars as pl

from crmclean.fields.base import FieldType, Standard, State, listed_placeholders
from crmclean.fields.damage import MAY_BE_DAMAGED_ID, id_damage, is_scientific
from crmclean.fields.register import FORMATS
from crmclean.fields.salesforce_id import NULL_ID, read_salesforce_id, read_salesforce_ids

__all__ = ["Identifier"]

_CUT_OFF = "A spreadsheet has cut off the last digits; they cannot be restored."


class Identifier(FieldType):
    """A key of some system: case, zeros and signs are kept. Digits that a spreadsheet cut off are INVALID.

    With a ``format`` the shape and the check digits must fit, and the number is written in one way.
    """

    type: Literal["identifier"] = "identifier"
    by_value = False
    format: Literal[
        "none",
        "salesforce",
        "guid",
        "hubspot",
        "vat",
        "lei",
        "duns",
        "ein",
        "gln",
        "siren",
        "siret",
        "naics",
        "sic",
    ] = "none"
    """``salesforce``: 15 characters get their three check signs, 18 are checked by theirs; ``guid``: as in Dynamics;
    ``vat``: VAT numbers of Europe, with the country's letters; the others by their registers."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the text, or check it and write it by its format."""
        if is_scientific(text):
            return Standard(text, State.INVALID, _CUT_OFF)
        damage = id_damage(text)
        if self.format == "none":
            return Standard(text, State.OK, damage)
        if damage:
            return Standard(text, State.INVALID, damage)
        return read_salesforce_id(text) if self.format == "salesforce" else FORMATS[self.format](text)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Read many; those that no spreadsheet has touched by column."""
        if self.format not in ("none", "salesforce"):
            return super().parse_column(texts, given)
        touched = texts.str.contains(MAY_BE_DAMAGED_ID)
        whole = texts.filter(~touched) if touched.any() else texts
        kept = read_salesforce_ids(whole) if self.format == "salesforce" else _kept(whole)
        if not touched.any():
            return kept
        others = super().parse_column(texts.filter(touched), given.filter(touched))
        return pl.concat([kept, others])[pl.concat([(~touched).arg_true(), touched.arg_true()]).arg_sort()]

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; the null ids of Salesforce and of GUIDs do."""
        return self._is_null(text) or super().is_placeholder(text)

    def placeholders(self, texts: pl.Series) -> pl.Series:
        """Say for each text whether it stands for "nothing"."""
        listed = listed_placeholders(texts, self.type)
        if self.format == "guid":
            return listed | texts.str.contains("^[0{}-]*$")
        return listed | texts.str.starts_with(NULL_ID) if self.format == "salesforce" else listed

    def _is_null(self, text: str) -> bool:
        if self.format == "guid":
            return not text.strip("0-{}")
        return self.format == "salesforce" and text.startswith(NULL_ID)


def _kept(texts: pl.Series) -> pl.DataFrame:
    return pl.select(value=texts, state=pl.lit(State.OK.value), note=pl.lit(None, pl.String))
