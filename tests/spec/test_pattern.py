from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.spec.pattern import matches, whole, why_not

PATTERNS = [r"[A-Z]{2}-\d+", r"\w+|x", "a.c", "(?i)ab?", r"\s*", "^a$", ""]


@given(st.sampled_from(PATTERNS), st.lists(st.text("aAbBcxÄ1٣- \nZ", max_size=5), min_size=1))
def test_a_column_and_one_value_match_alike(pattern, values):
    together = pl.Series(values).str.contains(whole(pattern)).to_list()
    assert together == [matches(pattern, value) for value in values]


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("[A-Z]+", "ABC", True),
        ("[A-Z]+", "ABC1", False),
        ("a|b", "ab", False),
        ("^a$", "a", True),
        ("a", "a\n", False),
        (r"\d", "٣", True),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_a_pattern_is_about_the_whole_value(pattern, value, fits):
    assert matches(pattern, value) is fits


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("x(?=y)", "look-ahead and look-behind .* are not supported .character 2 of the pattern."),
        (r"(a)\1", "references back to a group"),
        ("(?:a{1000}){1000}", "too large when spelled out"),
        ("*a", "nothing before it to repeat"),
        ("a)(b", "unopened group"),
        ("[a", "unclosed character class"),
        (r"a\Z", "unrecognized escape sequence .character 2"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern, reason):
    assert re.search(reason, why_not(pattern) or "")


@pytest.mark.parametrize("pattern", [*PATTERNS, "(a+)+", r"\p{Lu}.*"])
def test_a_pattern_that_can_be_used_is_let_through(pattern):
    assert why_not(pattern) is None


def test_a_hostile_pattern_takes_no_time_to_speak_of():
    assert not matches("(a+)+", "a" * 5000 + "b")
