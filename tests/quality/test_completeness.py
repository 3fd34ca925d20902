"""Completeness against plain counting: scores, holes and targets of a table, and the scores of its records."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import held, in_states, of_text

from crmclean.engine.standardize import Standardized, standardize, standardize_record
from crmclean.errors import TableError
from crmclean.fields import Standard, State
from crmclean.fields.base import EMPTY
from crmclean.quality.completeness import BY_FIELD, BY_RECORD, completeness, record_score, record_scores
from crmclean.quality.hole import Missing
from crmclean.quality.segment import NO_SEGMENT

TODAY = dt.date(2026, 1, 31)
FIELDS = ("email", "phone", "industry")


def rules(fields=FIELDS, **completeness_spec):
    return of_text(*fields, **completeness_spec)


def score(states, rule_set, **options):
    return completeness(held(states, states), rule_set, today=TODAY, **options)


def test_score_is_the_weighted_share_of_fields_filled():
    result = score(in_states(email="oe", phone="ee"), rules(weights={"email": 3, "phone": 1}))
    assert result.overall == 0.375
    assert result.records == 2


@pytest.mark.parametrize(("letter", "filled"), [("o", 1), ("v", 1), ("u", 1), ("e", 0), ("p", 0), ("i", 0)])
def test_missing_is_empty_placeholder_or_impossible(letter, filled):
    assert score(in_states(phone=letter), rules(weights={"phone": 1})).overall == filled


def test_by_field_counts_each_way_of_missing():
    result = score(in_states(phone="ooeepivv"), rules(weights={"phone": 2}, targets={"phone": 0.5}))
    assert result.by_field.row(0, named=True) == {
        "field": "phone",
        "weight": 2.0,
        "records": 8,
        "filled": 4,
        "missing": 4,
        "empty": 2,
        "placeholder": 1,
        "impossible": 1,
        "default": 0,
        "null": 0,
        "invalid": 2,
        "share": 0.5,
        "target": 0.5,
        "met": True,
    }
    assert result.to_frame() is result.by_field


def test_holes_are_known_for_fields_that_weigh_nothing():
    result = score(in_states(phone="oe", title="ep"), rules(("phone", "title", "fax"), weights={"phone": 1, "fax": 1}))
    assert dict(result.holes) == {
        "phone": Missing("phone", 2, empty=1),
        "fax": Missing("fax", 2, empty=2, null=2),
        "title": Missing("title", 2, empty=1, placeholder=1),
    }


def test_a_weighted_field_that_the_table_lacks_is_missing_everywhere_and_named():
    result = score(
        in_states(email="oo"), rules((*FIELDS, "fax", "owner"), weights={"email": 1, "fax": 1}, by=["owner"])
    )
    assert result.overall == 0.5
    assert result.absent == ("fax", "owner")
    assert result.by_field.filter(field="fax").select("filled", "missing", "empty").row(0) == (0, 2, 2)


def test_a_group_is_absent_where_the_table_has_none_of_its_fields():
    groups = {"reach": {"weight": 1, "any_of": ["phone", "fax"]}, "post": {"weight": 1, "any_of": ["street", "box"]}}
    result = score(in_states(phone="oe"), rules(("phone", "fax", "street", "box"), weights=groups))
    assert result.absent == ("street", "box")
    assert result.by_field.select("field", "missing", "null").rows() == [("reach", 1, 0), ("post", 2, 2)]
    assert result.overall == 0.25


def test_without_weights_every_field_of_the_table_weighs_one():
    result = score(in_states(email="o", phone="e"), rules())
    assert dict(result.by_field.select("field", "weight").rows()) == {"email": 1.0, "phone": 1.0}
    assert result.overall == 0.5


def test_no_records_have_no_score_and_miss_no_target():
    result = score(in_states(email="", phone=""), rules(targets={"overall": 0.9, "email": 0.9}))
    assert result.overall is None
    assert result.targets["met"].to_list() == [None, None]
    assert result.missed == ()
    assert result.by_field.schema == BY_FIELD


def test_nothing_to_weigh_gives_no_score():
    assert completeness(Standardized({}, 3), rules(), today=TODAY).overall is None


def test_targets_are_judged_overall_and_by_field():
    spec = {"weights": {"email": 1}, "targets": {"overall": 0.8, "email": 0.6, "phone": 0.5}}
    result = score(in_states(email="oooee", phone="eeeeo"), rules(**spec))
    assert result.targets.rows() == [
        ("overall", 0.8, 0.6, False),
        ("email", 0.6, 0.6, True),
        ("phone", 0.5, 0.2, False),
    ]
    assert result.missed == ("overall", "phone")
    assert result.goal == (0.8, False)
    assert result.counts() == {"records": 5, "scored": 5, "fields": 2, "absent": 0, "targets": 3, "missed": 2}


def test_a_field_with_a_target_but_no_weight_is_reported_and_does_not_count():
    result = score(in_states(email="o", phone="e"), rules(weights={"email": 1}, targets={"phone": 0.5}))
    assert result.by_field.select("field", "weight").rows() == [("email", 1.0), ("phone", 0.0)]
    assert result.overall == 1.0


def test_a_target_is_not_missed_by_the_last_digit_of_a_float():
    spec = {"weights": {"email": 0.1, "phone": 0.2, "industry": 0.7}, "targets": {"overall": 0.3}}
    assert score(in_states(email="o", phone="o", industry="e"), rules(**spec)).missed == ()


def test_a_target_of_all_is_met_where_all_is_filled():
    spec = {"weights": {"email": 0.1, "phone": 0.2, "industry": 0.7}, "targets": {"overall": 1}}
    result = score(in_states(email="o" * 7, phone="o" * 7, industry="o" * 7), rules(**spec))
    assert (result.overall, result.missed) == (1.0, ())


def test_segments_can_be_asked_for():
    states = in_states(email="oe", phone="oo")
    assert score(states, rules(weights={"email": 1}, by=["phone"]), by=[]).by_segment.height == 0
    assert score(states, rules(weights={"email": 1}), by=["phone"]).by_segment["segment"].to_list() == ["phone"]
    with pytest.raises(TableError, match=r"no column 'phon'.*Did you mean 'phone'"):
        score(states, rules(weights={"email": 1}), by=["phon"])


def test_segments_are_made_once_however_they_are_named():
    result = score(in_states(email="oe", phone="oo"), rules(weights={"email": 1}), by=["phone", ("phone", "phone")])
    assert result.by_segment.select("segment", "records").rows() == [("phone", 2)]


def test_any_column_makes_segments():
    states = in_states(email="oeo")
    others = {"Region__c": pl.Series(["West", " West ", "n/a"]), "Tier": pl.Series(["1", "2", "3"])}
    result = score(states, rules(weights={"email": 1}), by=["Region__c", ("Region__c", "email")], others=others)
    assert result.by_segment.select("segment", "value", "value_2", "records").rows() == [
        ("Region__c", "West", None, 2),
        ("Region__c", NO_SEGMENT, None, 1),
        ("Region__c", NO_SEGMENT, "ok", 1),
        ("Region__c", "West", NO_SEGMENT, 1),
        ("Region__c", "West", "ok", 1),
    ]
    assert result.absent == ()
    assert set(result.holes) == {"email"}


def test_how_small_a_segment_may_be_can_be_asked_for():
    states, rule_set = in_states(email="oe", phone="oo"), rules(weights={"email": 1}, by=["email"], min_records=30)
    assert score(states, rule_set).by_segment["value"].to_list() == ["(fewer than 30 records)"]
    assert score(states, rule_set, min_records=1).by_segment["value"].to_list() == [NO_SEGMENT, "ok"]


def test_a_group_is_there_where_one_of_its_fields_is():
    spec = {"weights": {"reach": {"weight": 2, "any_of": ["email", "phone"]}, "industry": 1}, "targets": {"reach": 0.9}}
    result = score(in_states(email="oeee", phone="eope", industry="oooo"), rules(**spec))
    assert result.by_field.select("field", "filled", "missing", "empty", "placeholder").row(0) == ("reach", 2, 2, 1, 1)
    assert result.overall == pytest.approx((1 + 1 + 1 / 3 + 1 / 3) / 4)
    assert result.missed == ("reach",)
    assert dict(result.groups) == {"reach": ("email", "phone")}


def test_a_part_counts_only_where_its_condition_holds():
    spec = {"weights": {"email": 1, "phone": {"weight": 3, "when": "industry == 'ok'"}}}
    result = score(in_states(email="oooo", phone="oeeo", industry="ooee"), rules(**spec))
    assert result.by_field.filter(field="phone").select("records", "filled", "share").row(0) == (2, 1, 0.5)
    assert result.overall == pytest.approx((1 + 1 / 4 + 1 + 1) / 4)


def test_a_record_in_which_nothing_counts_has_no_score():
    spec = {"weights": {"phone": {"weight": 3, "when": "industry is not null"}}}
    result = score(in_states(phone="oee", industry="oeo"), rules(**spec))
    assert (result.scored, result.records, result.overall) == (2, 3, 0.5)


def test_a_default_that_nobody_chose_counts_as_missing_and_is_told_apart():
    rule_set = rules(("email",), weights={"email": 1}, defaults={"email": [" Web "]})
    raw = pl.DataFrame({"email": ["Web", "web", None, "", "n/a"]})
    result = completeness(standardize(raw, rule_set), rule_set, today=TODAY)
    assert result.holes["email"] == Missing("email", 5, empty=2, placeholder=1, default=1, null=1)
    assert result.overall == 0.2


def alone(row, rule_set):
    standard = {name: Standard(state, State(state)) if state else EMPTY for name, state in row.items()}
    every = {name: standard.get(name, EMPTY) for name in rule_set.fields}
    return record_score({name: state or "" for name, state in row.items()}, every, rule_set, TODAY)


def test_record_score_names_the_holes_in_rule_order():
    rule_set = rules((*FIELDS, "fax"), weights={"phone": 1, "email": 2, "fax": 1})
    assert alone({"email": "ok", "phone": "placeholder"}, rule_set) == (0.5, ("phone", "fax"))


def test_a_record_without_weighed_fields_has_no_score():
    assert record_score({"nickname": "ok"}, {}, rules(), TODAY) == (None, ())


def test_scores_of_records_say_what_is_missing():
    rule_set = rules(weights={"email": 1, "phone": {"weight": 3, "when": "industry == 'ok'"}})
    standardized = held(*(in_states(email="oe", phone="eo", industry="oe"),) * 2)
    ids = pl.Series(["b", "a"])
    assert record_scores(standardized, ids, rule_set, TODAY, {"phone": "Phone"}).rows() == [
        ("b", 0.25, "Phone"),
        ("a", 0.0, "email"),
    ]


def test_records_in_which_nothing_counts_have_no_score_and_lack_nothing():
    rule_set = rules(weights={"phone": {"weight": 3, "when": "industry == 'ok'"}})
    states = in_states(phone="ee", industry="oe")
    assert record_scores(held(states, states), pl.Series(["a", "b"]), rule_set, TODAY).rows() == [
        ("a", 0.0, "phone"),
        ("b", None, ""),
    ]


def test_scores_of_records_where_nothing_is_weighed():
    assert record_scores(Standardized({}, 2), pl.Series(["a", "b"]), rules(), TODAY).rows() == [
        ("a", None, ""),
        ("b", None, ""),
    ]
    none = record_scores(held(in_states(email=""), in_states(email="")), pl.Series([], dtype=pl.String), rules(), TODAY)
    assert none.schema == BY_RECORD
    assert none.height == 0


def test_one_record_lacks_what_its_conditions_ask(rules_from):
    rule_set = rules_from(
        """
        crmclean: 1
        object: contact
        fields:
          phone: {type: phone, region: US}
          mobile: {type: phone, region: US}
          industry: {type: text}
          country: {type: text}
        completeness:
          weights:
            reach: {weight: 2, any_of: [phone, mobile]}
            industry: {weight: 1, when: "country != 'DE'"}
            country: 1
        """
    )
    raw = {"phone": "000-0000", "mobile": "", "industry": "n/a", "country": "US"}
    assert record_score(raw, standardize_record(raw, rule_set), rule_set, TODAY) == (0.25, ("reach", "industry"))
    raw |= {"country": "DE", "mobile": "(415) 555-2671"}
    assert record_score(raw, standardize_record(raw, rule_set), rule_set, TODAY) == (1.0, ())


# The oracle: one record after another, in fractions, from the words of the docs.

PARTS = {
    "email": {},
    "reach": {"any_of": ["phone", "fax"]},
    "industry": {"when": "email == 'ok' or phone is null"},
}
WEIGHTS = st.sampled_from((0.1, 0.5, 1.0, 3.0))
SPECS = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, WEIGHTS)).map(
    lambda weights: {name: {"weight": weight, **PARTS[name]} for name, weight in weights.items()}
)
STATES = st.lists(st.fixed_dictionaries({name: st.sampled_from([*State]) for name in (*FIELDS, "fax")}), max_size=8)


def is_there(row, name):
    return not row[name].missing


def plain(row, spec):
    """The parts that count in a record, and whether each is there."""
    if not spec:
        return {name: (Fraction(1), is_there(row, name)) for name in row}
    counted = {}
    for name, part in spec.items():
        if name == "industry" and not (row["email"] == "ok" or not is_there(row, "phone")):
            continue
        there = any(is_there(row, field) for field in part.get("any_of", [name]))
        counted[name] = (Fraction(str(part["weight"])), there)
    return counted


def plain_score(row, spec):
    counted = plain(row, spec).values()
    whole = sum(weight for weight, _ in counted)
    return sum(weight for weight, there in counted if there) / whole if whole else None


def frame(rows):
    return pl.DataFrame(
        [{name: str(state) for name, state in row.items()} for row in rows],
        schema=dict.fromkeys((*FIELDS, "fax"), pl.String),
    )


def all_rules(spec):
    return rules((*FIELDS, "fax"), weights=spec)


@given(STATES, SPECS)
def test_equals_plain_counting(rows, spec):
    result = score(frame(rows), all_rules(spec))
    scores = [found for row in rows if (found := plain_score(row, spec)) is not None]
    assert result.scored == len(scores)
    assert result.overall == (pytest.approx(float(sum(scores) / len(scores))) if scores else None)
    for name, records, filled in result.by_field.select("field", "records", "filled").iter_rows():
        counted = [plain(row, spec)[name] for row in rows if name in plain(row, spec)]
        assert (records, filled) == (len(counted), sum(there for _, there in counted))


@given(STATES, SPECS)
def test_segments_equal_plain_counting(rows, spec):
    result = score(frame(rows), all_rules(spec), by=["phone", ("email", "fax")])
    for line in result.by_segment.iter_rows(named=True):
        names = [name for name in (line["segment"], line["segment_2"]) if name]
        wanted = [value for value in (line["value"], line["value_2"]) if value]
        found = [
            row for row in rows if [str(row[name]) if is_there(row, name) else NO_SEGMENT for name in names] == wanted
        ]
        scores = [each for row in found if (each := plain_score(row, spec)) is not None]
        assert (line["records"], line["scored"]) == (len(found), len(scores))
        assert line["score"] == (pytest.approx(float(sum(scores) / len(scores))) if scores else None)
    assert result.by_segment["records"].sum() == 2 * len(rows)


@given(STATES.filter(bool), SPECS)
def test_a_record_alone_scores_as_in_a_in_states(rows, spec):
    rule_set = all_rules(spec)
    standardized = held(frame(rows), frame(rows))
    in_table = record_scores(standardized, pl.Series(list(map(str, range(len(rows))))), rule_set, TODAY)
    for row, (_, found, missing) in zip(rows, in_table.rows(), strict=True):
        one, holes = alone({name: str(state) for name, state in row.items()}, rule_set)
        assert (one, ", ".join(holes)) == (found, missing)


@given(STATES.filter(bool), SPECS.filter(lambda spec: "industry" not in spec), st.data())
def test_never_falls_when_an_empty_field_is_filled(rows, spec, data):
    before = score(frame(rows), all_rules(spec)).overall
    row = data.draw(st.integers(0, len(rows) - 1))
    filled = [*rows]
    filled[row] = rows[row] | {data.draw(st.sampled_from(FIELDS)): State.OK}
    assert score(frame(filled), all_rules(spec)).overall >= before - 1e-12


@given(STATES.filter(bool), SPECS, st.randoms())
def test_the_order_of_the_records_makes_no_difference(rows, spec, random):
    shuffled = random.sample(rows, len(rows))
    one, other = (score(frame(each), all_rules(spec), by=["email"]) for each in (rows, shuffled))
    assert one.overall == other.overall
    assert one.by_segment.equals(other.by_segment)
