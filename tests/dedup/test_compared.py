from __future__ import annotations

import numpy as np
import pytest

from crmclean.dedup import candidates as module
from crmclean.dedup.candidates import Candidates
from crmclean.dedup.certain import Certain
from crmclean.dedup.compared import Compared

RECORDS = 40
NOBODY = np.empty(0, dtype=np.int64)
LEFT, RIGHT = np.triu_indices(RECORDS, 1)
PATTERNS = (LEFT + RIGHT) % 7


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(module, "PART", 50)


@pytest.fixture
def compared(answers):
    """Compare all pairs of a table by one comparison, its level the pattern; hold the guessed ones."""
    codes = np.zeros((RECORDS, RECORDS), dtype=np.uint8)
    codes[LEFT, RIGHT] = PATTERNS

    def build(*guessed, decided=()):
        packed = np.array(sorted(one * RECORDS + other for one, other in decided), dtype=np.int64)
        certain = Certain(RECORDS, {}, {}, packed, np.ones(len(packed), dtype=bool))
        pairs = Candidates(RECORDS, (), others=(LEFT, RIGHT))
        return Compared(
            pairs, {"name": answers(tuple("abcdefg"), codes)}, certain, lambda *_: lambda seen: np.isin(seen, guessed)
        )

    return build


def held(compared, *patterns):
    found = compared.pairs(np.isin(compared.patterns, patterns))
    return list(zip(found.left.tolist(), found.right.tolist(), found.packed.tolist(), strict=True))


def expected(*patterns):
    some = np.isin(PATTERNS, patterns)
    return list(zip(LEFT[some].tolist(), RIGHT[some].tolist(), PATTERNS[some].tolist(), strict=True))


def test_every_pattern_is_counted_held_or_not(compared):
    found = compared(2)
    assert found.patterns.tolist() == list(range(7))
    assert found.counts.tolist() == found.open_counts.tolist() == np.bincount(PATTERNS).tolist()


@pytest.mark.parametrize("guessed", [(), (2,), (2, 5), tuple(range(7))])
def test_the_guess_plays_no_part_in_what_is_found(compared, guessed):
    found = compared(*guessed)
    for wanted in [(2,), (5,), (2, 5), (), (1, 6)]:
        assert held(found, *wanted) == expected(*wanted)


def test_a_good_guess_looks_once(compared, monkeypatch):
    found = compared(2, 5)
    monkeypatch.setattr(found, "candidates", None)
    assert held(found, 5) == expected(5)


def test_decided_pairs_are_held_in_any_case(compared):
    found = compared(2, decided=[(0, 1), (3, 4)])
    assert held(found) == [(0, 1, 1), (3, 4, 0)]
    assert held(found, 1) == sorted({(0, 1, 1), (3, 4, 0), *expected(1)})
    assert found.same == 2
    assert (found.counts - found.open_counts).tolist() == [1, 1, 0, 0, 0, 0, 0]


def test_no_pairs(answers):
    certain = Certain(0, {}, {}, NOBODY, NOBODY.astype(bool))
    codes = np.zeros((0, 0), dtype=np.uint8)
    found = Compared(Candidates(0, ()), {"name": answers(("a",), codes)}, certain, lambda *_: lambda seen: seen > 0)
    assert len(found.patterns) == len(found.pairs(np.zeros(0, dtype=bool)).left) == 0
