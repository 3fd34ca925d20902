from __future__ import annotations

import polars as pl
import pytest
from people import CONTACT, person, table

from crmclean.decisions import read_decisions
from crmclean.dedup.alike import first_alike
from crmclean.dedup.certain import certain_of

ANN, BEA = person("Ann Quux", email="ann@acme.com"), person("Bea Quux", email="bea@acme.com")


def firsts(records, decided=None):
    said = read_decisions(pl.DataFrame(decided, schema=["left", "right", "match"], orient="row")) if decided else None
    return first_alike(records, CONTACT, certain_of(records, records["id"], CONTACT, said, None)).tolist()


def test_the_first_of_records_that_are_the_same():
    assert firsts(table(ANN, BEA, ANN, ANN, BEA)) == [0, 1, 0, 0, 1]


def test_what_nobody_compares_plays_no_part():
    records = table(ANN, ANN).with_columns(lead_source=pl.Series(["Web", "Event"]))
    assert firsts(records) == [0, 0]


@pytest.mark.parametrize("records", [table(ANN, BEA), table(), table().select("id")])
def test_nothing_is_alike(records):
    assert firsts(records) == list(range(records.height))


def test_who_was_decided_about_stands_alone():
    records = table(ANN, ANN, ANN, BEA, BEA)
    assert firsts(records, [("001", "002", "0")]) == [0, 1, 2, 3, 3]
