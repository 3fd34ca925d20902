from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.us_address import read
from crmclean.fields.us_address.balance import RULES, Weights, shipped, weigh
from crmclean.fields.us_address.clues import clues
from crmclean.fields.us_address.line import PARTS

WORDS = st.sampled_from(["12", "Main", "St", "Apt", "4,", "Austin,", "TX", "78701", "PO", "Box", "N", "#"])


def table(**rows):
    """A table in which all but these weigh nothing; parts by their name."""
    empty = {f"after {part}": [0.0] * len(PARTS) for part in PARTS}
    return empty | {name.replace("_", " "): [row.get(part, 0.0) for part in PARTS] for name, row in rows.items()}


def parts(text, weights):
    line = read(text)
    weigh(line, weights)
    return line.parts


def test_without_weights_the_rules_have_it():
    line = read("Acme Inc, 12 Main St, Apt 4, Austin TX 78701")
    assert parts("Acme Inc, 12 Main St, Apt 4, Austin TX 78701", Weights(table())) == line.parts


@pytest.mark.parametrize(("weight", "part"), [(RULES - 0.1, "street"), (RULES + 0.1, "city")])
def test_the_rules_yield_to_what_weighs_more(weight, part):
    assert parts("12 Main St", Weights(table(**{"0_word_main": {"city": weight}}))) == ["number", part, "street"]


def test_a_part_is_drawn_by_the_part_before_it():
    drawn = table(after_number={"unit": RULES + 0.1})
    assert parts("12 Main St", Weights(drawn)) == ["number", "unit", "street"]


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_no_other_way_weighs_more(text):
    line, weights = read(text), shipped()
    own = [[sum(column) for column in zip(*map(weights.of, seen), strict=True)] for seen in clues(line, weights.known)]
    for scores, part in zip(own, line.parts, strict=True):
        scores[PARTS.index(part)] += RULES

    def weight(path):
        steps = sum(weights.after[after][before] for before, after in itertools.pairwise(path))
        return steps + sum(scores[code] for scores, code in zip(own, path, strict=True))

    weigh(line, weights)
    best = max(map(weight, itertools.product(range(len(PARTS)), repeat=len(own))))
    assert math.isclose(weight([PARTS.index(part) for part in line.parts]), best)


def test_every_part_has_weights_of_what_follows():
    assert shipped().after.shape == (len(PARTS), len(PARTS))
    assert {"apt", "street"} <= shipped().known
