"""Slips in company names: columns `stem` and `legal`, and the whole name, `company`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from generator.draw import Rng, pick
from generator.text import fold, join, replace_any, rewrite, typo
from generator.words import options, table

from .engine import Slip

__all__ = ["COMPANY_SLIPS", "LEGAL_SLIPS"]

Columns = Mapping[str, pl.Series]


def _suffix(frame: pl.DataFrame, rng: Rng) -> Columns:
    """The legal form written otherwise or left out."""
    forms = {
        form: [variant or None for variant in options(text)] for form, text in table("companies")["legal_forms"].items()
    }
    return {"legal": replace_any(frame["legal"], rng, forms)}


def _abbrev(frame: pl.DataFrame, rng: Rng) -> Columns:
    short = table("companies")["abbreviations"]
    words = [word for word in short if word.strip() == word]
    stem = frame["stem"].str.replace_many(words, [short[word] for word in words])
    return {"stem": rewrite(stem, rng, [(word, short[word]) for word in short if word.strip() != word])}


def _short(frame: pl.DataFrame, _: Rng) -> Columns:
    return {
        "stem": frame["stem"].str.extract(r"^(\S+)"),
        "legal": frame["legal"].set(pl.Series(np.ones(len(frame), bool)), None),
    }


def _acronym(frame: pl.DataFrame, _: Rng) -> Columns:
    letters = frame["stem"].str.replace_all(r"(\p{L})[\p{L}'.-]*|[^\p{L}]", "$1")
    many = letters.str.len_chars() > 1
    stem = pl.select(pl.when(many).then(letters).otherwise(frame["stem"]).alias("stem"))["stem"]
    return {"stem": stem, "legal": frame["legal"].set(many, None)}


def _typo(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"stem": typo(frame["stem"], rng)}


def _diacritics(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"stem": fold(frame["stem"], german=bool(rng.integers(0, 2)))}


def _the(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"company": join("The ", frame["company"])}


def _extra(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"company": join(frame["company"], " ", pick(rng, len(frame), table("companies")["extras"]))}


def _trunc(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"company": frame["company"].str.head(20).str.strip_chars_end()}


LEGAL_SLIPS = (
    Slip("co_abbrev", 39, 270, ("stem",), _abbrev),
    Slip("co_short", 2.8, 30, ("stem", "legal"), _short),
    Slip("co_acronym", 1.9, 27, ("stem", "legal"), _acronym),
    Slip("co_typo", 3.5, 50, ("stem",), _typo),
    Slip("co_diacritics", 20, 220, ("stem",), _diacritics),
    Slip("co_suffix", 135, 600, ("legal",), _suffix),
)
COMPANY_SLIPS = (
    Slip("co_the", 2.6, 23, ("company",), _the),
    Slip("co_extra", 2.4, 18, ("company",), _extra),
    Slip("co_trunc", 2, 22, ("company",), _trunc),
)
