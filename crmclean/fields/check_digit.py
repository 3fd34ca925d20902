"""Check digits: the few public schemes by which registers tell a slip of the hand from a number of theirs.

Every function takes digits (or letters and digits) without separators and says whether they fit.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["gs1", "luhn", "mod_11_10", "mod_97", "weighted"]


def weighted(digits: str, weights: Sequence[int], modulus: int) -> bool:
    """Whether the weighted sum of the digits is a multiple of ``modulus``.

    Example:
        >>> weighted("13585628", (2, 7, 6, 5, 4, 3, 2, 1), 11)
        True
    """
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % modulus == 0


def luhn(digits: str) -> bool:
    """Whether the last digit fits by Luhn. Source: ISO/IEC 7812-1, annex B.

    Example:
        >>> luhn("732829320"), luhn("732829321")
        (True, False)
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def gs1(digits: str) -> bool:
    """Whether the last digit fits by weights 1 and 3 from the right. Source: GS1 General Specifications 7.9.

    Example:
        >>> gs1("4006381333931")
        True
    """
    return (sum(map(int, digits[-1::-2])) + 3 * sum(map(int, digits[-2::-2]))) % 10 == 0


def mod_97(text: str) -> bool:
    """Whether letters (A is 10) and digits leave 1 by 97. Source: ISO/IEC 7064, MOD 97-10.

    Example:
        >>> mod_97("5493001KJTIIGC8Y1R12")
        True
    """
    return int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def mod_11_10(digits: str) -> bool:
    """Whether the last digit fits. Source: ISO/IEC 7064, MOD 11,10.

    Example:
        >>> mod_11_10("136695976")
        True
    """
    product = 10
    for digit in digits[:-1]:
        product = 2 * ((int(digit) + product) % 10 or 10) % 11
    return (product + int(digits[-1])) % 10 == 1
