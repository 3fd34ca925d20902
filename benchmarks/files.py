"""Measure what readers make of damaged CSV files: what is silently wrong, and how many sound rows come out right.

    python benchmarks/files.py [--tenth] [--ours] [--list-wrong] [--keep DIR] [--seed 7] [--data DIR] [--out FILE]

Some 3,000 files are made over five small CRM exports (see benchmarks/pollution/), read by crmclean and by the readers
that people use, each as it comes, and scored by position: a row is right when every cell stands under its column. A
file is silently wrong when it is read without an error and a row is no true record, comes twice, or is neither in the
table nor held back. Beside it csv-spectrum (``DIR/csv/csv-spectrum``), where it is there. Prints tables, writes JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from machine import HERE, machine
from pollution.catalogue import POLLOCK, catalogue
from pollution.others import OTHERS
from pollution.readers import Reader, crmclean
from pollution.tally import Outcome, figures, outcomes, written
from pollution.truth import Polluted

from crmclean.errors import CrmcleanError

SHARED = HERE.parent.parent / "shared" / "data"
SHOWN = 400


def spectrum(source: Path, folder: Path) -> list[tuple[Path, list[dict[str, str]]]]:
    """Copy the csv-spectrum files; return them with the records that their JSON says.

    Its ``.gitattributes`` asks for CRLF in the files of that name, which a copy without git does not have.
    """
    copies = []
    for path in sorted((source / "csvs").glob("*.csv")):
        data, copy = path.read_bytes(), folder / f"spectrum_{path.name}"
        ends = path.stem.endswith("_crlf") and b"\r" not in data
        copy.write_bytes(data.replace(b"\n", b"\r\n") if ends else data)
        copies.append((copy, json.loads((source / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))))
    return copies


def spectrum_right(files: list[tuple[Path, list[dict[str, str]]]], reader: Reader, refusal: type[Exception]) -> str:
    """Return how many of the csv-spectrum files come out as their JSON says."""
    right = 0
    for path, wanted in files:
        try:
            found = reader(path)
        except refusal:
            continue
        rows = [dict(zip(found.header, row, strict=False)) for row in found.rows]
        right += rows == [{name: str(value) for name, value in row.items()} for row in wanted]
    return f"{right}/{len(files)}"


def by_class(found: list[Outcome]) -> dict[str, dict[str, int | float]]:
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        grouped[outcome.kind].append(outcome)
    return {kind: figures(some) for kind, some in sorted(grouped.items())}


def show(name: str, one: dict[str, int | float], more: str = "") -> None:
    print(
        f"{name:30} {one['files']:6,} {one['crashed']:7,} {one['refused']:7,} {one['silently_wrong']:7,} "
        f"{one['silently_wrong_share']:8.2%} {one['intact_rows_exact_share']:8.2%} {one['files_with_literal_rows']:7,} "
        f"{one['undecidable_wrong']:4,}/{one['undecidable_files']:<4,} {more}",
        flush=True,
    )


def head(first: str) -> None:
    print(f"{first:30}  files crashed refused   wrong  (share)    exact literal unknown   spectrum")


def measure(
    files: list[tuple[Polluted, Path]], copies: list[tuple[Path, list[dict[str, str]]]], *, others: bool
) -> tuple[dict[str, list[Outcome]], dict[str, str]]:
    """Read all files with every reader, and print a line for each; return what became of them, and of csv-spectrum."""
    head("reader")
    readers = {"crmclean": crmclean} | (OTHERS if others else {})
    found, right = {}, {}
    for name, reader in readers.items():
        refusal = CrmcleanError if name == "crmclean" else Exception
        found[name] = list(outcomes(files, reader, refusal))
        right[name] = spectrum_right(copies, reader, refusal) if copies else ""
        show(name, figures(found[name]), right[name])
        show("  Pollock's classes", figures(one for one in found[name] if one.kind in POLLOCK))
    return found, right


def list_wrong(ours: list[Outcome]) -> None:
    for one in ours:
        if one.wrong or one.how == "crashed":
            print(f"{one.name}: {'undecidable' if one.undecidable else one.how}: {one.message[:SHOWN]}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what readers make of damaged CSV files.")
    parser.add_argument("--tenth", action="store_true", help="every tenth file; writes no results")
    parser.add_argument("--ours", action="store_true", help="crmclean alone; writes no results")
    parser.add_argument("--list-wrong", action="store_true", help="what is wrong in each of our files")
    parser.add_argument("--keep", type=Path, help="folder to keep the files in")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder with csv/csv-spectrum")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "files.json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = catalogue(asked.seed, every=10 if asked.tenth else 1)
        files = list(written(made, asked.keep or Path(temporary)))
        copies = spectrum(asked.data / "csv" / "csv-spectrum", Path(temporary))
        found, right = measure(files, copies, others=not asked.ours)
    ours = found["crmclean"]
    print()
    head("class (crmclean)")
    classes = by_class(ours)
    for kind, one in classes.items():
        show(kind, one)
    if asked.list_wrong:
        list_wrong(ours)
    if not (asked.tenth or asked.ours):
        readers = {
            name: figures(some)
            | {"pollock": figures(one for one in some if one.kind in POLLOCK), "csv_spectrum": right[name]}
            for name, some in found.items()
        }
        results = {"seed": asked.seed, "readers": readers, "classes": classes}
        asked.out.write_text(json.dumps({**results, **machine("pandas", "duckdb")}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
