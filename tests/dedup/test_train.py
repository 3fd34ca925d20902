from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import reference

from crmclean.dedup import train as training
from crmclean.dedup.reasons import PERSONS
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.train import Labelled, Strangers, train
from crmclean.spec import load_rules

LEVELS = dict.fromkeys(("name", "place", "number", "date"), ("missing", "same", "close", "differ"))
TRUE_PRIOR = np.array([0.3, 0.7])
TRUE = {
    "name": ((0.7, 0.2, 0.1), (0.05, 0.15, 0.8)),
    "place": ((0.6, 0.1, 0.3), (0.2, 0.2, 0.6)),
    "number": ((0.5, 0.3, 0.2), (0.1, 0.1, 0.8)),
    "date": ((0.8, 0.1, 0.1), (0.3, 0.3, 0.4)),
}
GONE = 0.2
"""Share of values that are missing, whatever the reason."""


def generated(patterns_of):
    """Every pattern, and how many of a million pairs show it."""
    patterns = patterns_of(LEVELS)
    chances = np.zeros(patterns.size)
    for reason, share in enumerate(TRUE_PRIOR):
        chance = np.full(patterns.size, share)
        for name, table in TRUE.items():
            chance *= np.array([GONE, *((1 - GONE) * np.array(table[reason]))])[patterns.levels[name]]
        chances += chance
    return patterns, np.round(chances * 1_000_000).astype(np.int64)


def errors(model):
    prior = np.abs(model.prior - TRUE_PRIOR).max()
    return max(prior, *(np.abs(model.tables[name][:, 1:] - np.array(table)).max() for name, table in TRUE.items()))


def test_a_generated_mixture_is_found_without_labels(patterns_of, reasons_of, monkeypatch):
    patterns, counts = generated(patterns_of)
    things = reasons_of("generic/opportunity")
    held = train(patterns, counts, things)
    assert held.converged
    assert errors(held.model) < 0.08
    monkeypatch.setattr(training, "SEED_SHARE", 0.0)
    assert errors(train(patterns, counts, things).model) < 0.005


def people(patterns_of, levels_of):
    levels = levels_of("generic/contact")
    random = np.random.default_rng(5)
    rows = {tuple(str(random.choice(known)) for known in levels.values()) for _ in range(120)}
    patterns = patterns_of(levels, sorted(rows))
    return patterns, random.integers(1, 60, patterns.size)


def objective(model, patterns, counts, seeds, shipped):
    """What training climbs, in bits: the likelihood of the patterns, and of all that the model is held to."""
    rows = [{name: int(codes[at]) for name, codes in patterns.levels.items()} for at in range(patterns.size)]
    possible = model.reasons.possible(patterns)
    chances = [sum(reference.joint(row, model.prior, model.tables, possible[at])) for at, row in enumerate(rows)]
    total = float(counts @ np.log2(chances))
    held = training.SEED_SHARE * counts[:, None] * seeds
    weight = training.SHIPPED_PAIRS if shipped else 0.0
    classes = held.sum(axis=0) + training._SMOOTHING + (weight * shipped.prior if shipped else 0.0)
    total += float(classes @ np.log2(model.prior))
    for name, codes in patterns.levels.items():
        for level in range(1, len(patterns.names[name])):
            mass = held[codes == level].sum(axis=0) + training._SMOOTHING / len(patterns.names[name])
            mass = mass + (weight * shipped.prior * shipped.tables[name][:, level] if shipped else 0.0)
            total += float(mass @ np.log2(model.tables[name][:, level]))
    return total


@pytest.mark.parametrize("with_shipped", [False, True])
def test_no_round_of_training_makes_the_fit_worse(with_shipped, patterns_of, levels_of, reasons_of):
    patterns, counts = people(patterns_of, levels_of)
    reasons = reasons_of("generic/contact")
    shipped = shipped_model(load_rules("generic/contact")) if with_shipped else None
    seeds = reasons.seed(patterns) * reasons.possible(patterns)
    seeds = seeds / seeds.sum(axis=1, keepdims=True)
    models = [train(patterns, counts, reasons, shipped, rounds=rounds).model for rounds in range(12)]
    fits = [objective(model, patterns, counts, seeds, shipped) for model in models]
    assert all(after >= before - 1e-6 for before, after in pairwise(fits))
    assert fits[-1] > fits[0]


