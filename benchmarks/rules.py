"""Measure standardizing and checking: eight checks beside the peers, a whole pack, one record, completeness.

    python benchmarks/rules.py [--records 1000000] [--seed 7] [--runs 3] [--only checks pack record score]

``checks``: the same eight checks (not null, two patterns, three picklists, any-of, unique) with row-level findings, by
crmclean, pandera and pointblank on polars and Great Expectations on pandas (``uv sync --group bench``), from the table
in memory to the table of findings; all must find the same. ``pack``: standardize and check with all of generic/contact,
with either phone engine. ``record``: ``check`` of one record after another. ``score``: completeness by owner of records
that are read and standardized. Each run has a process of its own; medians are shown, machines are noisy: trust ratios.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from machine import HERE, generated, machine, peak_mib

EMAIL = r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"
POSTAL = r"^[0-9A-Z][0-9A-Z -]{1,8}[0-9A-Z]$"
LISTS = {"industry": 30, "lead_source": 10, "country": 6}
"""Picklist columns, and how many of their most frequent values are allowed."""
RECORDS = 3000
_IDS = ("id", "external_id")


def contacts(source: Path) -> pl.DataFrame:
    """Read the contacts, every hundredth with the external id of another."""
    table = pl.read_csv(source, infer_schema=False)
    return table.with_columns(
        external_id=pl.when(pl.int_range(pl.len()) % 100 == 7).then(pl.col("id").shift(1)).otherwise("id")
    )


def allowed(table: pl.DataFrame) -> dict[str, list[str]]:
    return {
        name: table[name].drop_nulls().value_counts(sort=True)[name].head(size).to_list()
        for name, size in LISTS.items()
    }


def reachable() -> pl.Expr:
    return pl.col("email").is_not_null() | pl.col("phone").is_not_null()


def by_crmclean(table: pl.DataFrame, lists: dict[str, list[str]], kind: str = "raw") -> list[int]:
    import crmclean as cc  # noqa: PLC0415 - each tool is loaded in its own process only

    fields = ("id", "external_id", "last_name", "email", "phone", "postal_code", *lists)
    rules = cc.Rules.model_validate(
        {
            "crmclean": "1",
            "object": "contact",
            "fields": {name: {"type": kind if kind == "raw" or name not in _IDS else "identifier"} for name in fields},
            "required": ["last_name", {"any_of": ["email", "phone"]}],
            "checks": [
                {"field": "email", "pattern": EMAIL},
                {"field": "postal_code", "pattern": POSTAL},
                {"field": "external_id", "unique": True},
                *({"field": name, "allowed": values} for name, values in lists.items()),
            ],
        }
    )
    return cc.clean(table, rules).findings.group_by("rule").len()["len"].to_list()


def by_crmclean_tidied(table: pl.DataFrame, lists: dict[str, list[str]]) -> list[int]:
    return by_crmclean(table, lists, "text")


def by_pandera(table: pl.DataFrame, lists: dict[str, list[str]]) -> list[int]:
    import pandera.polars as pa  # noqa: PLC0415

    schema = pa.DataFrameSchema(
        {
            "last_name": pa.Column(str, nullable=False),
            "email": pa.Column(str, pa.Check.str_matches(EMAIL), nullable=True),
            "postal_code": pa.Column(str, pa.Check.str_matches(POSTAL), nullable=True),
            **{name: pa.Column(str, pa.Check.isin(values), nullable=True) for name, values in lists.items()},
            "external_id": pa.Column(str, unique=True),
        },
        checks=[pa.Check(lambda data: data.lazyframe.select(reachable()), name="reachable")],
    )
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.group_by("column", "check").len()["len"].to_list()
    return []


def by_pointblank(table: pl.DataFrame, lists: dict[str, list[str]]) -> list[int]:
    import pointblank as pb  # noqa: PLC0415

    asked = pb.Validate(table).col_vals_not_null("last_name").rows_distinct("external_id").col_vals_expr(reachable())
    asked = asked.col_vals_regex("email", EMAIL, na_pass=True).col_vals_regex("postal_code", POSTAL, na_pass=True)
    for name, values in lists.items():
        asked = asked.col_vals_in_set(name, [*values, None])
    extracts = asked.interrogate(extract_limit=table.height).get_data_extracts()
    return [extract.height for extract in extracts.values()]


def by_great_expectations(table: pl.DataFrame, lists: dict[str, list[str]]) -> list[int]:
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations import expectations as expect  # noqa: PLC0415

    pandas = table.with_columns(reach=pl.coalesce("email", "phone")).to_pandas()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("contacts").add_dataframe_asset("contacts")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pandas})
    asked = gx.ExpectationSuite(
        name="eight checks",
        expectations=[
            expect.ExpectColumnValuesToNotBeNull(column="last_name"),
            expect.ExpectColumnValuesToNotBeNull(column="reach"),
            expect.ExpectColumnValuesToMatchRegex(column="email", regex=EMAIL),
            expect.ExpectColumnValuesToMatchRegex(column="postal_code", regex=POSTAL),
            expect.ExpectColumnValuesToBeUnique(column="external_id"),
            *(expect.ExpectColumnValuesToBeInSet(column=name, value_set=values) for name, values in lists.items()),
        ],
    )
    every = {"result_format": "COMPLETE", "unexpected_index_column_names": ["id"]}
    return [len(each.result["unexpected_index_list"]) for each in batch.validate(asked, result_format=every).results]


TOOLS: dict[str, Callable[[pl.DataFrame, dict[str, list[str]]], list[int]]] = {
    "crmclean": by_crmclean,
    "crmclean (tidied)": by_crmclean_tidied,
    "pandera": by_pandera,
    "pointblank": by_pointblank,
    "great expectations": by_great_expectations,
}


def one_check(tool: str, source: Path) -> dict[str, object]:
    table = contacts(source)
    lists = allowed(table)
    TOOLS[tool](table.head(100), lists)  # imports and warm-up
    start = time.perf_counter()
    found = TOOLS[tool](table, lists)
    return {"seconds": time.perf_counter() - start, "found": sorted(found), "peak_mib": peak_mib()}


def one_pack(engine: str, source: Path) -> dict[str, object]:
    import crmclean as cc  # noqa: PLC0415

    table, rules = pl.read_csv(source, infer_schema=False), cc.load_rules("generic/contact")
    if engine == "fast":
        fields = {
            name: kind.model_copy(update={"engine": "fast"}) if kind.type == "phone" else kind
            for name, kind in rules.fields.items()
        }
        rules = rules.model_copy(update={"fields": fields})
    start = time.perf_counter()
    cleaned = cc.clean(table, rules)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak_mib": peak_mib(), **cleaned.counts()}


def one_record(_: str, source: Path) -> dict[str, object]:
    import crmclean as cc  # noqa: PLC0415

    rules = cc.load_rules("generic/contact")
    records = pl.read_csv(source, infer_schema=False, n_rows=2 * RECORDS).to_dicts()
    for record in records[:RECORDS]:
        cc.check(record, rules)
    took = []
    for record in records[RECORDS:]:
        start = time.perf_counter()
        cc.check(record, rules)
        took.append(1000 * (time.perf_counter() - start))
    took.sort()
    return {
        "seconds": statistics.median(took) / 1000,
        "p50_ms": statistics.median(took),
        "p99_ms": took[int(0.99 * len(took))],
        "peak_mib": peak_mib(),
    }


def one_score(_: str, source: Path) -> dict[str, object]:
    import crmclean as cc  # noqa: PLC0415
    from crmclean.quality.completeness import completeness  # noqa: PLC0415

    rules = cc.load_rules("generic/contact")
    cleaned = cc.clean(pl.read_csv(source, infer_schema=False), rules)
    start = time.perf_counter()
    completeness(cleaned.standardized, cleaned.rules, by=["owner"], today=cleaned.as_of)
    return {"seconds": time.perf_counter() - start, "peak_mib": peak_mib()}


PARTS: dict[str, tuple[Callable[[str, Path], dict[str, object]], tuple[str, ...]]] = {
    "checks": (one_check, tuple(TOOLS)),
    "pack": (one_pack, ("reference", "fast")),
    "record": (one_record, ("check",)),
    "score": (one_score, ("by owner",)),
}


def measured(part: str, case: str, source: Path) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, __file__, "--measure", part, case, "--data", source],
        check=False,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        sys.exit(f"{part}, {case}:\n{ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure standardizing and checking.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--out", type=Path, default=HERE / "results" / "rules.json")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        part, case = asked.measure
        print(json.dumps(PARTS[part][0](case, asked.data)))
        return
    source = generated(asked.records, asked.seed) / "contacts.csv"
    result: dict[str, object] = {"records": asked.records, "runs": asked.runs}
    for part in asked.only:
        print(f"{part}: {asked.records:,} contacts" if part != "record" else f"{part}: one contact after another")
        result[part] = {}
        for case in PARTS[part][1]:
            runs = sorted((measured(part, case, source) for _ in range(asked.runs)), key=lambda run: run["seconds"])
            result[part][case] = runs[len(runs) // 2]
            shown = {key: value for key, value in result[part][case].items() if key != "found"}
            print(f"  {case:<20}" + "  ".join(f"{key} {value:,.4g}" for key, value in shown.items()), flush=True)
    if "checks" in result:
        compare(result["checks"])
    result.update(machine("pandera", "pointblank", "great-expectations", "rphonenumbers"))
    earlier = json.loads(asked.out.read_text(encoding="utf-8")) if asked.only and asked.out.is_file() else {}
    asked.out.write_text(json.dumps({**earlier, **result}, indent=2) + "\n", encoding="utf-8")


def compare(checks: dict[str, dict[str, object]]) -> None:
    """Say how many times the fastest peer we take, and that all found the same."""
    ours, peers = checks["crmclean"], {name: run for name, run in checks.items() if not name.startswith("crmclean")}
    fastest = min(peers, key=lambda name: peers[name]["seconds"])
    print(
        f"  crmclean takes {ours['seconds'] / peers[fastest]['seconds']:.2f} x the time of {fastest}, the fastest peer"
    )
    differing = [name for name, run in peers.items() if run["found"] != ours["found"]]
    print(f"  findings by rule: {ours['found']}; " + (f"others: {differing}" if differing else "all tools agree"))


if __name__ == "__main__":
    main()
