"""Measure how right picklists, countries and states are, on spellings whose meaning was written down by hand.

    python benchmarks/picklists.py [--misses] [--out FILE]

``truth/drift.csv`` holds every spelling of four columns of the development data with its number of records; a mapped
value is right, wrong, or suggested. ``truth/spellings.csv`` holds what people type in CRMs, in several languages, with
slips and with texts that mean nothing; a third of it, by a hash of the spelling, is held out: aliases were added
without looking at it. Precision is that of mapped values; recall counts right suggestions too. ``--misses`` names what
is wrong outside the held-out part.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from machine import HERE, machine

from crmclean import resources
from crmclean.fields.base import FieldType, State
from crmclean.fields.country import iso2
from crmclean.fields.subdivision import code
from crmclean.spec import load_rules

MISSING = "(missing)"
LISTS = ("industry", "lead_source", "job_function")
RULES = """
crmclean: 1
object: contact
fields:
  country: {{type: country}}
  state: {{type: subdivision, country: {{from: country}}}}
{fields}
picklists:
{lists}
"""


class Case(NamedTuple):
    """A spelling, what it means, and how many records have it."""

    kind: str
    spelling: str
    country: str
    expected: str
    records: int

    @property
    def held_out(self) -> bool:
        """Whether aliases were added without looking at it."""
        return hashlib.sha256(self.spelling.encode()).digest()[0] % 3 == 0


class Read(NamedTuple):
    """What the code made of a spelling: a value, or a suggestion, or neither."""

    mapped: str
    suggested: str


def cases(name: str) -> list[Case]:
    lines = (HERE / "truth" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        Case(
            row.get("kind") or row["column"],
            row["spelling"],
            row["country"],
            row["expected"],
            int(row.get("records") or 1),
        )
        for row in rows
    ]


def fields() -> dict[str, FieldType]:
    """Load the semantic types as a rule file would give them."""
    there = [name for name in LISTS if (resources.folder() / "picklists" / f"{name}.yaml").is_file()]
    text = RULES.format(
        fields="\n".join(f"  {name}: {{type: picklist, picklist: {name}}}" for name in there),
        lists="\n".join(f"  {name}: {name}" for name in there),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        return dict(load_rules(str(path)).fields)


def read(case: Case, kinds: dict[str, FieldType]) -> Read:
    standard = kinds[case.kind].standardize(case.spelling, case.country or None)
    if standard.state is State.PLACEHOLDER:
        return Read(MISSING, "")
    meant = re.match("Did you mean '(.*)'", standard.note or "")
    suggestion = meant[1] if meant else ""
    if case.kind == "state":
        mapped = code(case.spelling, case.country or None) if standard.state is State.OK else None
        return Read(mapped or "", code(suggestion, case.country or None) or "" if suggestion else "")
    mapped = standard.value if standard.state is State.OK else ""
    return Read(mapped or "", (iso2(suggestion) or "") if case.kind == "country" else suggestion)


def outcome(case: Case, found: Read) -> str:
    if found.mapped:
        return "right" if found.mapped == case.expected else "wrong"
    if not case.expected:
        return "left alone"
    return "suggested" if found.suggested == case.expected else "missed"


def scores(counted: Counter[str]) -> dict[str, float | int]:
    mapped, meant = counted["right"] + counted["wrong"], counted.total() - counted["left alone"]
    return {
        "spellings": counted.total(),
        "precision": round(counted["right"] / (mapped or 1), 4),
        "mapped": round(counted["right"] / (meant or 1), 4),
        "recall": round((counted["right"] + counted["suggested"]) / (meant or 1), 4),
        **{name.replace(" ", "_"): counted[name] for name in ("right", "wrong", "suggested", "missed", "left alone")},
    }


def drift(read_cases: list[tuple[Case, str]]) -> Iterator[dict[str, object]]:
    """Yield how much of each column is mapped right and wrong, by spellings and by records."""
    for kind in (*dict.fromkeys(case.kind for case, _ in read_cases), "all"):
        mine = [(case, result) for case, result in read_cases if kind in (case.kind, "all")]
        meant = [(case, result) for case, result in mine if case.expected]
        records = sum(case.records for case, _ in meant)
        yield {
            "column": kind,
            "spellings": len(mine),
            "right": round(sum(result == "right" for _, result in meant) / len(meant), 4),
            "right_records": round(sum(case.records for case, result in meant if result == "right") / records, 5),
            "wrong": round(sum(result == "wrong" for _, result in mine) / len(mine), 4),
            "wrong_records": round(
                sum(case.records for case, result in mine if result == "wrong") / sum(case.records for case, _ in mine),
                5,
            ),
            "suggested": sum(result == "suggested" for _, result in mine),
        }


def spellings(read_cases: list[tuple[Case, str]]) -> Iterator[dict[str, object]]:
    """Yield the scores of each kind, of both parts and of all."""
    for part, chosen in (("seen", (False,)), ("held out", (True,)), ("all", (True, False))):
        for kind in (*dict.fromkeys(case.kind for case, _ in read_cases), "all"):
            counted = Counter(
                result for case, result in read_cases if case.held_out in chosen and kind in (case.kind, "all")
            )
            yield {"part": part, "kind": kind, **scores(counted)}


def table(rows: list[dict[str, object]]) -> None:
    widths = [max(len(str(row[name])) for row in [*rows, {name: name}]) for name in rows[0]]
    for row in ({name: name for name in rows[0]}, *rows):
        print("  ".join(str(value).rjust(width) for value, width in zip(row.values(), widths, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how right picklists, countries and states are.")
    parser.add_argument("--misses", action="store_true", help="name what is wrong, held-out spellings left out")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "picklists.json")
    asked = parser.parse_args()
    kinds = fields()
    judged = {}
    for name in ("drift", "spellings"):
        known = [case for case in cases(name) if case.kind in kinds]
        found = [(case, read(case, kinds)) for case in known]
        judged[name] = [(case, outcome(case, what)) for case, what in found]
        for case, what in found if asked.misses else ():
            if outcome(case, what) in ("wrong", "missed") and not (name == "spellings" and case.held_out):
                print(name, case.kind, repr(case.spelling), case.country, case.expected or "-", *what, sep=" | ")
    results = {"drift": list(drift(judged["drift"])), "spellings": list(spellings(judged["spellings"]))}
    for rows in results.values():
        table(rows)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps({**results, **machine()}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
