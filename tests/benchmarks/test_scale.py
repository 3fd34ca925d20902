from __future__ import annotations

import polars as pl
import pytest


@pytest.fixture
def scale(benchmark):
    return benchmark("scale")


def test_recall_is_the_share_of_true_pairs_among_the_candidates(scale):
    truth = pl.DataFrame({"id": ["a", "b", "c", "d"], "cluster": ["1", "1", "1", "2"]})
    candidates = pl.DataFrame({"left": ["a", "b", "c"], "right": ["b", "c", "d"]})
    assert scale.recall(candidates, truth) == {"candidates": 3, "candidate_recall": 0.6667}
    assert scale.recall(None, truth) is None


def test_growth_goes_on_as_between_the_largest_sizes(scale):
    results = [
        {"tool": tool, "records": records, "seconds": seconds, "peak_mib": 100.0 * records / 1_000_000}
        for tool in ("crmclean", "splink")
        for records, seconds in ((1_000, 5.0), (500_000, 10.0), (1_000_000, 40.0))
    ]
    ahead = scale.growth(results)["crmclean"]
    assert (ahead["seconds"], ahead["peak_mib"]) == (2.0, 1.0)
    assert ahead["at 4,000,000"] == {"seconds": 640, "peak_mib": 400}


def test_no_forecast_from_what_failed(scale):
    failed = [{"tool": tool, "records": records, "failure": "stopped"} for tool in scale.RUN for records in (1, 2)]
    assert scale.growth(failed) == {}
