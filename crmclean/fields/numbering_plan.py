"""Plain phone numbers read fast, straight from the numbering plans that phonenumbers ships.

phonenumbers reads 20,000 numbers a second; this reads the common shapes (digits and separators, perhaps a label before
and an extension after) ten times as fast, by the same metadata and the same steps, and says None to everything else,
so that the caller asks phonenumbers. It never answers differently: a test compares both over all regions.

Source: the metadata and the algorithm of Google's libphonenumber (Apache-2.0), through the package phonenumbers.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, PhoneMetadata, PhoneNumberDesc

__all__ = ["Fit", "Number", "read"]

_PLAIN = re.compile(
    r"[A-Za-z.: (]*(\+?)([ ().\-/]*[0-9][0-9 ().\-/]*?)(?:(?<![/ ]) ?(?:ext|x)\.? ?([0-9]{1,7}))?[ ().\-/]*"
)
"""A label, the number, an extension; an ``x`` after a slash starts a second number and is no extension."""
_SEPARATORS = str.maketrans("", "", " ().-/")
_SHORTEST, _LONGEST = 6, 15


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


class _Plan:
    """The numbering plan of one region, compiled."""

    def __init__(self, metadata: PhoneMetadata) -> None:
        general = metadata.general_desc or PhoneNumberDesc()
        self.calling_code = str(metadata.country_code)
        self.idd = re.compile(metadata.international_prefix or "(?!)")
        self.national = re.compile(general.national_number_pattern or "(?!)")
        self.leading = re.compile(metadata.leading_digits or "(?!)") if metadata.leading_digits else None
        self.prefix = re.compile(metadata.national_prefix_for_parsing or "(?!)")
        self.rewrites = bool(metadata.national_prefix_transform_rule)
        self.lengths = frozenset(general.possible_length)
        self.local_lengths = frozenset(general.possible_length_local_only)
        self.longest = max(general.possible_length, default=0)
        kinds = (
            *(metadata.fixed_line, metadata.mobile, metadata.premium_rate, metadata.toll_free, metadata.shared_cost),
            *(metadata.voip, metadata.personal_number, metadata.pager, metadata.uan, metadata.voicemail),
        )
        patterns = [_pattern(kind) for kind in kinds if kind is not None and kind.national_number_pattern]
        self.kinds = re.compile("|".join(dict.fromkeys(patterns)) or "(?!)")
        self.general = re.compile(_pattern(general))

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
        return bool(self.general.fullmatch(number) and self.kinds.fullmatch(number))


def _pattern(desc: PhoneNumberDesc) -> str:
    lengths = "|".join(f"[0-9]{{{length}}}$" for length in desc.possible_length if length > 0)
    return f"(?={lengths})(?:{desc.national_number_pattern})" if lengths else f"(?:{desc.national_number_pattern})"


@cache
def _plan(region: str | None) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region, None) if region in SUPPORTED_REGIONS else None
    return _Plan(metadata) if metadata is not None else None


@cache
def _plans(calling_code: str) -> tuple[_Plan, ...]:
    """Return the plans that share a calling code, the main one first; none where it is no country's."""
    found = [_plan(region) for region in COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code), ())]
    return tuple(plan for plan in found if plan is not None)


def _is_valid(plans: tuple[_Plan, ...], number: str) -> bool:
    for plan in plans:
        if plan.leading is not None:
            if plan.leading.match(number):
                return plan.has_kind(number)
        elif plan.has_kind(number):
            return True
    return False


def _fit(plans: tuple[_Plan, ...], number: str) -> Fit:
    main = plans[0]
    if len(number) in main.local_lengths:
        return Fit.VALID if _is_valid(plans, number) else Fit.LOCAL
    if len(number) not in main.lengths:
        return Fit.VALID if _is_valid(plans, number) else Fit.IMPOSSIBLE
    return Fit.VALID if _is_valid(plans, number) else Fit.POSSIBLE


def _split(digits: str, *, international: bool, region: str | None) -> tuple[_Plan, str] | None:
    """Return the plan to read by and the number without its calling code."""
    if international:
        for length in (1, 2, 3):
            plans = _plans(digits[:length]) if digits[0] != "0" else ()
            if plans:
                return plans[0], digits[length:]
        return None
    plan = _plan(region)
    if plan is None or plan.idd.match(digits):
        return None
    rest = plan.strip_calling_code(digits)
    main = _plans(plan.calling_code)[0]
    return (plan, digits) if rest is None else (main, rest)


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
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return None
    try:
        found = _split(digits, international=bool(match[1]), region=region)
        if found is None:
            return None
        plan, national = found
        stripped = plan.strip_prefix(national)
    except _Unusual:
        return None
    if len(stripped) in plan.lengths or len(stripped) > plan.longest:
        national = stripped
    if len(national) < _SHORTEST - 1:
        return None
    return Number(plan.calling_code, national, match[3] or "", _fit(_plans(plan.calling_code), national))
