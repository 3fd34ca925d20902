"""Measure how steady the duplicates of contacts are: columns left out, parts of the file, calibration. No labels.

    python benchmarks/robustness.py [columns] [subsets] [calibration] [--set crm_dev_100k] [--data DIR] [--out FILE]

Columns: F1 of the clusters with some columns left out. Subsets: ten parts of about 2,000 records, whole companies and
whole clusters, so that each is a small CRM. Calibration: in every tenth of predicted probability (``review`` at 0) the
share of pairs that are truly one. All settings are the shipped ones; truth only measures. Prints lines, writes JSON.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import polars as pl
from accuracy import SHARED, pairwise, there
from machine import HERE, machine

import crmclean
from crmclean.dedup.coded import encode
from crmclean.dedup.pairs import components
from crmclean.fields.company import core
from crmclean.spec import Rules, recognise

LEFT_OUT = (("phone",), ("email",), ("company",), ("street",), ("title",), ("postal_code", "city"))
SUBSETS, RECORDS, LEAST = 10, 2_000, 300


def found(records: pl.DataFrame, truth: pl.DataFrame, rules: Rules) -> dict[str, float]:
    clusters = crmclean.cluster(crmclean.find_duplicates(records, rules))
    return pairwise(clusters.to_frame(), truth) | {"largest": clusters.counts()["largest"]}


def columns(records: pl.DataFrame, truth: pl.DataFrame, rules: Rules) -> list[dict[str, object]]:
    rows = []
    for names in LEFT_OUT:
        rows.append({"without": "+".join(names), **found(records.drop(names), truth, rules)})
        print(rows[-1], flush=True)
    return rows


def families(records: pl.DataFrame, truth: pl.DataFrame) -> dict[int, list[int]]:
    """Group rows that share a company or a true cluster, directly or over others."""
    true = dict(truth.select("id", "cluster").iter_rows())
    cluster = encode([str(true[record]) for record in records["id"]]).codes
    company = encode([core(name) if name else None for name in records["company"]]).codes
    links = pl.concat(
        [
            pl.DataFrame({"row": range(len(codes)), "code": codes})
            .filter(pl.col("code") >= 0)
            .with_columns(pl.col("row").first().over("code").alias("first"))
            for codes in (cluster, company)
        ]
    )
    label = components(records.height, links["first"].to_numpy(), links["row"].to_numpy())
    grouped: dict[int, list[int]] = {}
    for row, group in enumerate(label.tolist()):
        grouped.setdefault(group, []).append(row)
    return grouped


def subsets(records: pl.DataFrame, truth: pl.DataFrame, rules: Rules) -> list[dict[str, object]]:
    """Measure parts of the file; a group larger than a fifth of a part (chains of movers) is cut by cluster."""
    true = dict(truth.select("id", "cluster").iter_rows())
    whole: list[list[int]] = []
    for rows in families(records, truth).values():
        if len(rows) <= RECORDS // 5:
            whole.append(rows)
            continue
        parts: dict[str, list[int]] = {}
        for row in rows:
            parts.setdefault(true[records["id"][row]], []).append(row)
        by_company: dict[str, list[int]] = {}
        for part in parts.values():
            employer = next((core(name) for row in part if (name := records["company"][row])), str(part[0]))
            by_company.setdefault(employer, []).extend(part)
        whole.extend(by_company.values())
    told = []
    for seed in range(SUBSETS):
        random.Random(seed).shuffle(order := sorted(whole))
        chosen: list[int] = []
        while len(chosen) < RECORDS:
            chosen += order.pop()
        told.append({"subset": seed, "records": len(chosen), **found(records[sorted(chosen)], truth, rules)})
        print(told[-1] if told[-1]["true_pairs"] >= LEAST else f"too few true pairs: {told[-1]}", flush=True)
    return told


def calibration(records: pl.DataFrame, truth: pl.DataFrame, rules: Rules) -> list[dict[str, object]]:
    every = rules.model_copy(update={"duplicates": rules.duplicates.model_copy(update={"review": 0.0})})
    pairs = crmclean.find_duplicates(records, every).to_frame()
    true = truth.select(pl.col("id").cast(pl.String), "cluster")
    judged = (
        pairs.join(true.rename({"id": "left", "cluster": "one"}), on="left")
        .join(true.rename({"id": "right", "cluster": "other"}), on="right")
        .group_by((pl.col("match_probability") * 10).floor().clip(0, 9).cast(pl.Int64).alias("tenth"))
        .agg(
            pl.len().alias("pairs"),
            pl.col("match_probability").mean().round(4).alias("predicted"),
            (pl.col("one") == pl.col("other")).mean().round(4).alias("true"),
        )
        .sort("tenth")
    )
    print(judged)
    return judged.to_dicts()


PARTS = {"columns": columns, "subsets": subsets, "calibration": calibration}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how steady the duplicates of contacts are.")
    parser.add_argument("parts", nargs="*", help="columns, subsets, calibration; all without")
    parser.add_argument("--set", default="crm_dev_100k")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of data with truth")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "robustness.json")
    asked = parser.parse_args()
    folder = asked.data / asked.set
    records, truth = (pl.read_csv(there(folder, name), infer_schema=False) for name in ("contacts", "truth"))
    rules = crmclean.load_rules(recognise(records.columns))
    results = {name: PARTS[name](records, truth, rules) for name in asked.parts or PARTS}
    if not asked.parts:
        asked.out.write_text(json.dumps({"set": asked.set, **results, **machine()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
