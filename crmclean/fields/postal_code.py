"""Postal codes: capitals and spacing by the format of the country; digits are never added, not even a lost zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from string import ascii_lowercase
from types import MappingProxyType
from typing import Literal, NamedTuple

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.country import CountryCode, CountryFrom, iso2, names

__all__ = ["PostalCode", "written_code"]

_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_COUNTRY_PREFIX = re.compile(r"([A-Z]{1,3})[- ]?(?=[0-9])")
_SPREADSHEET_FLOAT = re.compile(r"([0-9]{3,})(?:\.0+|,00?)")
_ZIP4 = re.compile(r"([0-9]{5})-[0-9]{4}")
_OUTWARD = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) [0-9][A-Z]{2}")
_CLASSES = {"9": "[0-9]", "A": "[A-Z]", "*": "[A-Z0-9]"} | {letter: letter.upper() for letter in ascii_lowercase}
_SIGNS = {"FL": "LI", "N": "NO", "S": "SE", "SLO": "SI"}
"""Country signs of old letter heads (``S-114 55``) that are no spelling of the country elsewhere."""
_LOST_ZEROS = 2
"""American codes begin with two zeros at most (``00501``)."""


class _Formats(NamedTuple):
    """The masks of one country, each with the pattern of its code without separators, and whether 0 begins any."""

    masks: tuple[tuple[str, re.Pattern[str]], ...]
    zero: bool


@cache
def _formats() -> Mapping[str, _Formats]:
    """Return the formats by country.

    Source: table ``postal_formats`` (Google's Address Data Service, CC BY 4.0), by ``rules/build/addresses.py``.
    """
    return MappingProxyType(
        {
            country: _Formats(tuple((mask, _pattern(mask)) for mask in masks.split("|")), zero == "yes")
            for country, masks, zero in resources.read_table("postal_formats")
        }
    )


def _pattern(mask: str) -> re.Pattern[str]:
    return re.compile("".join(_CLASSES.get(sign, "") for sign in mask))


def _fill(mask: str, code: str) -> str:
    signs = iter(code)
    return "".join(next(signs) if sign in _CLASSES else sign for sign in mask)


@cache
def written_code(country: str) -> re.Pattern[str] | None:
    """Return the pattern of a postal code inside a text, as people write it; None where a country's is not known.

    A country sign may stand before it (``D-10115``), and its separators are as they should be, missing or others. The
    first group is the code.

    Args:
        country: ISO 3166-1 alpha-2.

    Example:
        >>> written_code("GB").search("London SW1A 2AA")[1]
        'SW1A 2AA'
    """
    formats = _formats().get(country)
    if formats is None:
        return None
    masks = sorted((mask for mask, _ in formats.masks), key=len, reverse=True)
    codes = "|".join("".join(_CLASSES.get(sign, "[ -]?") for sign in mask) for mask in masks)
    return re.compile(rf"(?<!\w)(?:[A-Z]{{1,3}}-)??({codes})(?!\w)", re.IGNORECASE)


def _compact(value: str) -> Iterable[str]:
    zip5 = _ZIP4.fullmatch(value)
    compact = zip5[1] if zip5 else _NOT_CODE.sub("", value)
    return [compact] if compact else []


def _area(value: str) -> Iterable[str]:
    outward = _OUTWARD.fullmatch(value)
    return [outward[1]] if outward else [compact[:3] for compact in _compact(value)]


class PostalCode(FieldType):
    """A postal code. Without a country, or for one whose format is not listed, only the capitals are repaired.

    Blocking keys: the code without separators and ZIP+4 part; ``area``, the outward code or the first three signs.
    """

    type: Literal["postal_code"] = "postal_code"
    keys = {"": _compact, "area": _area}
    country: CountryCode | CountryFrom | None = None
    """The country: fixed, or ``{from: country, else: US}``; none where it is not given."""

    @property
    def depends_on(self) -> str | None:
        """The country field, where the country comes from one."""
        return self.country.field if isinstance(self.country, CountryFrom) else None

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Write a code by the format of its country."""
        country = self.country.of(given)[0] if isinstance(self.country, CountryFrom) else self.country
        formats = _formats().get(country) if country else None
        if country is None or formats is None:
            return Standard(text.upper() if text.isascii() else text, State.OK)
        compact = _without_country(_plain(text), country)
        for mask, pattern in formats.masks:
            if pattern.fullmatch(compact):
                return Standard(_fill(mask, compact), State.OK)
        return Standard(text, State.INVALID, _reason(compact, country))


def _plain(text: str) -> str:
    number = _SPREADSHEET_FLOAT.fullmatch(text)
    return number[1] if number else text.upper()


def _without_country(code: str, country: str) -> str:
    """Drop separators, and a country sign before digits (``D-10115``, ``L-1009``) where it is no part of the code."""
    compact = _NOT_CODE.sub("", code)
    prefix = _COUNTRY_PREFIX.match(code)
    if prefix is None or country not in (_SIGNS.get(prefix[1]), iso2(prefix[1])):
        return compact
    fits = any(pattern.fullmatch(compact) for _, pattern in _formats()[country].masks)
    return compact if fits else _NOT_CODE.sub("", code[prefix.end() :])


def _reason(compact: str, country: str) -> str:
    masks, zero = _formats()[country]
    if zero and compact.isdigit():
        for lost in range(1, _LOST_ZEROS + 1):
            if any(pattern.fullmatch("0" * lost + compact) for _, pattern in masks):
                zeros = "A leading zero may be lost; it is" if lost == 1 else "Leading zeros may be lost; they are"
                return f"{zeros} not put back."
    shown = " or ".join(mask.upper() for mask, _ in masks[:2])
    return f"Does not fit {names()[country].name}: {shown} (9 is a digit, A a letter)."
