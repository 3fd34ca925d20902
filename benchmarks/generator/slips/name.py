"""Slips in names of persons: `given`, `middle`, `family`, `female`, and the finished `first_name`, `last_name`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from generator.draw import Rng, chance, pick
from generator.names import nicknames
from generator.text import fold, join, replace_any, rewrite, spread, typo
from generator.words import table

from .engine import Slip

__all__ = ["NAME_SLIPS", "ORDER_SLIPS"]

_MEN, _WOMEN, _BOTH = (
    ["Mr.", "Mr", "Herr", "M.", "Sr."],
    ["Ms.", "Mrs.", "Ms", "Frau", "Mme", "Sra."],
    ["Dr.", "Prof.", "Dr"],
)
_CREDENTIALS = [", PhD", " MBA", ", MBA", " CPA", ", MD", " PMP", " Jr.", ", Esq."]

Columns = Mapping[str, pl.Series]


def _nickname(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"given": replace_any(frame["given"], rng, nicknames())}


def _typo_first(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"given": typo(frame["given"], rng)}


def _typo_last(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"family": typo(frame["family"], rng)}


def _phonetic_first(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"given": rewrite(frame["given"], rng, table("slips")["sounds"])}


def _phonetic_last(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"family": rewrite(frame["family"], rng, table("slips")["sounds"])}


def _ocr_last(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"family": rewrite(frame["family"], rng, table("slips")["looks"])}


def _diacritics(frame: pl.DataFrame, rng: Rng) -> Columns:
    german = chance(rng, len(frame), 0.5).astype(np.int8)
    return {name: spread([fold(frame[name]), fold(frame[name], german=True)], german) for name in ("given", "family")}


def _surname_part(frame: pl.DataFrame, rng: Rng) -> Columns:
    """One of two family names, or the two run together or hyphenated."""
    rules = [(r"^(\S+)[ -]\S+$", "$1"), (r"^\S+[ -](\S+)$", "$1"), (" ", "-"), ("-", " "), ("[ -]", "")]
    return {"family": rewrite(frame["family"], rng, rules)}


def _initial(frame: pl.DataFrame, rng: Rng) -> Columns:
    letter = frame["given"].str.head(1)
    return {"given": spread([letter, join(letter, ".")], rng.integers(0, 2, len(frame)))}


def _middle_added(frame: pl.DataFrame, rng: Rng) -> Columns:
    added = pick(rng, len(frame), list("ABCDEFGHJLMPRST"))
    return {"middle": pl.select(pl.coalesce(frame["middle"], added).alias("middle"))["middle"]}


def _middle_dropped(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"middle": pl.Series([None], dtype=pl.String).new_from_index(0, len(frame))}


def _honorific(frame: pl.DataFrame, rng: Rng) -> Columns:
    size = len(frame)
    titles = [pick(rng, size, _MEN), pick(rng, size, _WOMEN), pick(rng, size, _BOTH)]
    which = np.where(chance(rng, size, 0.35), 2, frame["female"].to_numpy())
    return {"given": join(spread(titles, which), " ", frame["given"])}


def _credential(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"family": join(frame["family"], pick(rng, len(frame), _CREDENTIALS))}


def _swapped(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"first_name": frame["last_name"], "last_name": frame["first_name"]}


def _nobody(frame: pl.DataFrame) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(frame))


def _full_in_last(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"first_name": _nobody(frame), "last_name": join(frame["first_name"], frame["last_name"], separator=" ")}


def _last_comma_first(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"first_name": _nobody(frame), "last_name": join(frame["last_name"], frame["first_name"], separator=", ")}


GIVEN, FAMILY, BOTH = ("given",), ("family",), ("first_name", "last_name")
NAME_SLIPS = (
    Slip("nickname", 90, 300, GIVEN, _nickname),
    Slip("typo_first", 6, 53, GIVEN, _typo_first),
    Slip("phonetic_first", 0.7, 20, GIVEN, _phonetic_first),
    Slip("typo_last", 6.6, 73, FAMILY, _typo_last),
    Slip("phonetic_last", 1.4, 25, FAMILY, _phonetic_last),
    Slip("ocr_last", 1, 15, FAMILY, _ocr_last),
    Slip("diacritics", 56, 250, ("family", "given"), _diacritics),
    Slip("surname_part", 25, 150, FAMILY, _surname_part),
    Slip("middle_added", 0, 17, ("given", "middle"), _middle_added),
    Slip("middle_dropped", 0, 330, ("middle",), _middle_dropped),
    Slip("initial", 5, 54, GIVEN, _initial),
    Slip("honorific", 8, 20, ("given", "female"), _honorific),
    Slip("credential", 4, 8, FAMILY, _credential),
)
# In the finished fields: the middle initial stands with the given name.
ORDER_SLIPS = (
    Slip("swapped", 2, 22, BOTH, _swapped, filled=2),
    Slip("full_in_last", 3.5, 18, BOTH, _full_in_last, filled=2),
    Slip("last_comma_first", 2.3, 8, BOTH, _last_comma_first, filled=2),
)
