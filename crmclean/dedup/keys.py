"""The blocking keys of a table, as integers: records that agree on a key form a block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Rows
from crmclean.fields.column import distinct
from crmclean.spec.model import Rules

__all__ = ["Keyed", "Keys", "Narrow", "spread"]

_MOST = 1 << 62

Narrow = npt.NDArray[np.integer]
"""Rows or codes, 32 bits each where they can be."""


class Keyed(NamedTuple):
    """The keys of *n* records: for each (record, key) the record's row, ascending, and the code of the key.

    A record may have no key, one or several different ones; ``codes`` lie from 0 to ``span - 1``. Both are as narrow as
    they can be: a large table has many keys.
    """

    rows: Narrow
    codes: Narrow
    span: int

    def among(self, rows: npt.NDArray[np.bool_]) -> Keyed:
        """Return the keys of some rows."""
        kept = rows[self.rows]
        return self if kept.all() else Keyed(self.rows[kept], self.codes[kept], self.span)

    def joined(self, other: Self) -> Keyed:
        """Return the keys that agree on both: each combination of a key here and one there of the same record."""
        if self.span * other.span >= _MOST:
            distinct_codes, codes = np.unique(self.codes, return_inverse=True)
            return Keyed(self.rows, codes, len(distinct_codes)).joined(other)
        at, there = spread(self.rows, other.rows)
        codes = self.codes[at].astype(np.int64) * other.span + other.codes[there]
        return Keyed(self.rows[at], codes, self.span * other.span)


def spread(wanted: Narrow, rows: Narrow) -> tuple[Rows, Rows]:
    """Join two lists of rows: for each place in ``wanted`` and each place of the same row in ``rows``, sorted.

    Args:
        wanted: Rows in any order.
        rows: Rows, ascending.

    Returns:
        Places in ``wanted`` and places in ``rows``.
    """
    size = int(max(wanted.max(initial=-1), rows.max(initial=-1))) + 1
    counts = np.bincount(rows, minlength=size)
    first = (np.cumsum(counts) - counts)[wanted]
    many = counts[wanted]
    at = np.repeat(np.arange(len(wanted)), many)
    return at, np.arange(len(at)) + np.repeat(first - (np.cumsum(many) - many), many)


class Keys:
    """The blocking keys of a table; each field's keys are made once, however many rules use them."""

    def __init__(self, present: pl.DataFrame, rules: Rules) -> None:
        self.present = present
        self.rules = rules
        self._parts: dict[str, Keyed] = {}
        self._words: dict[str, tuple[pl.Series, Narrow, Narrow]] = {}

    def of(self, rule: tuple[str, ...]) -> Keyed | None:
        """Return the keys of a blocking rule; None where the table has not all of the columns.

        A record for which a part gives no key has none; a part may give several (a nickname and its formal names).
        """
        if not all(part.partition(".")[0] in self.present.columns for part in rule):
            return None
        first, *others = (self._part(part) for part in rule)
        for other in others:
            first = first.joined(other)
        return first

    def make(self, parts: Iterable[str]) -> None:
        """Make the keys of parts ahead of time."""
        for part in parts:
            if part.partition(".")[0] in self.present.columns:
                self._part(part)

    def keep(self, parts: Iterable[str]) -> None:
        """Forget the keys of all other parts: those of a large table take more memory than its values."""
        kept = set(parts)
        self._parts = {part: keyed for part, keyed in self._parts.items() if part in kept}
        names = {part.partition(".")[0] for part in kept}
        self._words = {name: words for name, words in self._words.items() if name in names}

    def _part(self, part: str) -> Keyed:
        if part not in self._parts:
            name, _, suffix = part.partition(".")
            words, rows, of_row = self._distinct(name)
            at, keys = self.rules.fields[name].keys_of(suffix, words)
            texts, codes = distinct(pl.DataFrame({"key": keys}))
            row, place = spread(of_row, at.to_numpy())
            self._parts[part] = Keyed(rows[row], codes.to_numpy().astype(np.int32)[place], max(texts.height, 1))
        return self._parts[part]

    def _distinct(self, name: str) -> tuple[pl.Series, Narrow, Narrow]:
        """Return the distinct values of a field, the rows that have one, and which of the values each of them has."""
        if name not in self._words:
            values = self.present[name]
            rows = values.is_not_null().arg_true().to_numpy().astype(np.int32)
            words, of_row = distinct(pl.DataFrame({"word": values.drop_nulls()}))
            self._words[name] = words["word"], rows, of_row.to_numpy().astype(np.int32)
        return self._words[name]
