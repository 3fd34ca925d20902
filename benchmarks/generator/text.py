"""Rewriting columns of text, many values at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from .draw import Rng, chance, pick

__all__ = ["fold", "join", "repeats", "replace_any", "rewrite", "slug", "spread", "typo"]

_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
_PLAIN = {"ß": "ss", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}


def join(*parts: pl.Series | str | None, separator: str = "") -> pl.Series:
    """Columns and constants side by side; missing parts are left out."""
    columns = [pl.lit(part) if isinstance(part, str) else part for part in parts if part is not None]
    return pl.select(pl.concat_str(columns, separator=separator, ignore_nulls=True).alias("text"))["text"]


def fold(values: pl.Series, *, german: bool = False) -> pl.Series:
    """Without diacritics: `ü` becomes `u`, or `ue` the German way."""
    table = {**_PLAIN, **(_GERMAN if german else {})}
    flat = values.str.replace_many(list(table), list(table.values()))
    return flat.str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def slug(values: pl.Series, *, german: bool = False) -> pl.Series:
    """Small letters, digits and hyphens only: what an address on the net is made of."""
    return fold(values, german=german).str.to_lowercase().str.replace_all(r"[^a-z0-9-]", "")


def typo(values: pl.Series, rng: Rng) -> pl.Series:
    """One slip of the keyboard: a letter left out, doubled, swapped with the next, or replaced; short values stay."""
    length = values.str.len_chars().fill_null(0).to_numpy().astype(np.int64)
    place = 1 + rng.integers(0, np.maximum(length - 2, 1))
    kind = np.where(length < 4, 4, rng.integers(0, 4, len(values)))
    wrong = pick(rng, len(values), list("aeinrstlo"))
    value, at = pl.col("value"), pl.col("at")
    head, rest, letter = value.str.head(at), value.str.slice(at + 1), value.str.slice(at, 1)
    swapped = head + value.str.slice(at + 1, 1) + letter + value.str.slice(at + 2)
    slips = pl.DataFrame({"value": values, "at": place, "wrong": wrong}).select(
        left_out=head + rest,
        doubled=head + letter + letter + rest,
        swapped=swapped,
        replaced=head + pl.col("wrong") + rest,
        unchanged=value,
    )
    return spread(slips.get_columns(), kind)


def rewrite(values: pl.Series, rng: Rng, rules: Iterable[tuple[str, str]]) -> pl.Series:
    """The first match of one of the rules (pattern, replacement) replaced; which rule is a matter of chance."""
    chosen = list(rules)
    out = values
    for number in [*rng.permutation(len(chosen)), *rng.permutation(len(chosen))]:
        pattern, replacement = chosen[number]
        still = (out == values).to_numpy() & chance(rng, len(values), 0.6)
        changed = out.str.replace(pattern, replacement)
        out = pl.select(pl.when(pl.Series(still)).then(changed).otherwise(out).alias("text"))["text"]
    return out


def replace_any(values: pl.Series, rng: Rng, table: Mapping[str, Sequence[str]]) -> pl.Series:
    """Whole values looked up in a table of variants, one of them by chance; others stay."""
    most = max(len(variants) for variants in table.values())
    columns = [
        values.replace({key: variants[turn % len(variants)] for key, variants in table.items()}) for turn in range(most)
    ]
    return spread(columns, rng.integers(0, most, len(values)))


def spread(columns: Sequence[pl.Series], which: np.ndarray) -> pl.Series:
    """Row by row, the value of column number `which`."""
    turn = pl.Series(which)
    chosen = pl.when(turn == 0).then(columns[0])
    for number, column in enumerate(columns[1:], 1):
        chosen = chosen.when(turn == number).then(column)
    return pl.select(chosen.alias("text"))["text"]


def repeats(values: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How often the value of each row stood in a row before: 0 for the first."""
    return values.to_frame("value").select(pl.int_range(pl.len()).over("value").alias("turn"))["turn"].to_numpy()
