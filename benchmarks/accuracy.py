"""Measure how right the duplicates are: pairwise precision, recall and F1 of the final clusters, without labels.

    python benchmarks/accuracy.py [--records 20000] [--seed 7] [--data DIR] [--out FILE]

Without ``--data`` contacts and accounts are generated with their truth; with it, ``DIR`` holds ``contacts.csv`` and
``truth.csv``, ``accounts.csv`` and ``accounts_truth.csv``, or both, plain or gzipped (truth: record id, cluster). The
pack is recognised from the headers, its settings are the shipped ones. Prints a line a file and writes JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import polars as pl
from machine import HERE, generated, machine

import crmclean
from crmclean.spec import recognise

FILES = {"contacts": "truth", "accounts": "accounts_truth"}


def read(folder: Path, name: str) -> pl.DataFrame | None:
    for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz"):
        if path.is_file():
            return pl.read_csv(path, infer_schema=False)
    return None


def pairwise(found: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """Compare two partitions of the same records by the pairs that they hold together."""
    both = found.join(truth.rename({truth.columns[0]: "record_id", truth.columns[1]: "true"}), on="record_id")
    right, predicted, true = (pairs(both, *by) for by in (("cluster_id", "true"), ("cluster_id",), ("true",)))
    precision, recall = right / (predicted or 1), right / (true or 1)
    f1 = 2 * right / ((predicted + true) or 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "true_pairs": true}


def pairs(records: pl.DataFrame, *by: str) -> int:
    sizes = records.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def measure(folder: Path, name: str) -> dict[str, object] | None:
    records, truth = read(folder, name), read(folder, FILES[name])
    if records is None or truth is None:
        return None
    start = time.perf_counter()
    rules = crmclean.load_rules(recognise(records.columns))
    clusters = crmclean.cluster(crmclean.find_duplicates(records, rules))
    seconds = round(time.perf_counter() - start, 2)
    largest = clusters.counts()["largest"]
    scores = pairwise(clusters.to_frame(), truth)
    return {"file": name, "records": records.height, **scores, "largest": largest, "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure pairwise F1 of the final clusters.")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="folder with records and truth to measure in place of generated data")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "accuracy.json")
    asked = parser.parse_args()
    folder = asked.data or generated(asked.records, asked.seed)
    results = [result for name in FILES if (result := measure(folder, name))]
    if not results:
        sys.exit(f"no records with their truth in {folder}")
    for result in results:
        print(
            "  ".join(
                f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in result.items()
            )
        )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    source = asked.data.name if asked.data else f"generated, seed {asked.seed}"
    asked.out.write_text(
        json.dumps({"source": source, "results": results, **machine()}, indent=2) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
