"""Numbers that registers and CRMs give to companies: their shape, their check digits, one way to write each.

``FORMATS`` is the table. A number that a spreadsheet has cut at the front is a suggestion in the note, not a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crmclean.fields.base import Standard, State
from crmclean.fields.check_digit import gs1, luhn, mod_97
from crmclean.fields.vat import read_vat

__all__ = ["FORMATS"]

_SEPARATORS = re.compile(r"[ \-{}]")
_LA_POSTE = "356000000"


def _siret(digits: str) -> bool:
    """Whether a SIRET fits: by Luhn, or for the many offices of La Poste by the plain sum of its digits."""
    return luhn(digits) or (digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a number is made: its pattern without separators, what to say where it does not fit, its check, its look."""

    pattern: re.Pattern[str]
    shape: str
    check: Callable[[str], bool] = lambda _: True
    written: str = r"\g<0>"
    length: int | None = None
    """How many digits it has, where it has digits only and always as many."""
    small: bool = False
    """Whether its letters are small."""

    def __call__(self, text: str) -> Standard:
        compact = _SEPARATORS.sub("", text).upper()
        match = self.pattern.fullmatch(compact)
        if match is None:
            return Standard(text, State.INVALID, self._note(compact))
        if not self.check(compact):
            return Standard(text, State.INVALID, "The check digits do not fit.")
        return Standard(self._written(match), State.OK)

    def _written(self, match: re.Match[str]) -> str:
        text = match.expand(self.written)
        return text.lower() if self.small else text

    def _note(self, compact: str) -> str:
        """Say what shape is asked for, and the number with the zeros that a spreadsheet drops."""
        if self.length and compact.isdecimal() and self.length - 3 < len(compact) < self.length:
            whole = compact.zfill(self.length)
            if (match := self.pattern.fullmatch(whole)) and self.check(whole):
                return f"{self.shape} A spreadsheet drops zeros in front: did you mean '{self._written(match)}'?"
        return self.shape


def _shape(pattern: str, note: str, **options: object) -> _Shape:
    return _Shape(re.compile(pattern), note, **options)  # type: ignore[arg-type]


FORMATS: Mapping[str, Callable[[str], Standard]] = MappingProxyType(
    {
        "guid": _shape(
            "([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})",
            "A GUID has 32 hexadecimal digits.",
            written=r"\1-\2-\3-\4-\5",
            small=True,
        ),
        "hubspot": _shape("[1-9][0-9]{0,18}", "A HubSpot id is a whole number."),
        "vat": read_vat,
        "lei": _shape("[0-9A-Z]{18}[0-9]{2}", "An LEI has 18 letters and digits and two check digits.", check=mod_97),
        "duns": _shape("[0-9]{9}", "A D-U-N-S number has nine digits.", length=9),
        "ein": _shape("([0-9]{2})([0-9]{7})", "An EIN has nine digits.", written=r"\1-\2", length=9),
        "gln": _shape("[0-9]{13}", "A GLN has 13 digits.", check=gs1, length=13),
        "siren": _shape("[0-9]{9}", "A SIREN has nine digits.", check=luhn, length=9),
        "siret": _shape("[0-9]{14}", "A SIRET has 14 digits.", check=_siret, length=14),
        "naics": _shape(
            "(?:1[1]|2[1-3]|3[1-3]|4[2458-9]|5[1-6]|6[12]|7[12]|81|92)[0-9]{0,4}",
            "A NAICS code has two to six digits and begins with a sector from 11 to 92.",
        ),
        "sic": _shape("[0-9]{2,5}", "A SIC code has two to five digits."),
    }
)
"""How a number of each format is read.

Source: GUID RFC 9562; LEI ISO 17442; D-U-N-S Dun & Bradstreet; EIN IRS, publication 1635; GLN GS1 General
Specifications; SIREN and SIRET INSEE; NAICS U.S. Census Bureau, 2022 (sectors 31-33, 44-45 and 48-49 span several
numbers); SIC U.S. Department of Labor, 1987 (two to four digits) and UK Companies House, 2007 (five); VAT: ``vat``.
"""
