"""Measure how many wrong cells of a real table rules alone find: precision and recall of findings by cell.

    python benchmarks/hospital.py [--data DIR] [--seen 5] [--out FILE]

``DIR`` (by default the development data beside the checkout) holds ``hospital.csv``, 1,000 rows with 509 wrong cells,
and ``hospital_clean.csv``, the right value of every cell. Measured twice: ``rules``, types, patterns and published
lists as in ``hospital.yaml``, each record for itself; and with lists of allowed values for the columns of which nobody
publishes any, proposed from the dirty table itself and never from the truth: the values seen at least ``--seen`` times.
Further numbers of times are printed beside it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
from machine import machine

import crmclean

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data" / "clean" / "hospital"
OPEN = ("hospital_name", "street", "city", "county", "measure_name")
"""Text columns without a published list; their values recur, since each hospital has a row for each measure."""
TIMES = (3, 5, 10, 20)
Cells = set[tuple[int, str]]


def wrong_cells(dirty: pl.DataFrame, truth: pl.DataFrame) -> Cells:
    cells = dirty.with_row_index("tid").unpivot(index="tid", variable_name="attribute", value_name="dirty")
    both = cells.join(truth.with_columns(pl.col("tid").cast(pl.UInt32)), on=["tid", "attribute"])
    wrong = both.filter(pl.col("dirty").fill_null("") != pl.col("correct_val").fill_null(""))
    return set(wrong.select("tid", "attribute").rows())


def flagged_cells(dirty: pl.DataFrame, rules: crmclean.Rules) -> Cells:
    """Return the cells with a warning or an error; a note is no finding of an error."""
    findings = crmclean.clean(dirty, rules, record_id="ROW").findings.filter(pl.col("severity") != "note")
    return {(int(row) - 1, field) for row, field in findings.select("record_id", "field").rows()}


def with_lists(rules: crmclean.Rules, dirty: pl.DataFrame, seen: int) -> crmclean.Rules:
    lists = [
        {"id": f"{name}|seen", "field": name, "allowed": often(dirty[rules.columns[name][0]], seen)} for name in OPEN
    ]
    raw = rules.model_dump(mode="json", exclude_unset=True)
    return crmclean.Rules.model_validate({**raw, "checks": [*raw["checks"], *lists]})


def often(column: pl.Series, seen: int) -> list[str]:
    texts = column.drop_nulls().str.strip_chars().str.replace_all(r"\s+", " ")
    return sorted(texts.value_counts().filter(pl.col("count") >= seen)[texts.name])


def scored(flagged: Cells, wrong: Cells) -> dict[str, float]:
    right = len(flagged & wrong)
    precision, recall = right / (len(flagged) or 1), right / (len(wrong) or 1)
    f1 = 2 * right / ((len(flagged) + len(wrong)) or 1)
    return {
        "flagged": len(flagged),
        "right": right,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def by_column(flagged: Cells, wrong: Cells, columns: Iterable[str]) -> dict[str, dict[str, float]]:
    def of(cells: Cells, name: str) -> Cells:
        return {cell for cell in cells if cell[1] == name}

    return {name: {"wrong": len(of(wrong, name)), **scored(of(flagged, name), of(wrong, name))} for name in columns}


def show(results: Mapping[str, Mapping[str, object]]) -> None:
    for name, result in results.items():
        whole = result["all"]
        print(f"\n{name}: {whole}")
        print(f"{'column':<18}{'wrong':>7}{'flagged':>9}{'right':>7}{'precision':>11}{'recall':>9}")
        for column, cells in result["columns"].items():
            if cells["wrong"] or cells["flagged"]:
                print(
                    f"{column:<18}{cells['wrong']:>7}{cells['flagged']:>9}{cells['right']:>7}"
                    f"{cells['precision']:>11.3f}{cells['recall']:>9.3f}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure which wrong cells rules alone find.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--seen", type=int, default=5, help="times that a value must be seen to be proposed as allowed")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "hospital.json")
    asked = parser.parse_args()
    dirty = pl.read_csv(asked.data / "hospital.csv", infer_schema=False)
    wrong = wrong_cells(dirty, pl.read_csv(asked.data / "hospital_clean.csv", infer_schema=False))
    rules = crmclean.load_rules(str(HERE / "hospital.yaml"))
    variants = {
        "rules": rules,
        f"rules and lists of values seen {asked.seen} times": with_lists(rules, dirty, asked.seen),
    }
    results = {}
    for name, used in variants.items():
        flagged = flagged_cells(dirty, used)
        results[name] = {"all": scored(flagged, wrong), "columns": by_column(flagged, wrong, dirty.columns)}
    show(results)
    times = {seen: scored(flagged_cells(dirty, with_lists(rules, dirty, seen)), wrong) for seen in TIMES}
    print("\nlists of values seen so many times")
    for seen, result in times.items():
        print(f"{seen:>4}  {result}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    result = {"source": asked.data.name, "wrong_cells": len(wrong), "results": results, "by_times_seen": times}
    asked.out.write_text(json.dumps({**result, **machine()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
