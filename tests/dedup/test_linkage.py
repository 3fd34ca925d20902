from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

import numpy as np
import reference
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup import linkage
from crmclean.dedup.linkage import UNKNOWN_BITS, cut, dendrogram


def evidence_of(bits):
    def evidence(left, right):
        return np.array([bits[a, b] for a, b in zip(left.tolist(), right.tolist(), strict=True)], dtype=float)

    return evidence


def clusters_of(labels):
    groups = {}
    for row, label in enumerate(labels.tolist()):
        groups.setdefault(label, set()).add(row)
    return sorted(groups.values(), key=min)


@st.composite
def evidences(draw):
    """Random evidence for all pairs of up to 9 records, distinct in any mean; every tenth or so a veto."""
    records = draw(st.integers(2, 9))
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    bits = {pair: float(random.normal(0, 4)) for pair in combinations(range(records), 2)}
    vetoes = draw(st.lists(st.sampled_from(sorted(bits)), max_size=3))
    return records, {
        pair: -np.inf if pair in vetoes else float(np.clip(value, UNKNOWN_BITS, 15)) for pair, value in bits.items()
    }


def build(records, bits):
    connecting = [pair for pair, value in bits.items() if value > -4]
    left = np.array([a for a, _ in connecting], dtype=np.int64)
    right = np.array([b for _, b in connecting], dtype=np.int64)
    known = np.array([bits[pair] for pair in connecting])
    return connecting, dendrogram(records, left, right, known, evidence_of(bits))


@given(evidences())
def test_clusters_are_those_of_slow_average_linkage(case):
    records, bits = case
    connecting, merges = build(records, bits)
    expected = []
    labels = reference.components(records, connecting)
    for label in sorted(set(labels)):
        rows = [row for row in range(records) if labels[row] == label]
        expected.extend(reference.average_linkage(rows, bits))
    assert clusters_of(cut(records, merges, 0.0)) == sorted(expected, key=min)


@given(evidences(), st.floats(-3, 10), st.floats(0, 5))
def test_raising_the_threshold_only_splits(case, low, step):
    records, bits = case
    _, merges = build(records, bits)
    coarse, fine = cut(records, merges, low), cut(records, merges, low + step)
    assert all(len({int(coarse[row]) for row in group}) == 1 for group in clusters_of(fine))


@given(evidences(), st.floats(-3, 10), st.floats(-3, 10))
def test_every_pair_of_a_group_has_the_evidence_that_is_asked(case, height, least):
    records, bits = case
    _, merges = build(records, bits)
    wide, groups = cut(records, merges, height), cut(records, merges, height, least)
    assert all(value >= least for (a, b), value in bits.items() if groups[a] == groups[b])
    assert all(len({int(wide[row]) for row in group}) == 1 for group in clusters_of(groups))
    sound = [
        group for group in clusters_of(wide) if all(bits[pair] >= least for pair in combinations(sorted(group), 2))
    ]
    assert all(group in clusters_of(groups) for group in sound)


@given(evidences())
def test_a_veto_is_never_inside_a_cluster(case):
    records, bits = case
    _, merges = build(records, bits)
    labels = cut(records, merges, -14.0)
    assert all(labels[a] != labels[b] for (a, b), value in bits.items() if np.isneginf(value))


def test_one_false_link_does_not_chain_two_offices():
    bits = dict.fromkeys(combinations(range(6), 2), -10.0)
    bits |= {pair: 8.0 for office in ((0, 1, 2), (3, 4, 5)) for pair in combinations(office, 2)}
    bits[2, 3] = 6.0
    _, merges = build(6, bits)
    assert clusters_of(cut(6, merges, 0.0)) == [{0, 1, 2}, {3, 4, 5}]


def test_no_pairs_leave_every_record_alone():
    nothing = np.empty(0, dtype=np.int64)
    assert cut(4, dendrogram(4, nothing, nothing, np.empty(0), evidence_of({})), 0.0).tolist() == [0, 1, 2, 3]


@given(evidences())
def test_a_large_component_is_clustered_by_the_pairs_that_are_known(case):
    records, bits = case
    connecting = [pair for pair, value in bits.items() if value > 0]
    left, right = (np.array([pair[at] for pair in connecting], dtype=np.int64) for at in (0, 1))
    known = np.array([bits[pair] for pair in connecting])
    unknown = {pair: bits[pair] if pair in connecting or np.isneginf(bits[pair]) else UNKNOWN_BITS for pair in bits}
    vetoes = {pair: -np.inf if np.isneginf(value) else 0.0 for pair, value in bits.items()}
    full = dendrogram(records, left, right, known, evidence_of(unknown))
    with patch.object(linkage, "_FULL", 1):
        sparse = dendrogram(records, left, right, known, evidence_of({}), evidence_of(vetoes), lowest=0.0)
    for least in (-np.inf, 0.0):
        assert clusters_of(cut(records, sparse, 0.0, least)) == clusters_of(cut(records, full, 0.0, least))
