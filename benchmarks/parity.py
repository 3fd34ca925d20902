"""Count the records that get another verdict alone than in the table, over every pack: it has to be none.

    python benchmarks/parity.py [--data DIR] [--records 100000] [--packs PACK …] [--out FILE]

``DIR`` holds ``contacts.csv`` and ``accounts.csv``, plain or gzipped; the first records of them are laid out under the
headers of each pack for contacts, leads and accounts. Each goes through ``clean`` with all the others and through
``check`` alone; findings, changes and cleaned values are compared. What asks about other records (``unique``) is left
out, for a record alone says that it was not judged by it. Prints a line a pack, with the milliseconds of process time
that ``check`` takes, and writes JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from accuracy import read
from machine import machine

import crmclean
from crmclean.spec import Rules, list_packs, match_headers

HERE = Path(__file__).resolve().parent
SOURCES = {"contact": "contacts", "lead": "contacts", "account": "accounts"}


def rearranged(records: pl.DataFrame, generic: Rules, rules: Rules) -> pl.DataFrame:
    """Return what a pack knows of a table, under its headers; the record id first, as a plain number."""
    known = {name: header for name, header in match_headers(records.columns, generic).items() if name in rules.fields}
    shown = {name: next(iter(rules.columns.get(name, ())), name) for name in known}
    columns = {shown[name]: records[header] for name, header in known.items() if name != rules.record_id}
    return pl.DataFrame({rules.record_id: [str(at) for at in range(records.height)], **columns})


def told(table: pl.DataFrame) -> dict[str, list[tuple[str | None, ...]]]:
    """Return the findings or changes by record."""
    by_record: dict[str, list[tuple[str | None, ...]]] = {}
    for record, *rest in table.iter_rows():
        by_record.setdefault(record, []).append(tuple(rest))
    return by_record


def disagreements(records: pl.DataFrame, rules: Rules, times: list[float]) -> Iterator[str]:
    """Yield the ids of the records that get another verdict alone."""
    cleaned = crmclean.clean(records, rules, record_id=rules.record_id)
    alone = {check.rule_id for check in cleaned.rules.checks if check.unique}
    findings = told(cleaned.findings.filter(~pl.col("rule").is_in(alone)))
    changes = told(cleaned.changes)
    for raw, clean in zip(records.iter_rows(named=True), cleaned.records.iter_rows(named=True), strict=True):
        start = time.process_time()
        verdict = crmclean.check(raw, cleaned.rules, as_of=cleaned.as_of)
        times.append((time.process_time() - start) * 1000)
        record = raw[rules.record_id]
        found = [(each.field, each.rule, each.severity, each.message, each.value) for each in verdict.findings]
        changed = [(each.field, each.before, each.after, each.rule) for each in verdict.changes]
        if (found, changed) != (findings.get(record, []), changes.get(record, [])) or {**raw, **verdict.patch} != clean:
            yield record


def main() -> None:
    parser = argparse.ArgumentParser(description="Count records that get another verdict alone than in the table.")
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "crm_dev_100k")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--packs", nargs="*", default=list_packs())
    parser.add_argument("--out", type=Path, default=HERE / "results" / "parity.json")
    asked = parser.parse_args()
    results = []
    for pack in asked.packs:
        rules = crmclean.load_rules(pack)
        source = read(asked.data, SOURCES[rules.object]) if rules.object in SOURCES else None
        if source is None:
            continue
        generic = crmclean.load_rules("generic/account" if rules.object == "account" else "generic/contact")
        records, times = rearranged(source.head(asked.records), generic, rules), []
        different = list(disagreements(records, rules, times))
        median, high = statistics.median(times), statistics.quantiles(times, n=100)[98]
        results.append(
            {
                "pack": pack,
                "records": records.height,
                "columns": records.width,
                "disagreements": len(different),
                "check_ms": {"median": round(median, 3), "p99": round(high, 3)},
            }
        )
        print(
            f"{pack:<24} {records.height:>8,} records  {len(different):>6,} disagreements  check {median:.3f} ms"
            f" at the median, {high:.3f} at p99" + (f"  first: {different[:3]}" if different else "")
        )
    if not results:
        sys.exit(f"no records in {asked.data}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    told_of = {"source": asked.data.name, "results": results, **machine()}
    asked.out.write_text(json.dumps(told_of, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
