"""VAT numbers of Europe: the shape of each country, and its check digits where they are public and simple.

Source of the shapes: European Commission, VIES, "What is the format of a VAT number?"; HMRC for GB, the Swiss UID
register, the Norwegian Brønnøysund register. Source of the checks: the tax authorities' descriptions in OECD, "Tax
identification numbers", by country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from crmclean.fields.base import Standard, State
from crmclean.fields.check_digit import luhn, mod_11_10, mod_97, weighted

__all__ = ["read_vat"]

Check = Callable[[str], bool]


def _by_weights(*weights: int, modulus: int = 11) -> Check:
    return partial(weighted, weights=weights, modulus=modulus)


def _austria(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[1:7:2])
    return (sum(map(int, digits[0:7:2])) + sum(doubled) + 4 + int(digits[7])) % 10 == 0


def _belgium(digits: str) -> bool:
    return 97 - int(digits[:8]) % 97 == int(digits[8:])


def _britain(digits: str) -> bool:
    if len(digits) not in (9, 12):
        return True
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False)) + int(digits[7:9])
    return total % 97 in (0, 42)


def _remainder(digits: str, weights: tuple[int, ...]) -> bool:
    """Whether the last digit is the weighted sum by 11, ten being nought."""
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))
    return total % 11 % 10 == int(digits[-1])


def _complement(digits: str, weights: tuple[int, ...]) -> bool:
    """Whether the last digit is what the weighted sum lacks to a multiple of 11, ten and eleven being nought."""
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))
    return (11 - total % 11) % 11 % 10 == int(digits[-1])


def _france(text: str) -> bool:
    key, siren = text[:2], text[2:]
    return not key.isdigit() or (int(siren) * 100 + 12) % 97 == int(key)


def _netherlands(text: str) -> bool:
    return weighted(text[:9], (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) or mod_97(f"NL{text}")


_SHAPES: Mapping[str, tuple[str, Check | None]] = MappingProxyType(
    {
        "AT": ("U([0-9]{8})", _austria),
        "BE": ("([01][0-9]{9})", _belgium),
        "BG": ("([0-9]{9,10})", None),
        "CHE": ("([0-9]{9})(?:MWST|TVA|IVA|VAT)?", _by_weights(5, 4, 3, 2, 7, 6, 5, 4, 1)),
        "CY": ("([0-9]{8}[A-Z])", None),
        "CZ": ("([0-9]{8,10})", None),
        "DE": ("([0-9]{9})", mod_11_10),
        "DK": ("([0-9]{8})", _by_weights(2, 7, 6, 5, 4, 3, 2, 1)),
        "EE": ("([0-9]{9})", _by_weights(3, 7, 1, 3, 7, 1, 3, 7, 1, modulus=10)),
        "EL": ("([0-9]{9})", partial(_remainder, weights=(256, 128, 64, 32, 16, 8, 4, 2))),
        "ES": ("([A-Z0-9][0-9]{7}[A-Z0-9])", None),
        "FI": ("([0-9]{8})", _by_weights(7, 9, 10, 5, 8, 4, 2, 1)),
        "FR": ("([A-HJ-NP-Z0-9]{2}[0-9]{9})", _france),
        "GB": ("((?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3}))", _britain),
        "HR": ("([0-9]{11})", mod_11_10),
        "HU": ("([0-9]{8})", _by_weights(9, 7, 3, 1, 9, 7, 3, 1, modulus=10)),
        "IE": ("([0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2})", None),
        "IT": ("([0-9]{11})", luhn),
        "LT": ("([0-9]{9}|[0-9]{12})", None),
        "LU": ("([0-9]{8})", lambda digits: int(digits[:6]) % 89 == int(digits[6:])),
        "LV": ("([0-9]{11})", None),
        "MT": ("([0-9]{8})", _by_weights(3, 4, 6, 7, 8, 9, 10, 1, modulus=37)),
        "NL": ("([0-9]{9}B[0-9]{2})", _netherlands),
        "NO": ("([0-9]{9})(?:MVA)?", _by_weights(3, 2, 7, 6, 5, 4, 3, 2, 1)),
        "PL": ("([0-9]{10})", _by_weights(6, 5, 7, 2, 3, 4, 5, 6, 7, -1)),
        "PT": ("([0-9]{9})", partial(_complement, weights=(9, 8, 7, 6, 5, 4, 3, 2))),
        "RO": ("([0-9]{2,10})", None),
        "SE": ("([0-9]{12})", lambda digits: luhn(digits[:10])),
        "SI": ("([0-9]{8})", partial(_complement, weights=(8, 7, 6, 5, 4, 3, 2))),
        "SK": ("([0-9]{10})", lambda digits: int(digits) % 11 == 0),
        "XI": ("((?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3}))", _britain),
    }
)
_SEPARATORS = re.compile(r"[ .\-/]")


def read_vat(text: str) -> Standard:
    """Read a VAT number with its country's letters: capitals and digits without separators; ``GR`` is ``EL``.

    Example:
        >>> read_vat("DE 136 695 976").value, read_vat("DE136695978").note
        ('DE136695976', 'The check digits do not fit.')
    """
    compact = _SEPARATORS.sub("", text).upper()
    compact = f"EL{compact[2:]}" if compact.startswith("GR") else compact
    country = "CHE" if compact.startswith("CHE") else compact[:2]
    if country not in _SHAPES:
        return Standard(text, State.INVALID, "A VAT number begins with the letters of its country, as in DE or FR.")
    shape, check = _SHAPES[country]
    match = re.fullmatch(shape, compact[len(country) :])
    if match is None:
        return Standard(text, State.INVALID, f"Not the shape of a VAT number of {country[:2]}.")
    if check and not check(match[1]):
        return Standard(text, State.INVALID, "The check digits do not fit.")
    return Standard(compact, State.OK)
