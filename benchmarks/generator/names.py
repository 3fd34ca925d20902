"""Names of persons: given, middle and family, commoner and rarer ones, by country of origin."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import numpy as np
import polars as pl

from .draw import Indices, Pool, Rng, chance, per_group, pick, zipf
from .text import join, slug, spread
from .words import COUNTRIES, SHARES, table

__all__ = ["families", "nicknames", "persons"]

# How a name's weight falls with its rank, and the percentage of persons whose name is of the long tail; set so that
# the commonest hundred given and family names cover about 23 % and 15 % of all persons, as in customer files.
_GIVEN_OFFSET, _GIVEN_RARE = 10, 36
_FAMILY_OFFSET, _FAMILY_RARE = 22, 58
_AT_HOME = 0.88
_MIDDLE = 0.055
_TWO_SURNAMES = {"BR": (0.40, " "), "GB": (0.02, "-"), "DE": (0.02, "-"), "IN": (0.02, " ")}


def _composed(parts: dict[str, str], seed: int) -> list[str]:
    """All combinations ("Anne-" + "lore" is Annelore), short names before long ones, else in an order of their own."""
    pieces = [["" if piece == "-" else piece for piece in part.split()] for part in parts.values()]
    joined = ("".join(each) for each in product(*pieces))
    names = sorted({re.sub("(?<=[a-z])(?=[A-Z])", "-", re.sub("-(?=[a-zä-ü])", "", name)) for name in joined})
    shuffled = (names[place] for place in np.random.default_rng(seed).permutation(len(names)))
    return sorted(shuffled, key=lambda name: len(name) > 9)


def _pool(common: list[str], rare: list[str], offset: int, share: int) -> Pool:
    known = set(common)
    tail = [name for name in rare if name not in known]
    weights = np.concatenate([zipf(len(common), offset, 100 - share), zipf(len(tail), len(tail) // 40 + 1, share)])
    return Pool.of([name.replace("_", " ") for name in common + tail], weights)


@cache
def _pools(origin: str) -> dict[str, tuple[Pool, pl.Series]]:
    words = table("names")[origin]
    pools = {
        gender: _pool(words[gender].split(), _composed(words[f"rare_{gender}"], 1), _GIVEN_OFFSET, _GIVEN_RARE)
        for gender in ("female", "male")
    }
    pools["family"] = _pool(words["family"].split(), _composed(words["rare_family"], 2), _FAMILY_OFFSET, _FAMILY_RARE)
    return {name: (pool, slug(pool.values, german=origin == "DE")) for name, pool in pools.items()}


def _picked(rng: Rng, origin: str, what: str, size: int) -> tuple[pl.Series, pl.Series]:
    pool, slugs = _pools(origin)[what]
    places = pool.draw(rng, size)
    return pool.values.gather(places), slugs.gather(places)


def _family(rng: Rng, origin: str, size: int) -> tuple[pl.Series, pl.Series]:
    name, short = _picked(rng, origin, "family", size)
    rate, between = _TWO_SURNAMES.get(origin, (0.01, "-"))
    second, second_short = _picked(rng, origin, "family", size)
    two = chance(rng, size, rate).astype(np.int8)
    return spread([name, join(name, between, second)], two), spread([short, join(short, second_short)], two)


def _of_origin(rng: Rng, origin: str, size: int) -> pl.DataFrame:
    female = chance(rng, size, 0.5)
    women, women_short = _picked(rng, origin, "female", size)
    men, men_short = _picked(rng, origin, "male", size)
    gender = female.astype(np.int8)
    family, family_short = _family(rng, origin, size)
    return pl.DataFrame(
        {
            "female": female,
            "given": spread([men, women], gender),
            "given_slug": spread([men_short, women_short], gender),
            "family": family,
            "family_slug": family_short,
        }
    )


def _origins(rng: Rng, country: Indices) -> Indices:
    """Most people bear names of their country, some of another."""
    elsewhere = np.searchsorted(np.cumsum(SHARES), rng.integers(0, sum(SHARES), len(country)), side="right")
    return np.where(chance(rng, len(country), _AT_HOME), country, elsewhere)


def persons(rng: Rng, country: Indices) -> pl.DataFrame:
    """female, given, middle (an initial or null), family, and the slugs of given and family."""
    origin = _origins(rng, country)
    frame = per_group(origin, lambda group, rows: _of_origin(rng, COUNTRIES[group], len(rows)))
    initial = pick(rng, len(country), list("ABCDEFGHJKLMNPRSTW"))
    middle = initial.set(pl.Series(~chance(rng, len(country), _MIDDLE)), None)
    return frame.with_columns(middle.alias("middle"))


def families(rng: Rng, country: Indices) -> pl.DataFrame:
    """Family and family_slug only: of founders of companies, of those who marry."""

    def drawn(group: int, rows: Indices) -> pl.DataFrame:
        name, short = _picked(rng, COUNTRIES[group], "family", len(rows))
        return pl.DataFrame({"family": name, "family_slug": short})

    return per_group(_origins(rng, country), drawn)


@cache
def nicknames() -> dict[str, list[str]]:
    """Given name to its short forms."""
    return {name: forms.split() for name, forms in table("names")["nicknames"].items()}
