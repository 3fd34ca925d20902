from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import CONTACT, TEN, clusters_of, found, tables


def test_one_record_is_a_cluster_of_its_own():
    pairs, clusters = found(TEN[0])
    assert pairs.table.height == 0
    assert clusters.to_frame().rows() == [("001", "001")]


@pytest.mark.parametrize("copies", [2, 40])
def test_identical_records_are_one_cluster(copies):
    _, clusters = found(*[TEN[0]] * copies)
    assert clusters.counts() == {"clusters": 1, "duplicates": 1, "records_in_duplicates": copies, "largest": copies}


def test_200_identical_records_are_one_cluster():
    assert found(*[TEN[0]] * 200)[1].counts()["clusters"] == 1


@settings(max_examples=6)
@given(tables, st.floats(0.3, 0.9), st.floats(0, 0.09))
def test_raising_the_threshold_only_splits(rows, match, step):
    def at(threshold):
        duplicates = CONTACT.duplicates.model_copy(update={"match": threshold, "merge": 0.995})
        return found(*rows, rules=CONTACT.model_copy(update={"duplicates": duplicates}))[1].table

    both = at(match).join(at(match + step), on="record_id", suffix="_fine")
    assert (both.group_by("cluster_id_fine").agg(pl.n_unique("cluster_id"))["cluster_id"] == 1).all()


def test_a_bridge_without_generation_does_not_join_father_and_son():
    shared = {"first_name": "John", "email": "quux@acme.com", "phone": "415-555-2671"}
    _, clusters = found(*(shared | {"last_name": f"Quux{generation}"} for generation in ("", " Jr.", " Sr.")))
    assert not any({"002", "003"} <= set(group) for group in clusters_of(clusters))
