from __future__ import annotations

import re
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.spec.pattern import MAX_SIZE, _size, matches, whole, why_not

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
        ("(?<=a)b", "look-ahead and look-behind"),
        (r"(?P<n>a)\k<n>", "unrecognized escape sequence|references back"),
        ("(?(1)a|b)", "unrecognized flag"),
        ("a{99999999999}", "decimal literal invalid"),
        (r"(?:[ab]*a[ab]{1000}){9}", "9,018 characters and classes when its counts are spelled out; at most 500"),
        (r"(?:a{2}){3}\w{,495}|(?:(?:b{2}){3}){2}(?x)c{ 500 }", "repetition|at most 500"),
        ("x" * (MAX_SIZE + 1), "501 characters and classes"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern, reason):
    assert re.search(reason, why_not(pattern) or "")


@pytest.mark.parametrize("pattern", [*PATTERNS, "(a+)+", r"\p{Lu}.*"])
def test_a_pattern_that_can_be_used_is_let_through(pattern):
    assert why_not(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("(ab){2}", 4),
        ("((x{2}){3}){4,}", 24),
        (r"[]a]{5}[\]a]{5}[[:alpha:]]{5}", 15),
        (r"\(\){3}\p{Lu}{4}\x{41}{3}", 11),
        ("(?P<n>a{3}|b){2}(?i)c(?i:de){3}(?<m>f){4}", 19),
        (r"(?x) a{ 6 , 9 } # ( [", 15),
        ("a)", 2),
    ],
)
def test_the_size_of_a_pattern_is_counted_with_its_counts_spelled_out(pattern, size):
    assert _size(pattern) == size


HOSTILE = [r"^(a+)+$", r"^(a|a?)+$", r"^(\w+\s?)*$", r"(.*a){12}", r"(?:[ab]*a[ab]{450})", r"(x+x+)+y"]


def test_no_pattern_hangs():
    code = "import sys; from crmclean.spec.pattern import matches; print(matches(sys.argv[1], 'a' * 100_000 + '!'))"
    for pattern in HOSTILE:
        done = subprocess.run([sys.executable, "-c", code, pattern], capture_output=True, timeout=60, check=True)
        assert done.stdout.split() == [b"False"]


def test_python_itself_would_hang_on_them():
    code = "import re, sys; re.fullmatch('(a+)+', 'a' * 40 + '!')"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", code], timeout=2, check=True)
