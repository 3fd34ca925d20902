"""How numbers and values are written, and that rounding never lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.report import wording
from crmclean.report.document import RuleResult


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "—"),
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.21505, "21.5 %"),
        (6 / 100_000, "<0.1 %"),
        (1 / 10**9, "<0.1 %"),
        (1 - 6 / 100_000, ">99.9 %"),
        (0.001, "0.1 %"),
        (0.999, "99.9 %"),
    ],
)
def test_percent(share, text):
    assert wording.percent(share) == text


@given(st.integers(1, 10**9), st.data())
def test_percent_never_lies(whole, data):
    part = data.draw(st.integers(0, whole))
    text = wording.percent(part / whole)
    assert (text == "0.0 %") == (part == 0)
    assert (text == "100.0 %") == (part == whole)


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(0, "contact", "0 contacts"), (1, "opportunity", "1 opportunity"), (1234, "opportunity", "1,234 opportunities")],
)
def test_plural(count, noun, text):
    assert wording.plural(count, noun) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        ("Acme", "Acme"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("abc\u202ecba", "abc\ufffdcba"),
        ("\udc80", "\ufffd"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_clip_makes_a_value_fit_to_be_shown(value, text):
    assert wording.clip(value) == text


def test_changed_says_when_a_value_was_emptied():
    assert wording.changed("Tech", "Technology") == "Tech → Technology"
    assert wording.changed("n/a", None) == "n/a → (emptied)"


@pytest.mark.parametrize(
    ("share", "target", "met", "text"),
    [
        (0.749, 0.85, False, "target 85.0 % missed by 10.1 points"),
        (0.8999, 0.9, False, "target 90.0 % missed by <0.1 points"),
        (0.9, 0.9, True, "target 90.0 % met"),
        (None, 0.9, None, "target 90.0 %"),
        (0.5, None, None, "no target"),
    ],
)
def test_target_sentence(share, target, met, text):
    assert wording.target_sentence(share, target, met=met) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            RuleResult("r", "error", "", "Ann", 10, 1, 0.9, 0.95, met=False),
            "r holds in 90.0 % of 10 records; target 95.0 % missed by 5.0 points (Ann)",
        ),
        (RuleResult("r", "error", "", None, 1, 0, 1.0, None, None), "r holds in 100.0 % of 1 record"),
        (RuleResult("r", "error", "", None, 0, 0, None, 0.5, None), "r holds in — of 0 records; target 50.0 %"),
    ],
)
def test_rule_sentence(rule, text):
    assert wording.rule_sentence(rule) == text
