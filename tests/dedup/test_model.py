from __future__ import annotations

import json

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.model import Model, ModelError, normalized
from crmclean.dedup.saved import shipped_model
from crmclean.errors import OutputError
from crmclean.spec import load_rules

PACKS = ["generic/contact", "generic/account"]


def made(reasons, levels, seed):
    random = np.random.default_rng(seed)
    tables = {}
    for name, known in levels.items():
        table = random.dirichlet(np.ones(len(known)), len(reasons.reasons))
        table[:, 0] = 0.0
        tables[name] = table / table.sum(axis=1, keepdims=True)
        tables[name][:, 0] = 1.0
    return Model(reasons, random.dirichlet(np.ones(len(reasons.reasons))), tables, levels)


@pytest.mark.parametrize("pack", PACKS)
def test_the_posterior_is_bayes_rule(pack, levels_of, patterns_of, reasons_of):
    reasons, levels = reasons_of(pack), levels_of(pack)
    random = np.random.default_rng(7)
    rows = [[str(random.choice(known)) for known in levels.values()] for _ in range(200)]
    patterns, model = patterns_of(levels, rows), made(reasons, levels, 1)
    possible = reasons.possible(patterns)
    for at, shares in enumerate(model.posterior(patterns)):
        pattern = {name: int(codes[at]) for name, codes in patterns.levels.items()}
        assert shares.tolist() == pytest.approx(
            reference.posterior(pattern, model.prior, model.tables, possible[at]), abs=1e-12
        )
        assert shares.sum() == pytest.approx(1)


def test_what_is_missing_says_nothing(levels_of, patterns_of, reasons_of):
    levels = levels_of("generic/opportunity")
    model = made(reasons_of("generic/opportunity"), levels, 2)
    nothing = patterns_of(levels, [["missing"] * len(levels)])
    assert model.posterior(nothing)[0].tolist() == pytest.approx(model.prior.tolist())
    fewer = dict(list(levels.items())[:2])
    known = [[next(iter(levels.values()))[1], "close"] + ["missing"] * (len(levels) - 2)]
    alone = model.posterior(patterns_of(fewer, [known[0][:2]]))
    assert model.posterior(patterns_of(levels, known))[0].tolist() == pytest.approx(alone[0].tolist())


def test_weights_are_bits_of_match_against_no_match(levels_of, reasons_of):
    model = made(reasons_of("generic/contact"), levels_of("generic/contact"), 3)
    weights = model.weights("phone")
    match = model.reasons.match
    assert weights[0] == pytest.approx(0)
    for level in range(1, len(weights)):
        m, u = (np.average(model.tables["phone"][side, level], weights=model.prior[side]) for side in (match, ~match))
        assert 2.0 ** weights[level] == pytest.approx(m / u)


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_model_is_a_table_of_probabilities(pack):
    model = shipped_model(load_rules(pack))
    assert model.prior.sum() == pytest.approx(1, abs=1e-6)
    for name, table in model.tables.items():
        assert table.shape == (len(model.reasons.reasons), len(model.levels[name]))
        assert table[:, 0].tolist() == [1.0] * len(table)
        assert table[:, 1:].sum(axis=1).tolist() == pytest.approx([1.0] * len(table), abs=1e-4)


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_model_fits_the_comparisons_of_its_pack(pack, levels_of):
    assert dict(shipped_model(load_rules(pack)).levels) == levels_of(pack)


@given(st.integers(0, 2**32 - 1))
def test_a_model_file_is_the_same_bytes_again_after_reading(reasons_of, levels_of, seed):
    reasons = reasons_of("generic/contact")
    model = made(reasons, levels_of("generic/contact"), seed)
    back = Model.from_json(model.to_json(), reasons)
    assert back.to_json() == model.to_json()
    assert back.levels == model.levels
    assert back.prior.tolist() == pytest.approx(model.prior.tolist(), abs=1e-9)
    for name, table in back.tables.items():
        assert table.tolist() == [pytest.approx(row, rel=1e-5) for row in model.tables[name].tolist()]


@given(st.integers(0, 2**32 - 1))
def test_a_model_as_saved_scores_to_the_bit_like_its_file(reasons_of, levels_of, patterns_of, seed):
    levels, reasons = levels_of("generic/contact"), reasons_of("generic/contact")
    saved = made(reasons, levels, seed).as_saved()
    read = Model.from_json(saved.to_json(), reasons)
    patterns = patterns_of(levels, [[known[1] for known in levels.values()], [known[-1] for known in levels.values()]])
    assert read.posterior(patterns).tolist() == saved.posterior(patterns).tolist()
    assert saved.as_saved().to_json() == saved.to_json()


def test_a_model_is_saved_whole(reasons_of, levels_of, tmp_path):
    model, path = made(reasons_of("generic/contact"), levels_of("generic/contact"), 5), tmp_path / "contact.model.json"
    for _ in range(2):
        model.save(path)
        assert path.read_text(encoding="utf-8") == model.to_json()
    assert list(tmp_path.iterdir()) == [path]


def test_a_model_that_cannot_be_saved_leaves_nothing(reasons_of, levels_of, tmp_path):
    model = made(reasons_of("generic/contact"), levels_of("generic/contact"), 6)
    with pytest.raises(OutputError):
        model.save(tmp_path / "nowhere" / "contact.model.json")
    assert list(tmp_path.iterdir()) == []


@given(st.integers(0), st.characters(codec="ascii"))
def test_a_change_of_one_letter_is_refused_or_changes_nothing(at, letter):
    shipped = shipped_model(load_rules("generic/account"))
    text = shipped.to_json()
    at %= len(text)
    try:
        changed = Model.from_json(text[:at] + letter + text[at + 1 :], shipped.reasons)
    except ModelError:
        return
    assert changed.to_json() == text


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "3", "{}", '{"crmclean_model": "1"}'])
def test_what_is_no_model_file_is_refused(text, reasons_of):
    with pytest.raises(ModelError, match="this is no crmclean model file"):
        Model.from_json(text, reasons_of("generic/contact"))


def test_another_format_is_refused():
    model = shipped_model(load_rules("generic/account"))
    body = json.loads(model.to_json()) | {"crmclean_model": "1"}
    with pytest.raises(ModelError, match="the model file is of another format, 1 in place of 2; train it again"):
        Model.from_json(json.dumps(body), model.reasons)


def test_a_model_for_another_kind_of_record_is_refused(reasons_of):
    text = shipped_model(load_rules("generic/account")).to_json()
    with pytest.raises(ModelError, match="the model is for organisations, the rules are about people"):
        Model.from_json(text, reasons_of("generic/contact"))


def test_impossible_reasons_get_no_share():
    shares = normalized(np.array([[-np.inf, 0.0, 1.0], [-2000.0, -2001.0, -np.inf]]))
    assert shares.tolist() == [pytest.approx([0, 1 / 3, 2 / 3]), pytest.approx([2 / 3, 1 / 3, 0])]
