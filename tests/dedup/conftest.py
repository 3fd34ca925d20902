"""Comparisons that answer from a table of levels, and the patterns that they make."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from crmclean.dedup.compare import KINDS
from crmclean.dedup.reasons import Patterns, reasons_for
from crmclean.spec import load_rules


class Answers:
    """A comparison whose level of every pair is written down."""

    role = ""

    def __init__(self, levels, codes):
        self.levels = levels
        self.codes = np.asarray(codes, dtype=np.uint8)

    def judge(self, left, right):
        """Return the level of each pair."""
        return self.codes[left, right]

    def show(self, row):
        """Return something to show."""
        return f"value {row}"


def _levels(pack):
    asked = load_rules(pack).duplicates.compare
    return {name: KINDS[each.kind].__self__.levels for name, each in asked.items()}


def _patterns(names, rows=None):
    """Patterns of the named comparisons: the given rows of level names, or every combination of levels."""
    codes = (
        [[names[name].index(level) for name, level in zip(names, row, strict=True)] for row in rows]
        if rows is not None
        else list(product(*(range(len(levels)) for levels in names.values())))
    )
    grid = np.array(codes, dtype=np.uint8).reshape(len(codes), len(names))
    return Patterns({name: grid[:, at] for at, name in enumerate(names)}, dict(names), len(grid))


@pytest.fixture(scope="session")
def answers():
    """Build a comparison from its levels and the level of every pair."""
    return Answers


@pytest.fixture(scope="session")
def levels_of():
    """Return the levels of each comparison of a pack."""
    return _levels


@pytest.fixture(scope="session")
def patterns_of():
    """Build patterns."""
    return _patterns


@pytest.fixture(scope="session")
def reasons_of():
    """Return the reasons of a pack."""
    return lambda pack: reasons_for(load_rules(pack))
