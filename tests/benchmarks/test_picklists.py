from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("picklists")


def _judged(benchmark: ModuleType, name: str) -> list:
    kinds = benchmark.fields()
    return [(case, benchmark.outcome(case, benchmark.read(case, kinds))) for case in benchmark.cases(name)]


def test_every_spelling_of_the_development_data_is_mapped_right(benchmark):
    for column in benchmark.drift(_judged(benchmark, "drift")):
        assert column["right"] >= 0.98, column
        assert column["right_records"] >= 0.98, column
        assert column["wrong_records"] <= 0.001, column


def test_what_people_type_is_understood_and_what_means_nothing_is_left_alone(benchmark):
    for kind in benchmark.spellings(_judged(benchmark, "spellings")):
        if kind["part"] == "all":
            assert kind["precision"] >= 0.99, kind
            assert kind["recall"] >= 0.90, kind


def test_no_case_stands_twice(benchmark):
    for name in ("drift", "spellings"):
        asked = [(case.kind, case.spelling, case.country) for case in benchmark.cases(name)]
        assert len(asked) == len(set(asked)) > 400


@pytest.mark.parametrize(
    ("expected", "mapped", "suggested", "outcome"),
    [
        ("Web", "Web", "", "right"),
        ("Web", "Chat", "", "wrong"),
        ("", "Chat", "", "wrong"),
        ("Web", "", "Web", "suggested"),
        ("Web", "", "Chat", "missed"),
        ("", "", "Chat", "left alone"),
    ],
)
def test_outcomes(benchmark, expected, mapped, suggested, outcome):
    case = benchmark.Case("lead_source", "x", "", expected, 1)
    assert benchmark.outcome(case, benchmark.Read(mapped, suggested)) == outcome
