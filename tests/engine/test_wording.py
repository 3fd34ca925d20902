from __future__ import annotations

import pytest

from crmclean.engine import wording
from crmclean.fields import State
from crmclean.spec.rule import Check

RULES = """
    crmclean: 1
    object: contact
    fields:
      phone: {type: phone, label: direct line}
      stage: {type: picklist, picklist: stage, unknown: UNKNOWN}
      opt_out: {type: boolean, consent: opt_out}
      is_customer: {type: boolean}
      close_date: {type: date}
      worth: {type: number}
    picklists:
      stage: [Open]
    required:
      - close_date
      - any_of: [phone, close_date]
"""


@pytest.fixture
def rules(rules_from):
    return rules_from(RULES.replace("UNKNOWN", "review"))


@pytest.mark.parametrize(
    ("field", "state", "rule", "severity"),
    [
        ("phone", State.PLACEHOLDER, "phone|placeholder", "note"),
        ("phone", State.IMPOSSIBLE, "phone|impossible", "warning"),
        ("phone", State.INVALID, "phone|format", "warning"),
        ("close_date", State.AMBIGUOUS, "close_date|format", "warning"),
        ("stage", State.UNKNOWN, "stage|picklist", "warning"),
        ("opt_out", State.UNKNOWN, "opt_out|consent", "warning"),
        ("is_customer", State.UNKNOWN, "is_customer|unknown", "warning"),
    ],
)
def test_each_state_has_its_rule_and_severity(rules, field, state, rule, severity):
    judgement = wording.judge(field, rules.fields[field], state, None, rules)
    assert (judgement.rule, judgement.severity) == (rule, severity)


@pytest.mark.parametrize(
    ("unknown", "severity"), [("reject", "error"), ("review", "warning"), ('"null"', "note"), ("keep", "note")]
)
def test_the_rule_file_says_how_bad_an_unknown_picklist_value_is(rules_from, unknown, severity):
    rules = rules_from(RULES.replace("UNKNOWN", unknown))
    assert wording.judge("stage", rules.fields["stage"], State.UNKNOWN, None, rules).severity == severity


def test_nothing_is_said_of_what_is_empty_or_right(rules):
    assert wording.judge("phone", rules.fields["phone"], State.EMPTY, None, rules) is None
    assert wording.judge("phone", rules.fields["phone"], State.OK, None, rules) is None
    assert wording.judge("phone", rules.fields["phone"], State.OK, "Did you mean X?", rules).rule == "phone|suggestion"


def test_sentences_use_the_label_and_the_note(rules):
    told = wording.judge("phone", rules.fields["phone"], State.INVALID, "Two digits are too many.", rules)
    assert told.message == "The direct line does not look right. Two digits are too many."
    assert [wording.missing(rule, rules).message for rule in rules.required] == [
        "The close date is missing.",
        "At least one of direct line and close date must be filled; all are missing.",
    ]


@pytest.mark.parametrize(
    ("state", "kept"),
    [(State.OK, "std"), (State.INVALID, "std"), (State.PLACEHOLDER, "raw"), (State.IMPOSSIBLE, "raw")],
)
def test_what_stays_in_the_record(rules, state, kept):
    assert wording.cleaned(rules.fields["phone"], "raw", "std", state) == kept


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ({"id": "x", "that": "phone is null"}, "This must hold, and does not: phone is null."),
        ({"field": "phone", "pattern": "x"}, "The direct line does not have the form that is asked for."),
        ({"field": "worth", "min": "1"}, "The worth must be at least 1."),
        ({"field": "worth", "max": "9.5"}, "The worth must be at most 9.5."),
        ({"field": "worth", "min": "1", "max": "9"}, "The worth must lie between 1 and 9."),
        ({"field": "close_date", "min": "2026-01-31"}, "The close date must not lie before 2026-01-31."),
        ({"field": "close_date", "max": "today"}, "The close date must not lie after today."),
        ({"field": "close_date", "max": "today + 1"}, "The close date must not lie after 1 day from today."),
        (
            {"field": "close_date", "min": "today - 30", "max": "today"},
            "The close date must lie between 30 days ago and today.",
        ),
        ({"field": "phone", "min_length": 3}, "The direct line has 7 characters; it should have at least 3."),
        ({"field": "phone", "max_length": 3}, "The direct line has 7 characters; it should have at most 3."),
        (
            {"field": "phone", "min_length": 3, "max_length": 5},
            "The direct line has 7 characters; it should have 3 to 5.",
        ),
        (
            {"field": "stage", "allowed": ("A", "B")},
            "The stage is not one of the values that are allowed: A, B.",
        ),
        (
            {"field": "stage", "allowed": tuple("ABCDEFGHIJ")},
            "The stage is not one of the values that are allowed: A, B, C, D, E, F, G, H and 2 more.",
        ),
        ({"field": "phone", "unique": True}, "Another record has the same direct line."),
        ({"unique": ("phone", "close_date")}, "Another record has the same direct line and close date."),
        ({"field": "close_date", "max_age": "6 months"}, "The close date lies more than 6 months back."),
        ({"field": "phone", "pattern": "x", "message": "Ask Ann."}, "Ask Ann."),
    ],
)
def test_each_kind_of_check_has_a_plain_sentence(rules, check, sentence):
    assert wording.failed(Check.model_validate(check), rules).counting(7).message == sentence
