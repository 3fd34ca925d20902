from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.decisions import read_decisions
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.labels import agreement, wilson

TABLE = pl.DataFrame({"record_id": list("abcd"), "cluster_id": list("aacd"), "merge_id": list("abcd")})


def test_pairs_are_held_against_clusters():
    said = pl.DataFrame({"left": list("aaca"), "right": list("bcdx"), "match": ["1", "0", "1", "1"]})
    held = agreement(Clusters(TABLE), read_decisions(said))
    assert (held.precision.right, held.precision.of) == (1, 1)
    assert (held.recall.right, held.recall.of) == (1, 2)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_intervals(right, of, low, high):
    """The last one is the example of Newcombe 1998, table I."""
    share = wilson(right, of)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(right, of):
    share = wilson(min(right, of), of)
    assert 0 <= share.low <= share.share + 1e-12
    assert share.share - 1e-12 <= share.high <= 1


def test_no_pairs_say_nothing():
    assert (wilson(0, 0).share, str(wilson(0, 0))) == (None, "unknown: no such pair is labelled")
