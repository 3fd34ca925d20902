"""Scores: exact at both ends, and the same however records are grouped and ordered."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import held, in_states, of_text

from crmclean.quality.part import Part, parts, weigh
from crmclean.quality.score import counted, mean_score, score_of, summed

TODAY = dt.date(2026, 1, 31)


def pattern(*weighted):
    return [(Part(str(at), weight, (str(at),)), there) for at, (weight, there) in enumerate(weighted)]


def test_a_score_is_the_weighted_share_that_is_there():
    assert score_of(pattern((3, True), (1, False))) == 0.75
    assert score_of(()) is None


@pytest.mark.parametrize(("first", "second", "score"), [(0.1, 0.2, 0.3), (0.7, 0.1, 0.8)])
def test_a_score_does_not_show_the_last_digit_of_a_float(first, second, score):
    assert score_of(pattern((first, True), (second, True), (1 - first - second, False))) == score


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=8), st.booleans())
def test_everything_is_one_and_nothing_is_zero(weights, there):
    assert score_of(pattern(*((weight, there) for weight in weights))) == float(there)


def weighed(rules, **states):
    table = in_states(**states)
    asked = parts(rules, table.columns, TODAY)
    return weigh(held(table, table), asked, rules), asked


@given(st.lists(st.floats(0.001, 1000), min_size=3, max_size=3), st.integers(1, 50), st.sampled_from("oe"))
def test_a_table_in_which_all_is_filled_scores_one(weights, records, letter):
    rules = of_text("a", "b", "c", weights=dict(zip("abc", weights, strict=True)))
    found = mean_score(*weighed(rules, a=letter * records, b=letter * records, c=letter * records))
    assert found == (1.0 if letter == "o" else 0.0, records)


def test_records_are_counted_by_key_and_by_what_counts():
    rules = of_text("email", "phone", weights={"email": 1, "phone": {"weight": 3, "when": "email is not null"}})
    found = counted(*weighed(rules, email="oeeo", phone="eeoo"), pl.DataFrame({"owner": ["b", "a", "b", "b"]}))
    assert found.rows(named=True) == [
        {"owner": "a", "records": 1, "scored": 1, "points": 0.0}
        | {"counts_0": 1, "counts_1": 0, "filled_0": 0, "filled_1": 0},
        {"owner": "b", "records": 1, "scored": 1, "points": 0.0}
        | {"counts_0": 1, "counts_1": 0, "filled_0": 0, "filled_1": 0},
        {"owner": "b", "records": 2, "scored": 2, "points": 1.25}
        | {"counts_0": 2, "counts_1": 2, "filled_0": 2, "filled_1": 1},
    ]
    assert summed(found, ["owner"]).select("owner", "records", "score").rows() == [
        ("a", 1, 0.0),
        ("b", 3, round(1.25 / 3, 12)),
    ]


def test_records_in_which_nothing_counts_are_counted_and_not_scored():
    rules = of_text("email", weights={"email": {"weight": 1, "when": "email == 'ok'"}})
    weighing = weighed(rules, email="oee")
    assert mean_score(*weighing) == (1.0, 1)
    by_key = summed(counted(*weighing, pl.DataFrame({"owner": ["a", "a", "b"]})), ["owner"])
    assert by_key.select("owner", "records", "scored", "score").rows() == [("a", 2, 1, 1.0), ("b", 1, 0, None)]


def test_nothing_to_weigh_and_no_records_have_no_score():
    assert mean_score(*weighed(of_text("email"), email="")) == (None, 0)
    assert mean_score(weighed(of_text("email"), email="oo")[0], ()) == (None, 0)
