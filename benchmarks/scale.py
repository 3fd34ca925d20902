"""Measure how finding duplicates grows: ``crmclean dedupe`` beside Splink 5, from cleaned columns to clusters.csv.

    python benchmarks/scale.py [--records 5000 100000 1000000] [--seed 7] [--runs 3] [--limit 900] [--out FILE]

Contacts are generated (and kept in ``benchmarks/data``) and cleaned once; both tools start from that ``records.csv``
as whole processes, their byte code cached, and end with a file of clusters. Splink is set up as in
``benchmarks/peers/by_splink.py``; its candidate recall (true pairs among all candidates, before any threshold) is
shown beside ours, so that nobody is fast by looking at less. Medians of the runs, tools in turn; memory is summed
over the process tree. The way from the raw export, with either phone engine, is run once. The forecast follows the
growth between the two largest sizes; ``--records 1000000 4000000`` measures it. JSON with machine and versions.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
from accuracy import pairwise
from machine import HERE, generated
from peers import TOOLS, environment, versions
from process import Ran, run

import crmclean

FAST = """crmclean: 1
object: contact
extends: generic/contact
fields: {phone: {engine: fast}, mobile: {engine: fast}, home_phone: {engine: fast}, other_phone: {engine: fast}}
"""
FORECAST = (4_000_000, 10_000_000)
PROGRAM = Path(sys.executable).parent / "crmclean"


def cleaned(records: int, seed: int, folder: Path) -> None:
    """Write the columns that ``crmclean clean`` makes, and the truth, into a folder."""
    source = generated(records, seed)
    out = folder / "cleaned"
    command = [PROGRAM, "clean", source / "contacts.csv", "--out", out, "--fail-on", "never"]
    subprocess.run(command, check=True, capture_output=True)
    shutil.move(out / "records.csv", folder / "records.csv")
    shutil.rmtree(out)
    (folder / "contacts.csv").symlink_to((source / "contacts.csv").resolve())
    (folder / "fast.yaml").write_text(FAST, encoding="utf-8")
    pl.read_csv(source / "truth.csv", infer_schema=False).select("id", "cluster").write_csv(folder / "truth.csv")


def ours(folder: Path, limit: float, *asked: str) -> Ran:
    out = folder / "crmclean"
    command = [PROGRAM, "dedupe", *(asked or ("records.csv",)), "--out", out, "--overwrite"]
    ran = run(command, limit=limit, cwd=folder, env=cached(folder))
    if not ran.failure:
        shutil.copy(out / "clusters.csv", folder / "clusters.csv")
    return ran


def splink(folder: Path, limit: float, variant: str = "0.95") -> Ran:
    script = HERE / "peers" / "by_splink.py"
    command = [environment(TOOLS["splink"]), script, folder, "contacts", "--variant", variant]
    return run(command, limit=limit, cwd=folder, env=cached(folder))


def cached(folder: Path) -> dict[str, str]:
    """Return an environment in which python keeps its byte code, as an installation does: here, in the folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


RUN = {"crmclean": ours, "splink": splink}
RAW = {
    "crmclean, raw export": ("contacts.csv",),
    "crmclean, raw export, fast phones": ("contacts.csv", "--rules", "fast.yaml"),
}
"""What else is run, once: from the raw export, with the reference phone engine and with the extra ``fast``."""


def our_candidates(folder: Path) -> pl.DataFrame:
    """Return our candidate pairs; of records that are copies of each other only the pairs with the first."""
    rules = crmclean.load_rules("generic/contact")
    every = rules.model_copy(update={"duplicates": rules.duplicates.model_copy(update={"review": 0.0})})
    records = pl.read_csv(folder / "records.csv", infer_schema=False)
    return crmclean.find_duplicates(records, every).to_frame().select("left", "right")


def splinks_candidates(folder: Path, limit: float) -> pl.DataFrame | None:
    failed = splink(folder, limit, "candidates").failure
    return None if failed else pl.read_parquet(folder / "candidates.parquet")


