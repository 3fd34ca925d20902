"""Slips in addresses: columns `street`, `city`, `state`, `postal_code`, with `country`, `state_code`, `state_name`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from generator.draw import Indices, Rng, per_group, pick, whole
from generator.text import fold, join, rewrite, spread, typo
from generator.words import COUNTRIES, table

from .engine import Slip

__all__ = ["ADDRESS_SLIPS", "STREET_SLIPS"]


Columns = Mapping[str, pl.Series]


def _by_country(frame: pl.DataFrame, rng: Rng, column: str, rules: Mapping[str, list[tuple[str, str]]]) -> pl.Series:
    def rewritten(group: int, rows: Indices) -> pl.DataFrame:
        return rewrite(frame[column].gather(rows), rng, rules.get(COUNTRIES[group], [])).to_frame(column)

    return per_group(frame["country"].to_numpy(), rewritten)[column]


def _abbrev(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"street": _by_country(frame, rng, "street", table("slips")["streets"])}


def _street_typo(frame: pl.DataFrame, rng: Rng) -> Columns:
    """In the words of the street, not in its number."""
    before, words, after = (
        frame["street"].str.extract(r"^([^\p{L}]*)([\p{L} '.-]*)(.*)$", group) for group in (1, 2, 3)
    )
    return {"street": join(before, typo(words, rng), after)}


def _unit_dropped(frame: pl.DataFrame, _: Rng) -> Columns:
    return {
        "street": frame["street"].str.replace(
            r"(, | - )(Suite|Apt|Fl|Unit|Flat|Sala|Apto|Conj\.|Sector|Floor|Ste|#) ?\d+$", ""
        )
    }


def _city_in(frame: pl.DataFrame, _: Rng) -> Columns:
    nothing = pl.Series(np.ones(len(frame), bool))
    return {"street": join(frame["street"], frame["city"], separator=", "), "city": frame["city"].set(nothing, None)}


def _po_box(frame: pl.DataFrame, rng: Rng) -> Columns:
    words = {"DE": "Postfach ", "FR": "BP ", "BR": "Caixa Postal "}
    names = pl.Series([words.get(code, "PO Box ") for code in COUNTRIES]).gather(frame["country"])
    return {"street": join(names, whole(rng, len(frame), 11, 9999))}


def _prefix(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {
        "street": join(
            pick(rng, len(frame), ["c/o Reception, ", "Attn: Accounts, ", "c/o Front Desk, "]), frame["street"]
        )
    }


def _city_typo(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"city": typo(frame["city"], rng)}


def _alias(frame: pl.DataFrame, _: Rng) -> Columns:
    return {"city": frame["city"].replace(table("places")["aliases"])}


def _city_diacritics(frame: pl.DataFrame, rng: Rng) -> Columns:
    flat = [fold(frame["city"]), fold(frame["city"], german=True)]
    return {"city": spread(flat, rng.integers(0, 2, len(frame)))}


def _state_form(frame: pl.DataFrame, rng: Rng) -> Columns:
    """The other form: Texas for TX, NRW for Nordrhein-Westfalen, or small letters."""
    code, name, shown = frame["state_code"], frame["state_name"], frame["state"]
    other = pl.select(pl.when(shown == code).then(name).otherwise(code).alias("state"))["state"]
    return {"state": spread([other, other, shown.str.to_lowercase()], rng.integers(0, 3, len(frame)))}


def _zip_typo(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"postal_code": typo(frame["postal_code"], rng).str.replace_all(r"[a-z]", "1")}


def _zip_form(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"postal_code": _by_country(frame, rng, "postal_code", table("slips")["postal_codes"])}


def _zip4(frame: pl.DataFrame, rng: Rng) -> Columns:
    long = join(frame["postal_code"], pick(rng, len(frame), ["-", "-", ""]), whole(rng, len(frame), 1001, 9899))
    american = (frame["country"] == COUNTRIES.index("US")).to_numpy().astype(np.int8)
    return {"postal_code": spread([frame["postal_code"], long], american)}


STREET_SLIPS = (
    Slip("st_unit_dropped", 30, 70, ("street",), _unit_dropped),
    Slip("st_abbrev", 165, 430, ("street", "country"), _abbrev),
    Slip("st_typo", 5, 50, ("street",), _street_typo),
    Slip("city_alias", 28, 140, ("city",), _alias),
)
ADDRESS_SLIPS = (
    *STREET_SLIPS,
    Slip("po_box", 2.5, 23, ("street", "country"), _po_box),
    Slip("st_prefix", 0, 12, ("street",), _prefix),
    Slip("city_typo", 5.5, 46, ("city",), _city_typo),
    Slip("city_diacritics", 60, 380, ("city",), _city_diacritics),
    Slip("st_city_in", 2.4, 14, ("street", "city"), _city_in, filled=2),
    Slip("state_form", 95, 205, ("state", "state_code", "state_name"), _state_form),
    Slip("zip_typo", 2.5, 26, ("postal_code",), _zip_typo),
    Slip("zip_form", 7, 18, ("postal_code", "country"), _zip_form),
    Slip("zip4", 0, 52, ("postal_code", "country"), _zip4),
)
