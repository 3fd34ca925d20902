"""What a search will take: memory and time, from the numbers of records and of candidate pairs alone."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Forecast"]

_BASE, _RECORD, _PAIR = 180e6, 2_400, 30
"""Bytes of the program, of a record (some fifteen fields of contacts) and of a candidate pair, at the peak."""
_START, _RECORDS, _PAIRS = 1.0, 15_000, 500_000
"""Seconds to start, and how many records and pairs are done in one, on a machine like that of the benchmarks."""


class Forecast(NamedTuple):
    """The records of a search, and the candidate pairs at most: one that two rules find counts twice."""

    records: int
    pairs: int

    @property
    def megabytes(self) -> int:
        """Peak memory in megabytes, roughly. Measured by ``benchmarks/scale.py``."""
        return round((_BASE + self.records * _RECORD + self.pairs * _PAIR) / 1e6)

    @property
    def seconds(self) -> int:
        """Seconds until the clusters are written, roughly; a slower machine takes longer."""
        return max(round(_START + self.records / _RECORDS + self.pairs / _PAIRS), 1)

    def __str__(self) -> str:
        seconds = self.seconds
        time = f"{seconds / 60:.0f} minutes" if seconds >= 100 else f"{seconds} seconds" if seconds > 1 else "a second"
        return (
            f"Comparing {self.records:,} records in at most {self.pairs:,} candidate pairs: about {time} and "
            f"{self.megabytes:,} MB of memory"
        )
