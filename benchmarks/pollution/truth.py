"""What a damaged file truly holds, and how much of that the damage has left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from .sheet import Cells, Source

__all__ = ["Header", "Polluted", "Record", "Truth", "damaged", "intact", "meaningless"]

Header = tuple[str | None, ...]
"""Column names by position; None where the file names none: any name will do that is no value of the first record."""


@dataclass(frozen=True, slots=True)
class Record:
    """One true record.

    It is *intact* when the damage touched neither its own bytes nor what its cells mean. One way of writing the whole
    file, such as another delimiter, is no damage to a record; a header that is lost or damaged is one to all records.
    """

    cells: Cells
    intact: bool = True
    literal: Cells | None = None
    """What the damaged line says when it is taken word for word, with every cell in its place; None: nothing."""
    foreign: bool = False
    """A record of another table: to be held back, never among the records of the first one."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The header (any one of these) and the records in the order of the file; no header: the file holds no table.

    ``undecidable`` says why nobody can know from the bytes: such a file is counted apart.
    """

    headers: tuple[Header, ...]
    records: tuple[Record, ...]
    undecidable: str = ""


@dataclass(frozen=True, slots=True)
class Polluted:
    """One damaged file: its class (``kind``), the rest of its name, its bytes and its truth."""

    kind: str
    detail: str
    data: bytes = field(repr=False)
    truth: Truth = field(repr=False)

    @property
    def name(self) -> str:
        """File name: class, source, place."""
        return f"{self.kind}-{self.detail}.csv"


def intact(source: Source, *more: Record, headers: Iterable[Header] = ()) -> Truth:
    """Return the truth of a file whose records are all intact; ``headers`` are the further ones that will do."""
    return Truth((source.header, *headers), (*map(Record, source.records), *more))


def damaged(source: Source, lines: Collection[int], literal: Mapping[int, Cells] | None = None) -> Truth:
    """Return the truth of a file where these lines are damaged; line 0 is the header, and damages every record.

    ``literal`` says what a damaged line reads as, word for word.
    """
    said = literal or {}
    headers: tuple[Header, ...] = (source.header, said[0]) if 0 in said else (source.header,)
    records = tuple(
        Record(cells, 0 not in lines and number not in lines, said.get(number))
        for number, cells in enumerate(source.records, 1)
    )
    return Truth(headers, records)


def meaningless(source: Source, *headers: Header) -> Truth:
    """Return the truth of a file whose header does not say what the cells mean: no record is intact."""
    whole = intact(source)
    return replace(whole, headers=headers, records=tuple(replace(record, intact=False) for record in whole.records))
