"""Plain phone numbers read fast, straight from the numbering plans that phonenumbers ships.

phonenumbers reads 20,000 numbers a second; this reads the common shapes (digits and separators, perhaps a label before
and an extension after) several times as fast, by the same metadata and the same steps, and says None to everything
else, so that the caller asks phonenumbers. It never answers differently: a test compares both over all regions.
``phone_column`` reads whole columns by the same plans.

Source: the metadata and the algorithm of Google's libphonenumber (Apache-2.0), through the package phonenumbers.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, cached_property
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, PhoneMetadata, PhoneNumberDesc

__all__ = ["LONGEST", "SHORTEST", "Fit", "Kind", "Number", "Plan", "plan", "plans", "read", "stands"]

_PLAIN = re.compile(
    r"[A-Za-z.: (]*(\+?)([ ().\-/]*[0-9][0-9 ().\-/]*?)(?:(?<![/ ]) ?(?:ext|x)\.? ?([0-9]{1,7}))?[ ().\-/]*"
)
"""A label, the number, an extension; an ``x`` after a slash starts a second number and is no extension."""
_SEPARATORS = str.maketrans("", "", " ().-/")
SHORTEST, LONGEST = 6, 15
"""Fewest and most digits, calling code and prefixes included, that are read here."""


class Fit(Enum):
    """How a number fits the numbering plan of its country."""

    VALID = "valid"
    POSSIBLE = "possible"
    LOCAL = "local"
    IMPOSSIBLE = "impossible"


class Number(NamedTuple):
    """A number read: country calling code and national number (digits), extension, and how it fits the plan."""

    calling_code: str
    national: str
    extension: str
    fit: Fit


class _Unusual(Exception):  # noqa: N818 - no error, a way out
    """The number needs a rewriting rule of its region; phonenumbers has it."""


class Kind(NamedTuple):
    """The numbers of one kind (mobile, toll free, ...): how long they are, and their pattern (a whole match)."""

    lengths: tuple[int, ...]
    pattern: str

    @property
    def alone(self) -> str:
        """One pattern for both; Python's only, since it looks ahead."""
        lengths = "|".join(f"[0-9]{{{length}}}$" for length in self.lengths)
        return f"(?={lengths})(?:{self.pattern})" if lengths else f"(?:{self.pattern})"


class Plan:
    """The numbering plan of one region; each pattern is compiled when it is first asked for."""

    def __init__(self, metadata: PhoneMetadata) -> None:
        self.region = metadata.id
        self.calling_code = str(metadata.country_code)
        self.general = _kind(metadata.general_desc or PhoneNumberDesc())
        kinds = (
            *(metadata.fixed_line, metadata.mobile, metadata.premium_rate, metadata.toll_free, metadata.shared_cost),
            *(metadata.voip, metadata.personal_number, metadata.pager, metadata.uan, metadata.voicemail),
        )
        found = [_kind(kind) for kind in kinds if kind is not None and kind.national_number_pattern]
        self.kinds = tuple(dict.fromkeys(found))
        self.rewrites = bool(metadata.national_prefix_transform_rule)
        self.lengths = frozenset(self.general.lengths)
        self.local_lengths = frozenset((metadata.general_desc or PhoneNumberDesc()).possible_length_local_only)
        self.longest = max(self.general.lengths, default=0)
        self._metadata = metadata

    @cached_property
    def idd(self) -> re.Pattern[str]:
        """What is dialled before a calling code."""
        return re.compile(_ascii(self._metadata.international_prefix) or _NOTHING)

    @cached_property
    def national(self) -> re.Pattern[str]:
        """Any national number."""
        return re.compile(self.general.pattern)

    @cached_property
    def leading(self) -> re.Pattern[str] | None:
        """How numbers begin where regions share a calling code; None where that does not tell."""
        written = self._metadata.leading_digits
        return re.compile(_ascii(written)) if written else None

    @cached_property
    def prefix(self) -> re.Pattern[str]:
        """What is dialled before a national number."""
        return re.compile(_ascii(self._metadata.national_prefix_for_parsing) or _NOTHING)

    @cached_property
    def _any_kind(self) -> re.Pattern[str]:
        return re.compile("|".join(kind.alone for kind in self.kinds) or _NOTHING)

    @cached_property
    def _in_general(self) -> re.Pattern[str]:
        return re.compile(self.general.alone)

    def strip_prefix(self, number: str) -> str:
        """Take the national prefix off, unless that makes a fitting number unfit."""
        match = self.prefix.match(number)
        if match is None:
            return number
        if self.rewrites and match.groups()[-1] is not None:
            raise _Unusual
        rest = number[match.end() :]
        if self.national.fullmatch(number) and not self.national.fullmatch(rest):
            return number
        return rest

    def without_prefix(self, number: str) -> str:
        """Take the national prefix off, unless what is left is too short."""
        stripped = self.strip_prefix(number)
        return stripped if len(stripped) in self.lengths or len(stripped) > self.longest else number

    def strip_calling_code(self, number: str) -> str | None:
        """Take the country calling code off where it was written without a plus; None where it was not."""
        if not number.startswith(self.calling_code):
            return None
        rest = self.strip_prefix(number[len(self.calling_code) :])
        fits_only_without = not self.national.fullmatch(number) and self.national.fullmatch(rest)
        too_long = len(number) > self.longest and len(number) not in self.local_lengths
        return rest if fits_only_without or too_long else None

    def has_kind(self, number: str) -> bool:
        """Whether the number is of a known kind: fixed, mobile, toll free, ..."""
        return bool(self._in_general.fullmatch(number) and self._any_kind.fullmatch(number))


