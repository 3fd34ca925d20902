"""Countries: any usual spelling, in some thirty languages, to ISO 3166-1. An exact look-up; nothing is ever guessed.

Also owns what other types need to know about a country: ``iso2`` (any spelling to its code) and ``CountryFrom`` (the
rule file's ``{from: country, else: US}``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, ConfigDict, Field

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.near import Near
from crmclean.fields.options import Option

__all__ = ["Country", "CountryCode", "CountryFrom", "Names", "iso2", "key", "names"]

_DROPPED = frozenset({"and", "the"})
_PARTS = re.compile(r"\s*[,()\[\]/|;&+]\s*|\s+(?:[-\u2013]|and|or)\s+")


class Names(NamedTuple):
    """The codes and the English short name of one country."""

    iso2: str
    iso3: str
    name: str


def key(text: str) -> str:
    """Fold a country's spelling to the form in which it is looked up.

    Case, accents, punctuation, "and" and "the" do not count, initials close up, and "St" is "Saint".

    Example:
        >>> key("The U.S.A."), key("St. Kitts & Nevis")
        ('usa', 'saint kitts nevis')
    """
    folded = fold(text)
    words = [word for word in folded.split() if word not in _DROPPED] or [folded]
    if all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join("saint" if word == "st" else word for word in words)


@cache
def names() -> Mapping[str, Names]:
    """Return the countries by ISO 3166-1 alpha-2 code.

    Source: table ``countries`` (Unicode CLDR, Unicode License v3; aliases by hand), by ``rules/build/places.py``.
    """
    return MappingProxyType({row[0]: Names(*row[:3]) for row in resources.read_table("countries")})


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in resources.read_table("countries"):
        for spelling in dict.fromkeys((*map(key, row[:3]), *filter(None, row[3].split("|")))):
            found[spelling] = (*found.get(spelling, ()), row[0])
    return MappingProxyType(found)


@lru_cache(maxsize=10_000)
def iso2(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country in any spelling; None where it is unknown or ambiguous.

    Example:
        >>> iso2("Deutschland"), iso2("U.K."), iso2("Korea"), iso2("Atlantis")
        ('DE', 'GB', None, None)
    """
    codes = _read(text)
    return codes[0] if len(codes) == 1 else None


def _read(text: str) -> tuple[str, ...]:
    """Return the codes of the countries that a text names: ``Korea, Republic of``, ``DE - Germany``; or ``UK/Ireland``.

    A part that names no country makes the whole unknown: ``Paris, Texas``.
    """
    if text in names():  # a code stands for itself alone, and the spellings of all countries need not be folded
        return (text,)
    if codes := _spellings().get(key(text)):
        return codes
    parts = _parts(text)
    if len(parts) < 2:
        return ()
    if codes := _spellings().get(key(" ".join(reversed(parts)))):
        return codes
    each = [_spellings().get(key(part), ()) for part in parts]
    common = set.intersection(*map(set, each))
    return tuple(sorted(common or set().union(*each))) if all(each) else ()


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.split(text) if part]


def _known(text: str) -> str:
    code = iso2(text)
    if code is None:
        msg = f"unknown country '{text}'; expected an ISO 3166-1 code such as US"
        raise ValueError(msg)
    return code


CountryCode = Annotated[str, AfterValidator(_known)]
"""A country in a rule file; any spelling, kept as ISO 3166-1 alpha-2."""


class CountryFrom(Option):
    """The country of a record: read from another field, with one to take where that says nothing."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    field: str = Field(alias="from")
    """The field that holds the country."""
    otherwise: CountryCode | None = Field(default=None, alias="else")
    """The country where that field is empty or not understood."""

    def of(self, given: str | None) -> tuple[str | None, bool]:
        """Return the country's code, and whether the record itself says so."""
        stated = iso2(given) if given else None
        return (stated, True) if stated else (self.otherwise, False)


class Country(FieldType):
    """A country, written as its ISO code or its English name.

    A spelling that no table knows is UNKNOWN and one that fits two countries (``Korea``, ``UK/Ireland``) AMBIGUOUS;
    both stay as written. ``NA`` is Namibia where the field holds ISO codes, "not available" otherwise.
    """

    type: Literal["country"] = "country"
    output: Literal["iso2", "iso3", "name"] = "iso2"
    """How a country is written: ``US``, ``USA`` or ``United States``."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Look the spelling up."""
        codes = _read(text)
        if len(codes) == 1:
            return Standard(getattr(names()[codes[0]], self.output), State.OK)
        if codes:
            either = " or ".join(names()[code].name for code in codes)
            return Standard(text, State.AMBIGUOUS, f"Could be {either}.")
        return Standard(text, State.UNKNOWN, _suggestion(text))

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; Namibia's code does not."""
        return not (text == "NA" and self.output == "iso2") and super().is_placeholder(text)


@cache
def _near() -> Near:
    return Near(_spellings())


def _suggestion(text: str) -> str | None:
    found = {code for near in _near().find(key(text)) for code in _spellings()[near]}
    # "Paris, France": a name that stands beside something else, codes of two letters left out: those are states, too.
    found = found or {code for part in _parts(text) if len(part) > 2 for code in _spellings().get(key(part), ())}
    return f"Did you mean '{names()[found.pop()].name}'?" if len(found) == 1 else None
