from __future__ import annotations

from fractions import Fraction

import pytest

from crmclean.spec.loader import load_rules
from crmclean.spec.packs import list_packs
from crmclean.spec.signature import fold_header, signatures, writers

SIGNATURES = {signature.pack: signature for signature in signatures()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-Mail", "email"),
        ("MailingStreet", "mailing_street"),
        ("Address 1: City", "address1:city"),
        ("Zip/Postal Code", "ZIP (postal) code"),
    ],
)
def test_case_blanks_and_marks_make_no_difference(one, other):
    assert fold_header(one) == fold_header(other)


def test_every_pack_has_a_signature():
    assert tuple(SIGNATURES) == list_packs()


@pytest.mark.parametrize("pack", list_packs())
def test_a_signature_says_what_the_loaded_pack_says(pack):
    rules, signature = load_rules(pack), SIGNATURES[pack]
    assert (signature.object, signature.record_id) == (rules.object, rules.record_id)
    assert dict(signature.names) == {
        name: (name, *rules.columns.get(name, ())) for name in (rules.record_id, *rules.fields)
    }
    weights = {part.any_of or (name,): Fraction(part.weight) for name, part in rules.completeness.weights.items()}
    assert dict(signature.weights) == weights


def test_what_a_pack_writes_itself_is_told_from_what_it_extends():
    contact = SIGNATURES["zoho/contact"]
    assert "Mailing Zip" in contact.own
    assert "Surname" not in contact.own
    assert "Surname" in SIGNATURES["generic/contact"].own


def test_labels_are_the_words_of_api_names():
    assert {"MailingStreet", "Mailing Street", "Account.Name", "Account Name"} <= SIGNATURES[
        "salesforce/contact"
    ].labels


def test_who_writes_a_header_is_known_across_objects():
    assert writers("StageName") == {"salesforce"}
    assert writers("Lead Source") >= {"salesforce", "zoho"}
    assert writers("no such header") == frozenset()
