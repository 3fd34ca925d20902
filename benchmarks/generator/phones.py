"""Telephone numbers: parts (area, middle, line) by each country's numbering plan, written in its usual forms."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl

from .draw import Indices, Pool, Rng, chance, per_group, pick, whole
from .text import join, spread
from .words import COUNTRIES, table

__all__ = ["landlines", "lines_beside", "mobiles", "written"]


def _prefixes(country: str) -> list[str]:
    return table("phones")[country]["mobile"].split()


def _exchange(rng: Rng, size: int) -> pl.Series:
    """A US exchange: 200 to 999, not N11 and not 555. Source: NANPA, central office code rules."""
    drawn = rng.integers(200, 1000, size)
    drawn += (drawn % 100 == 11).astype(np.int64) + (drawn == 555)
    return pl.Series(drawn).cast(pl.String)


def _digits(rng: Rng, size: int, count: int) -> pl.Series:
    return pl.Series(rng.integers(0, 10**count, size)).cast(pl.String).str.zfill(count)


def _pairs(rng: Rng, size: int) -> pl.Series:
    return join(_digits(rng, size, 2), " ", _digits(rng, size, 2))


def _by_length(area: pl.Series, make: dict[int, pl.Series]) -> pl.Series:
    """The column made for areas of that length; the local part is longer where the area code is shorter."""
    longest = max(make)
    lengths = np.minimum(area.str.len_chars().to_numpy(), longest)
    return spread([make.get(length, make[longest]) for length in range(longest + 1)], lengths)


def _land(rng: Rng, country: str, area: pl.Series) -> tuple[pl.Series, pl.Series]:
    size = len(area)
    if country == "US":
        return _exchange(rng, size), _digits(rng, size, 4)
    if country == "GB":
        short, long = _digits(rng, size, 3), _digits(rng, size, 4)
        first = join(pick(rng, size, list("378")), short)
        middle = whole(rng, size, 200, 899)
        return _by_length(area, {2: first, 3: middle, 4: middle}), _by_length(area, {2: long, 3: long, 4: short})
    if country == "FR":
        return _pairs(rng, size), _pairs(rng, size)
    if country == "IN":
        middle = {length: whole(rng, size, 2 * 10 ** (5 - length), 4 * 10 ** (5 - length) - 1) for length in (2, 3)}
        return _by_length(area, middle), _digits(rng, size, 4)
    low, high = (200, 899) if country == "DE" else (2000, 5999)
    return whole(rng, size, low, high), _digits(rng, size, 4)


def _mobile(rng: Rng, country: str, area: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    size = len(area)
    if country == "US":
        moved = chance(rng, size, 0.35).astype(np.int8)
        return (
            spread([area, pick(rng, size, table("phones")["US"]["areas"].split())], moved),
            _exchange(rng, size),
            _digits(rng, size, 4),
        )
    if country == "FR":
        return pick(rng, size, _prefixes("FR")), _pairs(rng, size), _pairs(rng, size)
    if country == "IN":
        return whole(rng, size, 70000, 99999), _digits(rng, size, 2), _digits(rng, size, 3)
    if country == "BR":
        return area, whole(rng, size, 96000, 99999), _digits(rng, size, 4)
    last = 3 if country == "GB" else 4
    return pick(rng, size, _prefixes(country)), whole(rng, size, 200, 999), _digits(rng, size, last)


def landlines(rng: Rng, country: Indices, area: pl.Series) -> pl.DataFrame:
    """Parts a, b, c of one line in the area of each row."""

    def made(group: int, rows: Indices) -> pl.DataFrame:
        there = area.gather(rows)
        b, c = _land(rng, COUNTRIES[group], there)
        return pl.DataFrame({"a": there, "b": b, "c": c})

    return per_group(country, made)


def mobiles(rng: Rng, country: Indices, area: pl.Series) -> pl.DataFrame:
    """Parts a, b, c of one mobile number per row; US and BR mobiles carry an area code."""

    def made(group: int, rows: Indices) -> pl.DataFrame:
        a, b, c = _mobile(rng, COUNTRIES[group], area.gather(rows))
        return pl.DataFrame({"a": a, "b": b, "c": c})

    return per_group(country, made)


def lines_beside(rng: Rng, c: pl.Series) -> pl.Series:
    """Direct lines of a switchboard: its last part with other last digits."""
    return join(c.str.head(1), c.str.slice(1).str.replace(r"\d\d$", ""), _digits(rng, len(c), 2))


def _parts(form: str) -> Callable[[pl.DataFrame], pl.Series]:
    template, bar, instead = form.partition("|")
    pieces = re.split(r"\{(\w)\}", template)

    def write(frame: pl.DataFrame) -> pl.Series:
        columns = [frame[piece] if turn % 2 else piece for turn, piece in enumerate(pieces)]
        text = join(*(column for column in columns if not (isinstance(column, str) and not column)))
        return text.str.replace_all(" ", instead, literal=True) if bar else text

    return write


def _written(rng: Rng, country: str, numbers: pl.DataFrame) -> pl.DataFrame:
    forms = table("phones")[country]["forms"]
    which = Pool.of(list(forms), np.array(list(forms.values()))).draw(rng, len(numbers))
    writers = [_parts(form) for form in forms]
    text = per_group(which, lambda form, rows: writers[form](numbers[rows]).to_frame("phone"))["phone"]
    before = pick(rng, len(numbers), table("phones")[country]["extension"])
    blank = " " if country != "DE" else ""
    extension = pl.select(pl.when(numbers["ext"].is_not_null()).then(join(blank, before, numbers["ext"])))
    return join(text, extension.to_series()).to_frame("phone")


def written(rng: Rng, country: Indices, numbers: pl.DataFrame) -> pl.Series:
    """Numbers (a, b, c, ext) as people type them, in the forms of their country."""
    return per_group(country, lambda group, rows: _written(rng, COUNTRIES[group], numbers[rows]))["phone"]
