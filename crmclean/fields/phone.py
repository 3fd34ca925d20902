"""Phone numbers: to E.164, an extension after it (``+15551234567 ext. 12``), by the numbering plan of the country.

Three ways lead to the same answer: a library reads any number (``phone_engine``), ``numbering_plan`` reads plain ones
several times as fast, ``phone_column`` whole columns of plain ones. Digits are never invented, and cut off only where
the plan of the country says that they are not dialled (``phone_reading``).

A cell that holds two numbers keeps its text and is AMBIGUOUS: a field takes one, and which of them is the steward's to
say; taking the first would lose the second, and two numbers joined would be no number for any dialler. Two spellings of
one number are one number. A missing plus is never put back, only asked about: the digits of half the world's calling
codes also begin numbers with a typing error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

import phonenumbers
import polars as pl

from crmclean.fields import numbering_plan, phone_column
from crmclean.fields.base import FieldType, Standard
from crmclean.fields.country import CountryCode, CountryFrom
from crmclean.fields.fallback import derived, one_by_one
from crmclean.fields.phone_engine import Engine, Read, reader, version
from crmclean.fields.phone_reading import Home, standard
from crmclean.fields.phone_text import LEAST, digits, last_digits_lost, several

__all__ = ["Phone", "extension", "national_digits", "national_numbers"]

_STANDARD = re.compile(r"\+([0-9]{4,17})(?: ext\. ([0-9]{1,20}))?")


def national_digits(value: str) -> str:
    """Return the digits of a standard value without country code and extension: what two spellings share.

    A value that is not in standard form gives the digits of its first number without leading zeros; one whose digits a
    spreadsheet has lost gives none.

    Example:
        >>> national_digits("+14155552671 ext. 12"), national_digits("030 1234567")
        ('4155552671', '301234567')
    """
    if match := _STANDARD.fullmatch(value):
        return _without_calling_code(match[1])
    if last_digits_lost(value):
        return ""
    return digits(next(iter(several(value)), value)).lstrip("0")


def _without_calling_code(number: str) -> str:
    for length in (1, 2, 3):
        if int(number[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return number[length:]
    return number


def extension(value: str) -> str:
    """Return the extension of a standard value, or an empty string.

    Example:
        >>> extension("+14155552671 ext. 12"), extension("+14155552671")
        ('12', '')
    """
    match = _STANDARD.fullmatch(value)
    return match[2] or "" if match else ""


def _whole(value: str) -> Iterable[str]:
    return [f"+{match[1]}"] if (match := _STANDARD.fullmatch(value)) else []


def _last_seven(value: str) -> Iterable[str]:
    numbers = [number for each in several(value) or [value] if len(number := national_digits(each)) >= LEAST]
    return dict.fromkeys(number[-LEAST:] for number in numbers)


_PLAIN = pl.col("text").str.contains(r"^\+[1-9][0-9]{3,16}(?: ext\. [0-9]{1,9})?$")
_NUMBER = pl.col("text").str.extract(r"^(\+[0-9]+)")
"""Standard values, and their number without an extension."""


def _national() -> pl.Expr:
    """Return the digits of plain values without country code."""
    codes = [f"+{code}" for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]
    lengths = [pl.when(_NUMBER.str.head(length).is_in(codes)).then(length) for length in (2, 3, 4)]
    return _NUMBER.str.slice(pl.coalesce(*lengths, 1))


def national_numbers(values: pl.Series) -> pl.Series:
    """Return the national digits of a column: the twin of ``national_digits``; null stays null."""
    return derived(values, _PLAIN, _national(), national_digits)


def _whole_numbers(values: pl.Series) -> pl.Series:
    return pl.DataFrame({"text": values}).select(pl.when(_PLAIN).then(_NUMBER)).to_series()


def _last_sevens(values: pl.Series) -> pl.Series:
    made = pl.when(_national().str.len_bytes() >= LEAST).then(_NUMBER.str.tail(LEAST)).otherwise(pl.lit(""))
    return pl.DataFrame({"text": values}).select(pl.when(_PLAIN).then(made)).to_series()


class Phone(FieldType):
    """A phone number in E.164, with its extension.

    A number that is possible but not in use by the plan of its country is INVALID and written in E.164 all the same:
    a finding, not a hole. A number without its area code, or without a known country, keeps its text. IMPOSSIBLE, which
    counts as missing, are only a number that its own country rules out, and text with too few or too many digits.
    """

    type: Literal["phone"] = "phone"
    keys = {"": _whole, "last7": _last_seven}
    key_columns = {"": _whole_numbers, "last7": _last_sevens}
    region: CountryCode | CountryFrom = "US"
    """The country in which a number without country code is dialled: fixed, or ``{from: country, else: US}``."""
    engine: Engine = "reference"
    """What reads unusual numbers: phonenumbers (``reference``), or its Rust port (``fast``, the extra ``fast``)."""

    @property
    def depends_on(self) -> str | None:
        """The country field, where the region comes from one."""
        return self.region.field if isinstance(self.region, CountryFrom) else None

    @property
    def engine_version(self) -> str:
        """The versions of the fast engine and of its numbering plans, where the rule asks for it.

        Raises:
            MissingExtraError: It does, and the extra is not installed.
        """
        return "" if self.engine == "reference" else version(self.engine)

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Write a number in E.164.

        Raises:
            MissingExtraError: The engine is ``fast`` and its extra is not installed.
        """
        read = reader("reference") if self.engine == "reference" else _by_plan(self.engine)
        return standard(text, self._home(given), read)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Write a column of tidied texts, none null, in E.164; the same answers as ``parse``, many times as fast."""
        homes = {other: self._home(other) for other in given.unique()}
        every, dialled = list(homes), list(homes.values())
        regions = given.replace_strict(every, [home.region for home in dialled], return_dtype=pl.String)
        certain = given.replace_strict(every, [home.sure for home in dialled], return_dtype=pl.Boolean)
        read = _by_plan(self.engine)
        plain = phone_column.read_column(texts, regions, certain)
        return one_by_one(plain, lambda text, other: standard(text, homes[other], read), texts, given)

    def _home(self, given: str | None) -> Home:
        """Return where a record's numbers are dialled; a region without a numbering plan is none."""
        if not isinstance(self.region, CountryFrom):
            return Home(_planned(self.region), sure=True, otherwise=None)
        region, sure = self.region.of(given)
        return Home(_planned(region), sure=sure, otherwise=_planned(self.region.otherwise))


def _planned(region: str | None) -> str | None:
    return region if region in phonenumbers.SUPPORTED_REGIONS else None


@cache
def _by_plan(engine: Engine) -> Read:
    library = reader(engine)
    return lambda text, region: numbering_plan.read(text, region) or library(text, region)
