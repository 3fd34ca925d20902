"""A column read in two ways: whole columns at once for what is plain, one value at a time for the rest."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from crmclean.fields.base import STANDARD, Standard, State

__all__ = ["MIXED_CASE", "completed", "derived", "one_by_one", "rest_one_by_one"]

MIXED_CASE = pl.col("text").str.contains("[a-z]") & pl.col("text").str.contains("[A-Z]")
"""Whether a text has letters of both cases, so that its case says something."""


def rest_one_by_one(
    sound: pl.Expr, parse: Callable[[str, str | None], Standard], texts: pl.Series, given: pl.Series
) -> pl.DataFrame:
    """Standardize a column in which ``sound`` texts, as most are, stay as they are and have nothing to note.

    Args:
        sound: An expression over the column ``text``: true only of texts that stay, though not of all of them.
        parse: Standardizes one text, given the value of the field that it depends on.
        texts: *n* texts, no nulls.
        given: *n* values of that field, nulls allowed.
    """
    text = pl.DataFrame({"text": texts})
    read = text.select(value=pl.when(sound).then("text"), state=pl.lit(State.OK.value), note=pl.lit(None, pl.String))
    return one_by_one(read, parse, texts, given)


def one_by_one(
    read: pl.DataFrame, parse: Callable[[str, str | None], Standard], texts: pl.Series, given: pl.Series
) -> pl.DataFrame:
    """Standardize the rows of a column that are not read yet.

    Args:
        read: *n* rows with the schema ``STANDARD``; where the value is null, ``parse`` has to read the text.
        parse: Standardizes one text, given the value of the field that it depends on.
        texts: *n* texts, no nulls.
        given: *n* values of that field, nulls allowed.

    Returns:
        *n* rows with the schema ``STANDARD``, in row order.

    Example:
        >>> from crmclean.fields.base import State
        >>> def parse(text: str, given: str | None) -> Standard:
        ...     return Standard(text, State.INVALID, "odd")
        >>> read = pl.DataFrame({"value": ["a", None], "state": ["ok", None], "note": [None, None]}, schema=STANDARD)
        >>> one_by_one(read, parse, pl.Series(["A", "?"]), pl.Series([None, None])).rows()
        [('a', 'ok', None), ('?', 'invalid', 'odd')]
    """
    rows = read["value"].is_null().arg_true()
    results = list(map(parse, texts.gather(rows).to_list(), given.gather(rows).to_list()))
    rest = pl.DataFrame(results, schema=STANDARD, orient="row")
    return read.select(pl.Series(name, read[name].clone().scatter(rows, rest[name])) for name in STANDARD)


def derived(values: pl.Series, plain: pl.Expr, made: pl.Expr, one: Callable[[str], str | None]) -> pl.Series:
    """Derive a text from each value of a column: the twin of ``one``, in columns where a value is plain.

    Args:
        values: *n* texts, nulls allowed; null stays null.
        plain: An expression over the column ``text``: true only where ``made`` is what ``one`` returns.
        made: An expression over the column ``text``.
        one: Derives a text from one value.

    Example:
        >>> low = pl.col("text").str.to_lowercase()
        >>> derived(pl.Series(["A", "\u00dc", None]), pl.col("text").str.contains("^[A-Z]$"), low, str.lower).to_list()
        ['a', '\u00fc', None]
    """
    texts = pl.DataFrame({"text": values})
    sound = texts.select(plain.fill_null(value=True)).to_series()
    if sound.all():
        return texts.select(made).to_series()
    return completed(values, sound, texts.select(pl.when(sound).then(made)).to_series(), one)


def completed(values: pl.Series, sound: pl.Series, made: pl.Series, one: Callable[[str], str | None]) -> pl.Series:
    """Return what was made of sound values, and derive the others one by one.

    Args:
        values: *n* texts, nulls allowed.
        sound: *n* booleans.
        made: *n* texts, right where ``sound``; no longer to be used.
        one: Derives a text from one value.
    """
    rest = (~sound).arg_true()
    others = pl.Series([one(value) for value in values.gather(rest)], dtype=pl.String)
    return made.scatter(rest, others) if len(rest) else made
