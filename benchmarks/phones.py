"""Measure what phone numbers turn out to be, what reading them costs, and whether the engines agree.

    python benchmarks/phones.py [--records 100000] [--seed 7] [--data DIR] [--out FILE]

Without ``--data`` the contacts are generated; with it, ``DIR/contacts.csv`` (plain or gzipped) is read: its columns
phone and country. Costs are processor seconds of this process, the best of three runs: distinct (phone, country) pairs
as a column, and a sample of them one by one. The engine ``fast`` is measured where its extra is installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl
from accuracy import read
from machine import HERE, generated, machine

from crmclean.errors import MissingExtraError
from crmclean.fields.country import iso2
from crmclean.fields.phone import Phone
from crmclean.fields.phone_engine import version

RUNS, SAMPLE = 3, 5000
Result = TypeVar("Result")


def pairs(contacts: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct phones with their country's code."""
    given = contacts.select("phone", "country").with_columns(pl.col("phone").str.strip_chars())
    codes = {name: iso2(name) for name in given["country"].drop_nulls().unique()}
    country = pl.col("country").replace_strict(codes, default=None, return_dtype=pl.String)
    return given.filter(pl.col("phone") != "").with_columns(country).unique(maintain_order=True)


def best(run: Callable[[], Result]) -> tuple[float, Result]:
    """Return the least processor time of some runs, and the result."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return min(times), result


def measure(engine: str, numbers: pl.DataFrame) -> tuple[dict[str, object], pl.DataFrame]:
    kind = Phone.model_validate({"region": {"from": "country", "else": "US"}, "engine": engine})
    seconds, column = best(lambda: kind.parse_column(numbers["phone"], numbers["country"]))
    few = numbers.sample(min(SAMPLE, numbers.height), seed=7)
    each, _ = best(lambda: [kind.parse(*row) for row in few.iter_rows()])
    return {
        "engine": engine,
        "metadata": version(kind.engine),
        "seconds": round(seconds, 3),
        "microseconds_in_a_column": round(seconds / numbers.height * 1e6, 2),
        "microseconds_one_by_one": round(each / few.height * 1e6, 2),
    }, column


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure phone numbers: states, costs, engines.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="folder with a contacts.csv to read in place of generated data")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "phones.json")
    asked = parser.parse_args()
    contacts = read(asked.data or generated(asked.records, asked.seed), "contacts")
    if contacts is None:
        sys.exit(f"no contacts.csv in {asked.data}")
    numbers = pairs(contacts)
    first, column = measure("reference", numbers)
    costs, differing = [first], None
    try:
        second, other = measure("fast", numbers)
        costs.append(second)
        differing = int((column["value"].ne_missing(other["value"]) | (column["state"] != other["state"])).sum())
    except MissingExtraError as problem:
        print(problem)
    states = column["state"].value_counts(sort=True)
    result = {
        "source": asked.data.name if asked.data else f"generated, seed {asked.seed}",
        "numbers": numbers.height,
        "states": dict(states.iter_rows()),
        "engines": costs,
        "engines_differ_on": differing,
    }
    print(f"{numbers.height:,} distinct numbers ({result['source']})")
    print("  ".join(f"{state} {count:,} ({count / numbers.height:.2%})" for state, count in states.iter_rows()))
    for cost in costs:
        print("  ".join(f"{name} {value}" for name, value in cost.items()))
    print(f"the engines differ on {differing}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps({**result, **machine()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
