"""Candidates made by hand: matches that hold together are couples, those of a model that has drifted chain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from people import person, table

from crmclean import find_duplicates, load_rules
from crmclean.dedup import sound
from crmclean.dedup.candidates import Candidates
from crmclean.dedup.certain import Certain
from crmclean.dedup.compared import Compared
from crmclean.dedup.learn import learn
from crmclean.dedup.saved import shipped_model
from crmclean.dedup.score import score

CONTACT, DEALS = load_rules("generic/contact"), load_rules("generic/opportunity")
RECORDS, PAIRS = 240, 100
COUPLES = np.arange(0, 2 * PAIRS, 2), np.arange(1, 2 * PAIRS, 2)
CHAIN = np.arange(PAIRS), np.arange(1, PAIRS + 1)
APART = np.arange(RECORDS - 30), np.arange(30, RECORDS)
"""Pairs that are neither couples nor links of the chain."""
PEOPLE_SAME = {"name": "same_unique", "email": "same", "phone": "same"}
DEALS_SAME = {"name": "same_rare", "account": "same_unique", "amount": "same_rare"}
UNCLEAR = {"name": "same_many", "amount": "differ", "account": "missing", "close_date": "missing"}
NOBODY = np.empty(0, dtype=np.int64)


def compare(comparisons, pairs):
    """Compare pairs and hold all of them: every pattern may match."""
    nobody = Certain(RECORDS, {}, {}, NOBODY, NOBODY.astype(bool))
    return Compared(pairs, comparisons, nobody, lambda *_: lambda packed: np.ones(len(packed), dtype=bool))


def probabilities(given, trained, pairs):
    """What a model says of pairs, one by one."""
    held = given.pairs(np.ones(len(given.patterns), dtype=bool))
    wanted = np.isin(held.left * RECORDS + held.right, pairs[0] * RECORDS + pairs[1])
    return score(held.packed[wanted], given.comparisons, trained.model).probability


@pytest.fixture
def candidates(answers, levels_of):
    """Build candidates from pairs and the levels that each group of them is at; all else differs."""

    def build(rules, *groups):
        comparisons = {}
        for name, levels in levels_of(rules.name).items():
            codes = np.full((RECORDS, RECORDS), levels.index("differ") if "differ" in levels else 0, dtype=np.uint8)
            for pairs, said in groups:
                codes[pairs] = levels.index(said.get(name, "differ"))
            comparisons[name] = answers(levels, codes)
        left, right = (np.concatenate([pairs[side] for pairs, _ in groups]) for side in (0, 1))
        order = np.lexsort((right, left))
        return compare(comparisons, Candidates(RECORDS, (), others=(left[order], right[order])))

    return build


def labels(left, right, *, same):
    """What people said: all these pairs are the same, or none is."""
    return Certain(RECORDS, {}, {}, np.sort(left * RECORDS + right), np.full(len(left), same))


def test_a_sound_run_keeps_what_it_learned(candidates):
    given = candidates(CONTACT, (COUPLES, PEOPLE_SAME), (APART, {"employer": "same_large"}))
    trained = learn(given, CONTACT)
    assert trained.doubt == ""
    assert len(trained.history) > 1
    assert trained.model.prior.tolist() != shipped_model(CONTACT).prior.tolist()
    assert (probabilities(given, trained, COUPLES) > 0.9).all()
    assert (probabilities(given, trained, APART) < 0.1).all()


def test_matches_that_chain_give_way_to_the_shipped_weights(candidates):
    given = candidates(CONTACT, (CHAIN, PEOPLE_SAME), (APART, {"employer": "same_large"}))
    trained = learn(given, CONTACT)
    assert trained.doubt == "of the pairs that its matches connect only 2% match; the shipped weights were used"
    shipped = shipped_model(CONTACT)
    assert trained.model.to_json() == shipped.to_json()
    assert len(trained.history) > 1, "how training went is still told"


def test_shipped_weights_of_other_levels_do_not_stand_in(candidates, answers):
    given = candidates(CONTACT, (CHAIN, PEOPLE_SAME), (APART, {"employer": "same_large"}))
    codes = np.full((RECORDS, RECORDS), 2, dtype=np.uint8)
    codes[CHAIN] = 1
    given.comparisons["title"] = answers(("missing", "same", "differ"), codes)
    trained = learn(compare(given.comparisons, given.candidates), CONTACT)
    assert trained.doubt.endswith("; weights from the seeds alone were used")
    assert trained.model.levels["title"] == ("missing", "same", "differ")


def test_without_shipped_weights_the_seeds_stand_in(candidates, monkeypatch):
    assert shipped_model(DEALS) is None
    sound_run = learn(candidates(DEALS, (COUPLES, DEALS_SAME), (APART, {})), DEALS)
    assert sound_run.doubt == ""
    given = candidates(DEALS, (CHAIN, DEALS_SAME), (APART, {}))
    trained = learn(given, DEALS)
    assert (
        trained.doubt == "of the pairs that its matches connect only 2% match; weights from the seeds alone were used"
    )
    assert len(trained.history) > 1
    monkeypatch.setattr(sound, "_FEW", 10_000)
    assert learn(given, DEALS).model.to_json() != trained.model.to_json()
    monkeypatch.setattr("crmclean.dedup.learn.ROUNDS", 0)
    assert learn(given, DEALS).model.to_json() == trained.model.to_json()


def test_a_class_of_matches_that_has_emptied_is_doubted(candidates, monkeypatch):
    given = candidates(CONTACT, (COUPLES, PEOPLE_SAME), (APART, {"employer": "same_large"}))
    strict = CONTACT.model_copy(update={"duplicates": CONTACT.duplicates.model_copy(update={"match": 1.1})})
    trained = learn(given, strict)
    assert trained.doubt.startswith("it found 0 matches where about ")
    monkeypatch.setattr(sound, "_FEW", 10_000)
    assert learn(given, strict).doubt == ""


@pytest.mark.parametrize("same", [True, False])
def test_labels_move_what_is_unclear(candidates, same):
    given = candidates(DEALS, (COUPLES, DEALS_SAME), (APART, UNCLEAR))
    before = probabilities(given, learn(given, DEALS), APART)
    told = labels(APART[0][:40], APART[1][:40], same=same)
    after = probabilities(given, learn(given, DEALS, told), APART)
    assert len(set(after.tolist())) == 1, "pairs of one pattern are judged alike, labelled or not"
    assert (after > before).all() if same else (after < before).all()


def test_labelled_pairs_are_counted_as_no_more_candidates_than_there_are(candidates):
    given = candidates(DEALS, (COUPLES, DEALS_SAME), (APART, UNCLEAR))
    before = learn(given, DEALS)
    inside = learn(given, DEALS, labels(*COUPLES, same=True))
    outside = learn(given, DEALS, labels(COUPLES[0] + 1, COUPLES[1] + 2, same=False))
    assert inside.expected == outside.expected == pytest.approx(before.expected)


def test_no_labels_are_like_none(candidates):
    given = candidates(DEALS, (COUPLES, DEALS_SAME), (APART, UNCLEAR))
    none = learn(given, DEALS, labels(NOBODY, NOBODY, same=True))
    assert none.model.to_json() == learn(given, DEALS).model.to_json()


def test_the_order_of_the_candidates_plays_no_part(candidates):
    groups = [(COUPLES, PEOPLE_SAME), (APART, {"employer": "same_large"})]
    forth, back = (learn(candidates(CONTACT, *each), CONTACT) for each in (groups, groups[::-1]))
    assert forth.model.to_json() == back.model.to_json()


def test_a_search_warns_that_it_fell_back(monkeypatch):
    people = [
        person(f"{first}a {last}o", email=f"{first}.{last}@acme.com") for first in "BDFGKL" for last in "MNPRSTVZ"
    ]
    rows = table(*people, *(each | {"title": "Buyer"} for each in people), person("Ann Lee", email="ann@lee.com"))
    rows = rows.vstack(rows.tail(1).with_columns(id=rows["id"].tail(1) + "b", title=rows["title"].head(1)))
    calm = find_duplicates(rows, CONTACT)
    assert calm.counts()["match"] >= len(people)
    assert not any("not used" in each for each in calm.warnings())
    monkeypatch.setattr(sound, "_FEW", 10)
    monkeypatch.setattr(sound, "COHERENCE", 1.1)
    doubted = find_duplicates(rows, CONTACT)
    (warning,) = (each for each in doubted.warnings() if "not used" in each)
    assert warning.startswith("what was learned from these records is not used: of the pairs that its matches connect ")
    assert warning.endswith("; the shipped weights were used")
    assert replace(doubted.model, known=None).to_json() == shipped_model(CONTACT).to_json()
    assert doubted.model.known
