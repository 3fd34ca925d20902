"""The same records give the same bits: in any order, with any number of threads, in pieces of any size."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from generated import contacts, digest

TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def expected():
    return digest(contacts())


def test_24_orders_of_the_rows_give_one_result(expected):
    records = contacts()
    order = list(range(records.height))
    digests = set()
    for seed in range(24):
        random.Random(seed).shuffle(order)  # noqa: S311 - shuffled rows are no secret
        digests.add(digest(records[order]))
    assert digests == {expected}


def test_the_order_of_the_columns_changes_nothing(expected):
    records = contacts()
    assert digest(records.select(reversed(records.columns))) == expected


@pytest.mark.parametrize("pairs", [1, 7, 100])
def test_the_size_of_a_chunk_changes_nothing(expected, monkeypatch, pairs):
    monkeypatch.setattr("crmclean.dedup.candidates.PART", pairs)
    monkeypatch.setattr("crmclean.dedup.score.CHUNK", pairs)
    assert digest(contacts()) == expected


@pytest.mark.parametrize(("threads", "seed"), [(1, 0), (2, 1), (7, 4242)])
def test_threads_and_hash_seeds_change_nothing(expected, threads, seed):
    told = subprocess.run(
        [sys.executable, "-c", "from generated import contacts, digest; print(digest(contacts()))"],
        env={**os.environ, "POLARS_MAX_THREADS": str(threads), "PYTHONHASHSEED": str(seed)}
        | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == expected
