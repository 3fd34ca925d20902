"""Postal addresses: city, state, code, street, and the telephone area they lie in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
import polars as pl

from .draw import Indices, Pool, Rng, chance, per_group, pick, whole, zipf
from .text import join, spread
from .words import COUNTRIES, options, table

__all__ = ["addresses"]

# Share of addresses in a listed city, in percent; the others lie in one of the composed small towns.
_IN_CITY = 48
_UNIT = {
    "US": ("Suite ", "Apt ", "Fl "),
    "GB": ("Unit ", "Flat "),
    "BR": ("Sala ", "Apto ", "Conj. "),
    "IN": ("Sector ", "Floor "),
}
_LETTERS = list("ABDEFGHJLNPQRSTUWXYZ")


@cache
def _cities(country: str) -> tuple[Pool, pl.DataFrame]:
    """Cities and towns with their weights; a town has the codes of a city of the list."""
    words = table("places")[country]
    cities = [options(line) for line in words["cities"]]
    first, last = words["towns"]["first"].split(), words["towns"]["last"].split("|")
    names = [re.sub("-.", lambda start: start[0].upper(), "".join(parts)) for parts in product(first, last)]
    towns = [[name, *cities[number * 7 % len(cities)][1:]] for number, name in enumerate(names)]
    rows = pl.DataFrame(cities + towns, schema=["city", "state_code", "prefixes", "areas"], orient="row")
    states = pl.DataFrame({"state_code": list(words["states"]), "state_name": list(words["states"].values())})
    weights = np.concatenate([zipf(len(cities), 9, _IN_CITY), zipf(len(towns), 250, 100 - _IN_CITY)])
    rows = rows.join(states, on="state_code", how="left", maintain_order="left").with_columns(
        pl.col("prefixes", "areas").str.split(" ")
    )
    return Pool.of(rows["city"].to_list(), weights), rows


@cache
def _street_pools(country: str) -> tuple[Pool, Pool]:
    words = table("places")[country]
    names, kinds = options(words["streets"]), options(words["street_types"])
    return Pool.of(names, zipf(len(names), 9)), Pool.of(kinds, zipf(len(kinds), 2))


def _us(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    size = len(name)
    number = pl.Series(rng.integers(1, 10 ** rng.integers(1, 5, size))).cast(pl.String)
    side = pick(rng, size, ["N ", "S ", "E ", "W "]).set(pl.Series(chance(rng, size, 0.75)), "")
    return join(number, " ", side, name, " ", kind)


def _gb(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    return join(whole(rng, len(name), 1, 260), " ", name, " ", kind)


def _de(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    size = len(name)
    letter = pick(rng, size, list("abc")).set(pl.Series(chance(rng, size, 0.93)), "")
    return join(name, kind, " ", whole(rng, size, 1, 250), letter)


def _fr(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    return join(whole(rng, len(name), 1, 250), " ", kind, " ", name)


def _in(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    size = len(name)
    number, door = whole(rng, size, 1, 250), join(whole(rng, size, 1, 150), "/")
    before = spread(
        [pick(rng, size, ["#", "No. ", "Plot No. "]), door, number.set(pl.Series(np.ones(size, bool)), "")],
        rng.integers(0, 3, size),
    )
    return join(before, number, ", ", name, " ", kind)


def _br(rng: Rng, name: pl.Series, kind: pl.Series) -> pl.Series:
    return join(kind, " ", name, ", ", whole(rng, len(name), 1, 2500))


_STREETS: dict[str, Callable[[Rng, pl.Series, pl.Series], pl.Series]] = {
    "US": _us,
    "GB": _gb,
    "DE": _de,
    "FR": _fr,
    "IN": _in,
    "BR": _br,
}


def _street(rng: Rng, country: str, size: int) -> pl.Series:
    names, kinds = _street_pools(country)
    street = _STREETS[country](rng, names.pick(rng, size), kinds.pick(rng, size))
    if country not in _UNIT:
        return street
    unit = join(" - " if country == "BR" else ", ", pick(rng, size, _UNIT[country]), whole(rng, size, 2, 420))
    return join(street, unit.set(pl.Series(chance(rng, size, 0.86)), ""))


def _postal(rng: Rng, country: str, prefix: pl.Series) -> pl.Series:
    size = len(prefix)

    def digits(count: int) -> pl.Series:
        return pl.Series(rng.integers(1, 10**count, size)).cast(pl.String).str.zfill(count)

    if country == "GB":
        inward = join(whole(rng, size, 1, 9), pick(rng, size, _LETTERS), pick(rng, size, _LETTERS))
        return join(prefix, whole(rng, size, 1, 19), " ", inward)
    if country == "FR":
        arrondissement = whole(rng, size, 1, 20).str.zfill(3)
        return join(prefix, spread([join(digits(2), "0"), arrondissement], (prefix == "75").to_numpy().astype(np.int8)))
    if country == "BR":
        return join(prefix, digits(3), "-", digits(3))
    if country == "IN":
        return join(prefix, "0", digits(2))
    return join(prefix, digits(3 if country == "DE" else 2))


def _of_country(rng: Rng, country: str, size: int) -> pl.DataFrame:
    pool, rows = _cities(country)
    places = rows[pool.draw(rng, size)]

    def one_of(column: str) -> pl.Series:
        turn = pl.Series(rng.integers(0, 60, size))
        return pl.select(places[column].list.get(turn % places[column].list.len().cast(pl.Int64)).alias("text"))["text"]

    return places.select("city", "state_code", "state_name").with_columns(
        street=_street(rng, country, size), postal_code=_postal(rng, country, one_of("prefixes")), area=one_of("areas")
    )


def addresses(rng: Rng, country: Indices) -> pl.DataFrame:
    """city, state_code, state_name, street, postal_code and area (telephone) for each row's country."""
    return per_group(country, lambda group, rows: _of_country(rng, COUNTRIES[group], len(rows)))
