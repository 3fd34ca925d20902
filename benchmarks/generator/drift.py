"""Columns of the CRM itself: picklists that drift, owners, dates in mixed formats, consent, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from .draw import Indices, Pool, Rng, chance, per_group, pick, zipf
from .slips import Mask
from .text import join, replace_any, spread
from .words import COUNTRIES, options, table

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "blank_out",
    "consent",
    "countries",
    "dates",
    "drifted",
    "lead_sources",
    "noise",
    "owners",
    "owners_typed",
]

# Days since 1970; the CRM runs from 2015 to the day of the export.
FIRST_DAY, LAST_DAY = 16436, 20362
_FORMATS = {
    "%Y-%m-%d": 920,
    "%m/%d/%Y": 17,
    "%d/%m/%Y": 17,
    "%d.%m.%Y": 20,
    "%Y-%m-%dT09:15:00Z": 10,
    "%Y-%m-%d 00:00:00": 10,
    "%Y%m%d": 6,
}
_CONSENT = {
    False: {"false": 86, "No": 5, "0": 4, "FALSE": 2, "N": 1},
    True: {"true": 86, "Yes": 6, "1": 5, "TRUE": 2, "Y": 1},
}


def drifted(values: pl.Series, rng: Rng, name: str, rate: float) -> pl.Series:
    """Picklist values, some of them as people type them."""
    variants = {value: options(text) for value, text in table("picklists")[name].items()}
    typed = replace_any(values, rng, variants)
    return spread([values, typed], chance(rng, len(values), rate).astype(np.int8))


def countries(rng: Rng, country: Indices) -> pl.Series:
    """The country of each row as it is written: three in four the standard way."""

    def written(group: int, rows: Indices) -> pl.DataFrame:
        standard, *others = options(table("picklists")["country"][COUNTRIES[group]])
        forms = [pick(rng, len(rows), [standard]), pick(rng, len(rows), others)]
        return spread(forms, chance(rng, len(rows), 0.26).astype(np.int8)).to_frame("country")

    return per_group(country, written)["country"]


def lead_sources(rng: Rng, size: int) -> pl.Series:
    """Lead sources, the commoner ones more often."""
    names = list(table("picklists")["lead_source"])
    return Pool.of(names, zipf(len(names), 8)).pick(rng, size)


def owners(rng: Rng, size: int) -> pl.Series:
    """The owners of the records: a few have many."""
    names = options(table("picklists")["owners"])
    return Pool.of(names, zipf(len(names), 12)).pick(rng, size)


def owners_typed(values: pl.Series, rng: Rng) -> pl.Series:
    """Owners as imports bring them: small letters, an initial, the first name only."""
    size = len(values)
    forms = [
        values,
        values.str.to_lowercase(),
        join(values.str.head(1), ". ", values.str.extract(r" (.+)$")),
        values.str.extract(r"^(\S+)"),
    ]
    return spread(forms, np.where(chance(rng, size, 0.03), rng.integers(1, 4, size), 0))


def dates(rng: Rng, days: Indices) -> pl.Series:
    """Days since 1970 as text, one in twelve in another format than the standard one."""
    pool = Pool.of(list(_FORMATS), np.array(list(_FORMATS.values())))
    written = pl.Series(days).cast(pl.Int32).cast(pl.Date).to_frame("day")
    which = pool.draw(rng, len(days))
    return per_group(which, lambda form, rows: written[rows].select(pl.col("day").dt.strftime(list(_FORMATS)[form])))[
        "day"
    ]


def consent(rng: Rng, opted_out: Mask) -> pl.Series:
    """The opt-out flag as text: `true`, `Yes`, `1`, ..."""
    pools = {flag: Pool.of(list(forms), np.array(list(forms.values()))) for flag, forms in _CONSENT.items()}
    return spread(
        [pools[False].pick(rng, len(opted_out)), pools[True].pick(rng, len(opted_out))], opted_out.astype(np.int8)
    )


def noise(frame: pl.DataFrame, rng: Rng, columns: tuple[str, ...], rate: float) -> pl.DataFrame:
    """Placeholders such as `n/a` in place of a few values."""
    words = options(table("picklists")["placeholders"]["text"])
    for name in columns:
        rows = np.flatnonzero(chance(rng, len(frame), rate) & frame[name].is_not_null().to_numpy())
        frame = frame.with_columns(frame[name].scatter(rows, pick(rng, len(rows), words)))
    return frame


def blank_out(frame: pl.DataFrame, rng: Rng, rates: Mapping[str, Indices]) -> pl.DataFrame:
    """The frame with values missing at the given rates (per thousand, one a row) by column."""
    gone = {name: pl.Series(rng.random(len(frame)) * 1000 < rate) for name, rate in rates.items()}
    return frame.with_columns(
        pl.when(mask).then(None).otherwise(pl.col(name)).alias(name) for name, mask in gone.items()
    )
