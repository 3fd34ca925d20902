from __future__ import annotations

import polars as pl
import pytest
from people import CONTACT, TEN, clusters_of, found, person, table

from crmclean import TableError, cluster, find_duplicates
from crmclean.decisions import read_decisions

TWINS = [person("Mary Jones", "Beta", email="mary@beta.com"), person("Mary Jones", "Beta Inc.", email="mary@beta.com")]


def decided(*rows):
    return read_decisions(pl.DataFrame(rows, schema=["left", "right", "match"], orient="row"))


def searched(*records, rules=CONTACT, said=(), **more):
    pairs = find_duplicates(table(*records), rules, decided=decided(*said) if said else None, **more)
    return pairs, cluster(pairs)


def rules_with(**keys):
    return CONTACT.model_copy(update={"duplicates": CONTACT.duplicates.model_copy(update=keys)})


def row(pairs, left, right):
    return pairs.table.filter(left=left, right=right).to_dicts()[0]


def test_a_decision_joins_what_nothing_else_does():
    pairs, clusters = searched(TEN[6], TEN[7], said=[("002", "001", "1")])
    assert clusters_of(clusters) == clusters_of(clusters, "merge_id") == [["001", "002"]]
    told = row(pairs, "001", "002")
    assert (told["match_probability"], told["relation"]) == (1.0, "same")
    assert told["reason"].startswith("decided to be the same, ")
    assert pairs.explain("001", "002").sentence.startswith(
        "Certainly the same: decided to be the same. By the evidence"
    )


def test_a_decision_parts_what_everything_joins():
    assert clusters_of(searched(*TWINS)[1]) == [["001", "002"]]
    pairs, clusters = searched(*TWINS, said=[("001", "002", "0")])
    assert clusters_of(clusters) == []
    told = row(pairs, "001", "002")
    assert (told["match_probability"], told["relation"]) == (0.0, "different")
    assert told["reason"].startswith("decided not to be the same, ")
    assert pairs.counts()["review"] == 0


def test_copies_are_parted_too():
    assert clusters_of(searched(*[TWINS[0]] * 3, said=[("001", "002", "0")])[1]) in ([["001", "003"]], [["002", "003"]])


def test_a_veto_holds_through_any_chain():
    chain = [TWINS[0], TWINS[1], TWINS[0] | {"title": "Buyer"}, TWINS[1] | {"title": "Buyer"}]
    _, clusters = searched(*chain, said=[("001", "004", "no")])
    assert not any({"001", "004"} <= set(group) for group in clusters_of(clusters))


def test_a_veto_outranks_decisions_that_chain_around_it():
    said = [("001", "002", "1"), ("002", "003", "1"), ("001", "003", "0")]
    assert len(clusters_of(searched(TEN[6], TEN[7], TEN[8], said=said)[1])) == 1


def test_decisions_chain_and_outrank_fields_and_evidence():
    shared = {"company": "Acme", "email": "quux@acme.com", "phone": "415-555-2671"}
    family = [
        shared | {"first_name": first, "last_name": last, "title": title}
        for first, last, title in (("John", "Quux Jr.", "Buyer"), ("J.", "Quux", None), ("Jane", "Quux Sr.", "Seller"))
    ]
    said = [("001", "002", "1"), ("002", "003", "1")]
    for rules in (CONTACT, rules_with(different=("title",))):
        pairs, clusters = searched(*family, said=said, rules=rules)
        assert clusters_of(clusters) == clusters_of(clusters, "merge_id") == [["001", "002", "003"]]
        assert (pairs.warnings(), clusters.warnings()) == ((), ())
        assert pairs.explain("001", "003").sentence.startswith("Certainly the same: decided to be the same, through")


def test_a_field_that_joins_outranks_evidence_that_parts():
    family = [
        {"first_name": "John", "last_name": "Quux Jr.", "email": "jq@acme.com", "phone": "415-555-2671"},
        {"first_name": "J.", "last_name": "Quux", "email": "jq@acme.com", "phone": "212-555-0188"},
        {"first_name": "Jane", "last_name": "Quux Sr.", "phone": "212-555-0188"},
    ]
    assert clusters_of(searched(*family, rules=rules_with(same=("email", "phone")))[1]) == [["001", "002", "003"]]


def test_copies_that_a_field_joins_are_paired_once():
    pairs, clusters = searched(*[TWINS[0]] * 3, TWINS[1], TWINS[1], rules=rules_with(same=("email",)))
    assert not pairs.table.select("left", "right").is_duplicated().any()
    assert clusters_of(clusters) == [["001", "002", "003", "004", "005"]]


def test_a_field_joins_and_a_decision_parts():
    same = rules_with(same=("street",))
    strangers = [TEN[6] | {"street": "1 Elm St"}, TEN[7] | {"street": "1 Elm Street"}, TEN[8] | {"street": "1 Elm St"}]
    pairs, clusters = searched(*strangers, rules=same)
    assert clusters_of(clusters) == [["001", "002", "003"]]
    assert row(pairs, "001", "002")["reason"].startswith("same street")
    pairs, clusters = searched(*strangers, rules=same, said=[("001", "002", "0")])
    assert not any({"001", "002"} <= set(group) for group in clusters_of(clusters))
    assert any("1 pairs are certain both ways" in each for each in pairs.warnings())


def test_a_field_parts_and_outranks_one_that_joins():
    apart = rules_with(different=("title",), same=("email",))
    records = [TWINS[0] | {"title": "Buyer"}, TWINS[1] | {"title": "Seller"}, TWINS[1]]
    _, clusters = searched(*records, rules=apart)
    assert not any({"001", "002"} <= set(group) for group in clusters_of(clusters))
    assert sum(map(len, clusters_of(clusters))) == 2


def test_decisions_about_records_that_are_not_there_are_counted():
    pairs, _ = searched(*TWINS, said=[("001", "777", "1")])
    assert "1 decisions are about records that are not there" in pairs.warnings()


def test_decisions_both_ways_are_refused():
    with pytest.raises(TableError, match="decided to be the same and not to be"):
        searched(*TWINS, said=[("001", "002", "1"), ("002", "001", "0")])


def test_decisions_hold_between_two_tables():
    left, right = table(TWINS[0], TEN[6]), table(TWINS[1], TEN[7], ids=["a", "b"])
    pairs = find_duplicates(left, CONTACT, other=right)
    assert clusters_of(cluster(pairs)) == [["001", "a"]]
    pairs = find_duplicates(left, CONTACT, other=right, decided=decided(("001", "a", "0"), ("002", "b", "1")))
    assert clusters_of(cluster(pairs)) == [["002", "b"]]


def test_without_anything_certain_nothing_changes():
    assert searched(*TEN, said=[("777", "778", "1")])[0].table.equals(found(*TEN)[0].table)


def test_decisions_between_two_tables_may_name_the_right_one_first():
    left, right = table(TEN[6], ids=["L1"]), table(TEN[7], TEN[0], ids=["R1", "R2"])
    said = decided(("R1", "L1", "1"), ("R1", "R2", "1"))
    pairs = find_duplicates(left, CONTACT, other=right, decided=said)
    assert clusters_of(cluster(pairs)) == [["L1", "R1"]]
    assert pairs.warnings() == ("1 decisions are about records that are not there, or both of one table",)
