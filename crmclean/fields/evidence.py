"""How much evidence in a column settles how its doubtful values are read.

Of two ways to read a column (day or month first, point or comma before the decimals) some values fit one only, and
decide. How sure is it that the others are meant the same way? Say that one column in twenty mixes two sources in an
unknown share: when *n* deciding values all say the same, the share of values meant the other way is then expected to be
1/20 x 1/(n + 1) x 1/(n + 2) at most: a quarter of a percent for three, four in ten thousand for ten. So three
distinct values are asked for, and one that says the opposite ends the matter, unless it is one in a thousand, which a
slip of the hand explains better than a second source does.
"""

from __future__ import annotations

__all__ = ["settled"]

ENOUGH = 3
"""Distinct deciding values that are asked for."""
STRAY = 1000
"""Deciding values that outweigh one of the other kind."""


def settled(for_it: int, against: int) -> bool:
    """Whether so many distinct deciding values for one reading, and against it, are enough.

    Example:
        >>> settled(3, 0), settled(2, 0), settled(100, 1), settled(1000, 1)
        (True, False, False, True)
    """
    return for_it >= ENOUGH and against * STRAY <= for_it
