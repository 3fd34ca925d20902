"""The ETL examples run as they stand, and what they assert of themselves holds."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("etl_*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_runs(script, capsys):
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out


def test_every_way_in_has_an_example():
    assert [script.stem for script in SCRIPTS] == ["etl_chunks", "etl_duckdb", "etl_pandas", "etl_polars"]
