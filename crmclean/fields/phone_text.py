"""The text of a phone field before its number is read: what spreadsheets did to it, labels, two numbers in one cell.

Nothing here knows a numbering plan, and nothing invents a digit.
"""

from __future__ import annotations

import re

__all__ = [
    "FILLER_TAILS",
    "LEAST",
    "MOST",
    "before_other_ending",
    "clean",
    "digits",
    "has_words",
    "is_filler",
    "is_plain",
    "last_digits_lost",
    "several",
]

LEAST, MOST = 7, 15
"""Fewest digits of a whole subscriber number; most digits of any number. Source: ITU-T E.164 (2010) for 15."""
_WHOLE = 8
"""Digits after which letters are words, not a vanity number: the longest start of one is ``1-800-555-…``."""

_NOTHING_TO_MEND = re.compile(r"(?![^0-9]*00)(?!.*\.0+$)[0-9 ()+.\-]*")
_SPREADSHEET_FLOAT = re.compile(r"(\+?[0-9]{7,})[.,]0+")
_SCIENTIFIC = re.compile(r"[+-]?([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
_DOUBLE_ZERO = re.compile(r"([^0-9+]*)\+? ?\(?00[ ().\-/]*(?=[1-9])")
_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r" ?[;,|&\n] ?| / | (?:or|and|oder|und|ou|et|o|y|e) ",
        r"[;,|/&\n]|(?<=[0-9)])[^0-9+A-Za-z]*[A-Za-z]+[^0-9+A-Za-z]*(?=[0-9+(])",
    )
)
"""What may stand between two numbers: a sign or a word; a slash, or the label of the second (``… cell: …``)."""
_EXTENSION = re.compile(
    r"(?<=[0-9)])[ ,;.()/-]*"
    r"(?:extensi[oó]n|e?xtn?|x|#|durchwahl|dw|nebenstelle|ramal|poste|interno?|int|anexo|toestel)"
    r"[ .:=-]*([0-9]{1,9})(?![0-9])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<=[0-9)])(?:,? +(?:- +)?|(?=[(\[]))[(\[]?"
    r"(?:cell|cellular|mobile?|mob|handy|natel|portable|m[oó]vil|celular|cel|phone|telephone|telefon|tel|office|work|"
    r"business|b(?:ü|ue)ro|bureau|oficina|home|privat|private|casa|direct|direkt|main|switchboard|zentrale|desk|"
    r"whatsapp|[chmotw])\.?[)\]]?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_OTHER_ENDING = re.compile(r"(.*[0-9)] *)[;,|/&] *[0-9]{1,6}")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_RUNS = frozenset(run[:length] for run in ("1234567890", "0123456789", "9876543210") for length in range(6, 11))
FILLER_TAILS = frozenset(run[-6:] for run in _RUNS) | frozenset(digit * 6 for digit in "0123456789")
"""The last six digits of every filler; a cheap first look."""


def digits(text: str) -> str:
    """Return the digits of a text, its extension left out.

    Example:
        >>> digits("(415) 555-2671 ext. 12")
        '4155552671'
    """
    return _NOT_DIGIT.sub("", _EXTENSION.sub("", text))


def is_filler(text: str) -> bool:
    """Whether the digits of a text stand for "no number": one digit over and over, or a run.

    Example:
        >>> is_filler("111-1111"), is_filler("(123) 456-7890"), is_filler("415-555-2671")
        (True, True, False)
    """
    number = _NOT_DIGIT.sub("", text)
    return number[-6:] in FILLER_TAILS and (number in _RUNS or len(set(number)) == 1)


def last_digits_lost(text: str) -> bool:
    """Whether a spreadsheet has cut digits off; where it wrote all of them, ``clean`` restores the number.

    Example:
        >>> last_digits_lost("4.15555E+09"), last_digits_lost("1.4155552671E10")
        (True, False)
    """
    match = _SCIENTIFIC.fullmatch(text)
    return match is not None and len(match[2] or "") != int(match[3])


def is_plain(text: str) -> bool:
    """Whether a text is digits and their usual signs only: nothing to clean, one number at most, no words.

    Example:
        >>> is_plain("(415) 555-2671"), is_plain("0711/9883088"), is_plain("4155552671.0")
        (True, False, False)
    """
    return _NOTHING_TO_MEND.fullmatch(text) is not None


def clean(text: str) -> str:
    """Undo what a spreadsheet did, write an international 00 as a plus, an extension as ``ext.``; drop a label.

    Example:
        >>> clean("4155552671.0"), clean("1.4155552671E10"), clean("0049 30 901820 Durchwahl 12")
        ('4155552671', '14155552671', '+49 30 901820 ext. 12')
        >>> clean("415-555-2671 (cell)")
        '415-555-2671'
    """
    if match := _SPREADSHEET_FLOAT.fullmatch(text):
        text = match[1]
    elif (match := _SCIENTIFIC.fullmatch(text)) and not last_digits_lost(text):
        text = match[1] + (match[2] or "")
    if "00" in text and _DOUBLE_ZERO.match(text):
        text = _DOUBLE_ZERO.sub(r"\1+", text, count=1)
    bare = _LABEL.sub("", text)
    if bare != text and len(digits(bare)) >= LEAST:
        text = bare
    return _EXTENSION.sub(r" ext. \1", text)


def several(text: str) -> list[str]:
    """Return the numbers of a cell that holds more than one, extensions left out; none where it holds one or none.

    Example:
        >>> several("415-555-2671 ext 3; 415-555-2672"), several("0711/9883088")
        (['415-555-2671', '415-555-2672'], [])
    """
    bare = _EXTENSION.sub("", text)
    for between in _BETWEEN:
        parts = [part for part in between.split(bare) if len(_NOT_DIGIT.sub("", part)) >= LEAST]
        if len(parts) > 1:
            return parts
    return []


def before_other_ending(text: str) -> str | None:
    """Return the first of two numbers of which the second is given by its ending only; None where there is none.

    Example:
        >>> before_other_ending("(201) 555-0123 / 0124"), before_other_ending("0711/9883088")
        ('(201) 555-0123 ', None)
    """
    match = _OTHER_ENDING.fullmatch(text)
    return match[1] if match and len(_NOT_DIGIT.sub("", match[1])) >= LEAST else None


def has_words(text: str) -> bool:
    """Whether words stand after a number (``… ask for Bob``), which a vanity reading would take for digits.

    Example:
        >>> has_words("415-555-2671 ask for Bob"), has_words("1-800-FLOWERS"), has_words("tel. 415-555-2671 ext 3")
        (True, False, False)
    """
    bare = _EXTENSION.sub("", text)
    return any(len(_NOT_DIGIT.sub("", bare[: word.start()])) >= _WHOLE for word in _WORD.finditer(bare))
