"""How many people have a name by chance: by country, a person's duplicates counted once."""

from __future__ import annotations

import numpy as np
import pytest

from crmclean.dedup.coded import encode
from crmclean.dedup.compare.name_parts import listed
from crmclean.dedup.compare.namesakes import Namesakes

GIVEN = [f"John{n % 4}" if n < 200 else f"Otto{n % 4}" for n in range(400)]
FAMILY = [f"Smith{n % 5}" if n < 200 else f"Meyer{n % 5}" for n in range(400)]
COUNTRY = ["US" if n < 200 else "DE" for n in range(400)]


def counted(given, family, country):
    given, family, country = map(encode, (given, family, country))
    return Namesakes.of(given, family, country, (listed(given.words), listed(family.words)))


def test_names_of_one_country_are_commoner_than_the_whole_file_says():
    apart = counted(GIVEN, FAMILY, COUNTRY).of_records()
    together = counted(GIVEN, FAMILY, [None] * 400).of_records()
    assert apart[0] == pytest.approx(10)  # 200 / 4 / 5
    assert together[0] == pytest.approx(5)  # 400 / 8 / 10


def test_a_missing_half_expects_nobody():
    assert counted(["John", None], ["Smith", "Smith"], [None, None]).of_records()[1] == 0


def test_pairs_by_chance_are_half_the_square():
    pairs = counted(GIVEN, FAMILY, COUNTRY).pairs((1.0, 100.0))
    assert pairs[1] == pytest.approx(40 * 10**2 / 2)
    assert np.count_nonzero(pairs) == 1
