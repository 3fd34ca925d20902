"""Phone numbers: to E.164, an extension after it (``+15551234567 ext. 12``), by the numbering plan of the country.

Two ways lead to the same answer: ``parse`` asks phonenumbers, ``parse_many`` reads plain numbers by ``numbering_plan``
and asks phonenumbers only for the rest. Digits are never invented and never cut off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from crmclean.fields import numbering_plan
from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.country import CountryCode, CountryFrom
from crmclean.fields.numbering_plan import Fit, Number

__all__ = ["Phone", "extension", "national_digits"]

_STANDARD = re.compile(r"\+([0-9]{4,17})(?: ext\. ([0-9]{1,20}))?")
_SPREADSHEET_FLOAT = re.compile(r"(\+?[0-9]{7,})\.0+")
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_DOUBLE_ZERO = re.compile(r"([^0-9+]*)\+? ?\(?00[ ().\-/]*(?=[1-9])")
_BETWEEN = re.compile(r"[;,|/&\n]| or | oder | ou | o ", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=[0-9)])[ ,;.]*(?:e?xt|x|#|durchwahl|ramal|poste).*", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"[^0-9]+")
_LEAST, _MOST = 7, 15
"""Fewest digits of a whole subscriber number; most digits of any number. Source: ITU-T E.164 (2010) for 15."""
_RUNS = frozenset(run[:length] for run in ("1234567890", "0123456789", "9876543210") for length in range(6, 11))
_FILLER_TAILS = frozenset(run[-6:] for run in _RUNS) | frozenset(digit * 6 for digit in "0123456789")

Read = Callable[[str, str | None], Number | None]


@lru_cache(maxsize=4096)
def _by_library(text: str, region: str | None) -> Number | None:
    """Read a number with phonenumbers; None where there is no number in the text."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    national = phonenumbers.national_significant_number(number)
    if phonenumbers.is_valid_number(number):
        fit = Fit.VALID
    else:
        fit = {
            ValidationResult.IS_POSSIBLE: Fit.POSSIBLE,
            ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Fit.LOCAL,
        }.get(phonenumbers.is_possible_number_with_reason(number), Fit.IMPOSSIBLE)
    return Number(str(number.country_code), national, number.extension or "", fit)


def _by_plan(text: str, region: str | None) -> Number | None:
    return numbering_plan.read(text, region) or _by_library(text, region)


def _several(text: str) -> list[str]:
    """Return the parts of a cell that are whole numbers of their own."""
    parts = [part for part in _BETWEEN.split(_EXTENSION.sub("", text)) if len(_NOT_DIGIT.sub("", part)) >= _LEAST]
    return parts if len(parts) > 1 else []


def _clean(text: str) -> str:
    """Undo the float of a spreadsheet, and write an international 00 as a plus."""
    if text.endswith("0") and (match := _SPREADSHEET_FLOAT.fullmatch(text)):
        text = match[1]
    return _DOUBLE_ZERO.sub(r"\1+", text, count=1) if "00" in text and _DOUBLE_ZERO.match(text) else text


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
    if _SCIENTIFIC.fullmatch(value):
        return ""
    first = next(iter(_several(value)), _EXTENSION.sub("", value))
    return _NOT_DIGIT.sub("", first).lstrip("0")


def _without_calling_code(digits: str) -> str:
    for length in (1, 2, 3):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[length:]
    return digits


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
    digits = national_digits(value)
    return [digits[-_LEAST:]] if len(digits) >= _LEAST else []


class Phone(FieldType):
    """A phone number in E.164, with its extension.

    A number that is possible but not in use by the plan of its country is INVALID and written in E.164 all the same:
    a finding, not a hole. A number without its area code, or without a known country, keeps its text. IMPOSSIBLE, which
    counts as missing, are only a number that its own country rules out, and text with too few or too many digits.
    """

    type: Literal["phone"] = "phone"
    keys = {"": _whole, "last7": _last_seven}
    region: CountryCode | CountryFrom = "US"
    """The country in which a number without country code is dialled: fixed, or ``{from: country, else: US}``."""

    @property
    def depends_on(self) -> str | None:
        """The country field, where the region comes from one."""
        return self.region.field if isinstance(self.region, CountryFrom) else None

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Write a number in E.164."""
        return _standard(text, *self._region(given), _by_library)

    def parse_many(self, texts: Sequence[str], given: Sequence[str | None]) -> list[Standard]:
        """Write many numbers in E.164; the same answers as ``parse``, several times as fast."""
        regions = {other: self._region(other) for other in dict.fromkeys(given)}
        return [_standard(text, *regions[other], _by_plan) for text, other in zip(texts, given, strict=True)]

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "no number": a listed word, one digit over and over, or a run of digits."""
        return _is_filler(_NOT_DIGIT.sub("", text)) or super().is_placeholder(text)

    def _region(self, given: str | None) -> tuple[str | None, bool]:
        """Return the region to dial from, and whether it is sure."""
        region, sure = self.region.of(given) if isinstance(self.region, CountryFrom) else (self.region, True)
        return (region, sure) if region in phonenumbers.SUPPORTED_REGIONS else (None, False)


def _is_filler(digits: str) -> bool:
    return digits[-6:] in _FILLER_TAILS and (digits in _RUNS or len(set(digits)) == 1)


def _standard(text: str, region: str | None, sure: bool, read: Read) -> Standard:  # noqa: FBT001 - a pair, unpacked
    if _SCIENTIFIC.fullmatch(text):
        return Standard(text, State.INVALID, "A spreadsheet has cut off the last digits; they cannot be restored.")
    if _BETWEEN.search(text) and (numbers := _several(text)):
        return Standard(text, State.AMBIGUOUS, f"Holds {len(numbers)} numbers; a field takes one.")
    number = read(_clean(text), region)
    if number is None or number.fit is Fit.IMPOSSIBLE:
        return _unread(text, region, sure=sure)
    return _written(text, number, stable=lambda value: read(value, region) == number)


def _written(text: str, number: Number, stable: Callable[[str], bool]) -> Standard:
    if _is_filler(number.national):
        return Standard(text, State.PLACEHOLDER)
    if number.fit is Fit.LOCAL:
        return Standard(text, State.INVALID, "The area code is missing.")
    value = _e164(number)
    if number.fit is Fit.VALID:
        return Standard(value, State.OK)
    # A trunk or carrier prefix left over would read back as another number: such text stays as it is.
    kept = value if stable(value) else text
    return Standard(kept, State.INVALID, f"No such number in the numbering plan of +{number.calling_code}.")


def _e164(number: Number) -> str:
    value = f"+{number.calling_code}{number.national}"
    return f"{value} ext. {number.extension}" if number.extension else value


def _unread(text: str, region: str | None, *, sure: bool) -> Standard:
    digits = len(_NOT_DIGIT.sub("", text))
    if not _LEAST <= digits <= _MOST or sure:
        return Standard(text, State.IMPOSSIBLE, "Not a phone number: too few or too many digits.")
    if region is None:
        return Standard(text, State.UNKNOWN, "The country is not known, so the number cannot be completed.")
    return Standard(text, State.INVALID, f"Not a number of {region}; the record names no country.")
