"""Measure completeness by owner: scoring records that are standardized already, beside a plain pandas group-by.

    python benchmarks/completeness.py [--records 1000000] [--seed 7] [--runs 5] [--out FILE]

The records are generated (and kept in ``benchmarks/data/``). Three things are timed, each the median of its runs:

- ``score``: what ``crmclean`` does once records are cleaned: weights, conditions and groups, the ways of missing of
  every field, the score overall and by owner with its interval, the targets;
- ``pandas, empty cells``: ``notna`` and a mean by owner over the raw columns of the same parts: a fill rate that takes
  ``n/a`` and ``000-0000`` for values, and has no weights, no conditions and no groups;
- ``pandas, known states``: the same group-by over booleans that say what is there, worked out beforehand: the part of
  the work that both do.

The two sides answer different questions; the last lines say how far apart the answers are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
from machine import machine, peak_mib
from whole_way import generated

import crmclean
from crmclean.quality.completeness import completeness
from crmclean.quality.part import parts, weigh

HERE = Path(__file__).resolve().parent
TODAY = dt.date(2026, 1, 31)
GOAL = 1.0
"""Seconds in which a million records are to be scored by owner."""


def timed(work: Callable[[], Any], runs: int) -> tuple[Any, dict[str, float]]:
    """Return the result, and the median seconds by the wall clock and of the process."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, {"wall": round(statistics.median(walls), 3), "cpu": round(statistics.median(cpus), 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure completeness by owner beside a plain pandas group-by.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "completeness.json")
    asked = parser.parse_args()
    table = pl.read_csv(generated(asked.records, asked.seed) / "contacts.csv", infer_schema=False)
    cleaned = crmclean.clean(table, crmclean.load_rules("generic/contact"), as_of=TODAY)
    rules, standardized = cleaned.rules, cleaned.standardized
    weighed = parts(rules, standardized.columns, TODAY)
    weighing = weigh(standardized, weighed, rules)
    # To each part the first of its fields that the file has, so that both sides report as many columns.
    columns = {part.name: next(field for field in part.fields if field in table.columns) for part in weighed}
    raw = table.select(pl.col(column).alias(name) for name, column in columns.items()).to_pandas()
    raw["\0owner"] = table["owner"].to_pandas()
    known = pd.DataFrame({part.name: weighing.there(part).to_pandas().astype("float32") for part in weighed})
    known["\0owner"] = cleaned.records["owner"].to_pandas()

    ours, score = timed(lambda: completeness(standardized, rules, by=["owner"], today=TODAY), asked.runs)
    _, empty = timed(lambda: raw[list(columns)].notna().groupby(raw["\0owner"], dropna=False).mean(), asked.runs)
    _, states = timed(lambda: known.groupby("\0owner", dropna=False).mean(), asked.runs)

    results = {"score": score, "pandas, empty cells": empty, "pandas, known states": states}
    print(f"{table.height:,} contacts, {len(weighed)} parts by owner; median of {asked.runs} runs")
    print(f"{'':<24}{'wall s':>8}{'CPU s':>8}")
    for name, took in results.items():
        print(f"{name:<24}{took['wall']:>8.3f}{took['cpu']:>8.3f}")
    print(f"goal: {GOAL:.1f} s for 1,000,000 contacts by owner")
    shares = dict(ours.by_field.select("field", "share").iter_rows())
    answers = {
        name: {"crmclean": round(shares[name], 6), "pandas": round(float(raw[name].notna().mean()), 6)}
        for name in columns
    }
    print("filled, where the two differ:")
    for name, answer in answers.items():
        if answer["crmclean"] != answer["pandas"]:
            print(f"  {name:<14}{answer['crmclean']:>8.2%} not {answer['pandas']:.2%}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {
        "source": f"generated, seed {asked.seed}",
        "records": table.height,
        "parts": list(columns),
        "runs": asked.runs,
        "seconds": results,
        "goal_seconds": GOAL,
        "segments": ours.by_segment.height,
        "share_filled": answers,
        "peak_mib": peak_mib(),
        **machine("pandas"),
    }
    asked.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
