"""Measure the whole way, from a CSV to the output folder: wall seconds and peak memory by step.

    python benchmarks/whole_way.py [--records 100000] [--seed 7] [--data DIR] [--runs 3] [--out FILE]

Without ``--data`` the contacts are generated (and kept in ``benchmarks/data/``, so that the next run finds them); with
it, ``DIR/contacts.csv`` is measured. Each run has a process of its own, so that its peak memory is its own; the median
run is printed and written as JSON with machine and versions.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import HERE, generated, machine, peak_mib

LIMITS = {"seconds": 15.0, "peak_mib": 1536.0}
"""What the run is meant to stay under for 100,000 contacts on 2 cores."""


def measure(source: Path) -> dict[str, object]:
    """Run the whole way in this process and report what each step took."""
    start = time.perf_counter()
    from crmclean.pipeline import Steps, run  # noqa: PLC0415 - importing is part of what a user waits for
    from crmclean.reading import Reading  # noqa: PLC0415

    imported = time.perf_counter() - start
    peaks: dict[str, float] = {}
    names: list[str] = []

    def listen(name: str) -> None:
        if names:
            peaks[names[-1]] = peak_mib()
        names.append(name)

    steps = Steps(listen)
    with tempfile.TemporaryDirectory() as folder:
        done = run(source, Path(folder) / "out", Reading(), steps=steps)
    peaks[names[-1]] = peak_mib()
    total = time.perf_counter() - start
    seconds = {"import": round(imported, 3), **steps.seconds}
    return {
        "records": done.report.counts.records,
        "candidate_pairs": done.report.counts.candidate_pairs,
        "clusters": done.report.counts.clusters,
        "merged_away": done.report.counts.merged_away,
        "seconds": round(total, 3),
        "peak_mib": round(peak_mib(), 1),
        "steps": [
            {"step": name, "seconds": took, "share": round(took / total, 4), "peak_mib": peaks.get(name)}
            for name, took in seconds.items()
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the whole way by step.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="folder with a contacts.csv to measure in place of generated data")
    parser.add_argument("--runs", type=int, default=3, help="runs, each in a process of its own; the median is shown")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "whole_way.json")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure)))
        return
    source = (asked.data or generated(asked.records, asked.seed)) / "contacts.csv"
    if not source.is_file():
        sys.exit(f"no file {source}")
    runs = sorted((one_run(source) for _ in range(asked.runs)), key=lambda run: run["seconds"])
    seconds = [run["seconds"] for run in runs]
    result = {
        "source": "generated" if not asked.data else asked.data.name,
        **runs[len(runs) // 2],
        "runs": asked.runs,
        "fastest": seconds[0],
        "slowest": seconds[-1],
        **machine(),
    }
    show(result)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def one_run(source: Path) -> dict[str, object]:
    ran = subprocess.run([sys.executable, __file__, "--measure", source], check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def show(result: dict[str, object]) -> None:
    print(f"{result['records']:,} contacts ({result['source']}), {result['candidate_pairs']:,} candidate pairs")
    print(f"{'step':<18}{'seconds':>9}{'share':>8}{'peak MiB so far':>18}")
    for step in result["steps"]:
        peak = f"{step['peak_mib']:,.0f}" if step["peak_mib"] else ""
        print(f"{step['step']:<18}{step['seconds']:>9.2f}{step['share']:>8.1%}{peak:>18}")
    print(f"{'all':<18}{result['seconds']:>9.2f}{1:>8.0%}{result['peak_mib']:>18,.0f}")
    print(f"median of {result['runs']} runs, {result['fastest']:.1f} to {result['slowest']:.1f} s")
    width = shutil.get_terminal_size().columns
    print(f"goal: {LIMITS['seconds']:.0f} s and {LIMITS['peak_mib']:,.0f} MiB for 100,000 contacts"[:width])


if __name__ == "__main__":
    main()
