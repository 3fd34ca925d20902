"""Judge the pairs of people and companies that a CRM admin has an opinion on, and print those that come out wrong.

    python benchmarks/pairs.py [contacts] [accounts] [--class NAME] [--all] [--explain]

The pairs, and what is wanted of each, are in ``tests/cases/pairs/*.yaml``; beside them lies a background file of a few
hundred generated records. Each pair is judged on its own, with the records that belong to its story, inside the
background, by the model that training on the background alone gave: what a save hook or a small file sees. No pair
can tell another one anything. A pair that blocking does not bring together is "not compared", and different; where
the model alone would have said something else, it is "overlooked": right by luck.
"""

from __future__ import annotations

import argparse
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polars as pl
import yaml

from crmclean import find_duplicates, load_rules
from crmclean.dedup.found import Pairs
from crmclean.dedup.model import Model
from crmclean.spec.model import Rules

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "cases" / "pairs"
PACKS = {"contacts": "generic/contact", "accounts": "generic/account"}
VERDICTS = ("same", "ask", "different")
ONE, OTHER = "pair-1", "pair-2"

Record = dict[str, str]


class Case(NamedTuple):
    """Two records, those around them, and the verdict that is wanted of the two, with the reason."""

    table: str
    name: str
    group: str
    want: str
    why: str
    one: Record
    other: Record
    among: list[Record]


class Judged(NamedTuple):
    """A case, and what came out: probability, reason for the resemblance, and whether blocking saw the pair at all."""

    case: Case
    verdict: str
    right: bool
    probability: float
    relation: str
    compared: bool
    told: str


class Background(NamedTuple):
    """The records around every pair, the rule set for them, and the model that they gave."""

    records: pl.DataFrame
    rules: Rules
    model: Model


def cases(table: str) -> list[Case]:
    """Read the cases of ``contacts`` or ``accounts``."""
    written = yaml.load((FOLDER / f"{table}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - all is text
    around = written["surroundings"]
    return [
        Case(
            table,
            f"{group} {at}",
            group,
            each["want"],
            each["why"],
            each["one"],
            each["other"],
            around[each["among"]] if "among" in each else [],
        )
        for group, listed in written["pairs"].items()
        for at, each in enumerate(listed, start=1)
    ]


@functools.cache
def background(table: str) -> Background:
    """Read the background file and train on it."""
    rules = load_rules(PACKS[table])
    records = pl.read_csv(FOLDER / f"{table}.csv", infer_schema=False)
    used = dict.fromkeys(name for one in cases(table) for each in (one.one, one.other, *one.among) for name in each)
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in used if name not in records.columns]
    records = records.with_columns(missing)
    model = find_duplicates(records, rules).model
    return Background(records, rules, replace(model, known=None))  # these records tell how common values are


def judge(case: Case) -> Judged:
    """Judge one case in its background."""
    around = background(case.table)
    ids = (ONE, OTHER, *(f"pair-among-{at}" for at in range(len(case.among))))
    rows = [{"id": at, **each} for at, each in zip(ids, (case.one, case.other, *case.among), strict=True)]
    whole = pl.concat([around.records, pl.DataFrame(rows, schema=around.records.schema)])
    found = find_duplicates(whole, around.rules, model=around.model)
    scored = found.table.filter(pl.col("left") == ONE, pl.col("right") == OTHER)
    probability = float(scored["match_probability"].item()) if scored.height else 0.0
    told = found.explain(ONE, OTHER)
    compared = bool(scored.height or found.shared_keys(ONE, OTHER))
    right = case.want in verdicts(probability, around.rules)
    return Judged(
        case, verdict(probability, around.rules), right, told.match_probability, told.relation, compared, _told(found)
    )


def _told(found: Pairs) -> str:
    return ", ".join(f"{each.comparison} {each.level} {each.bits:+.1f}" for each in found.explain(ONE, OTHER).evidence)


def verdicts(probability: float, rules: Rules) -> set[str]:
    """Return every verdict that a probability answers to; same and ask share what lies between match and merge."""
    asked = rules.duplicates
    return {
        name
        for name, fits in zip(
            VERDICTS,
            (
                probability >= asked.match,
                asked.review <= probability < asked.merge,
                probability < asked.review,
            ),
            strict=True,
        )
        if fits
    }


def verdict(probability: float, rules: Rules) -> str:
    """Return what becomes of a pair: it is one cluster, or a question, or nothing."""
    return min(verdicts(probability, rules), key=VERDICTS.index)


def overlooked(judged: Iterable[Judged], review: float = 0.3) -> Iterator[str]:
    """Tell which pairs that must stay apart do so by luck: compared, they would at least be asked about."""
    for each in judged:
        if each.case.want == "different" and not each.compared and each.probability >= review:
            yield line(each)


def misses(judged: Iterable[Judged]) -> Iterator[str]:
    """Tell what came out wrong, a line a pair."""
    for each in judged:
        if not each.right:
            yield line(each)


def line(each: Judged) -> str:
    """Tell of one pair."""
    case, seen = each.case, "" if each.compared else " (not compared)"
    return (
        f"{case.table}: {case.name:<24} want {case.want:<9} got {each.verdict:<9} {each.probability:.3f}"
        f" {each.relation}{seen}: {_short(case.one)} | {_short(case.other)}"
    )


def _short(record: Record) -> str:
    return "; ".join(record.values()) or "(empty)"


def counts(judged: Iterable[Judged]) -> str:
    """Count by wanted verdict, right of all."""
    every = list(judged)
    total, right = Counter(each.case.want for each in every), Counter(each.case.want for each in every if each.right)
    told = "  ".join(f"{name} {right[name]}/{total[name]}" for name in VERDICTS)
    return f"{told}  all {right.total()}/{total.total()} ({right.total() / max(total.total(), 1):.1%})"


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the pairs of people and companies that come out wrong.")
    parser.add_argument("tables", nargs="*", choices=[*PACKS, []], help="contacts, accounts; both without")
    parser.add_argument("--class", dest="group", help="only this class of pairs")
    parser.add_argument("--all", action="store_true", help="print the pairs that come out right, too")
    parser.add_argument("--explain", action="store_true", help="print the reason, and the evidence in bits")
    asked = parser.parse_args()
    for table in asked.tables or PACKS:
        judged = [judge(one) for one in cases(table) if asked.group in {None, one.group}]
        for each in judged:
            if asked.all or not each.right:
                print(line(each))
                if asked.explain:
                    print(f"    wanted since: {each.case.why}\n    {each.told}")
        for told in overlooked(judged):
            print(f"overlooked: {told}")
        by_class = Counter(each.case.group for each in judged if not each.right)
        print(f"\n{table}: {counts(judged)}\n  misses by class: {dict(by_class.most_common())}\n")


if __name__ == "__main__":
    main()
