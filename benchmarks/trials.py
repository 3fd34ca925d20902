"""Break runs on purpose, and look at what is left: the old output, the new one whole, or none, and nothing beside it.

    python benchmarks/trials.py [NAME ...] [--share 1] [--seed 7] [--out FILE]

``points``: every operation on the disk fails or kills the process, before it, midway, after it. ``power``: what was not
synced is lost in any part. ``kills``: 200 runs killed at random moments, and 50 asked to end. ``full``: no space, no
inodes, files too large. ``memory``: limits of memory. ``races``: eight processes at once. ``same``: 24 runs under other
settings give the same bytes. A share below 1 tries so many of them, on a small file. Prints a line a trial; writes JSON
where all trials ran; exits with 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from machine import HERE, machine
from trial import full, kills, memory, points, power, races, same

SMALL = HERE.parent / "examples" / "contacts.csv"
NAMES = ("points", "power", "kills", "full", "memory", "races", "same")


def trials(name: str, share: float, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of one kind of trial."""
    file = SMALL if share < 1 else None
    match name:
        case "points":
            yield from points.trial(share, seed)
        case "power":
            yield from power.trial(seed)
        case "kills":
            yield from kills.trial(share, seed)
        case "full":
            yield from full.trial(share, seed)
        case "memory":
            yield from memory.trial(share, file)
        case "races":
            yield from races.trial(share)
        case _:
            yield from same.trial(share, file)


def told(row: dict[str, Any]) -> str:
    """Return a row in one line."""
    known = {"trial", "what", "trials", "problems"}
    more = "  ".join(f"{key} {value}" for key, value in row.items() if key not in known)
    return f"{row['trial']:<7} {row['what']:<26} {row['trials']:>6} trials  {len(row['problems'])} problems  {more}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Break runs on purpose, and look at what is left.")
    parser.add_argument("names", nargs="*", choices=(*NAMES, []), help="kinds of trials; all without")
    parser.add_argument("--share", type=float, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="where to write; without, results/trials.json, where all trials ran")
    asked = parser.parse_args()
    if not hasattr(os, "fork"):
        print("skipped: trials need processes that fork")
        return
    rows = []
    for name in asked.names or NAMES:
        start = time.process_time() + sum(os.times()[2:4])
        for row in trials(name, asked.share, asked.seed):
            now = time.process_time() + sum(os.times()[2:4])
            rows.append({"trial": name, **row, "cpu_seconds": round(now - start, 1)})
            start = now
            print(told(rows[-1]), *(f"  {problem}" for problem in row["problems"]), sep="\n", flush=True)
    whole = not asked.names and asked.share == 1
    if out := asked.out or (HERE / "results" / "trials.json" if whole else None):
        report = {"seed": asked.seed, "share": asked.share, "results": rows, **machine()}
        out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    sys.exit(any(row["problems"] for row in rows))


if __name__ == "__main__":
    main()
