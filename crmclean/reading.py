"""An input opened: how it is to be read, what was read, and the rule set for it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import polars as pl

from crmclean.errors import RecordIdError
from crmclean.files import Input, lines_of, read
from crmclean.layout import missing_columns
from crmclean.spec import Rules, load_rules, match_headers, recognise
from crmclean.spec.drift import Drift

__all__ = ["Location", "Opened", "Reading", "naming_lines", "open_input"]

Location = str | os.PathLike[str]
"""Where an input is: a file, or the URL of a database."""

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
    sheet: str | None = None
    """Sheet of a workbook, where several hold something."""
    table: str | None = None
    """Table of a database ..."""
    query: str | None = None
    """... or a query to it; a database needs one of the two."""
    max_quarantine: float = 0.10
    """Share of rows (0-1) that may be unreadable."""
    as_of: dt.date | None = None
    """The day that ``today`` means in rules; today in UTC where it is None."""

    @property
    def of_database(self) -> bool:
        """Whether the input is a database."""
        return self.table is not None or self.query is not None


@dataclass(frozen=True, slots=True)
class Opened:
    """An input that was read, the rule set for it, and how that was found."""

    source: Input
    rules: Rules
    how: str
    drift: Drift
    """What the rules use and the input has no column for."""

    @property
    def recognised(self) -> bool:
        """Whether the headers told which rule set fits."""
        return self.how == _RECOGNISED

    @property
    def records(self) -> pl.DataFrame:
        """The records as they were read."""
        return self.source.table

    @property
    def warnings(self) -> tuple[str, ...]:
        """What reading had to guess, and columns that are missing and matter."""
        return (*self.source.warnings, *self.drift.warnings())

    def released(self) -> Opened:
        """Return the input without its records, but for their number: they take memory and are needed no longer."""
        rows = pl.DataFrame({"": pl.repeat(None, self.records.height, eager=True)})
        return replace(self, source=replace(self.source, table=rows, text=None, spans=None))

    def warned(self, *warnings: str) -> Opened:
        """Return the input with more to warn of."""
        return replace(self, source=replace(self.source, warnings=(*self.source.warnings, *warnings)))

    def field(self, name: str) -> str:
        """Return the canonical name of a field that may be called as the input calls it."""
        called = {header: field for field, header in match_headers(self.records.columns, self.rules).items()}
        return name if name in self.rules.fields else called.get(name, name)

    def notes(self) -> tuple[str, ...]:
        """Say which rules were used, and what to beware of."""
        return (f"Rules: {self.rules.name} ({self.how})", *(f"Warning: {warning}" for warning in self.warnings))


def open_input(path: Location, reading: Reading) -> Opened:
    """Read a file or a database and find its rule set."""
    asked = load_rules(reading.rules) if reading.rules else None
    source = read(
        path,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        sheet=reading.sheet,
        table=reading.table,
        query=reading.query,
        max_quarantine=reading.max_quarantine,
    )
    headers = source.table.columns
    if asked is not None:
        rules, how = asked, "as asked"
    elif headers:
        rules, how = load_rules(recognise(headers)), _RECOGNISED
    else:
        rules, how = load_rules("generic/contact"), "there are no headers to tell by"
    return Opened(source, rules, how, missing_columns(headers, rules))


@contextmanager
def naming_lines(path: Location, reading: Reading) -> Iterator[None]:
    """Name the file's lines where record ids are at fault; a database has none."""
    try:
        yield
    except RecordIdError as error:
        if reading.of_database:
            raise
        lines = lines_of(path, error.rows, encoding=reading.encoding, delimiter=reading.delimiter, sheet=reading.sheet)
        raise RecordIdError(error.column, error.rows, lines=lines) from error
