"""A file of 320 generated contacts, and what finding duplicates makes of it, as text that can be compared."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import polars as pl

from crmclean import cluster, find_duplicates, load_rules

FILE = Path(__file__).resolve().parent / "cases" / "pairs" / "contacts.csv"
CONTACT = load_rules("generic/contact")


def contacts():
    return pl.read_csv(FILE, infer_schema=False)


def digest(records, rules=CONTACT):
    """The SHA-256 of every result: pairs, clusters, and the model."""
    pairs = find_duplicates(records, rules)
    parts = (pairs.table.write_csv(), cluster(pairs).table.write_csv(), pairs.model.to_json())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def scored(pairs, among=None):
    """Probability and reason by pair, whichever of the two comes first."""
    return {
        frozenset((left, right)): told
        for left, right, *told in pairs.table.iter_rows()
        if among is None or {left, right} <= among
    }


def partition(clusters, column="cluster_id"):
    """The clusters as a set of sets of record ids."""
    groups = clusters.table.group_by(column).agg("record_id")["record_id"].to_list()
    return {frozenset(group) for group in groups}


def together(groups):
    """Every pair that is in one group."""
    return {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}
