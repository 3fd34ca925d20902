"""States, provinces and regions: looked up in the tables of their country; nothing is ever guessed.

``CA`` is California, Cagliari, Cádiz or nothing at all: what a text means is decided by the country of the record.
Without one it is understood only where a single table knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.country import CountryCode, CountryFrom, iso2, names

__all__ = ["Subdivision", "code"]

_OPEN = frozenset({"FR", "GB"})
"""Countries whose addresses also carry counties or departments, which the table does not list."""
_SHORTEST_TYPO = 5
_NEAR = 80


class _Place(NamedTuple):
    country: str
    code: str
    name: str

    @property
    def iso(self) -> str:
        return f"{self.country}-{self.code}"


@cache
def _places() -> Mapping[str, Mapping[str, _Place]]:
    """Return the places by country and folded spelling.

    Source: table ``subdivisions`` (ISO 3166-2 codes, names and abbreviations by hand).
    """
    found: dict[str, dict[str, _Place]] = {}
    for country, own, name, aliases in resources.read_table("subdivisions"):
        spellings = filter(None, (own, f"{country} {own}", name, *aliases.split("|")))
        found.setdefault(country, {}).update({fold(text): _Place(country, own, name) for text in spellings})
    return MappingProxyType({country: MappingProxyType(places) for country, places in found.items()})


def _anywhere(folded: str) -> list[_Place]:
    return [places[folded] for places in _places().values() if folded in places]


def code(text: str, country: str | None) -> str | None:
    """Return the ISO 3166-2 code of a state or province; None where it is unknown or could be several.

    Args:
        text: Name, code or abbreviation, in any case.
        country: ISO 3166-1 alpha-2 code, or None for "not known".

    Example:
        >>> code("Calif.", "US"), code("CA", None), code("Bavaria", None)
        ('US-CA', None, 'DE-BY')
    """
    folded = fold(text)
    found = _anywhere(folded) if country is None else [_places().get(country, {}).get(folded)]
    return found[0].iso if len(found) == 1 and found[0] else None


def _codes(value: str) -> Iterable[str]:
    folded = fold(value)
    return [place.iso for place in _anywhere(folded)] or [folded]


class Subdivision(FieldType):
    """A state, province or region.

    Kept as written where the country has no table; UNKNOWN where its table lists no such place; AMBIGUOUS where the
    record names no country and several countries have one. The blocking key is every ISO 3166-2 code that it may be.
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
        places = _places().get(country)
        if places is None:
            return Standard(text, State.OK)
        place = places.get(fold(text))
        if place is not None:
            return self._written(text, place)
        if country in _OPEN:
            return Standard(text, State.OK)
        return Standard(text, State.UNKNOWN, _suggestion(text, places) or f"Not in {names()[country].name}.")

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; Naples' code does not, where codes are written."""
        return not (text == "NA" and self.output == "code") and super().is_placeholder(text)

    def _country(self, given: str | None) -> str | None:
        if isinstance(self.country, CountryFrom):
            return self.country.of(given)[0]
        return self.country or (iso2(given) if given else None)

    def _parse_anywhere(self, text: str) -> Standard:
        places = _anywhere(fold(text))
        if len(places) == 1:
            written = self._written(text, places[0])
            # "California" is plain, but "CA" would not be understood the next time.
            return written if len(_anywhere(fold(written.value or ""))) == 1 else Standard(text, State.OK)
        if not places:
            return Standard(text, State.OK)
        either = " or ".join(f"{place.name} ({place.country})" for place in places)
        return Standard(text, State.AMBIGUOUS, f"Could be {either}; the record names no country.")

    def _written(self, text: str, place: _Place) -> Standard:
        return Standard({"keep": text, "name": place.name, "code": place.code}[self.output], State.OK)


def _suggestion(text: str, places: Mapping[str, _Place]) -> str | None:
    folded = fold(text)
    if len(folded) < _SHORTEST_TYPO:
        return None
    near = process.extract(folded, list(places), scorer=fuzz.ratio, score_cutoff=_NEAR - 1e-4, limit=5)
    best = {places[spelling] for spelling, score, _ in near if score == near[0][1]}
    return f"Did you mean '{best.pop().name}'?" if len(best) == 1 else None
