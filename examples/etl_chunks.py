"""Clean a file in chunks, with rules and a model that were learned once: the result is that of the whole.

What a whole column tells (does 03/04/2025 begin with the day?) is in the rules as used, what records tell about
duplicates is in the model; both are files. With them a chunk, or one record, is treated as the whole is.

python examples/etl_chunks.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

import crmclean as cc

HERE = Path(__file__).resolve().parent
CHUNK = 50


def main() -> None:
    contacts = pl.read_csv(HERE / "contacts.csv", infer_schema=False)
    with tempfile.TemporaryDirectory() as folder:
        rules_file, model_file = Path(folder) / "contact.yaml", Path(folder) / "contact.model.json"

        # Once, on a sample or on everything:
        whole = cc.clean(contacts, cc.load_rules("generic/contact"))
        found = cc.find_duplicates(whole.records, whole.rules)
        rules_file.write_text(cc.dump_rules(whole.rules), encoding="utf-8")
        found.model.save(model_file)

        # Every night, chunk by chunk:
        rules = cc.load_rules(rules_file)
        model = cc.load_model(model_file, rules)
        chunks = [cc.clean(chunk, rules) for chunk in contacts.iter_slices(CHUNK)]
        records = pl.concat(chunk.records for chunk in chunks)
        pairs = cc.find_duplicates(records, rules, model=model)

    findings = pl.concat(chunk.findings for chunk in chunks)
    print(f"{len(chunks)} chunks, {records.height} records, {findings.height} findings, {pairs.table.height} pairs")
    assert records.equals(whole.records)
    assert sorted(findings.rows()) == sorted(whole.findings.rows())
    assert pairs.table.equals(found.table)


if __name__ == "__main__":
    main()
