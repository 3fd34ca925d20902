from __future__ import annotations

import pytest
from people import CONTACT, TEN, found, table

from crmclean.passes import plan_search
from crmclean.report.search import explanation_facts, explanation_text, plan_facts, plan_text


@pytest.fixture(scope="module")
def pairs():
    return found(*TEN)[0]


def test_an_explanation_adds_up_line_by_line(pairs):
    told = pairs.explain("003", "004")
    lines = explanation_text(told, None).splitlines()
    assert lines[0] == told.sentence
    assert lines[1].endswith("They are in one cluster.")
    assert [line.split()[0] for line in lines[4:]] == [*(each.comparison for each in told.evidence), "before", "sum"]
    assert f"{told.prior + told.match_weight:+.1f}" in lines[-1]


def test_how_common_a_value_is(pairs):
    text = explanation_text(pairs.explain("001", "002"), None)
    assert "4155552671 (3x)" in text


def test_records_that_stay_apart_are_told_why(pairs):
    why = pairs.why_not("007", "008")
    assert explanation_text(pairs.explain("007", "008"), why).endswith(why)
    assert explanation_facts(pairs.explain("007", "008"), why)["same_cluster"] is False


def test_a_plan_names_keys_and_limits():
    text = plan_text(plan_search(table(*TEN), CONTACT, max_pairs=1))
    assert "That is more than the limit of 1" in text
    assert text.endswith("Nothing was written.")
    facts = plan_facts(plan_search(table(*TEN), CONTACT))
    assert facts["fits"] is True
    assert facts["pairs"] == sum(key["pairs"] for key in facts["keys"])
