from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.coded import encode
from crmclean.dedup.compare.company_names import ACRONYM, ALIKE, BRANCH, CLOSE, DIFFER, PART, SAME, CompanyNames


def judge(one, other):
    return int(CompanyNames.of(encode([one, other])).judge(np.array([0]), np.array([1]))[0])


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("acme tools", "acme tools", SAME),
        ("data side", "dataside", SAME),
        ("acme services", "acme svc", SAME),
        ("acme sevices", "acme svc", CLOSE),
        ("wave ptnrs", "wave partners", CLOSE),
        ("deutsche bank", "deutsche bundesbank", DIFFER),
        ("vega maschbau", "vega maschinenbau", CLOSE),
        ("apex log", "apex logistik", ALIKE),
        ("humphreys gomersall", "humhpreys gomersall bridgwater", ALIKE),
        ("studio 7 design", "studio seven design", SAME),
        ("acme sevices", "acme services", CLOSE),
        ("acme tools", "tools acme", CLOSE),
        ("smith sons", "smith son", CLOSE),
        ("ibm", "international business machines", ACRONYM),
        ("3m", "minnesota mining mfg", ACRONYM),
        ("acme", "acme tools", PART),
        ("ge", "ge healthcare", DIFFER),
        ("ge", "ge france", PART),
        ("fund 8", "fund 9", BRANCH),
        ("apollo fund viii", "apollo fund ix", BRANCH),
        ("store 12 boston", "store 13 dallas", DIFFER),
        ("gsh tools", "gsm tools", ALIKE),
        ("bank of the west", "bank of the east", DIFFER),
        ("delta", "dalta", DIFFER),
        ("acme", "beta", DIFFER),
        (None, "acme", 0),
    ],
)
def test_how_two_names_relate(one, other, relation):
    assert judge(one, other) == relation


WORDS = st.lists(st.sampled_from(["acme", "tools", "bank", "ix", "viii", "12", "west", "services", "svc"]), min_size=1)


@given(WORDS, WORDS)
def test_a_relation_is_the_same_both_ways_and_a_name_is_itself(one, other):
    ours, theirs = " ".join(one), " ".join(other)
    assert judge(ours, theirs) == judge(theirs, ours)
    assert judge(ours, ours) == SAME
