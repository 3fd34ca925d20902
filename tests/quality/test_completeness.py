"""Completeness against plain counting: scores, holes, targets and segments."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.fields import State
from crmclean.quality.completeness import BY_FIELD, NO_SEGMENT, Missing, completeness, missing, record_score
from crmclean.spec.model import Rules

FIELDS = ("email", "phone", "industry")


def rules(fields=FIELDS, **completeness_spec):
    return Rules.model_validate(
        {
            "crmclean": "1",
            "object": "contact",
            "fields": {name: {"type": "text"} for name in fields},
            "completeness": completeness_spec,
        }
    )


def table(**columns):
    """States from one letter a record: o(k), e(mpty), p(laceholder), i(mpossible), v: invalid, u(nknown)."""
    letters = {"o": "ok", "e": "empty", "p": "placeholder", "i": "impossible", "v": "invalid", "u": "unknown"}
    return pl.DataFrame(
        {name: [letters[letter] for letter in word] for name, word in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )


def score(states, rule_set, **options):
    return completeness(states, states, rule_set, **options)


weights = st.dictionaries(st.sampled_from((*FIELDS, "fax")), st.sampled_from((0.1, 0.5, 1.0, 3.0)))
states = st.lists(st.fixed_dictionaries({name: st.sampled_from([*State, None]) for name in FIELDS}), max_size=8)


def frame(rows):
    return pl.DataFrame(
        [{name: state and str(state) for name, state in row.items()} for row in rows],
        schema=dict.fromkeys(FIELDS, pl.String),
    )


def plain_score(row, weights):
    filled = {name for name, state in row.items() if state is not None and not state.missing}
    weighed = weights or dict.fromkeys(FIELDS, 1.0)
    exact = {name: Fraction(str(weight)) for name, weight in weighed.items()}
    return sum(weight for name, weight in exact.items() if name in filled) / sum(exact.values())


def test_score_is_the_weighted_share_of_fields_filled():
    result = score(table(email="oe", phone="ee"), rules(weights={"email": 3, "phone": 1}))
    assert result.overall == 0.375
    assert result.records == 2


@pytest.mark.parametrize(("letter", "filled"), [("o", 1), ("v", 1), ("u", 1), ("e", 0), ("p", 0), ("i", 0)])
def test_missing_is_empty_placeholder_or_impossible(letter, filled):
    assert score(table(phone=letter), rules(weights={"phone": 1})).overall == filled


def test_by_field_counts_each_way_of_missing():
    result = score(table(phone="ooeepivv"), rules(weights={"phone": 2}, targets={"phone": 0.5}))
    assert result.by_field.row(0, named=True) == {
        "field": "phone",
        "weight": 2.0,
        "filled": 4,
        "missing": 4,
        "empty": 2,
        "placeholder": 1,
        "impossible": 1,
        "invalid": 2,
        "share": 0.5,
        "target": 0.5,
        "met": True,
    }
    assert result.to_frame() is result.by_field


def test_holes_are_known_for_fields_that_weigh_nothing():
    result = score(table(phone="oe", title="ep"), rules(weights={"phone": 1, "fax": 1}))
    assert dict(result.holes) == {
        "phone": Missing("phone", 2, 1, 0, 0),
        "fax": Missing("fax", 2, 2, 0, 0),
        "title": Missing("title", 2, 1, 1, 0),
    }


def test_a_weighted_field_that_the_table_lacks_is_missing_everywhere_and_named():
    result = score(table(email="oo"), rules(weights={"email": 1, "fax": 1}, by=["owner"]))
    assert result.overall == 0.5
    assert result.absent == ("fax", "owner")
    assert result.by_field.filter(field="fax").select("filled", "missing", "empty").row(0) == (0, 2, 2)


def test_without_weights_every_field_of_the_table_weighs_one():
    result = score(table(email="o", phone="e"), rules())
    assert dict(result.by_field.select("field", "weight").rows()) == {"email": 1.0, "phone": 1.0}
    assert result.overall == 0.5


def test_no_records_have_no_score_and_miss_no_target():
    result = score(table(email="", phone=""), rules(targets={"overall": 0.9, "email": 0.9}))
    assert result.overall is None
    assert result.targets["met"].to_list() == [None, None]
    assert result.missed == ()
    assert result.by_field.schema == BY_FIELD


def test_nothing_to_weigh_gives_no_score():
    assert score(table(nickname="o"), rules()).overall is None


def test_targets_are_judged_overall_and_by_field():
    spec = {"weights": {"email": 1}, "targets": {"overall": 0.8, "email": 0.6, "phone": 0.5}}
    result = score(table(email="oooee", phone="eeeeo"), rules(**spec))
    assert result.targets.rows() == [
        ("overall", 0.8, 0.6, False),
        ("email", 0.6, 0.6, True),
        ("phone", 0.5, 0.2, False),
    ]
    assert result.missed == ("overall", "phone")
    assert result.goal == (0.8, False)
    assert result.counts() == {"records": 5, "fields": 2, "absent": 0, "targets": 3, "missed": 2}


def test_a_field_with_a_target_but_no_weight_is_reported_and_does_not_count():
    result = score(table(email="o", phone="e"), rules(weights={"email": 1}, targets={"phone": 0.5}))
    assert result.by_field.select("field", "weight").rows() == [("email", 1.0), ("phone", 0.0)]
    assert result.overall == 1.0


def test_a_target_is_not_missed_by_the_last_digit_of_a_float():
    spec = {"weights": {"email": 0.1, "phone": 0.2, "industry": 0.7}, "targets": {"overall": 0.3}}
    assert score(table(email="o", phone="o", industry="e"), rules(**spec)).missed == ()


def test_segments_are_sorted_by_size_then_value_and_name_what_is_missing():
    values = pl.DataFrame({"email": ["a", "b", None, "c", None], "owner": ["Zoe", "Ann", "Zoe", None, "n/a"]})
    held = table(email="ooeoe", owner="oooep")
    result = completeness(values, held, rules(("email", "owner"), weights={"email": 1}, by=["owner"]))
    assert result.by_segment.rows() == [
        ("owner", NO_SEGMENT, 2, 0.5, 0.5),
        ("owner", "Zoe", 2, 0.5, 0.5),
        ("owner", "Ann", 1, 1.0, 1.0),
    ]
    assert result.by_segment.columns[-1] == "share_email"


def test_segments_can_be_asked_for():
    held = table(email="oe", phone="oo")
    assert score(held, rules(weights={"email": 1}, by=["phone"]), by=[]).by_segment.height == 0
    assert score(held, rules(weights={"email": 1}), by=["phone"]).by_segment["segment"].to_list() == ["phone"]
    with pytest.raises(TableError, match=r"no column 'phon'.*Did you mean 'phone'"):
        score(held, rules(weights={"email": 1}), by=["phon"])


def test_missing_of_one_field():
    held = pl.DataFrame({"phone": ["ok", "empty", None, "placeholder", "impossible"]})
    assert missing(held, "phone") == Missing("phone", 5, 2, 1, 1)
    assert missing(held, "phone").share == 0.8
    assert missing(held, "fax") == Missing("fax", 5, 5, 0, 0)
    assert missing(held.clear(), "phone").share is None


def test_record_score_names_the_holes_in_rule_order():
    rule_set = rules(weights={"phone": 1, "email": 2, "fax": 1})
    assert record_score({"email": "ok", "phone": "placeholder"}, rule_set) == (0.5, ("phone", "fax"))


def test_a_record_without_weighed_fields_has_no_score():
    assert record_score({"nickname": "ok"}, rules()) == (None, ())


@given(states, weights)
def test_equals_plain_counting(rows, weighed):
    result = score(frame(rows), rules(weights=weighed))
    if not rows:
        assert result.overall is None
        return
    plain = [plain_score(row, weighed) for row in rows]
    assert result.overall == pytest.approx(float(sum(plain) / len(plain)))
    assert 0 <= result.overall <= 1
    for field, filled, lacking in result.by_field.select("field", "filled", "missing").iter_rows():
        held = [row.get(field) for row in rows]
        assert lacking == sum(state is None or state.missing for state in held)
        assert filled + lacking == len(rows)


@given(states.filter(bool), weights)
def test_a_record_alone_scores_as_in_a_table_of_one(rows, weighed):
    for row in rows:
        alone, holes = record_score(row, rules(weights=weighed))
        of_one = score(frame([row]), rules(weights=weighed))
        assert alone == of_one.overall
        assert list(holes) == of_one.by_field.filter(pl.col("missing") > 0)["field"].to_list()


@given(states.filter(bool), weights, st.data())
def test_never_falls_when_an_empty_field_is_filled(rows, weighed, data):
    before = score(frame(rows), rules(weights=weighed)).overall
    row = data.draw(st.integers(0, len(rows) - 1))
    filled = [*rows]
    filled[row] = rows[row] | {data.draw(st.sampled_from(FIELDS)): State.OK}
    assert score(frame(filled), rules(weights=weighed)).overall >= before


@given(states.filter(bool), weights)
def test_segments_add_up_to_the_whole(rows, weighed):
    result = score(frame(rows), rules(weights=weighed), by=["industry"])
    parts = result.by_segment
    assert parts["records"].sum() == len(rows)
    assert (parts["records"] * parts["score"]).sum() / len(rows) == pytest.approx(result.overall)
