"""What a change of the file may change in the result, and what it must not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from generated import CONTACT, contacts, partition, scored, together

from crmclean import cluster, find_duplicates

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
UNRELATED = [
    {"first_name": "Quirina", "last_name": "Zzyzwicz", "email": "qz@zzyzwicz.example.net"},
    {"first_name": "Oloff", "last_name": "Xanthopoulou-Ng", "company": "Vraxolite", "city": "Ulaanbaatar"},
    {"company": "Vraxolite", "street": "1 Nowhere Loop", "phone": "+976 11 319 204"},
    {},
]


@pytest.fixture(scope="module")
def records():
    return contacts()


@pytest.fixture(scope="module")
def found(records):
    return find_duplicates(records, CONTACT)


def add(records, *rows):
    return pl.concat([records, pl.DataFrame(rows, schema=records.schema)])


def test_there_is_something_to_find(found):
    assert found.counts()["match"] >= 50
    assert cluster(found).counts()["largest"] >= 3


@pytest.mark.parametrize("column", ["cluster_id", "merge_id"])
def test_clusters_partition_the_records(records, found, column):
    groups = partition(cluster(found), column)
    assert sum(map(len, groups)) == records.height
    assert frozenset().union(*groups) == set(records["id"])


def test_raising_the_threshold_only_splits(found):
    cuts = []
    for threshold in THRESHOLDS:
        asked = CONTACT.duplicates.model_copy(update={"match": threshold, "merge": 1.0})
        rules = CONTACT.model_copy(update={"duplicates": asked})
        cuts.append(partition(cluster(replace(found, rules=rules))))
    for lower, higher in pairwise(cuts):
        assert together(higher) <= together(lower)
    assert len(together(cuts[-1])) < len(together(cuts[0]))


def test_what_is_merged_unseen_is_in_one_cluster(found):
    clusters = cluster(found)
    assert together(partition(clusters, "merge_id")) <= together(partition(clusters))


@pytest.mark.parametrize("row", UNRELATED, ids=["name", "other place", "no name", "empty"])
def test_an_unrelated_record_changes_nothing_between_the_others(records, found, row):
    more = find_duplicates(add(records, {"id": "unrelated", **row}), CONTACT, model=found.model)
    assert scored(more) == scored(found)
    assert partition(cluster(more)) == partition(cluster(found)) | {frozenset({"unrelated"})}


def test_a_record_and_its_copy_are_in_one_cluster(records, found):
    known = records.filter(
        pl.all_horizontal(pl.col("first_name", "last_name", "email", "company").str.len_chars() > 1)
    )[::29]
    assert known.height >= 5
    for record in known.iter_rows(named=True):
        more = find_duplicates(add(records, {**record, "id": "copy"}), CONTACT, model=found.model)
        assert frozenset({record["id"], "copy"}) in together(partition(cluster(more))), record


def test_renaming_ids_in_their_order_only_renames(records, found):
    renamed = find_duplicates(records.with_columns(pl.format("new-{}", "id").alias("id")), CONTACT)
    new = pl.format("new-{}", pl.col("left", "right"))
    assert renamed.table.equals(found.table.with_columns(new))
    assert renamed.model.to_json() == found.model.to_json()


def test_renaming_ids_against_their_order_only_renames(records, found):
    """Which record is the left one of a pair, and which of equal records stands for the rest, follows the ids."""
    names = dict(zip(sorted(records["id"]), sorted(records["id"], reverse=True), strict=True))
    renamed = find_duplicates(records.with_columns(pl.col("id").replace_strict(names)), CONTACT, model=found.model)
    assert {frozenset(names[each] for each in pair): told for pair, told in scored(found).items()} == scored(renamed)
    turned = {frozenset(names[each] for each in group) for group in partition(cluster(found))}
    assert partition(cluster(renamed)) == turned


def test_which_columns_are_empty_does_not_matter(records, found):
    wider = records.with_columns(mobile=pl.lit(None, dtype=pl.String), department=pl.lit("", dtype=pl.String))
    assert find_duplicates(wider, CONTACT).table.equals(found.table)