def test_a_trained_model_is_a_table_of_probabilities(patterns_of, levels_of, reasons_of):
    patterns, counts = people(patterns_of, levels_of)
    trained = train(patterns, counts, reasons_of("generic/contact"))
    assert trained.model.prior.sum() == pytest.approx(1)
    assert dict(trained.model.levels) == levels_of("generic/contact")
    for name, table in trained.model.tables.items():
        assert table.shape == (6, len(patterns.names[name]))
        assert table.min() > 0
        assert table[:, 0].tolist() == [1.0] * 6
        assert table[:, 1:].sum(axis=1).tolist() == pytest.approx([1.0] * 6, abs=1e-5)


def test_a_few_pairs_hardly_move_shipped_weights(patterns_of, levels_of, reasons_of):
    shipped = shipped_model(load_rules("generic/contact"))
    patterns = patterns_of(
        levels_of("generic/contact"), [["same_unique", "same", "same", "same_tiny", "same", "same_rare"]]
    )
    model = train(patterns, np.array([3]), reasons_of("generic/contact"), shipped).model
    assert model.prior.tolist() == pytest.approx(shipped.prior.tolist(), abs=0.02)
    assert model.weights("phone").tolist() == pytest.approx(shipped.weights("phone").tolist(), abs=1.0)


def test_many_pairs_outweigh_shipped_weights(patterns_of, levels_of, reasons_of):
    levels = {"name": levels_of("generic/contact")["name"], "phone": levels_of("generic/contact")["phone"]}
    patterns = patterns_of(levels, [["same_unique", "same"], ["differ", "same_shared"]])
    shipped = shipped_model(load_rules("generic/contact"))
    model = train(patterns, np.array([80_000, 20_000]), reasons_of("generic/contact"), shipped).model
    assert model.prior[model.reasons.match].sum() == pytest.approx(0.8, abs=0.05)


def test_shipped_weights_of_other_levels_are_left_out(patterns_of, levels_of, reasons_of):
    shipped = shipped_model(load_rules("generic/contact"))
    levels = {"name": levels_of("generic/contact")["name"], "phone": ("missing", "same", "differ")}
    patterns = patterns_of(levels, [["same_unique", "same"]])
    model = train(patterns, np.array([1]), reasons_of("generic/contact"), shipped).model
    assert model.tables["phone"].shape == (6, 3)


@pytest.mark.parametrize("pack", ["generic/contact", "generic/account", "generic/opportunity"])
def test_no_pairs_at_all_leave_the_shipped_weights(pack, patterns_of, levels_of, reasons_of):
    shipped = shipped_model(load_rules(pack))
    trained = train(patterns_of(levels_of(pack), []), np.empty(0, dtype=np.int64), reasons_of(pack), shipped)
    assert trained.converged
    expected = shipped.prior if shipped else np.full(2, 0.5)
    assert trained.model.prior.tolist() == pytest.approx(expected.tolist(), abs=0.02)


def test_training_says_when_it_did_not_settle(patterns_of, reasons_of):
    trained = train(*generated(patterns_of), reasons_of("generic/opportunity"), rounds=2)
    assert not trained.converged
    assert len(trained.history) == 2


def test_the_order_of_patterns_plays_no_part(patterns_of, levels_of, reasons_of):
    levels = {name: levels_of("generic/account")[name] for name in ("name", "website", "phone", "address")}
    rows = [["same_unique", "same", "same", "same"], ["differ", "differ", "differ", "same_shared"]]
    reasons, counts = reasons_of("generic/account"), np.array([70, 30])
    forth = train(patterns_of(levels, rows), counts, reasons).model
    back = train(patterns_of(levels, rows[::-1]), counts[::-1], reasons).model
    assert forth.prior.tolist() == pytest.approx(back.prior.tolist(), abs=1e-12)


def test_strangers_pin_the_last_reason(patterns_of, reasons_of):
    levels = {"name": ("missing", "same", "differ"), "place": ("missing", "same", "differ")}
    candidates = patterns_of(levels, [["same", "same"], ["same", "differ"], ["differ", "same"]])
    nobody = patterns_of(levels, [["differ", "differ"], ["differ", "same"]])
    strangers = Strangers(nobody, np.array([90_000.0, 10_000.0]))
    things = reasons_of("generic/opportunity")
    model = train(candidates, np.array([50, 5, 500]), things, strangers=strangers).model
    assert model.prior[1] > 0.99, "shares are of all pairs of the table"
    assert model.tables["place"][1, 1] == pytest.approx(0.1, abs=0.01)
    match = model.posterior(candidates)[:, 0]
    assert match[0] > 0.9
    assert match[2] < 0.01, "a place that many strangers share is no evidence"


