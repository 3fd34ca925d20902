from __future__ import annotations

import pytest

from crmclean.engine import wording
from crmclean.fields import State

RULES = """
    crmclean: 1
    object: contact
    fields:
      phone: {type: phone, label: direct line}
      stage: {type: picklist, picklist: stage, unknown: UNKNOWN}
      opt_out: {type: boolean, consent: opt_out}
      is_customer: {type: boolean}
      close_date: {type: date}
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