def recall(candidates: pl.DataFrame | None, truth: pl.DataFrame) -> dict[str, float] | None:
    """Return the number of candidates and the share of the true pairs that they hold."""
    if candidates is None:
        return None
    sizes = truth.group_by("cluster").len()["len"].cast(pl.Int64)
    true = int((sizes * (sizes - 1) // 2).sum())
    known = candidates.join(truth.rename({"id": "left", "cluster": "one"}), on="left")
    known = known.join(truth.rename({"id": "right", "cluster": "other"}), on="right")
    held = known.filter(pl.col("one") == pl.col("other")).height
    return {"candidates": candidates.height, "candidate_recall": round(held / (true or 1), 4)}


def measure(records: int, asked: argparse.Namespace) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cleaned(records, asked.seed, folder)
        truth = pl.read_csv(folder / "truth.csv", infer_schema=False)
        found = {"crmclean": recall(our_candidates(folder), truth)}
        found["splink"] = recall(splinks_candidates(folder, asked.limit), truth)
        runs: dict[str, list[Ran]] = {tool: [] for tool in RUN}
        scores: dict[str, dict[str, float]] = {}
        for _ in range(asked.runs):
            for tool, command in RUN.items():
                runs[tool].append(command(folder, asked.limit))
                if not runs[tool][-1].failure:
                    scores[tool] = pairwise(pl.read_csv(folder / "clusters.csv", infer_schema=False), truth)
        raw = {tool: [ours(folder, asked.limit, *command)] for tool, command in RAW.items()}
        return [
            {"tool": tool, "records": records, **median(ran), **(found.get(tool) or {}), **scores.get(tool, {})}
            for tool, ran in {**runs, **raw}.items()
        ]


def median(runs: list[Ran]) -> dict[str, object]:
    failure = next((ran.failure for ran in runs if ran.failure), None)
    return {
        **{name: round(statistics.median(getattr(ran, name) for ran in runs), 2) for name in Ran._fields[:3]},
        **({"failure": failure} if failure else {}),
    }


def growth(results: list[dict[str, object]]) -> dict[str, object]:
    """Return the power with which seconds and memory grow between the two largest sizes, and what follows from it."""
    found = {}
    for tool in RUN:
        small, large = [each for each in results if each["tool"] == tool][-2:]
        if "failure" in small or "failure" in large:
            continue
        steps = math.log(large["records"] / small["records"])
        powers = {name: math.log(large[name] / small[name]) / steps for name in ("seconds", "peak_mib")}
        found[tool] = {name: round(power, 2) for name, power in powers.items()}
        for records in FORECAST:
            if records > large["records"]:
                ahead = records / large["records"]
                found[tool][f"at {records:,}"] = {n: round(large[n] * ahead**power) for n, power in powers.items()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how finding duplicates grows, beside Splink.")
    parser.add_argument("--records", type=int, nargs="+", default=[5_000, 100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "scale.json")
    asked = parser.parse_args()
    results: list[dict[str, object]] = []
    ratios = {}
    for records in sorted(asked.records):
        every = measure(records, asked)
        results += every
        for each in every:
            show(each)
        ours_, theirs, *_ = every
        if "failure" not in ours_ and "failure" not in theirs:
            ratios[records] = {n: round(ours_[n] / theirs[n], 2) for n in ("seconds", "cpu_seconds", "peak_mib")}
            print(f"{records:>10,}  crmclean / splink: " + "  ".join(f"{n} {r}" for n, r in ratios[records].items()))
    ahead = growth(results) if len(asked.records) > 1 else {}
    for tool, powers in ahead.items():
        print(f"{tool}: grows with the power {powers}")
    report = {"results": results, "ratios": ratios, "growth": ahead, "runs": asked.runs, **versions()}
    asked.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def show(each: dict[str, object]) -> None:
    said = "  ".join(f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}"
                     for name, value in each.items() if name not in ("tool", "records"))  # fmt: skip
    print(f"{each['records']:>10,}  {each['tool']:<34}{said}", flush=True)


if __name__ == "__main__":
    main()
