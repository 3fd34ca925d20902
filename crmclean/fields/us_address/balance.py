"""The last word on a line: what the rules read, weighed against what the clues of each word say.

A conditional random field: one weight for each clue and part, and for each part behind another, all of them natural
logarithms of odds, learned from labelled lines. The reading of the rules is one more clue, with a weight set by hand.
Source: Lafferty, McCallum, Pereira, *Conditional Random Fields* (2001); its best path: Viterbi (1967).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from crmclean import resources
from crmclean.fields.us_address.clues import Clue, clues, names
from crmclean.fields.us_address.line import PARTS, Line

__all__ = ["RULES", "Weights", "shipped", "weigh"]

RULES = 4.0
"""What the reading of the rules weighs. They were written with the labelled lines in view, so this cannot be learned
from these lines; on others, 3 to 5 make no difference."""


class Weights:
    """What each clue says for each part."""

    def __init__(self, table: Mapping[str, Sequence[float]], *, rules: float = RULES) -> None:
        """Take the weights by the names of clues, in the order of ``PARTS``; ``after <part>``: of the part before."""
        self._table = table
        self.rules = rules
        """What the reading of the rules weighs."""
        self.known = frozenset(name.split(" word ")[1] for name in table if " word " in name)
        """The words that have weights of their own."""
        self.after = np.array([table[f"after {part}"] for part in PARTS]).T
        """The weights of a part, by row, behind another, by column."""
        self.of = lru_cache(maxsize=1 << 16)(self._of)
        """Return what a clue weighs for each part; 0 where it is not listed."""

    def _of(self, clue: Clue) -> tuple[float, ...]:
        found = [self._table[name] for name in names(clue) if name in self._table]
        return tuple(map(sum, zip(*found, strict=True))) if found else (0.0,) * len(PARTS)


@cache
def shipped() -> Weights:
    """Return the weights of the table ``us_address_weights``, by ``rules/build/us_address_weights.py``."""
    rows = resources.read_table("us_address_weights")
    return Weights({name: [float(cell or 0) for cell in cells] for name, *cells in rows})


def weigh(line: Line, weights: Weights) -> None:
    """Give each word of a line that the rules have read its most likely part, all words taken together.

    Cost: about 8 microseconds a word.
    """
    own = np.array([[*map(sum, zip(*map(weights.of, seen), strict=True))] for seen in clues(line, weights.known)])
    own[range(len(own)), [PARTS.index(part) for part in line.parts]] += weights.rules
    best, origins = own[0], []
    for scores in own[1:]:
        paths = best + weights.after
        origins.append(paths.argmax(axis=1))
        best = paths.max(axis=1) + scores
    path = [int(best.argmax())]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    line.parts = [PARTS[code] for code in reversed(path)]
