from __future__ import annotations

from math import log2

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup import score as scoring
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.score import distinct_patterns, judge, log_odds, prior_odds, score
from crmclean.spec import load_rules

RECORDS = 8


@st.composite
def written(draw):
    """Level counts of up to six comparisons, and the seed of their answers."""
    return draw(st.lists(st.integers(1, 29), min_size=1, max_size=6)), draw(st.integers(0, 2**32 - 1))


def comparisons_of(answers, widths, seed):
    random = np.random.default_rng(seed)
    return {
        f"c{at}": answers(tuple(map(str, range(width))), random.integers(0, width, (RECORDS, RECORDS)))
        for at, width in enumerate(widths)
    }


def some_pairs(count, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, RECORDS, count), random.integers(0, RECORDS, count)


@given(written())
def test_a_pattern_is_packed_into_one_number_and_back(answers, case):
    comparisons = comparisons_of(answers, *case)
    left, right = some_pairs(30, case[1])
    packed = judge(comparisons, left, right)
    patterns = distinct_patterns(packed, comparisons)
    assert patterns.size == 30
    assert list(patterns.levels) == list(comparisons)
    for name, comparison in comparisons.items():
        assert patterns.levels[name].tolist() == comparison.judge(left, right).tolist()
        assert patterns.names[name] == comparison.levels


@pytest.mark.parametrize("chunk", [1, 7, 30, 31])
def test_how_many_pairs_are_compared_at_a_time_changes_nothing(answers, monkeypatch, chunk):
    comparisons = comparisons_of(answers, [4, 9, 29], 1)
    left, right = some_pairs(30, 2)
    whole = judge(comparisons, left, right).tolist()
    monkeypatch.setattr(scoring, "CHUNK", chunk)
    assert judge(comparisons, left, right).tolist() == whole


def test_no_pairs_have_no_scores(answers):
    comparisons = comparisons_of(answers, [3], 1)
    nothing = np.empty(0, dtype=np.int64)
    assert judge(comparisons, nothing, nothing).tolist() == []
    assert distinct_patterns(nothing, comparisons).size == 0


@pytest.mark.parametrize("pack", ["generic/contact", "generic/account"])
def test_scores_are_those_of_bayes_rule_pair_by_pair(pack, answers, levels_of):
    model, levels = shipped_model(load_rules(pack)), levels_of(pack)
    random = np.random.default_rng(11)
    comparisons = {
        name: answers(known, random.integers(0, len(known), (RECORDS, RECORDS))) for name, known in levels.items()
    }
    left, right = some_pairs(200, 3)
    packed = judge(comparisons, left, right)
    scores = score(packed, comparisons, model)
    possible = model.reasons.possible(distinct_patterns(packed, comparisons))
    match = model.reasons.match
    prior = log2(sum(model.prior[match]) / sum(model.prior[~match]))
    assert prior_odds(model) == pytest.approx(prior)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        pattern = {name: int(each.codes[one, other]) for name, each in comparisons.items()}
        shares = reference.posterior(pattern, model.prior, model.tables, possible[at])
        yes = sum(share for share, is_match in zip(shares, match, strict=True) if is_match)
        no = sum(share for share, is_match in zip(shares, match, strict=True) if not is_match)
        assert scores.probability[at] == pytest.approx(yes, abs=1e-12)
        assert scores.weight[at] == pytest.approx(log2(max(yes, 2**-60)) - log2(max(no, 2**-60)) - prior, abs=1e-9)
        assert shares[scores.reason[at]] == pytest.approx(max(shares))


def test_log_odds_end_at_sixty_bits_either_way():
    match = np.array([True, False])
    odds = log_odds(np.array([[0.0, -np.inf], [-np.inf, 0.0], [0.0, 0.0], [-1.0, -3.0], [-5000.0, 0.0]]), match)
    assert odds.tolist() == pytest.approx([60, -60, 0, 2, -60])


def test_a_score_depends_on_its_pair_and_the_model_alone(answers, levels_of):
    model, levels = shipped_model(load_rules("generic/account")), levels_of("generic/account")
    random = np.random.default_rng(4)
    comparisons = {
        name: answers(known, random.integers(0, len(known), (RECORDS, RECORDS))) for name, known in levels.items()
    }
    packed = judge(comparisons, *some_pairs(50, 5))
    together = score(packed, comparisons, model)
    for at in range(50):
        alone = score(packed[at : at + 1], comparisons, model)
        assert (alone.probability[0], alone.weight[0], alone.reason[0]) == (
            together.probability[at],
            together.weight[at],
            together.reason[at],
        )
