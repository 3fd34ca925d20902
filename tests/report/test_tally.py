"""From tables to the few lines a report shows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.findings import CHANGES, FINDINGS, OUTCOMES
from crmclean.report.document import ChangeExample, FieldChanges, FindingGroup, RuleResult
from crmclean.report.tally import probability_steps, rule_results, sample_groups, top_changes, top_findings


def changes(*rows):
    return pl.DataFrame([("1", *row, "r") for row in rows], schema=CHANGES, orient="row")


def findings(*rows):
    return pl.DataFrame([("1", "f", *row, None) for row in rows], schema=FINDINGS, orient="row")


def test_top_changes_by_field_most_frequent_first():
    tech, law = ("industry", "Tech", "Technology"), ("industry", "Law", "Legal")
    emptied = ("phone", "n/a", None)
    assert top_changes(changes(law, tech, tech, emptied, ("industry", "IT", "Technology")), examples=2) == (
        FieldChanges("industry", 4, (ChangeExample("Tech", "Technology", 2), ChangeExample("IT", "Technology", 1))),
        FieldChanges("phone", 1, (ChangeExample("n/a", None, 1),)),
    )
    assert top_changes(changes()) == ()


def test_top_findings_most_severe_then_most_frequent_first():
    note, error = ("a|keep", "note", "Unknown."), ("b|required", "error", "Give a name.")
    rare = ("c|format", "error", "Bad.")
    assert top_findings(findings(note, note, note, rare, error, error, ("b|required", "error", "Zzz."))) == (
        FindingGroup("b|required", "error", "Give a name.", 3, messages=2),
        FindingGroup("c|format", "error", "Bad.", 1),
        FindingGroup("a|keep", "note", "Unknown.", 3),
    )
    assert len(top_findings(findings(note, rare), limit=1)) == 1
    assert top_findings(findings()) == ()


def outcomes(*rows):
    """Outcomes given as (rule, severity, owner, judged, broken, at_least, met)."""
    return pl.DataFrame(
        [
            (rule, "f", severity, owner, True, judged, broken, 0, 1 - broken / judged if judged else None, least, met)
            for rule, severity, owner, judged, broken, least, met in rows
        ],
        schema=OUTCOMES,
        orient="row",
    )


def test_rules_that_were_broken_or_have_a_target_missed_targets_first():
    found = outcomes(
        ("a|fine", "error", None, 9, 0, None, None),
        ("b|note", "note", None, 8, 6, None, None),
        ("c|warning", "warning", "Ann", 8, 2, 0.9, False),
        ("d|error", "error", None, 8, 1, None, None),
        ("e|error", "error", None, 8, 2, 0.5, True),
        ("f|unjudged", "error", None, 0, 0, 0.5, None),
    )
    told = findings(
        *[("c|warning", "warning", "Two.")] * 2, ("c|warning", "warning", "One."), ("d|error", "error", "D.")
    )
    assert rule_results(found, told) == (
        RuleResult("c|warning", "warning", "Two.", "Ann", 8, 2, 0.75, 0.9, met=False, messages=2),
        RuleResult("e|error", "error", "", None, 8, 2, 0.75, 0.5, met=True, messages=0),
        RuleResult("d|error", "error", "D.", None, 8, 1, 0.875, None, None, messages=1),
        RuleResult("f|unjudged", "error", "", None, 0, 0, None, 0.5, None, messages=0),
        RuleResult("b|note", "note", "", None, 8, 6, 0.25, None, None, messages=0),
    )


def test_no_outcomes_no_rules():
    assert rule_results(OUTCOMES.to_frame(), findings()) == ()


@given(st.permutations([("industry", "Tech", "T"), ("industry", "IT", "T"), ("phone", "1", "2"), ("phone", "3", None)]))
def test_ties_do_not_depend_on_row_order(rows):
    assert top_changes(changes(*rows)) == top_changes(changes(*sorted(rows, key=str)))


@pytest.mark.parametrize(
    ("probability", "step"), [(0.0, 0), (0.049, 0), (0.05, 1), (0.3, 6), (0.5, 10), (0.95, 19), (1.0, 19)]
)
def test_probability_steps_begin_at_their_threshold(probability, step):
    counts = probability_steps(pl.Series([probability]))
    assert counts.index(1) == step
    assert len(counts) == 20


@given(st.lists(st.floats(0, 1)), st.integers(1, 40))
def test_probability_steps_count_every_pair_once(probabilities, steps):
    assert sum(probability_steps(pl.Series(probabilities, dtype=pl.Float64), steps=steps)) == len(probabilities)


RECORDS = pl.DataFrame(
    {
        "id": ["1", "2", "3", "4", "5", "6"],
        "name": ["Jo", "John", "J", "Ann", "Anne", "Solo"],
        "fax": [None, None, None, "7", None, None],
    }
)
CLUSTERS = pl.DataFrame({"record_id": ["1", "2", "3", "4", "5", "6"], "cluster_id": ["1", "1", "1", "4", "4", "6"]})
PAIRS = pl.DataFrame(
    {
        "left": ["1", "1", "2", "4", "3"],
        "right": ["2", "3", "3", "5", "4"],
        "match_probability": [0.9, 0.7, 0.8, 0.99, 0.4],
        "reason": ["a", "b", "c", "d", "across"],
    }
)


def sample(**options):
    return sample_groups(RECORDS, CLUSTERS, PAIRS, record_id="id", columns=["name", "fax"], **options)


def test_sample_groups_put_the_survivor_first_and_leave_out_empty_columns():
    sure, unsure = sample(kept={"3", "4", "5"})
    assert sure.record_ids == ("4", "5")
    assert sure.rows == (("name", ("Ann", "Anne")), ("fax", ("7", None)))
    assert sure.kept is None
    assert unsure.record_ids == ("3", "1", "2")
    assert unsure.rows == (("name", ("J", "Jo", "John")),)
    assert unsure.kept == "3"


def test_a_group_is_as_sure_as_its_least_certain_record():
    sure, unsure = sample()
    assert (sure.probability, sure.reason) == (0.99, "d")
    assert (unsure.probability, unsure.reason) == (0.8, "c")


def test_sample_groups_are_spread_from_the_surest_to_the_least_sure():
    count = 9
    ids = [f"{at:02}" for at in range(2 * count)]
    records = pl.DataFrame({"id": ids, "name": ids})
    clusters = pl.DataFrame({"record_id": ids, "cluster_id": [ids[at // 2 * 2] for at in range(2 * count)]})
    pairs = pl.DataFrame(
        {
            "left": ids[::2],
            "right": ids[1::2],
            "match_probability": [1 - at / 10 for at in range(count)],
            "reason": "r",
        }
    )
    chosen = sample_groups(records, clusters, pairs, record_id="id", columns=["name"], limit=3)
    assert [group.probability for group in chosen] == pytest.approx([1.0, 0.6, 0.2])


def test_no_pairs_no_groups():
    assert sample_groups(RECORDS, CLUSTERS, PAIRS.clear(), record_id="id", columns=["name"]) == ()
