"""Measure reading: a million rows read and verified, beside polars, which only reads; then damaged, and rarer, texts.

    python benchmarks/reading.py [--records 1000000] [--seed 7] [--runs 3] [--out FILE]

The texts are made once from generated contacts, and kept in ``benchmarks/data``: 18 columns, with quoted delimiters,
doubled quotes and line ends inside cells; the damaged ones have an extra delimiter or a stray quote, in turn, in every
1000th or 10th row. Each run is a process of its own, the readers in turn; medians. Wall seconds of two readers compare
only where the machine does nothing else, processor seconds (of all threads) always.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from machine import HERE, generated, machine, peak_mib

from crmclean.files import read

LIMIT = 2.0
"""How many times polars' seconds the reading of a clean text may take."""


def clean(records: int, seed: int) -> bytes:
    """Write contacts with something to quote in every few rows."""
    number = pl.int_range(pl.len())
    table = pl.read_csv(generated(records, seed) / "contacts.csv", infer_schema=False).with_columns(
        company=pl.when(number % 5 == 0).then(pl.col("company") + ' "the best", Inc.').otherwise("company"),
        street=pl.when(number % 3 == 0).then(pl.col("street") + "\nBuilding 7, second floor").otherwise("street"),
        lead_source=pl.concat_str("lead_source", pl.lit(", "), "owner", pl.lit(", met at the fair"), ignore_nulls=True),
    )
    return table.write_csv().encode()


def damaged(file: Path, every: int) -> bytes:
    """Damage rows of a clean text: an extra delimiter and a stray quote, in turn."""
    found = read(file)
    parts, at = [], 0
    for turn, (start, stop) in enumerate(found.spans[::every].tolist()):
        row = found.text[start:stop]
        parts += [found.text[at:start], row[:1] + b'"' + row[1:] if turn % 2 else row[:-1] + b",\n"]
        at = stop
    return b"".join([*parts, found.text[at:]])


def with_legacy_rows(file: Path) -> bytes:
    """Write every 1000th physical line in windows-1252."""
    lines = file.read_bytes().splitlines(keepends=True)
    lines[1000::1000] = [line.decode().encode("cp1252", "replace") for line in lines[1000::1000]]
    return b"".join(lines)


VARIANTS: dict[str, Callable[[Path], bytes]] = {
    "every 1000th row damaged": lambda file: damaged(file, 1000),
    "every 10th row damaged": lambda file: damaged(file, 10),
    "carriage returns only": lambda file: file.read_bytes().replace(b"\n", b"\r"),
    "UTF-16": lambda file: file.read_bytes().decode().encode("utf-16"),
    "every 1000th line windows-1252": with_legacy_rows,
}


def folder_of(records: int, seed: int) -> Path:
    return HERE / "data" / f"reading_{records}_{seed}"


def file_of(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '_')}.csv"


def make(records: int, seed: int) -> None:
    """Write the texts that are not there."""
    folder = folder_of(records, seed)
    folder.mkdir(parents=True, exist_ok=True)
    base = file_of(folder, "clean")
    for name in ("clean", *VARIANTS):
        file = file_of(folder, name)
        if not file.is_file():
            file.write_bytes(VARIANTS[name](base) if name in VARIANTS else clean(records, seed))


def measure(reader: str, file: Path) -> dict[str, float]:
    """Read one text with one reader."""
    wall, cpu = time.perf_counter(), time.process_time()
    if reader == "polars":
        rows, held = pl.read_csv(file, infer_schema=False).height, 0
    else:
        found = read(file, max_quarantine=1)
        rows, held = found.table.height, found.quarantine.height
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": peak_mib(), "rows": rows, "held": held}


def ask(*arguments: str | Path) -> str:
    """Run this file in a process of its own; the memory of making a text is not that of reading it."""
    return subprocess.run(
        [sys.executable, __file__, *map(str, arguments)], check=True, capture_output=True, text=True
    ).stdout


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}


def compared(folder: Path, runs: int) -> list[dict[str, object]]:
    """Measure both readers on the clean text, ours on the others."""
    turns = [("clean", "polars"), ("clean", "crmclean"), *((name, "crmclean") for name in VARIANTS)]
    found: dict[tuple[str, str], list[dict[str, float]]] = {turn: [] for turn in turns}
    for _ in range(runs):
        for text, reader in turns:
            found[text, reader].append(json.loads(ask("--measure", reader, file_of(folder, text))))
    rows: list[dict[str, object]] = []
    for (text, reader), each in found.items():
        size = file_of(folder, text).stat().st_size
        rows.append({"text": text, "reader": reader, "mib": round(size / 2**20, 1), **medians(each)})
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "reading.json")
    parser.add_argument("--measure", nargs=2, metavar=("READER", "FILE"), help="only one run")
    parser.add_argument("--make", action="store_true", help="only make the texts")
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure[0], Path(asked.measure[1]))))
        return
    if asked.make:
        make(asked.records, asked.seed)
        return
    ask("--make", "--records", str(asked.records), "--seed", str(asked.seed))
    rows = compared(folder_of(asked.records, asked.seed), asked.runs)
    polars, ours = rows[:2]
    ratios = {key: round(ours[key] / polars[key], 2) for key in ("seconds", "cpu_seconds", "peak_mib")}
    print(f"crmclean to polars, at most {LIMIT} in seconds: {ratios}")
    result = {"records": asked.records, "limit": LIMIT, "ratios": ratios, "rows": rows, "machine": machine()}
    asked.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
