"""Tables and rule sets that several tests build."""

from __future__ import annotations

import polars as pl

from crmclean.engine.standardize import Standardized
from crmclean.fields.column import Column
from crmclean.spec.model import Rules

__all__ = ["held", "in_states", "of_text"]

_LETTERS = {
    "o": "ok",
    "e": "empty",
    "p": "placeholder",
    "i": "impossible",
    "v": "invalid",
    "u": "unknown",
    "a": "ambiguous",
}


def held(values: pl.DataFrame, states: pl.DataFrame) -> Standardized:
    """A standardized table of given values and states."""
    columns = {
        name: Column(
            values[name],
            pl.DataFrame({"value": values[name], "state": states[name]}).with_columns(note=pl.lit(None, pl.String)),
            None,
        )
        for name in states.columns
    }
    return Standardized(columns, states.height)


def in_states(**columns: str) -> pl.DataFrame:
    """States, a letter a record: o(k), e(mpty), p(laceholder), i(mpossible), u(nknown), a(mbiguous), (in)v(alid)."""
    return pl.DataFrame(
        {name: [_LETTERS[letter] for letter in word] for name, word in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )


def of_text(*fields: str, **completeness: object) -> Rules:
    """A rule set of text fields, with what it says about completeness."""
    return Rules.model_validate(
        {
            "crmclean": "1",
            "object": "contact",
            "fields": {name: {"type": "text"} for name in fields},
            "completeness": completeness,
        }
    )
