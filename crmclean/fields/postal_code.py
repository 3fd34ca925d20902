"""Postal codes: capitals and spacing by the format of the country; digits are never added, not even a lost zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.country import CountryCode, CountryFrom, iso2, names

__all__ = ["PostalCode"]

_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_COUNTRY_PREFIX = re.compile(r"([A-Z]{1,3})[- ]?(?=[0-9])")
_SPREADSHEET_FLOAT = re.compile(r"([0-9]{3,})\.0+")
_ZIP4 = re.compile(r"([0-9]{5})-[0-9]{4}")
_OUTWARD = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) [0-9][A-Z]{2}")
_CLASSES = {"9": "[0-9]", "A": "[A-Z]", "*": "[A-Z0-9]"}


@cache
def _formats() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return the masks of each country, each with the pattern of its code without separators.

    Source: table ``postal_formats`` (Universal Postal Union, addressing systems by country).
    """
    return MappingProxyType(
        {
            country: tuple((mask, _pattern(mask)) for mask in masks.split("|"))
            for country, masks in resources.read_table("postal_formats")
        }
    )


def _pattern(mask: str) -> re.Pattern[str]:
    return re.compile("".join(_CLASSES.get(sign, "") for sign in mask))


def _fill(mask: str, code: str) -> str:
    signs = iter(code)
    return "".join(next(signs) if sign in _CLASSES else sign for sign in mask)


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
        for mask, pattern in formats:
            if pattern.fullmatch(compact):
                return Standard(_fill(mask, compact), State.OK)
        return Standard(text, State.INVALID, _reason(compact, country))


def _plain(text: str) -> str:
    number = _SPREADSHEET_FLOAT.fullmatch(text)
    return number[1] if number else text.upper()


def _without_country(code: str, country: str) -> str:
    """Drop separators, and a country sign before digits (``D-10115``, ``L-1009``)."""
    prefix = _COUNTRY_PREFIX.match(code)
    if prefix and iso2(prefix[1]) == country and all(mask[0] == "9" for mask, _ in _formats()[country]):
        code = code[prefix.end() :]
    return _NOT_CODE.sub("", code)


def _reason(compact: str, country: str) -> str:
    if compact.isdigit() and any(pattern.fullmatch(f"0{compact}") for _, pattern in _formats()[country]):
        return "A leading zero may be lost; it is not put back."
    masks = " or ".join(mask for mask, _ in _formats()[country][:2])
    return f"Does not fit {names()[country].name}: {masks} (9 is a digit, A a letter)."
