from __future__ import annotations

import pytest


@pytest.fixture
def degenerate(benchmark):
    return benchmark("degenerate")


def test_planted_pairs_are_the_only_duplicates(degenerate):
    for name in ("empty key", "placeholder key", "one number", "one company"):
        table = degenerate.CASES[name](5_000)
        assert table["id"].n_unique() == 5_000
        assert table.height - table["person"].n_unique() == degenerate.PLANTED
        assert table["email"].n_unique() == table["person"].n_unique()


def test_identical_rows_differ_in_their_ids_alone(degenerate):
    table = degenerate.CASES["identical"](300)
    assert table["id"].n_unique() == 300
    assert table.drop("id").unique().height == 1


def test_nine_in_ten_share_a_company(degenerate):
    assert degenerate.CASES["one company"](5_000)["company"].value_counts()["count"].max() == 4_500


@pytest.mark.parametrize("name", ["identical", "one company"])
def test_the_answer_is_held_against_the_right_one(degenerate, name):
    result = degenerate.measure(name, 3_000, 120)
    assert result.get("failure") is None
    assert (result["precision"], result["recall"]) == (1.0, 1.0)
