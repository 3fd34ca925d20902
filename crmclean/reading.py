"""An input opened: how it is to be read, what was read, and the rule set for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from crmclean.errors import RecordIdError
from crmclean.files import Input, lines_of, read
from crmclean.spec import Rules, load_rules, match_headers, recognise

__all__ = ["Opened", "Reading", "naming_lines", "open_input"]

_RECOGNISED = "recognised from the headers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How an input is to be read: what the command line's reading options say."""

    rules: str | None = None
    """Pack or rule file; recognised from the headers where it is None."""
    record_id: str | None = None
    """Column that holds the record ids; ``ROW`` numbers the rows."""
    encoding: str | None = None
    delimiter: str | None = None
    max_quarantine: float = 0.10
    """Share of rows (0-1) that may be unreadable."""
    as_of: dt.date | None = None
    """The day that ``today`` means in rules; today in UTC where it is None."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An input that was read, the rule set for it, and how that was found."""

    source: Input
    rules: Rules
    how: str

    @property
    def recognised(self) -> bool:
        """Whether the headers told which rule set fits."""
        return self.how == _RECOGNISED

    @property
    def records(self) -> pl.DataFrame:
        """The records as they were read."""
        return self.source.table

    def released(self) -> Opened:
        """Return the input without its records, but for their number: they take memory and are needed no longer."""
        rows = pl.DataFrame({"": pl.repeat(None, self.records.height, eager=True)})
        return replace(self, source=replace(self.source, table=rows))

    def field(self, name: str) -> str:
        """Return the canonical name of a field that may be called as the input calls it."""
        called = {header: field for field, header in match_headers(self.records.columns, self.rules).items()}
        return name if name in self.rules.fields else called.get(name, name)

    def notes(self) -> tuple[str, ...]:
        """Say which rules were used, and what reading had to guess."""
        return (f"Rules: {self.rules.name} ({self.how})", *(f"Warning: {warning}" for warning in self.source.warnings))


def open_input(path: Path, reading: Reading) -> Opened:
    """Read a file and find its rule set."""
    rules = load_rules(reading.rules) if reading.rules else None
    source = read(path, encoding=reading.encoding, delimiter=reading.delimiter, max_quarantine=reading.max_quarantine)
    if rules is not None:
        return Opened(source, rules, "as asked")
    headers = source.table.columns
    if not headers:
        return Opened(source, load_rules("generic/contact"), "there are no headers to tell by")
    return Opened(source, load_rules(recognise(headers)), _RECOGNISED)


@contextmanager
def naming_lines(path: Path, reading: Reading) -> Iterator[None]:
    """Name the file's lines where record ids are at fault."""
    try:
        yield
    except RecordIdError as error:
        lines = lines_of(path, error.rows, encoding=reading.encoding, delimiter=reading.delimiter)
        raise RecordIdError(error.column, error.rows, lines=lines) from error
