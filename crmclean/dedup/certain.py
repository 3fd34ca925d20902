"""What is certain beside the model: people's decisions, and fields that say *the same* or *different* by themselves.

A decision outranks the rule file, and *different* outranks *same* on one level. What is certain is stated in bits far
beyond any evidence, so that clustering obeys it: certainly different records are never in one cluster, whatever chain
leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.decisions import Decisions
from crmclean.dedup.coded import MISSING, Coded, Rows, derive, encode
from crmclean.dedup.pairs import components, unique_pairs
from crmclean.errors import TableError
from crmclean.spec.model import Rules

__all__ = ["DECIDED", "SURE", "Certain", "certain_of"]

Bits = npt.NDArray[np.float64]
SURE = 1e6
"""Bits of what a field makes certain; evidence counts 15 bits at most (``linkage``), scores 60."""
DECIDED = 1e9
"""Bits of what a person decided; what follows from decisions, *same* upon *same*, counts for half."""


@dataclass(frozen=True, slots=True)
class Certain:
    """What is certain among *n* records: the fields by name, and decided pairs (packed, sorted) with their answers."""

    records: int
    same: Mapping[str, Coded]
    different: Mapping[str, Coded]
    decided: npt.NDArray[np.int64]
    answers: npt.NDArray[np.bool_]
    unknown: int = 0
    """Decisions about records that the table does not have."""
    one: Rows = field(init=False, repr=False)
    """For each record the smallest row that decisions chain it to: these are one."""

    def __post_init__(self) -> None:
        left, right = self.decided_pairs()
        chained = components(self.records, left[self.answers], right[self.answers])
        object.__setattr__(self, "one", chained)

    def __bool__(self) -> bool:
        return bool(self.same or self.different or len(self.decided))

    def bits(self, left: Rows, right: Rows) -> Bits:
        """Return for each pair ``SURE`` or ``DECIDED`` bits where it is the same, minus infinity where not, else 0."""
        bits = np.zeros(len(left))
        for column in self.same.values():
            bits[column.equal(left, right)] = SURE
        for column in self.different.values():
            bits[self._differ(column, left, right)] = -np.inf
        if len(self.decided):
            bits[self.one[left] == self.one[right]] = DECIDED / 2
        at, decided = self._decided(left, right)
        bits[decided] = np.where(self.answers[at[decided]], DECIDED, -np.inf)
        return bits

    def is_decided(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Tell of which pairs a person has decided."""
        return self._decided(left, right)[1]

    def decided_pairs(self) -> tuple[Rows, Rows]:
        """Return the decided pairs."""
        return self.decided // max(self.records, 1), self.decided % max(self.records, 1)

    def decided_rows(self) -> Rows:
        """Return the records that decisions are about."""
        return np.unique(np.append(*self.decided_pairs()))

    def words(self, left: int, right: int) -> str:
        """Say what makes a pair certain; empty where nothing does."""
        one, other = np.array([left]), np.array([right])
        at, decided = self._decided(one, other)
        if decided[0]:
            return "decided to be the same" if self.answers[at[0]] else "decided not to be the same"
        if self.one[left] == self.one[right]:
            return "decided to be the same, through others"
        differ = [name for name, column in self.different.items() if self._differ(column, one, other)[0]]
        same = [name for name, column in self.same.items() if column.equal(one, other)[0]]
        word, names = ("other", differ) if differ else ("same", same)
        return ", ".join(f"{word} {name.replace('_', ' ')}" for name in names)

    def candidates(self, lefts: int | None) -> tuple[Rows, Rows]:
        """Return pairs to compare in any case: decided ones, and each record with the first of the same value."""
        parts = [self.decided_pairs()]
        for column in self.same.values():
            rows = np.flatnonzero(column.codes != MISSING)
            for first in _firsts(column.codes, rows, lefts):
                partner = first[column.codes[rows]]
                one, other = np.minimum(rows, partner), np.maximum(rows, partner)
                across = (partner >= 0) & (one < other)
                if lefts is not None:
                    across &= (one < lefts) & (other >= lefts)
                parts.append((one[across], other[across]))
        return unique_pairs(parts, self.records)

    def contradictions(self, left: Rows, right: Rows) -> int:
        """Count the pairs of which a field says the same, and another one or a person the opposite."""
        same, differ = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
        for column in self.same.values():
            same |= column.equal(left, right)
        for column in self.different.values():
            differ |= self._differ(column, left, right)
        at, decided = self._decided(left, right)
        answer = np.zeros(len(left), dtype=bool)
        answer[decided] = self.answers[at[decided]]
        return int(((same & differ) | (decided & np.where(answer, differ, same))).sum())

    @staticmethod
    def _differ(column: Coded, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        return ~column.missing(left, right) & ~column.equal(left, right)

    def _decided(self, left: Rows, right: Rows) -> tuple[Rows, npt.NDArray[np.bool_]]:
        packed = left * self.records + right
        if not len(self.decided):
            return packed, np.zeros(len(left), dtype=bool)
        at = np.minimum(np.searchsorted(self.decided, packed), len(self.decided) - 1)
        return at, np.asarray(self.decided[at] == packed)


def _firsts(codes: Rows, rows: Rows, lefts: int | None) -> list[Rows]:
    """Return the first row of each value; of two tables, the first row in each."""
    groups = [rows] if lefts is None else [rows[rows < lefts], rows[rows >= lefts]]
    every = []
    for group in groups:
        first = np.full(int(codes.max(initial=MISSING)) + 1, MISSING, dtype=np.int64)
        first[codes[group[::-1]]] = group[::-1]
        every.append(first)
    return every


def certain_of(
    present: pl.DataFrame, ids: pl.Series, rules: Rules, decided: Decisions | None, lefts: int | None
) -> Certain:
    """Prepare what is certain.

    Args:
        present: *n* records of standard values.
        ids: Their record ids.
        rules: Names the fields under ``same`` and ``different``; those that the table has not are left out.
        decided: What people decided.
        lefts: Where two tables are linked, how many records are of the left one.

    Raises:
        TableError: A pair was decided both ways.
    """
    same, different = (
        {name: _coded(present[name], rules, name) for name in names if name in present.columns}
        for names in (rules.duplicates.same, rules.duplicates.different)
    )
    packed, answers, unknown = _packed(ids, decided, lefts)
    return Certain(len(ids), same, different, packed, answers, unknown)


def _coded(values: pl.Series, rules: Rules, name: str) -> Coded:
    key = rules.fields[name].keys[""]
    return encode(derive(values, lambda value: next(iter(key(value)), None)))


def _packed(
    ids: pl.Series, decided: Decisions | None, lefts: int | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], int]:
    if decided is None:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=bool), 0
    rows = pl.DataFrame({"id": ids, "row": np.arange(len(ids), dtype=np.int64)})
    known = decided.table.join(rows, left_on="left", right_on="id").join(
        rows, left_on="right", right_on="id", suffix="_right"
    )
    known = known.with_columns(one=pl.min_horizontal("row", "row_right"), other=pl.max_horizontal("row", "row_right"))
    if lefts is not None:
        known = known.filter(pl.col("one") < lefts, pl.col("other") >= lefts)
    pairs = known.select("same", pair=pl.col("one") * len(ids) + pl.col("other"))
    pairs = pairs.unique().sort("pair")
    if pairs["pair"].n_unique() < pairs.height:
        raise TableError("a pair of records was decided to be the same and not to be; keep one of the two")
    return pairs["pair"].to_numpy(), pairs["same"].to_numpy().astype(bool), decided.table.height - known.height
