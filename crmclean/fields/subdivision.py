"""States, provinces and regions: looked up in the tables of their country; nothing is ever guessed.

``CA`` is California, Cagliari, Cádiz or nothing at all: what a text means is decided by the country of the record.
Without one a whole name is understood where a single table knows it, a code never.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.country import CountryCode, CountryFrom, iso2, names
from crmclean.fields.place import Place, codes, find, has_table, nearest, spelling

__all__ = ["Subdivision", "code"]

_OPEN = frozenset({"BE", "FR", "GB", "IE", "NL", "NZ", "PT", "SE"})
"""Countries whose addresses need no state and carry other places in its stead (Kent, Waikato)."""


def _is_foreign(letter: str) -> bool:
    """Whether a letter is Greek or of a script behind it: the table lists few places in these, or none."""
    return "\u0370" <= letter <= "\u1dff" or "\u2e80" <= letter <= "\ud7ff"


def code(text: str, country: str | None) -> str | None:
    """Return the ISO 3166-2 code of a state or province; None where it is unknown or could be several.

    Args:
        text: Name, code or abbreviation, in any case.
        country: ISO 3166-1 alpha-2 code, or None for "not known".

    Example:
        >>> code("Calif.", "US"), code("CA", None), code("Bavaria", None)
        ('US-CA', None, 'DE-BY')
    """
    place = _understood(text, find(text, country), country)
    return place.iso if place else None


def _understood(text: str, places: tuple[Place, ...], country: str | None) -> Place | None:
    """Return the place that a text means; a bare code means nothing without its country."""
    if len(places) != 1 or (country is None and _is_code(text, places[0])):
        return None
    return places[0]


def _is_code(text: str, place: Place) -> bool:
    return spelling(text) == spelling(place.code)


def _codes(value: str) -> Iterable[str]:
    return [place.iso for place in find(value, None)] or [fold(value)]


class Subdivision(FieldType):
    """A state, province or region.

    Kept as written where the country has no table, and where it would be written no other way; UNKNOWN where the
    country's table lists no such place; AMBIGUOUS where the record names no country and the place would be written
    differently in each that it may be in. The blocking key is every ISO 3166-2 code that it may be.
    """

    type: Literal["subdivision"] = "subdivision"
    keys = {"": _codes}
    country: CountryCode | CountryFrom | None = None
    """The country: fixed, or ``{from: country, else: US}``; none where it is not given."""
    output: Literal["keep", "name", "code"] = "keep"
    """How a place is written: as it stands, ``California``, or ``CA``."""

    @property
    def depends_on(self) -> str | None:
        """The country field, where the country comes from one."""
        return self.country.field if isinstance(self.country, CountryFrom) else None

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Look the place up in the tables of its country."""
        country = self._country(given)
        if country is None:
            return self._parse_anywhere(text)
        if not has_table(country):
            return Standard(text, State.OK)
        if found := find(text, country):
            return Standard(self._written(text, found[0]), State.OK)
        if any(map(_is_foreign, text)):
            return Standard(text, State.OK)
        near = nearest(text, country)
        if country in _OPEN:
            return Standard(text, State.OK, near and f"Did you mean '{near.name}'?")
        return Standard(
            text, State.UNKNOWN, _elsewhere(text, country) if near is None else f"Did you mean '{near.name}'?"
        )

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a place's code (Naples: ``NA``) does not, where codes are written."""
        return super().is_placeholder(text) and not (self.output == "code" and text in codes())

    def _country(self, given: str | None) -> str | None:
        if isinstance(self.country, CountryFrom):
            return self.country.of(given)[0]
        return self.country or (iso2(given) if given else None)

    def _parse_anywhere(self, text: str) -> Standard:
        places = find(text, None)
        if all(self._written(text, place) == text for place in places):
            return Standard(text, State.OK)
        if place := _understood(text, places, None):
            written = self._written(text, place)
            # "California" is plain, but "CA" would not be understood the next time.
            return Standard(written if code(written, None) == place.iso else text, State.OK)
        either = " or ".join(f"{place.name} ({place.country})" for place in places)
        return Standard(text, State.AMBIGUOUS, f"Could be {either}; the record names no country.")

    def _written(self, text: str, place: Place) -> str:
        return {"keep": text, "name": place.name, "code": place.code}[self.output]


def _elsewhere(text: str, country: str) -> str:
    """Say that a place is not in the country, and which one it is if it is no bare code."""
    place = _understood(text, find(text, None), None)
    said = f"{place.name} ({place.country}) is not" if place else "Not"
    return f"{said} in {names()[country].name}."
