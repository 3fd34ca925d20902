"""What every peer's script shares: the task it is given, and the clusters it gives back. Standard library only.

A task is a folder: ``records.csv`` (``id``, ``source``, and lower-cased standard values), ``truth.csv`` (``id``,
``cluster``: only for tools that learn from labels) and the words of the command line: what kind of data it is and
whether two files are linked. The answer is ``clusters.csv`` in the same folder: ``record_id``, ``cluster_id``.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Record = dict[str, str | None]


@dataclass(frozen=True)
class Task:
    """A folder with records; ``kind`` names the settings, ``link`` says that no file has duplicates of its own."""

    folder: Path
    kind: str
    link: bool
    variant: str

    @property
    def records(self) -> Path:
        """The file of the records."""
        return self.folder / "records.csv"

    def rows(self) -> list[Record]:
        """Return the records; None where a value is missing."""
        with self.records.open(encoding="utf-8", newline="") as file:
            return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]

    def truth(self) -> dict[str, str]:
        """Return the true cluster of each record, for a tool that asks a person for labels."""
        with (self.folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row["cluster"] for row in csv.DictReader(file)}

    def answer(self, clusters: Mapping[str, str]) -> None:
        """Write the cluster of each record."""
        with (self.folder / "clusters.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("record_id", "cluster_id"))
            writer.writerows(clusters.items())


def task() -> Task:
    """Read the task from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("kind")
    parser.add_argument("--link", action="store_true")
    parser.add_argument("--variant", default="")
    asked = parser.parse_args()
    return Task(asked.folder, asked.kind, asked.link, asked.variant)


def components(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each id the smallest id that it is joined to by the pairs, in any number of steps."""
    head = {each: each for each in ids}

    def first(each: str) -> str:
        while head[each] != each:
            head[each] = head[head[each]]
            each = head[each]
        return each

    for left, right in pairs:
        low, high = sorted((first(left), first(right)))
        head[high] = low
    return {each: first(each) for each in head}
