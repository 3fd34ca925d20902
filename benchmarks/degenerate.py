"""Find duplicates where every shortcut fails: all records alike, one key for all, one company for nearly all.

    python benchmarks/degenerate.py [NAME ...] [--records 1000000] [--limit 300] [--out FILE]

Each file is made up, ``crmclean dedupe`` runs on it as a whole process, and its answer is held against the right one:
``identical`` rows are one cluster, the others none but the few true pairs that are planted in each. A block that is too
large to compare must be named, not silently cut. Goals: 60 s and 2,048 MiB at 1,000,000 rows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
from accuracy import pairwise
from machine import HERE, machine
from process import run

GOALS = {"seconds": 60.0, "peak_mib": 2048.0}
PLANTED = 1000
"""True pairs in each file: a record and its copy under another id, with the same e-mail address of its own."""

GIVEN_NAMES = 300
"""So many given names share out the persons; family names hardly repeat, so that the right answer is beyond doubt."""


def letters(column: pl.Expr, salt: int) -> pl.Expr:
    """Return made-up words of six consonants and vowels in turn, drawn by the hash of a number."""
    drawn = column.hash(salt)
    signs = []
    for place, alphabet in enumerate(("bdfgklmnprst", "aeiou") * 3):
        pick = (drawn // (16**place)) % len(alphabet)
        signs.append(pick.replace_strict(list(range(len(alphabet))), list(alphabet), return_dtype=pl.String))
    return pl.concat_str(signs).str.to_titlecase()


def persons(records: int) -> pl.DataFrame:
    """Return distinct persons, the last of them copies of the first (``person`` says who is who)."""
    rows = pl.DataFrame({"row": pl.int_range(records, eager=True)})
    person = pl.when(pl.col("row") >= records - PLANTED).then(pl.col("row") - (records - PLANTED)).otherwise("row")
    return rows.with_columns(person=person).with_columns(
        id="C" + pl.col("row").cast(pl.String).str.zfill(8),
        first_name=letters(pl.col("person").hash(9) % GIVEN_NAMES, 1),
        last_name=letters(pl.col("person"), 2) + letters(pl.col("person"), 3).str.to_lowercase(),
        email="p" + pl.col("person").cast(pl.String) + "@" + letters(pl.col("person"), 4).str.to_lowercase() + ".com",
        company=letters(pl.col("person"), 5) + " " + letters(pl.col("person"), 6) + " Ltd",
    )


def identical(records: int) -> pl.DataFrame:
    """Every row the same but for its id."""
    first = persons(PLANTED + 1)[0].drop("id")
    return first.select(pl.all().repeat_by(records).explode()).with_columns(
        id="C" + pl.int_range(records).cast(pl.String).str.zfill(8), person=pl.lit(0)
    )


def one_key(value: str | None) -> Callable[[int], pl.DataFrame]:
    """Return a maker of persons who all have the same phone number."""
    return lambda records: persons(records).with_columns(phone=pl.lit(value, dtype=pl.String))


def one_company(records: int) -> pl.DataFrame:
    """Nine in ten persons work for one company, on one street."""
    colleague = pl.col("row") % 10 != 9
    return persons(records).with_columns(
        company=pl.when(colleague).then(pl.lit("Acme Holdings Inc")).otherwise("company"),
        street=pl.when(colleague).then(pl.lit("1 Main Street")).otherwise(pl.lit(None)),
        phone=pl.when(colleague).then(pl.lit("+12025550100")).otherwise(pl.lit(None)),
    )


CASES: dict[str, Callable[[int], pl.DataFrame]] = {
    "identical": identical,
    "empty key": one_key(None),
    "placeholder key": one_key("000-000-0000"),
    "one number": one_key("+12025550143"),
    "one company": one_company,
}


def measure(name: str, records: int, limit: float) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "contacts.csv", Path(folder) / "out"
        table = CASES[name](records)
        truth = table.select("id", pl.col("person").cast(pl.String).alias("cluster"))
        table.drop("row", "person").write_csv(source)
        del table
        program = Path(sys.executable).parent / "crmclean"
        ran = run([program, "dedupe", source, "--rules", "generic/contact", "--out", out], limit=limit)
        cost = {"case": name, "records": records, **ran._asdict()}
        del cost["output"], cost["failure"]
        if ran.failure:
            return {**cost, "failure": ran.failure}
        found = pairwise(pl.read_csv(out / "clusters.csv", infer_schema=False), truth)
        summary = json.loads((out / "summary.json").read_text())
        return {**cost, **found, "said": said(summary, ran.output)}


def said(summary: dict[str, object], output: str) -> str:
    """Return what the run said of blocks that it skipped."""
    warnings = summary.get("warnings") or []
    return "; ".join(map(str, warnings)) or next((line for line in output.splitlines() if "skip" in line), "nothing")


def main() -> None:
    parser = argparse.ArgumentParser(description="Find duplicates where every shortcut fails.")
    parser.add_argument("names", nargs="*", help="cases to measure, by the beginning of their names; all without")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "degenerate.json")
    asked = parser.parse_args()
    results = []
    for name in CASES:
        if not asked.names or name.startswith(tuple(asked.names)):
            results.append(measure(name, asked.records, asked.limit))
            print("  ".join(f"{key} {value}" for key, value in results[-1].items()), flush=True)
    if not asked.names:
        report = {"goals": GOALS, "results": results, **machine()}
        asked.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
