from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from crmclean.fields.near import Near

NEAR = Near(["technology", "telecommunications", "retail", "retailers", "legal", "law", ""])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tecnology", ["technology"]),
        ("technolgoy", ["technology"]),
        ("telecomunicatons", ["telecommunications"]),
        ("retial", ["retail"]),
        ("retailer", ["retailers"]),
        ("lega", []),
        ("lwa", []),
        ("detail", []),
        ("", []),
        ("t" * 61, []),
    ],
)
def test_only_a_slip_or_two_is_near(text, found):
    assert NEAR.find(text) == found


def test_the_nearest_count_and_equals_stand_together():
    assert Near(["stage one", "stage two", "stage tuo"]).find("stage tvo") == ["stage two", "stage tuo"]


@given(st.text(alphabet="abc", min_size=5, max_size=9), st.lists(st.text(alphabet="abc", max_size=9), max_size=8))
def test_it_finds_what_comparing_with_each_would_find(text, spellings):
    allowed = 1 if len(text) < 9 else 2
    slips = {each: OSA.distance(text, each) for each in spellings if each[:1] == text[0]}
    least = min(slips.values(), default=9)
    expected = [each for each in slips if slips[each] == least] if least <= allowed else []
    assert sorted(Near(spellings).find(text)) == sorted(expected)
