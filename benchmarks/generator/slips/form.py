"""Slips of form: capitals, blanks, quotes, broken encodings; columns of the finished record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from generator.draw import Rng
from generator.text import join, spread

from .engine import Slip

__all__ = ["CASE_SLIPS", "FORM_SLIPS"]

Columns = Mapping[str, pl.Series]
_NAMES = ("last_name", "first_name")


def _cased(names: tuple[str, ...], change: Callable[[pl.Series], pl.Series]) -> Callable[[pl.DataFrame, Rng], Columns]:
    return lambda frame, _: {name: change(frame[name]) for name in names}


def _space(frame: pl.DataFrame, rng: Rng) -> Columns:
    """A blank before or after, a tab, a blank of no width, or two blanks for one, in one of the columns."""
    size = len(frame)
    target = rng.integers(0, len(frame.columns), size)
    kind = rng.integers(0, 5, size)
    columns = {}
    for number, name in enumerate(frame.columns):
        value = frame[name]
        forms = [
            join(value, " "),
            join(" ", value),
            join(value, "\t"),
            join(value, "\u200b"),
            value.str.replace(" ", "  "),
            value,
        ]
        columns[name] = spread([form.set(value.is_null(), None) for form in forms], np.where(target == number, kind, 5))
    return columns


def _punct(frame: pl.DataFrame, rng: Rng) -> Columns:
    company = frame["company"]
    forms = [join('"', company, '"'), join(company, "\n"), join(company, ","), join(company, ";")]
    return {"company": spread(forms, rng.integers(0, 4, len(frame)))}


def _mojibake(frame: pl.DataFrame, _: Rng) -> Columns:
    """UTF-8 read as Windows-1252; rare enough to be done value by value."""
    return {
        name: pl.Series(
            [value and value.encode().decode("cp1252", "replace") for value in frame[name]], dtype=pl.String
        )
        for name in ("last_name", "city")
    }


CASE_SLIPS = (
    Slip("upper", 31, 52, _NAMES, _cased(_NAMES, lambda column: column.str.to_uppercase())),
    Slip("lower", 22, 40, _NAMES, _cased(_NAMES, lambda column: column.str.to_lowercase())),
)
FORM_SLIPS = (
    Slip("space", 45, 82, ("last_name", "first_name", "company", "title", "street", "city", "email"), _space),
    Slip("punct", 1, 6, ("company",), _punct),
    Slip("nfd", 3, 3, _NAMES, _cased(_NAMES, lambda column: column.str.normalize("NFD"))),
    Slip("mojibake", 1.5, 1.5, ("last_name", "city"), _mojibake),
)
