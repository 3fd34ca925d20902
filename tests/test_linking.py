from __future__ import annotations

import polars as pl
import pytest
from people import CONTACT, TEN, clusters_of, table

import crmclean as cc
from crmclean import TableError


def linked(left, right, **options):
    pairs = cc.find_duplicates(left, CONTACT, other=right, **options)
    return pairs, cc.cluster(pairs)


def test_only_pairs_across_are_found():
    left, right = table(*TEN[:4]), table(*TEN[:4], ids=list("abcd"))
    pairs, clusters = linked(left, right)
    assert set(pairs.table["left"]) <= set(left["id"])
    assert set(pairs.table["right"]) <= set(right["id"])
    assert clusters.counts()["largest"] == 2
    assert pairs.explain("001", "a").match_probability > 0.9
    with pytest.raises(TableError, match="no record with the id 'a'"):
        pairs.explain("a", "001")


def test_row_order_changes_nothing():
    left, right = table(*TEN), table(*TEN, ids=list("jihgfedcba"))
    pairs, clusters = linked(left, right)
    turned, grouped = linked(left.reverse(), right.reverse())
    assert turned.table.equals(pairs.table)
    assert grouped.table.equals(clusters.table)


def test_a_clusters_id_is_its_smallest_record_id():
    pairs, clusters = linked(table(TEN[0], ids=["z"]), table(TEN[0], ids=["a"]))
    assert clusters.to_frame().rows() == [("left", "z", "a"), ("right", "a", "a")]
    assert pairs.table.row(0)[:2] == ("z", "a")


def test_packs_meet_in_the_fields_that_both_know():
    leads = pl.DataFrame(
        {"Lead ID": ["L1"], "First Name": ["Mary"], "Last Name": ["Jones"], "Email": ["mary@beta.com"]}
    )
    lead = cc.load_rules("generic/lead")
    pairs = cc.find_duplicates(table(*TEN), CONTACT, other=leads, other_rules=lead, other_record_id="Lead ID")
    assert clusters_of(cc.cluster(pairs)) in ([["003", "L1"]], [["004", "L1"]])


def test_contacts_meet_their_account():
    accounts = pl.DataFrame(
        {"Account ID": ["A1", "A2"], "Account Name": ["Acme Inc", "Zeta"], "Phone": ["415-555-2671", None]}
    )
    rules = cc.load_rules("generic/account")
    pairs = cc.find_duplicates(table(*TEN), CONTACT, other=accounts, other_rules=rules, other_record_id="Account ID")
    assert pairs.rules.object == "account"
    found = cc.cluster(pairs, many_to_one=True).table
    assert found.filter(pl.col("record_id").is_in(["001", "005", "A1"]))["cluster_id"].n_unique() == 1


def test_tables_with_nothing_in_common_are_refused():
    deals = pl.DataFrame({"id": ["D1"], "amount": ["100"]})
    with pytest.raises(TableError, match="nothing in common that tells who a record is"):
        cc.find_duplicates(table(*TEN), CONTACT, other=deals, other_rules=cc.load_rules("generic/opportunity"))
