"""What a rule file may say about completeness, and what it is told where it says something else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import RuleFileError
from crmclean.spec.completeness import PERIODS, Completeness, Weighed
from crmclean.spec.dump import dump_rules
from crmclean.spec.loader import load_rules
from crmclean.spec.model import Rules

FIELDS = ("email", "phone", "mobile", "owner", "created_date")
RULES = """\
crmclean: 1
object: contact
fields:
  email: {type: email}
  phone: {type: phone}
  mobile: {type: phone}
  owner: {type: text}
  created_date: {type: date}
completeness:
  weights: {email: 3, reach: {weight: 2.50, any_of: [phone, mobile], when: "owner is not null"}}
  defaults: {owner: [Nobody, NO]}
  targets: {overall: 0.85, reach: 1}
  by: [owner, created_date.month, [owner, created_date.year]]
  min_records: 30
"""


def test_a_rule_file_says_what_is_weighed_and_what_it_is_held_against(rules_from):
    assert rules_from(RULES).completeness == Completeness(
        weights={
            "email": Weighed(weight=3),
            "reach": Weighed(weight=2.5, any_of=("phone", "mobile"), when="owner is not null"),
        },
        defaults={"owner": ("Nobody", "NO")},
        targets={"overall": 0.85, "reach": 1},
        by=("owner", "created_date.month", ("owner", "created_date.year")),
        min_records=30,
    )


def test_nothing_has_to_be_said(rules_from):
    spec = rules_from(RULES[: RULES.index("completeness")]).completeness
    assert spec == Completeness()
    assert (spec.weights, spec.by, spec.min_records) == ({}, (), 1)


def test_a_group_may_have_a_label(rules_from):
    rules = rules_from(RULES.replace("{weight: 2.50,", "{weight: 2.50, label: phone number,"))
    assert rules.completeness.weights["reach"].label == "phone number"
    assert rules.labels == {"reach": "phone number"}


@pytest.mark.parametrize("weight", [3, 3.0, "3", {"weight": "3"}, {"weight": 3.0}])
def test_a_number_is_short_for_a_weight(weight):
    assert Completeness(weights={"email": weight}).weights == {"email": Weighed(weight=3)}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("email: 3", "email: 0", "10:20 $.completeness.weights.email: expected a number of more than 0, got '0'"),
        ("email: 3", "email: -1", "10:20 $.completeness.weights.email: expected a number of more than 0, got '-1'"),
        ("email: 3", "email: much", "10:20 $.completeness.weights.email: expected a number, got 'much'"),
        ("email: 3", "email: inf", "10:20 $.completeness.weights.email: expected a number, got 'inf'"),
        ("email: 3", "email: [3]", "10:20 $.completeness.weights.email: expected a map, got a list"),
        ("email: 3", "email: {when: \"owner == 'x'\"}", "10:20 $.completeness.weights.email: missing key 'weight'"),
        ("email: 3", "email: {weight: 0}", "10:29 $.completeness.weights.email.weight: expected a number of more"),
        ("email: 3", "emial: 3", "10:13 $.completeness.weights.emial: unknown field 'emial'; known: email, phone,"),
        ("email: 3", "email: {weight: 1, any: [phone]}", "10:32 $.completeness.weights.email.any: unknown key 'any'"),
        ("[phone, mobile]", "[phone, mobil]", "10:61 $.completeness.weights.reach.any_of[1]: unknown field 'mobil'"),
        ("owner is not", "ownr is not", "10:76 $.completeness.weights.reach.when: unknown field 'ownr'; known: email"),
        ("is not null", "= null", "10:76 $.completeness.weights.reach.when: not a condition: '=' is written '=='"),
        ("reach: {", "phone: {", "10:23 $.completeness.weights.phone: 'phone' is a field; give the group a name"),
        ("reach: {", "overall: {", "10:32 $.completeness.weights.overall: 'overall' is the score of all parts tog"),
        ("reach: 1", "raech: 1", "12:28 $.completeness.targets.raech: unknown field 'raech'; known: email, phone"),
        ("reach: 1", "reach: 90", "12:35 $.completeness.targets.reach: expected a number of at most 1, got '90'"),
        ("reach: 1", "reach: -1", "12:35 $.completeness.targets.reach: expected a number of at least 0, got '-1'"),
        ("owner: [Nobody, NO]", "reach: [x]", "11:14 $.completeness.defaults.reach: unknown field 'reach'; known:"),
        ("[Nobody, NO]", "Nobody", "11:21 $.completeness.defaults.owner: expected a list, got 'Nobody'"),
        ("[owner, created_date.m", "[ownr, created_date.m", "13:8 $.completeness.by[0]: unknown field 'ownr'; known:"),
        ("date.month", "date.week", "13:15 $.completeness.by[1]: 'created_date.week' is no segment; of a date there"),
        ("created_date.month", "owner.month", "13:15 $.completeness.by[1]: 'owner.month' is no segment; of a date"),
        ("date.year]", "date.year, email]", "13:35 $.completeness.by[2]: one field makes a segment, or two different"),
        ("[owner, created_date.year]", "[owner]", "13:35 $.completeness.by[2]: one field makes a segment, or two diff"),
        ("owner, created_date.year", "owner, owner", "13:35 $.completeness.by[2]: one field makes a segment, or two"),
        ("min_records: 30", "min_records: 0", "14:16 $.completeness.min_records: expected a number of at least 1"),
        ("min_records: 30", "min_records: 1.5", "14:16 $.completeness.min_records: expected a whole number, got"),
        ("min_records:", "minimum:", "14:3 $.completeness.minimum: unknown key 'minimum'; known: weights, defaults,"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(right, wrong, told, tmp_path):
    assert right in RULES
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace(right, wrong, 1))
    with pytest.raises(RuleFileError) as caught:
        load_rules(path)
    assert f"{path}:{told}" in [str(problem)[: len(f"{path}:{told}")] for problem in caught.value.problems]


WEIGHTS = st.floats(0.001, 1000)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: WEIGHTS | st.fixed_dictionaries({"weight": WEIGHTS, "when": st.just("email is null")})
            for name in FIELDS
        },
        "a group, by any name": st.fixed_dictionaries(
            {"weight": WEIGHTS, "any_of": st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True)}
        ),
    },
)
SEGMENTS = st.sampled_from([*FIELDS, *(f"created_date.{period}" for period in PERIODS)])
SPECS = st.fixed_dictionaries(
    {"weights": PARTS},
    optional={
        "defaults": st.dictionaries(st.sampled_from(FIELDS), st.lists(st.sampled_from(["NO", "012", "a: b"]))),
        "targets": st.dictionaries(st.sampled_from(("overall", *FIELDS)), st.floats(0, 1)),
        "by": st.lists(SEGMENTS | st.lists(SEGMENTS, min_size=2, max_size=2, unique=True), max_size=3),
        "min_records": st.integers(1, 1000),
    },
)


@given(SPECS)
def test_what_is_dumped_is_loaded_again(spec):
    fields = {name: {"type": "date" if name == "created_date" else "text"} for name in FIELDS}
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": fields, "completeness": spec})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.yaml"
        path.write_text(dump_rules(rules), encoding="utf-8")
        again = load_rules(path)
    assert again.completeness == rules.completeness
    assert again.fingerprint == rules.fingerprint
