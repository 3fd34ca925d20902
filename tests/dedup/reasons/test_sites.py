from __future__ import annotations

import numpy as np
import pytest

from crmclean.dedup.compare import KINDS
from crmclean.dedup.reasons import SITES

LEVELS = {name: KINDS[kind].__self__.levels for name, kind in [("address", "address"), ("employer", "company")]}
LEVELS["phone"] = KINDS["line"].__self__.levels


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("same", "same_few", "same"), "same"),
        (("same", "differ", "differ"), "same"),  # whatever it is called
        (("missing", "close", "same"), "same"),
        (("differ", "same_few", "same"), "sibling"),
        (("differ", "differ", "same_few"), "sibling"),
        (("same_street", "differ", "differ"), "unrelated"),
        (("differ", "differ", "differ"), "unrelated"),
    ],
)
def test_what_an_expert_would_say_of_two_sites(row, reason, patterns_of):
    seeds = SITES.seed(patterns_of(LEVELS, [row]))[0]
    assert SITES.reasons[int(seeds.argmax())].name == reason


def test_a_site_is_a_place(patterns_of):
    rows = [("differ", "same_unique", "same"), ("same", "same_unique", "same")]
    possible = SITES.possible(patterns_of(LEVELS, rows))
    assert possible.tolist() == [[False, True, True], [True, False, True]]


def test_every_pattern_has_seeds_and_what_the_expert_thinks_can_be(patterns_of):
    patterns = patterns_of(LEVELS)
    seeds, possible = SITES.seed(patterns), SITES.possible(patterns)
    assert np.allclose(seeds.sum(axis=1), 1)
    assert possible[np.arange(patterns.size), seeds.argmax(axis=1)].all()
