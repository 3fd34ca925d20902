from __future__ import annotations

import re

import polars as pl
import pytest
from people import COLLEAGUES, OFFICE, TEN, clusters_of, found, person

from crmclean import TableError


def test_pairs_above_a_probability():
    pairs, _ = found(*TEN)
    assert pairs.above(0.3).equals(pairs.table)
    assert pairs.above(0.95).equals(pairs.table.filter(pl.col("match_probability") >= 0.95))
    assert pairs.above(1.1).height == 0
    with pytest.raises(ValueError, match=r"pairs below 0\.3 \(the rule set's `review`\) are not kept; got 0\.29"):
        pairs.above(0.29)


def test_an_unknown_record_id_is_refused_with_a_hint():
    pairs, _ = found(TEN[0], TEN[1], ids=["contact-17", "contact-18"])
    for ask in (pairs.explain, pairs.why_not):
        with pytest.raises(TableError, match=r"no record with the id 'contact-1'\. Did you mean 'contact-1[78]'\?"):
            ask("contact-1", "contact-18")


def test_an_id_that_is_a_number_is_refused_or_found():
    pairs, _ = found(TEN[0], TEN[1], ids=["1", "2"])
    with pytest.raises(TableError):
        pairs.explain(1, 7)


def test_why_not_names_shared_keys_and_what_speaks_against():
    pairs, _ = found(*(person(name, "Acme", **OFFICE) for name in COLLEAGUES))
    said = pairs.why_not("001", "002")
    assert said.startswith("They share no blocking key. Match probability 0.00. Probably a colleague: ")
    assert " Against it: name (differ, which rules it out)" in said
    assert said.endswith(").")


def test_why_not_says_how_much_each_thing_speaks_against():
    pairs, _ = found(*(person("John Smith", name) for name in ("Acme", "Beta", "Zeta")))
    assert re.search(r"Against it: .*employer \(differ, -\d+\.\d bits\)", pairs.why_not("001", "002"))


def test_why_not_of_records_that_share_no_key():
    pairs, _ = found(*TEN)
    assert pairs.shared_keys("007", "008") == []
    assert pairs.why_not("007", "008").startswith("They share no blocking key. Match probability 0.0")


def test_why_not_of_a_match_says_that_they_match():
    pairs, _ = found(*TEN)
    assert pairs.shared_keys("003", "004")[0] == "email"
    assert pairs.why_not("003", "004").startswith("They match, with probability 1.00. Almost surely the same person: ")


def test_why_not_of_a_match_that_blocking_missed_says_so():
    pairs, clusters = found(
        person("Joanne Gagne", "Whipple", street="9 Elm St"), person("Ojanne Aggne", street="9 Elm St")
    )
    assert pairs.explain("001", "002").match_probability > 0.5
    assert clusters_of(clusters) == []
    assert "They share no blocking key" in pairs.why_not("001", "002")


def test_counts_are_those_of_the_table():
    pairs, clusters = found(*TEN)
    counts = pairs.counts()
    assert counts["review"] == pairs.to_frame().height
    assert counts["match"] == pairs.above(0.5).height
    assert counts["merge"] == pairs.above(0.95).height
    assert clusters.counts()["clusters"] == clusters.to_frame()["cluster_id"].n_unique()


def test_released_pairs_say_all_but_why():
    pairs, _ = found(*TEN)
    released = pairs.released()
    assert released.table is pairs.table
    assert (released.counts(), released.warnings()) == (pairs.counts(), pairs.warnings())
    assert released.present.height == len(released.comparisons) == 0
