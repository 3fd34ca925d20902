from __future__ import annotations

import pytest

from crmclean.layout import missing_columns
from crmclean.spec import list_packs, load_rules, match_headers
from crmclean.spec.recognition import recognise

OWN = """
crmclean: 1
object: opportunity
record_id: id
columns:
  stage: [Phase, Deal Stage]
  owner: [Sold By]
fields:
  stage: {type: text}
  amount: {type: number}
  close_date: {type: date}
  created: {type: date}
  email: {type: email}
  phone: {type: phone}
  owner: {type: text}
  spare: {type: text}
required:
  - stage
  - {any_of: [email, phone]}
checks:
  - {id: in-order, that: "close_date >= created", when: "amount is not null"}
duplicates:
  block_on: [[phone.last7]]
  compare: {email: email}
survivorship: {created: created}
completeness:
  weights: {amount: 2}
  by: [owner, close_date.month]
"""
HEADERS = ["id", "Phase", "Amount", "Close Date", "Created", "E-Mail", "Phone", "Sold By"]


def _warnings(headers, rules):
    return missing_columns(headers, rules).warnings()


def test_where_every_column_is_there_nothing_is_said(rules_from):
    assert _warnings(HEADERS, rules_from(OWN)) == ()
    assert _warnings([], rules_from(OWN)) == ()


@pytest.mark.parametrize("header", HEADERS[1:])
def test_a_column_that_an_own_rule_file_uses_cannot_go_unseen(rules_from, header):
    rules = rules_from(OWN)
    field = {header: field for field, header in match_headers(HEADERS, rules).items()}[header]
    (warning,) = _warnings([each for each in HEADERS if each != header], rules)
    assert warning.startswith(f"no column for '{field}' (")


@pytest.mark.parametrize(
    ("field", "uses"),
    [
        ("stage", "required"),
        ("amount", "checks, completeness"),
        ("close_date", "checks, completeness"),
        ("created", "checks, survivorship"),
        ("email", "required, duplicates"),
        ("phone", "required, duplicates"),
        ("owner", "completeness"),
    ],
)
def test_it_is_said_what_uses_a_missing_column(rules_from, field, uses):
    assert ", ".join(missing_columns(["id"], rules_from(OWN)).uses[field]) == uses


@pytest.mark.parametrize(
    ("renamed", "to", "field"),
    [
        ("Phase", "Phases", "stage"),
        ("Amount", "Amuont", "amount"),
        ("Close Date", "Cloes Dat", "close_date"),
        ("E-Mail", "EMail 1", "email"),
        ("Sold By", "Sold_Byy", "owner"),
    ],
)
def test_a_column_that_is_spelled_almost_alike_is_named(rules_from, renamed, to, field):
    (warning,) = _warnings([to if each == renamed else each for each in HEADERS], rules_from(OWN))
    assert warning.startswith(f"no column for '{field}' (")
    assert f"; did you mean the column '{to}'? Then name it under 'columns'" in warning


def test_a_column_that_another_field_took_is_not_meant():
    near = missing_columns(["id", "last_name", "Mailing Street"], load_rules("salesforce/contact")).near
    assert near == {}


def test_the_order_of_columns_says_nothing(rules_from):
    rules = rules_from(OWN)
    assert missing_columns(HEADERS[::-1][2:], rules) == missing_columns(HEADERS[:-2], rules)


def test_a_field_that_nothing_uses_and_a_rule_that_is_off_are_not_missed(rules_from):
    assert "spare" not in missing_columns(["id"], rules_from(OWN)).uses
    off = rules_from(OWN + "disable: [in-order]\n")
    assert missing_columns(["id"], off).uses["created"] == ("survivorship",)


def test_what_a_file_inherits_is_judged_as_in_the_pack(rules_from):
    headers = ["id", "First Name", "Last Name", "Company", "Email", "Phone", "Title", "City"]
    mine = "crmclean: 1\nextends: generic/contact\nfields: {score: {type: number}}\nchecks: [{field: score, min: 1}]\n"
    assert _warnings(headers, load_rules("generic/contact")) == ()
    assert _warnings(headers, rules_from(mine)) == ("no column for 'score' (checks)",)


@pytest.mark.parametrize("pack", list_packs())
def test_a_pack_misses_what_it_requires_or_compares_and_every_slip(pack):
    rules = load_rules(pack)
    headers = [rules.record_id, *rules.fields]
    assert _warnings(headers, rules) == ()
    for rule in (each for each in rules.required if each.rule_id not in rules.disable):
        left = [each for each in headers if each not in rule.fields]
        assert any(f"'{rule.fields[0]}'" in each for each in _warnings(left, rules))
    for field in (name for name in rules.fields if len(name) > 5 and name != rules.record_id):
        renamed = [f"{each}z" if each == field else each for each in headers]
        assert f"no column for '{field}'" in " ".join(_warnings(renamed, rules))


def test_an_export_of_a_crm_is_no_noise():
    headers = ["Contact ID", "First Name", "Last Name", "Account Name", "Email", "Phone", "Title", "Our Own Score"]
    rules = load_rules(recognise(headers))
    assert _warnings([*headers, "City"], rules) == ()
    address = "'city', 'postal_code', 'country' (duplicates, survivorship, completeness), 'state' (duplicates, surv"
    (warning,) = _warnings(headers, rules)
    assert address in warning
