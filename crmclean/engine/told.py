"""What is told of many records, gathered as numbers and written out once, in order: findings and changes.

A million findings share a few hundred sentences; only row numbers are sorted, and the texts are fetched last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from crmclean.frame import is_ascending

__all__ = ["Told", "ranks"]


def ranks(ids: pl.Series) -> pl.Series:
    """Return the place of each of *n* record ids in their order, by code point."""
    if is_ascending(ids):
        return pl.Series(np.arange(len(ids), dtype=np.uint64))
    order = ids.arg_sort().to_numpy()
    places = np.empty(len(order), dtype=np.uint64)
    places[order] = np.arange(len(order), dtype=np.uint64)
    return pl.Series(places)


class Told:
    """Rows that are gathered in parts, each of which says the same of several records, perhaps about their values."""

    def __init__(self, schema: pl.Schema, same: tuple[str, ...]) -> None:
        self._schema, self._same = schema, same
        self._sayings: list[tuple[str, ...]] = []
        self._parts: list[pl.DataFrame] = []

    def add(
        self,
        rows: pl.Series,
        sayings: Sequence[tuple[str, ...]],
        values: Mapping[str, pl.Series],
        which: pl.Series | None = None,
    ) -> None:
        """Say something of the records in some rows.

        Args:
            rows: *r* row numbers (UInt32).
            sayings: What they are told, each with a text for each of the columns ``same``.
            values: *r* texts for each of the other columns.
            which: For each of the rows which of the sayings it is told; the first where it is not given.
        """
        if len(rows):
            told = pl.lit(0, pl.UInt32) if which is None else which
            part = pl.DataFrame({"row": rows, **values}).with_columns(saying=told + len(self._sayings))
            self._parts.append(part.cast({"saying": pl.UInt32}))
            self._sayings += sayings

    def to_frame(self, ids: pl.Series, places: pl.Series) -> pl.DataFrame:
        """Return everything that was said, sorted by record id, then by the columns ``same``.

        Args:
            ids: *n* record ids.
            places: Their ``ranks``.
        """
        if not self._parts:
            return self._schema.to_frame()
        sayings = pl.DataFrame(self._sayings, schema=dict.fromkeys(self._same, pl.String), orient="row")
        order = pl.Series(sorted(range(len(self._sayings)), key=self._sayings.__getitem__))
        every = pl.concat(self._parts)
        key = places.gather(every["row"]) * len(order) + order.arg_sort().gather(every["saying"])
        every = every[key.arg_sort()]
        told = sayings[every["saying"]].with_columns(record_id=ids.gather(every["row"]))
        return told.hstack(every.drop("row", "saying")).select(self._schema.names())
