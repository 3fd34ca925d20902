"""Tell a model that has drifted from a sound one, without labels: matches hold together, and there are some.

Who is one person with a second record is one with its third, too: of all pairs that chains of matches connect, nearly
all match. A model that has drifted to colleagues or neighbours chains offices together, and this share falls: on
contacts, accounts and registers sound models reached 0.74 to 1, drifted ones 0.20 to 0.43.
"""

from __future__ import annotations

import numpy as np

from crmclean.dedup.coded import Rows
from crmclean.dedup.pairs import choose2, components

__all__ = ["COHERENCE", "coherence", "doubt"]

COHERENCE = 0.55
"""Share of the connected pairs that must match."""
_FEW = 50
"""Matches below which nothing can be told."""
_HARDLY_ANY = 0.1
"""Matches, as a share of those that the seeds expect, below which the class of matches has emptied."""


def coherence(records: int, left: Rows, right: Rows, lefts: int | None = None) -> float:
    """Return the share (0-1) of pairs inside connected components that are pairs themselves; 1 where there are none.

    Args:
        records: *n*.
        left: *p* rows of matches, each pair once.
        right: *p* rows.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one: only pairs across.

    Example:
        >>> coherence(3, np.array([0, 1]), np.array([1, 2]))
        0.6666666666666666
    """
    if not len(left):
        return 1.0
    component = components(records, left, right)
    sizes = np.bincount(component, minlength=records)
    ours = sizes if lefts is None else np.bincount(component[:lefts], minlength=records)
    connected = choose2(sizes) if lefts is None else ours * (sizes - ours)
    return len(left) / max(int(connected.sum()), len(left))


def doubt(  # noqa: PLR0913 - what was found, and what was to be expected
    records: int, left: Rows, right: Rows, *, found: int, expected: float, lefts: int | None = None
) -> str:
    """Say why a model cannot be trusted; empty where it can.

    Args:
        records: *n*.
        left: *p* rows of its matches, each pair once.
        right: *p* rows.
        found: Matches in all, copies of whole records included.
        expected: Matches that the seeds expect.
        lefts: As for ``coherence``.
    """
    if expected >= _FEW and found < _HARDLY_ANY * expected:
        return f"it found {found:,} matches where about {expected:,.0f} are expected"
    held = coherence(records, left, right, lefts)
    if len(left) >= _FEW and held < COHERENCE:
        return f"of the pairs that its matches connect only {held:.0%} match"
    return ""