def test_what_is_somebodys_own_tells_relatives_from_matches_and_not_from_strangers(patterns_of):
    levels = {"name": ("missing", "same_rare", "other_given", "differ"), "born": ("missing", "same", "close", "differ")}
    patterns = replace(patterns_of(levels), own={"born": 0.01})
    counts = np.full(patterns.size, 10)
    strangers = Strangers(patterns, np.full(patterns.size, 100.0))
    model = train(patterns, counts, PERSONS, strangers=strangers).model
    names = [reason.name for reason in PERSONS.reasons]
    born = {name: model.tables["born"][at].tolist() for at, name in enumerate(names)}
    assert born["relative"] == born["neighbour"]
    twins, strangers = born["relative"][1], born["stranger"][1]
    assert twins == pytest.approx(0.01 + 0.99 * strangers, rel=1e-4), "of a household one pair in a hundred are twins"
    assert born["relative"][2] == pytest.approx(0.99 * born["stranger"][2], rel=1e-4)
    assert born["same"] != born["stranger"]


def test_relatives_seldom_have_names_alike(patterns_of):
    levels = {"name": ("missing", "same_rare", "other_given", "differ"), "address": ("missing", "same", "differ")}
    patterns = patterns_of(levels, [("same_rare", "same"), ("other_given", "same"), ("differ", "differ")])
    seed = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]])

    def juniors(reasons):
        told = replace(reasons, seed=lambda _: seed)
        model = train(
            patterns, np.array([1000, 500, 1000]), told, strangers=Strangers(patterns, np.ones(3)), rounds=0
        ).model
        return model.tables["name"][1, 1], model.prior[1] / model.prior[0]

    assert juniors(replace(PERSONS, seldom=())) == pytest.approx((0.5, 2.0), abs=0.01)
    assert juniors(PERSONS) == pytest.approx((0.02 / 1.02, 1.02), abs=0.01), "what is too much counts for nothing"


def test_without_a_round_the_seeds_alone_tell(patterns_of, reasons_of):
    trained = train(*generated(patterns_of), reasons_of("generic/opportunity"), rounds=0)
    assert trained.history == ()
    assert trained.expected > 0


def test_a_small_share_of_very_many_pairs_is_no_expectation(patterns_of, levels_of, reasons_of):
    levels = {name: known for name, known in levels_of("generic/contact").items() if name in {"name", "phone"}}
    patterns = patterns_of(levels, [("same_unique", "same"), ("other_family_common", "same_shared")])
    trained = train(patterns, np.array([100, 1_000_000]), reasons_of("generic/contact"))
    assert 90 < trained.expected <= 100


@pytest.mark.parametrize("same", [0, 300])
def test_labels_against_all_evidence_leave_shares(patterns_of, levels_of, reasons_of, same):
    levels = {name: known for name, known in levels_of("generic/contact").items() if name in {"name", "email"}}
    patterns = patterns_of(levels, [("same_singular", "differ"), ("differ", "differ"), ("same_common", "same")])
    reasons = reasons_of("generic/contact")
    limits = {"name": np.full((len(reasons.reasons), len(levels["name"])), 1.0)}
    labelled = Labelled(np.full(3, same), np.full(3, 300 - same))
    model = train(patterns, np.array([5, 500, 5]), reasons, limits=limits, labelled=labelled).model
    assert (model.prior > 0).all()
    assert np.isfinite(model.posterior(patterns)).all()


@pytest.mark.parametrize(("exact", "found"), [(0, False), (400, True)])
def test_names_that_are_only_ever_misspelt_meet_by_chance(patterns_of, levels_of, reasons_of, exact, found):
    levels = levels_of("generic/contact")
    names = ("same_singular", "typo_singular", "same_singular", "differ")
    rows = [(name, "same" if at == 0 else "differ", "differ") for at, name in enumerate(names)]
    patterns = patterns_of({name: levels[name] for name in ("name", "email", "employer")}, rows)
    reasons = reasons_of("generic/contact")
    model = train(patterns, np.array([1000, 60, exact, 1_000_000]), reasons).model
    match = model.posterior(patterns)[:, reasons.match].sum(axis=1)
    assert (match[1] > 0.5) == found
    assert match[0] > 0.99
