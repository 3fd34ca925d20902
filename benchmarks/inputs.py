"""Measure reading the same contacts from every kind of file, beside the libraries that read workbooks.

    python benchmarks/inputs.py [--records 100000] [--seed 7] [--out FILE]

Contacts are generated (and kept in ``benchmarks/data/``), and written as each kind into a folder that is removed. Each
reader runs in a process of its own; what counts is its processor time without imports, and its largest memory (as Linux
tells it). The libraries give cells of mixed types, ours a table of text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
from machine import HERE, generated, machine

KINDS = ("csv", "csv.gz", "zip", "jsonl", "parquet", "db", "xlsx")


def write(table: pl.DataFrame, folder: Path) -> None:
    """Write the table as every kind of file."""
    import xlsxwriter  # noqa: PLC0415 - the readers' processes need none of this

    text = table.write_csv().encode()
    (folder / "in.csv").write_bytes(text)
    (folder / "in.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(folder / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in.csv", text)
    table.write_ndjson(folder / "in.jsonl")
    table.write_parquet(folder / "in.parquet")
    with sqlite3.connect(folder / "in.db") as connection:
        named = ", ".join(f'"{name}" text' for name in table.columns)
        connection.execute(f"create table contacts ({named})")
        marks = ", ".join("?" * table.width)
        connection.executemany(f"insert into contacts values ({marks})", table.iter_rows())  # noqa: S608 - marks
    connection.close()
    book = xlsxwriter.Workbook(folder / "in.xlsx")
    sheet = book.add_worksheet("Contacts")
    for at, row in enumerate([table.columns, *table.iter_rows()]):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write_string(at, column, cell)
    book.close()


def _ours(path: Path) -> int:
    from crmclean.files import read  # noqa: PLC0415 - imports are not measured

    return read(path, table="contacts" if path.suffix == ".db" else None).table.height


def _calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1


def _openpyxl(path: Path) -> int:
    from openpyxl import load_workbook  # noqa: PLC0415

    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    return len(list(sheet.iter_rows(values_only=True))) - 1


READERS: dict[str, Callable[[Path], int]] = {"crmclean": _ours, "calamine": _calamine, "openpyxl": _openpyxl}
MODULES = {
    "crmclean": ("crmclean.files", "pyarrow.parquet", "sqlalchemy"),
    "calamine": ("python_calamine",),
    "openpyxl": ("openpyxl",),
}


def peak_mib() -> float:
    """Return the largest memory of this process alone; what ``getrusage`` says has the parent's in it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


def one(reader: str, path: Path) -> dict[str, object]:
    """Read one file; for a process of its own."""
    for module in MODULES[reader]:
        __import__(module)
    start = time.process_time()
    records = READERS[reader](path)
    seconds = round(time.process_time() - start, 2)
    return {"reader": reader, "kind": path.name[3:], "records": records, "seconds": seconds, "peak_mib": peak_mib()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading every kind of file.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "inputs.json")
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one[0], Path(asked.one[1]))))
        return
    table = pl.read_csv(generated(asked.records, asked.seed) / "contacts.csv", infer_schema=False)
    with tempfile.TemporaryDirectory() as folder:
        write(table, Path(folder))
        sizes = {kind: (Path(folder) / f"in.{kind}").stat().st_size for kind in KINDS}
        asked_for = [*(("crmclean", kind) for kind in KINDS), ("calamine", "xlsx"), ("openpyxl", "xlsx")]
        rows = [
            json.loads(
                subprocess.run(
                    [sys.executable, __file__, "--one", reader, f"{folder}/in.{kind}"],
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
            )
            for reader, kind in asked_for
        ]
    print(f"{'reader':<10} {'kind':<8} {'bytes':>12} {'seconds':>8} {'MiB':>7}")
    for row in rows:
        row["bytes"] = sizes[row["kind"]]
        print(f"{row['reader']:<10} {row['kind']:<8} {row['bytes']:>12,} {row['seconds']:>8} {row['peak_mib']:>7}")
    told = {"records": table.height, "columns": table.width, "seed": asked.seed, "rows": rows}
    packages = ("pyarrow", "sqlalchemy", "python-calamine", "openpyxl")
    asked.out.write_text(json.dumps({**told, "machine": machine(*packages)}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
