from __future__ import annotations

import pytest

from crmclean.errors import RuleFileError
from crmclean.spec.condition import parse
from crmclean.spec.fit import in_standard_form

RULES = """\
crmclean: 1
object: contact
fields:
  code: {type: text}
  amount: {type: number}
  day: {type: date}
  country: {type: country}
  stage: {type: picklist, picklist: stage}
  tags: {type: picklist, picklist: stage, multiple: true}
  vip: {type: boolean}
  name: {type: text, max_length: 8}
picklists:
  stage: [{value: Open, aliases: [New]}, Won, Lost]
checks:
  - CHECK
"""


@pytest.mark.parametrize(
    ("check", "place", "said"),
    [
        ("{field: code, pattern: '(?=x)'}", "15:28", "not a pattern that can be used: look-ahead"),
        ("{field: code, min: 3}", "15:24", "only numbers and dates have a range; 'code' is a field of type text"),
        ("{field: amount, min: a}", "15:26", "'a' is no plain number"),
        ("{field: amount, min: 10, max: 9}", "15:26", "'min' .10. lies above 'max' .9."),
        ("{field: day, min: 2026-1-1}", "15:23", "is no day; write it as 2026-01-31, 'today' or 'today - 30'"),
        ("{field: day, min: today + 1, max: today}", "15:23", "'min' .today . 1. lies above 'max' .today."),
        ("{field: code, max_age: 1 year}", "15:28", "only a date has an age"),
        ("{field: code, min_length: 5, max_length: 3}", "15:31", "nothing has that"),
        ("{field: name, min_length: 2}", "15:5", "'name.length' is the 'max_length' of the field 'name'"),
        ("{field: nme, pattern: x}", "15:13", "unknown field 'nme'.* Did you mean 'name'?"),
        ("{unique: [code, nme]}", "15:21", "unknown field 'nme'"),
        ("{id: x, that: \"country == 'Atlantis'\"}", "15:19", "'Atlantis' is no country that is known"),
        (
            "{id: x, that: \"stage in ['Opn']\"}",
            "15:19",
            "no value of the picklist 'stage'. Did you mean 'Open'?",
        ),
        ("{id: x, that: \"day < '1.1.2026'\"}", "15:19", "'1.1.2026' is no day; dates are written as 2026-01-31"),
        ('{id: x, that: "code < today"}', "15:19", "'today' is a date; 'code' is a field of type text"),
        ("{id: x, that: \"vip == 'perhaps'\"}", "15:19", "'perhaps' is no boolean that is known"),
        ("{id: x, that: \"amount > 'many'\"}", "15:19", "'many' is no plain number"),
        ("{field: code, pattern: x, since: 2026-01-01, grandfather: true}", "15:63", "when a record was created"),
    ],
)
def test_a_check_that_cannot_work_is_refused_at_its_place(rules_from, check, place, said):
    with pytest.raises(RuleFileError, match=f"{place} .*{said}"):
        rules_from(RULES.replace("CHECK", check))


@pytest.mark.parametrize(
    "check",
    [
        "{field: day, min: 2000-01-31, max: today + 365}",
        "{field: amount, min: -1.5, max: 1e6}",
        "{field: stage, allowed: [Open, Won]}",
        "{field: country, allowed: [DE, France]}",
        "{id: x, that: \"country == 'Germany' and stage != 'new' and vip == 'yes'\"}",
        "{id: x, that: \"stage in ['Open', 'Gone']\"}",
        "{id: x, that: \"tags == 'Open;Won'\"}",
        "{id: x, that: \"day < today - 30 and '2000-01-01' <= day\"}",
        '{id: x, that: "vip == true and amount > 1"}',
        "{id: x, that: \"code == 'anything'\"}",
        "{id: mine, field: name, min_length: 2}",
    ],
)
def test_a_check_that_fits_is_let_through(rules_from, check):
    assert len(rules_from(RULES.replace("CHECK", check)).checks) == 1


def test_a_rule_that_is_switched_off_need_not_fit(rules_from):
    text = RULES.replace("CHECK", "{id: x, that: \"stage == 'Gone'\"}")
    assert rules_from(text + "disable: [x]\n").disable == ("x",)


@pytest.mark.parametrize(
    ("condition", "understood"),
    [
        ("country == 'Germany'", "country == 'DE'"),
        ("'usa' != country", "'US' != country"),
        (
            "stage in ['new', 'Gone'] or not (stage not in ['won'])",
            "stage in ['Open', 'Gone'] or not (stage not in ['Won'])",
        ),
        ("vip == yes_no and vip == 'yes'", "vip == yes_no and vip == 'true'"),
        (
            "code == 'Germany' and amount == '1e3' and other == 'x'",
            "code == 'Germany' and amount == '1e3' and other == 'x'",
        ),
        ("stage is null and day < today", "stage is null and day < today"),
    ],
)
def test_values_are_understood_as_in_records(rules_from, condition, understood):
    rules = rules_from(RULES.replace("CHECK", "{field: code, pattern: x}"))
    assert in_standard_form(parse(condition), rules.fields) == parse(understood)
