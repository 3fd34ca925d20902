"""What a number in a sheet means, told by its number format: a day, a time, digits with leading zeros, or a number.

A sheet stores a day as the number of days since 1900 and shows it by a format; what a person typed is the day. Texts
that come out are ISO 8601 for days and times, and for numbers what was typed, which a sheet knows to 15 digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

__all__ = ["BUILT_IN", "NoDayError", "plain_number", "reader_of"]

BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), "y-m-d"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45), "h:m:s"),
    22: "y-m-d h:m",
    46: "[h]:mm:ss",
    47: "m:s",
}
"""What the numbered formats of days and times mean; every other numbered format is one of numbers.

Source: ECMA-376 part 1, 18.8.30 ``numFmt``; 27-36 and 50-58 are the days and times of East Asian languages.
"""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]+")
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Quoted and escaped text, padding, colours, conditions, languages; not ``[h]``, hours beyond a day."""
_MASK = re.compile(r'(?:\[\$[^\]]*\])?((?:0|[-() +]|\\.|"[^"]*")+)')
_MASK_PART = re.compile(r'"([^"]*)"|\\(.)|(.)')
_DAY_MS = 86_400_000
_FIRST, _LAST = 1, 2_958_465
"""1900-01-01 and 9999-12-31: the days that a sheet knows."""
_LEAP_1900 = 60
"""1900-02-29, a day that sheets count and that never was."""
_BETWEEN_1900_AND_1904 = 1_462
_LONGEST = 40
"""Digits beyond which a number keeps its power of ten."""


class NoDayError(ValueError):
    """The number is formatted as a day or time and is none."""


def plain_number(text: str) -> str:
    """Return a stored number as it was typed: whole ones without ``.0``, no power of ten, at most 15 digits of a float.

    Digits alone stay as they stand, however many; so does what is no number. Source of the 15: Microsoft, "Excel
    specifications and limits", number precision.

    Example:
        >>> plain_number("1.1000000000000001"), plain_number("4.0"), plain_number("1.23456789012345E+17")
        ('1.1', '4', '123456789012345000')
    """
    if _WHOLE.fullmatch(text) or not _NUMBER.fullmatch(text):
        return text
    shown = f"{float(text):.15g}"
    if shown in {"inf", "-inf"}:
        return text
    written = f"{Decimal(shown):f}" if "e" in shown else shown
    return written if len(written) <= _LONGEST else shown


def reader_of(code: str, *, from_1904: bool = False) -> Callable[[str], str]:
    r"""Return the function that turns a stored number into text, for a number format.

    Args:
        code: The format, such as ``yyyy\-mm\\-dd`` or ``00000``.
        from_1904: Whether the workbook counts days from 1904.

    Returns:
        A function that raises ``NoDayError`` where the format is one of days or times and the number is none.

    Example:
        >>> reader_of("dd/mm/yyyy")("45352"), reader_of("h:mm")("0.75"), reader_of("00000")("1234")
        ('2024-03-01', '18:00:00', '01234')
    """
    shown = _LITERAL.sub("", code).partition(";")[0].lower().replace("am/pm", "").replace("general", "")
    timed = bool(set(shown) & set("hs"))
    dated = bool(set(shown) & set("yd")) or ("m" in shown and not timed)
    if "[" in shown:
        return lambda text: _clock(_milliseconds(text))
    if dated or timed:
        return lambda text: _moment(text, timed=timed, shift=_BETWEEN_1900_AND_1904 if from_1904 else 0)
    mask = _MASK.fullmatch(code.partition(";")[0])
    if mask and mask[1].count("0") > 1:
        parts = [(quoted or escaped or char, char == "0") for quoted, escaped, char in _MASK_PART.findall(mask[1])]
        return lambda text: _masked(text, parts)
    return plain_number


def _moment(text: str, *, timed: bool, shift: int) -> str:
    day, milliseconds = divmod(_milliseconds(text), _DAY_MS)
    if day == 0 and timed:
        return _clock(milliseconds)
    day += shift
    if not _FIRST <= day <= _LAST or day == _LEAP_1900:
        raise NoDayError
    written = (date(1899, 12, 31 if day < _LEAP_1900 else 30) + timedelta(day)).isoformat()
    return f"{written} {_clock(milliseconds)}" if milliseconds else written


def _milliseconds(text: str) -> int:
    if not _NUMBER.fullmatch(text) or not -_LAST <= float(text) <= _LAST + 1:
        raise NoDayError
    return round(float(text) * _DAY_MS)


def _clock(milliseconds: int) -> str:
    if milliseconds < 0:
        raise NoDayError
    seconds, rest = divmod(milliseconds, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{rest:03}" if rest else clock


def _masked(text: str, parts: list[tuple[str, bool]]) -> str:
    """Put digits into the zeros of a mask, from the right; what is no whole number stays."""
    zeros = sum(is_zero for _, is_zero in parts)
    digits = plain_number(text)
    if not digits.isdecimal():
        return digits
    digits = digits.zfill(zeros)
    left, rest = digits[: len(digits) - zeros + 1], iter(digits[len(digits) - zeros + 1 :])
    first = next(at for at, (_, is_zero) in enumerate(parts) if is_zero)
    return "".join(
        left if at == first else next(rest) if is_zero else literal for at, (literal, is_zero) in enumerate(parts)
    )
