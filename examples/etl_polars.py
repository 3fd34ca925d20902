"""Clean, deduplicate and merge a polars table; keep what was changed, and why, beside it.

python examples/etl_polars.py
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

import crmclean as cc

HERE = Path(__file__).resolve().parent


def main() -> None:
    contacts = pl.read_csv(HERE / "contacts.csv", infer_schema=False)
    rules = cc.load_rules("generic/contact")

    cleaned = cc.clean(contacts, rules)
    pairs = cc.find_duplicates(cleaned.records, rules)
    golden = cc.merge(cleaned.records, cc.cluster(pairs), rules)
    before, after = (cc.completeness(table, rules) for table in (contacts, golden.records))

    print(f"{contacts.height} contacts, {golden.records.height} after merging")
    print(f"completeness {before.overall:.1%} before, {after.overall:.1%} after")
    print(cleaned.changes.group_by("rule").len("changes").sort("changes", "rule", descending=[True, False]).head(3))
    assert golden.counts()["merged_away"] + golden.records.height == contacts.height


if __name__ == "__main__":
    main()