_NOTHING = "[^0-9]"
"""A pattern that no number fits."""


def _ascii(pattern: str | None) -> str:
    """Write a pattern of the metadata with ASCII digits; its own class is that of every script, and slower."""
    return (pattern or "").replace(r"\d", "[0-9]")


def _kind(desc: PhoneNumberDesc) -> Kind:
    lengths = tuple(length for length in desc.possible_length if length > 0)
    return Kind(lengths, _ascii(desc.national_number_pattern) or _NOTHING)


@cache
def plan(region: str | None) -> Plan | None:
    """Return the numbering plan of a region; None where there is none."""
    metadata = PhoneMetadata.metadata_for_region(region, None) if region in SUPPORTED_REGIONS else None
    return Plan(metadata) if metadata is not None else None


@cache
def plans(calling_code: str) -> tuple[Plan, ...]:
    """Return the plans that share a calling code, the main one first; none where it is no country's."""
    found = [plan(region) for region in COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code), ())]
    return tuple(one for one in found if one is not None)


def _is_valid(sharing: tuple[Plan, ...], number: str) -> bool:
    for one in sharing:
        if one.leading is not None:
            if one.leading.match(number):
                return one.has_kind(number)
        elif one.has_kind(number):
            return True
    return False


def _fit(sharing: tuple[Plan, ...], number: str) -> Fit:
    if _is_valid(sharing, number):
        return Fit.VALID
    if len(number) in sharing[0].local_lengths:
        return Fit.LOCAL
    return Fit.POSSIBLE if len(number) in sharing[0].lengths else Fit.IMPOSSIBLE


def _split(digits: str, *, international: bool, region: str | None) -> tuple[Plan, str] | None:
    """Return the plan to read by and the number without its calling code."""
    if international:
        for length in (1, 2, 3):
            sharing = plans(digits[:length]) if digits[0] != "0" else ()
            if sharing:
                return sharing[0], digits[length:]
        return None
    home = plan(region)
    if home is None or home.idd.match(digits):
        return None
    rest = home.strip_calling_code(digits)
    return (home, digits) if rest is None else (plans(home.calling_code)[0], rest)


def read(text: str, region: str | None) -> Number | None:
    """Read a tidied text as a number dialled in ``region``; None where phonenumbers has to.

    Example:
        >>> read("tel. (415) 555-2671 x12", "US")
        Number(calling_code='1', national='4155552671', extension='12', fit=<Fit.VALID: 'valid'>)
        >>> read("1-800-FLOWERS", "US") is None
        True
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    digits = match[2].translate(_SEPARATORS)
    if not SHORTEST <= len(digits) <= LONGEST:
        return None
    try:
        found = _split(digits, international=bool(match[1]), region=region)
        if found is None:
            return None
        by, national = found[0], found[0].without_prefix(found[1])
    except _Unusual:
        return None
    if len(national) < SHORTEST - 1:
        return None
    return Number(by.calling_code, national, match[3] or "", _fit(plans(by.calling_code), national))


def stands(number: Number) -> bool:
    """Whether a number in E.164 reads back as itself; one with a trunk or carrier prefix left over does not.

    Example:
        >>> stands(Number("1", "1115552671", "", Fit.POSSIBLE)), stands(Number("49", "030901820", "", Fit.POSSIBLE))
        (True, False)
    """
    try:
        return plans(number.calling_code)[0].without_prefix(number.national) == number.national
    except (_Unusual, IndexError):
        return False
