"""Clean a pandas table inside an ETL job: hold back what is wrong, pass on the rest.

python examples/etl_pandas.py
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import crmclean as cc

HERE = Path(__file__).resolve().parent


def main() -> None:
    # All text, and nothing turned into NaN: a column of numbers has lost the zeros of 01234, and NaN the word "n/a".
    contacts = pd.read_csv(HERE / "contacts.csv", dtype=str, keep_default_na=False)
    cleaned = cc.clean(contacts, cc.load_rules("generic/contact"))

    wrong = cleaned.findings.filter(severity="error").to_pandas()
    held_back = cleaned.records["id"].isin(wrong["record_id"])
    good, bad = cleaned.records[~held_back], cleaned.records[held_back]

    print(f"{len(contacts)} read, {len(good)} passed on, {len(bad)} held back")
    print(wrong.groupby("rule").size().to_string())
    assert isinstance(good, pd.DataFrame)
    assert len(good) + len(bad) == len(contacts)


if __name__ == "__main__":
    main()
