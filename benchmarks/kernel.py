"""Measure the scoring kernel: comparing candidate pairs against the string comparisons that it makes, replayed alone.

    python benchmarks/kernel.py [--records 100000] [--seed 7] [--runs 5] [--out FILE]

Contacts are generated (and kept in ``benchmarks/data/``). Both sides count processor seconds; the best run is taken.
The letters of two words tell of most pairs that they are nothing alike, and no strings are compared: beside the
comparisons that are made, those are replayed that would be made without that.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from machine import HERE, generated, machine
from rapidfuzz import process

from crmclean import load_rules
from crmclean.dedup import coded
from crmclean.dedup.blocking import Keys, blocks_of
from crmclean.dedup.candidates import Candidates
from crmclean.dedup.compare import base, prepare
from crmclean.dedup.score import judge
from crmclean.engine.standardize import learned, standardize
from crmclean.passes import lay_out

MOST = 2.0
"""How many times the processor time of its string comparisons the kernel may take."""


class Recorded:
    """RapidFuzz's ``process``, keeping the arguments of each call."""

    def __init__(self) -> None:
        self.calls: list[tuple[tuple, dict]] = []

    def cpdist(self, *args: object, **options: object) -> object:
        """Compare, and remember what."""
        self.calls.append((args, options))
        return process.cpdist(*args, **options)

    def replay(self) -> None:
        """Make the same calls again."""
        for args, options in self.calls:
            process.cpdist(*args, **options)


def every(_: coded.Apart, first: coded.Codes, __: coded.Codes) -> coded.Rows:
    """Compare the strings of all pairs of two values."""
    return np.arange(len(first))


def recording(which: Callable[..., coded.Rows], judged: dict, left: coded.Rows, right: coded.Rows) -> Recorded:
    """Record the string comparisons of pairs, where ``which`` says of which pairs any are made."""
    kept, coded.undecided = coded.undecided, which
    base.process = recorded = Recorded()
    judge(judged, left, right)
    base.process, coded.undecided = process, kept
    return recorded


def best(work: Callable[[], object], runs: int) -> float:
    took = []
    for _ in range(runs):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the scoring kernel.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "kernel.json")
    asked = parser.parse_args()
    rules = load_rules("generic/contact")
    table = pl.read_csv(generated(asked.records, asked.seed) / "contacts.csv", infer_schema=False)
    raw = lay_out(table, rules).raw
    rules = learned(raw, rules)
    present = standardize(raw, rules).present()
    comparisons = prepare(present, rules)
    parts = list(Candidates(present.height, blocks_of(Keys(present, rules))))
    left, right = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
    rows = []
    for name, comparison in [*comparisons.items(), ("all", None)]:
        judged = comparisons if comparison is None else {name: comparison}
        row = {"comparison": name, "seconds": best(lambda judged=judged: judge(judged, left, right), asked.runs)}
        for calls, which in (("made", coded.undecided), ("of all", every)):
            recorded = recording(which, judged, left, right)
            alone = best(recorded.replay, asked.runs)
            compared = sum(len(args[0]) for args, _ in recorded.calls)
            ratio = round(row["seconds"] / alone, 2) if alone else None
            row |= {f"{calls}: {key}": value for key, value in
                    (("seconds", alone), ("compared", compared), ("ratio", ratio))}  # fmt: skip
        rows.append(row)
        print("  ".join(f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}"
                        for key, value in {k: round(v, 3) if isinstance(v, float) else v
                                           for k, v in row.items()}.items()))  # fmt: skip
    result = {"records": asked.records, "pairs": len(left), "limit": MOST, "rows": rows, "machine": machine()}
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
