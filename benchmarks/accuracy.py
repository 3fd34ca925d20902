"""Measure how right the duplicates are: pairwise precision, recall and F1 of the final clusters, without labels.

    python benchmarks/accuracy.py [NAME ...] [--records 20000] [--seed 7] [--data DIR] [--out FILE]

Without names every set is measured that is there: contacts and accounts generated with their truth, those of
``DIR/crm_*`` (the pack is recognised from the headers), and the public sets of ``DIR/persons``, ``DIR/orgs`` and
``DIR/products``, each with the rule file of its name in ``benchmarks/sets/`` (``a_b`` serves ``a_b_c``); sets of two
tables (``left``, ``right``) are linked one to one, and pairs across count. ``DIR`` is the folder of data beside the
checkout. All settings are the shipped ones. Prints a line a file and writes JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
from machine import HERE, generated, machine

import crmclean
from crmclean.spec import recognise

SHARED = HERE.parent.parent / "shared" / "data"
FILES = {"contacts": "truth", "accounts": "accounts_truth"}
SIZE = ("employees", "annual_revenue", "industry")
"""What says how large an account is and what it does: many CRMs have none of it."""
PUBLIC = ("persons", "orgs", "products")


class Set(NamedTuple):
    """Records and their truth (record id, cluster), and the rule file; None where the headers tell the pack.

    Where there is an ``other`` table the truth lists the pairs (left id, right id). ``without`` names columns that are
    left out.
    """

    name: str
    records: Path
    truth: Path
    rules: Path | None = None
    other: Path | None = None
    without: tuple[str, ...] = ()


def sets(data: Path, records: int, seed: int) -> Iterator[Set]:
    """Yield every set that is there."""
    folders = {f"generated_{records}": generated(records, seed)}
    folders |= {folder.name: folder for folder in sorted(data.glob("crm_*"))}
    for name, folder in folders.items():
        for table, truth in FILES.items():
            if (found := there(folder, table)) and (true := there(folder, truth)):
                yield Set(f"{name}/{table}", found, true)
                if table == "accounts":
                    yield Set(f"{name}/accounts without size", found, true, without=SIZE)
    for kind in PUBLIC:
        for folder in sorted((data / kind).glob("*")):
            rules = rule_file(folder.name)
            if rules and (found := there(folder, "records")) and (true := there(folder, "clusters")):
                yield Set(folder.name, found, true, rules)
            if rules and (found := there(folder, "left")) and (true := there(folder, "truth")):
                yield Set(folder.name, found, true, rules, there(folder, "right"))


def there(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if path.is_file()), None)


def rule_file(name: str) -> Path | None:
    """Return the rule file of a set: the one whose name is the longest beginning of the set's."""
    fitting = [path for path in (HERE / "sets").glob("*.yaml") if name.startswith(path.stem)]
    return max(fitting, key=lambda path: len(path.stem), default=None)


def pairwise(found: pl.DataFrame, truth: pl.DataFrame, cluster: str = "cluster_id") -> dict[str, float]:
    """Compare two partitions of the same records by the pairs that they hold together."""
    both = found.select("record_id", cluster_id=cluster).join(
        truth.rename({truth.columns[0]: "record_id", truth.columns[1]: "true"}), on="record_id"
    )
    right, predicted, true = (pairs(both, *by) for by in (("cluster_id", "true"), ("cluster_id",), ("true",)))
    return scores(right, predicted, true)


def across(found: pl.DataFrame, truth: pl.DataFrame, cluster: str) -> dict[str, float]:
    """Compare the links between two tables with the true ones."""
    left, right = (found.filter(table=side).select("record_id", cluster) for side in ("left", "right"))
    linked = left.join(right, on=cluster, suffix="_right").select("record_id", "record_id_right")
    correct = linked.join(truth, left_on=linked.columns, right_on=truth.columns, how="semi").height
    return scores(correct, linked.height, truth.height)


def scores(right: int, predicted: int, true: int) -> dict[str, float]:
    precision, recall = right / (predicted or 1), right / (true or 1)
    f1 = 2 * right / ((predicted + true) or 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "true_pairs": true}


def pairs(records: pl.DataFrame, *by: str) -> int:
    sizes = records.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def measure(one: Set) -> dict[str, object]:
    records, truth = (pl.read_csv(path, infer_schema=False) for path in (one.records, one.truth))
    records = records.drop(one.without, strict=False)
    start = time.perf_counter()
    rules = crmclean.load_rules(one.rules or recognise(records.columns))
    other = pl.read_csv(one.other, infer_schema=False) if one.other else None
    found = crmclean.find_duplicates(records, rules, other=other)
    clusters = crmclean.cluster(found)
    seconds = round(time.perf_counter() - start, 2)
    compare = pairwise if other is None else across
    measured, merged = (compare(clusters.table, truth, name) for name in ("cluster_id", "merge_id"))
    return {
        "set": one.name,
        "records": len(found.ids),
        **measured,
        "merge_precision": merged["precision"],
        "merge_recall": merged["recall"],
        "largest": clusters.counts()["largest"],
        "seconds": seconds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure pairwise F1 of the final clusters.")
    parser.add_argument("names", nargs="*", help="sets to measure, by the beginning of their names; all without")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of data with truth")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "accuracy.json")
    asked = parser.parse_args()
    every = sets(asked.data, asked.records, asked.seed)
    chosen = [one for one in every if not asked.names or one.name.startswith(tuple(asked.names))]
    if not chosen:
        sys.exit(f"no such set in {asked.data}")
    results = []
    for one in chosen:
        results.append(measure(one))
        print("  ".join(f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}"
                        for name, value in results[-1].items()), flush=True)  # fmt: skip
    if not asked.names:
        asked.out.write_text(json.dumps({"results": results, **machine()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
