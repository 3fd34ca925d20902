"""Dates and timestamps: a day in a known shape, and perhaps a time after it; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Self

import polars as pl
from pydantic import field_validator

from crmclean.fields.base import FieldType, Standard, is_placeholder, listed_placeholders
from crmclean.fields.date_format import check_format, read_formats
from crmclean.fields.day import Century, Order, read_day
from crmclean.fields.day_order import learn_order
from crmclean.fields.epoch import stamp_of_epoch, stamps_of_epoch
from crmclean.fields.stamp import read_stamp, read_stamps

__all__ = ["Date"]

_STANDARD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
_NOTHING = (
    r"[^0-9]*(?:0[^0-9]*){6,}"
    r"|(?:0001-01-01|0?1/0?1/0001|1753-01-01|0?1/0?1/1753|1899-12-30|12/30/1899|30/12/1899|1900-01-00|0?1/0?0/1900"
    r"|9999-12-31|12/31/9999|31/12/9999)(?:[T ].*)?"
)
"""Zeros, and the first and last days of the programs that CRMs are filled from: .NET and Dynamics (year 1, 1753 as in
SQL Server), spreadsheets (day 0), and 9999 for "for ever"."""
_NO_DATE = re.compile(_NOTHING)


def _calendar_day(value: str) -> Iterable[str]:
    match = _STANDARD.match(value)
    return [match[0]] if match else []


class Date(FieldType):
    """A date (``2025-01-15``), with its time where one is given (``2025-01-15T09:30:00Z``).

    Understood: year first; dots, day first; slashes or hyphens where a part above 12 or ``order`` decides; names of
    months in thirteen European languages; ``20250115``. Where ``order`` is not given, a column that shows its order in
    enough dates is read by it. A time zone is reckoned to UTC, a time without one gets none; parts of seconds are
    dropped. Years of two digits need an order; 69 to 99 are then 1969 to 1999, as POSIX has it.
    """

    type: Literal["date"] = "date"
    keys = {"": _calendar_day}
    order: Order | None = None
    """What ``03/04/2025`` means: ``dmy`` 3 April, ``mdy`` 4 March; ``iso`` and ``ymd`` take the year first only."""
    formats: tuple[str, ...] = ()
    """The only formats of a day, tried in order (``%d.%m.%Y``); every known shape where none are given."""
    century: Century = "posix"
    """What two digits of a year mean: ``posix`` 1969 to 2068; ``unknown`` that they cannot be read."""
    time: Literal["keep", "drop"] = "keep"
    """Whether a time given is kept."""
    epoch: Literal["ms"] | None = None
    """Whether thirteen digits are milliseconds since 1970 in UTC, beside all other shapes; by default they are not."""

    @field_validator("formats")
    @classmethod
    def _whole_days(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for text in formats:
            check_format(text)
        return formats

    def learned(self, values: pl.Series) -> Self:
        """Return the type with the order of day and month that the column shows, where none is given."""
        told = self.order is not None or bool(self.formats)
        learned = None if told else learn_order(values)
        if learned is None:
            return self
        century = "unknown" if "unknown" in (self.century, learned.century) else "posix"
        return self.model_copy(update={"order": learned.order, "century": century})

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a date by the first shape that fits."""
        if self.epoch:
            text = stamp_of_epoch(text)
        return read_stamp(text, self._read_day, keep_time=self.time == "keep")

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:  # noqa: ARG002 - one shape
        """Read many dates, each distinct day and each distinct time once."""
        if self.epoch:
            texts = stamps_of_epoch(texts)
        return read_stamps(texts, self._read_day, keep_time=self.time == "keep")

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "no date": zeros, a program's first or last day, a listed placeholder."""
        return _NO_DATE.fullmatch(text) is not None or is_placeholder(text, self.type)

    def placeholders(self, texts: pl.Series) -> pl.Series:
        """Say for each text whether it stands for "no date"."""
        return texts.str.contains(f"^(?:{_NOTHING})$") | listed_placeholders(texts, self.type)

    def _read_day(self, text: str) -> Standard:
        if self.formats:
            return read_formats(text, self.formats, self.century)
        return read_day(text, self.order, self.century)
