"""What a phone number is worth: its standard form, its state, and what is said about it.

One number is judged here, whichever library or plan reads it.
"""

from __future__ import annotations

from typing import NamedTuple

from crmclean.fields.base import Standard, State
from crmclean.fields.numbering_plan import Fit, Number, stands
from crmclean.fields.phone_engine import Read
from crmclean.fields.phone_text import (
    LEAST,
    MOST,
    before_other_ending,
    clean,
    digits,
    has_words,
    is_filler,
    is_plain,
    last_digits_lost,
    several,
)

__all__ = ["Home", "standard"]

_TEN = 10
"""Digits of every number of North America and of Mexico."""
_TWO_NUMBERS = 2 * LEAST


class Home(NamedTuple):
    """Where a number is dialled: the region, whether the record itself says so, and where it is if it says nothing."""

    region: str | None
    sure: bool
    otherwise: str | None


def standard(text: str, home: Home, read: Read) -> Standard:
    """Write a tidied text in E.164, or say what keeps it from being written.

    Args:
        text: The text of the field.
        home: Where it is dialled.
        read: Reads a number.
    """
    if is_filler(text):
        return Standard(text, State.PLACEHOLDER)
    if last_digits_lost(text):
        return Standard(text, State.INVALID, "A spreadsheet has cut off the last digits; they cannot be restored.")
    if is_plain(text):
        return _one(text, text, home, read)
    written = clean(text)
    if parts := several(written):
        return _several(text, parts, home, read)
    if has_words(written):
        return Standard(text, State.INVALID, "Words stand beside the number; only the number belongs here.")
    return _one(text, written, home, read)


def _one(text: str, written: str, home: Home, read: Read) -> Standard:
    number = _dialled(read(written, home.region), written, read)
    if number is None or number.fit is Fit.IMPOSSIBLE:
        return _unread(text, written, number, home, read)
    return _read(text, number, home, abroad="+" in written)


def _read(text: str, number: Number, home: Home, *, abroad: bool) -> Standard:
    if is_filler(number.national):
        return Standard(text, State.PLACEHOLDER)
    if number.fit is Fit.VALID:
        return Standard(_e164(number), State.OK)
    if number.fit is Fit.LOCAL:
        return Standard(text, State.INVALID, "The area code is missing.")
    if not (home.sure or abroad):
        return Standard(text, State.INVALID, f"Not a number of {home.region}; the record names no country.")
    # What would read back as another number stays as it is written.
    kept = _e164(number) if stands(number) else text
    return Standard(kept, State.INVALID, f"No such number in the numbering plan of +{number.calling_code}.")


def _several(text: str, parts: list[str], home: Home, read: Read) -> Standard:
    """Two spellings of one number are that number; two numbers stay as they are."""
    numbers = {read(clean(part.strip()), home.region) for part in parts}
    one = next(iter(numbers))
    if len(numbers) == 1 and one and one.fit is Fit.VALID and not any(map(str.isalpha, text)):
        return Standard(_e164(one), State.OK)
    return _ambiguous(text, len(parts))


def _ambiguous(text: str, count: int) -> Standard:
    return Standard(text, State.AMBIGUOUS, f"Holds {count} numbers; a field takes one.")


def _dialled(number: Number | None, written: str, read: Read) -> Number | None:
    """Cut a number to what is dialled today, where what is too much is known.

    Source: North American Numbering Plan: what is dialled after the tenth digit is ignored, so that ``1-800-CONTACTS``
    has a letter more. Mexico, Plan Técnico Fundamental de Numeración (2018): from 2019 on no 1 before mobile numbers.
    """
    if number is None or number.fit is not Fit.IMPOSSIBLE:
        return number
    code, national = number.calling_code, number.national
    if code == "1" and len(digits(written)) < LEAST and len(national) > _TEN:
        return _if_valid(read(f"+1{national[:_TEN]}", None)) or number
    if code == "52" and national[:1] == "1" and len(national) == _TEN + 1:
        cut = _if_valid(read(f"+52{national[1:]}", None))
        return cut._replace(extension=number.extension) if cut else number
    return number


def _if_valid(number: Number | None) -> Number | None:
    return number if number is not None and number.fit is Fit.VALID else None


def _e164(number: Number) -> str:
    value = f"+{number.calling_code}{number.national}"
    return f"{value} ext. {number.extension}" if number.extension else value


def _unread(text: str, written: str, number: Number | None, home: Home, read: Read) -> Standard:
    """Say what a text is that is no number where it is dialled."""
    found = digits(written)
    if _is_two(written, found, home, read):
        return _ambiguous(text, 2)
    if not LEAST <= len(found) <= MOST:
        return Standard(text, State.IMPOSSIBLE, "Not a phone number: too few or too many digits.")
    if "+" in written:
        fault = f"number of +{number.calling_code}" if number else "phone number"
        return Standard(text, State.IMPOSSIBLE, f"Not a {fault}: too few or too many digits.")
    return _unread_at_home(text, written, found, home, read)


def _unread_at_home(text: str, written: str, found: str, home: Home, read: Read) -> Standard:
    question = _is_plus_missing(written, found, read)
    if home.region is None:
        return Standard(text, State.UNKNOWN, f"The country is not known, so the number cannot be completed.{question}")
    if not home.sure:
        return Standard(text, State.INVALID, f"Not a number of {home.region}; the record names no country.{question}")
    question = question or _is_country_wrong(written, home, read)
    if question:
        return Standard(text, State.INVALID, f"Not a number of {home.region}.{question}")
    return Standard(text, State.IMPOSSIBLE, f"Not a number of {home.region}: too few or too many digits.")


def _is_plus_missing(written: str, found: str, read: Read) -> str:
    """Ask about a plus where the digits, dialled from anywhere, are a valid number; empty where they are none."""
    number = None if found[0] == "0" or set(written) & set("+(") else read(f"+{found}", None)
    if number is None or number.fit is not Fit.VALID:
        return ""
    return f" With a plus in front it is a number of +{number.calling_code}; is the plus missing?"


def _is_country_wrong(written: str, home: Home, read: Read) -> str:
    """Ask about the country where the text is a valid number of the one to take otherwise."""
    if home.otherwise is None or not _is_valid(written, home._replace(region=home.otherwise), read):
        return ""
    return f" It is one of {home.otherwise}; is the country right?"


def _is_two(written: str, found: str, home: Home, read: Read) -> bool:
    """Whether a text is a valid number and another ending (``/ 72``), or two valid numbers with a blank between."""
    if first := before_other_ending(written):
        return _is_valid(first, home, read)
    blanks = [at for at, sign in enumerate(written) if sign == " "] if len(found) >= _TWO_NUMBERS else []
    return any(_is_valid(written[:at], home, read) and _is_valid(written[at + 1 :], home, read) for at in blanks)


def _is_valid(text: str, home: Home, read: Read) -> bool:
    return _if_valid(read(clean(text.strip()), home.region)) is not None
