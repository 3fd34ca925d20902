"""Splink 5 (DuckDB): settings after its examples for such data, clusters at 0.95 as in its README (``--variant 0.5``).

Its examples block on several loose rules, train *m* on two or three blockings, *u* on random pairs, and estimate how
many pairs match from rules that are nearly always right. The names of settings are the kinds of data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow.compute as pc
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.comparison_creator import ComparisonCreator
from task import Task, task

THRESHOLD = 0.95
NAME = "l.first_name = r.last_name and l.last_name = r.first_name"


def exact(name: str) -> ComparisonCreator:
    return cl.ExactMatch(name).configure(term_frequency_adjustments=True)


def fuzzy(name: str, *thresholds: float) -> ComparisonCreator:
    return cl.JaroWinklerAtThresholds(name, list(thresholds)).configure(term_frequency_adjustments=True)


@dataclass(frozen=True)
class Setup:
    """Comparisons, blocking for predictions and for each training run, and rules that are nearly always right."""

    comparisons: list[ComparisonCreator]
    block: list[Any]
    train: list[Any]
    sure: list[Any]
    recall: float = 0.7
    columns: dict[str, str] = field(default_factory=dict)


def birth(name: str, form: str) -> ComparisonCreator:
    return cl.DateOfBirthComparison(name, input_is_string=True, datetime_format=form)


SETUPS = {
    "contacts": Setup(
        [
            cl.ForenameSurnameComparison("first_name", "last_name"),
            cl.EmailComparison("email"),
            cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True),
            fuzzy("company", 0.92, 0.8),
            fuzzy("street", 0.95, 0.85),
        ],  # without postal code and city: its documentation warns of columns that follow from each other
        [
            block_on("email"),
            block_on("phone"),
            block_on("first_name", "last_name"),
            block_on("mailbox", "initial"),
            block_on("last7", "initial"),
            block_on("last_name", "postal_code"),
            block_on("last_name", "company"),
            block_on("first_name", "company"),
            block_on("street", "initial"),
            NAME,
        ],
        [block_on("first_name", "last_name"), block_on("email")],  # blocked on phones it learns colleagues
        [block_on("email", "last_name"), block_on("phone", "first_name", "last_name"),
         block_on("first_name", "last_name", "company"), block_on("first_name", "last_name", "postal_code")],
        columns={
            "mailbox": "split_part(email, '@', 1)",
            "last7": "right(phone, 7)",
            "initial": "left(last_name, 1)",
        },
    ),
    "accounts": Setup(
        [
            fuzzy("account_name", 0.95, 0.88),
            exact("domain"),
            cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True),
            fuzzy("billing_street", 0.95, 0.85),
            exact("billing_postal_code"),
            exact("billing_city"),
        ],
        [
            block_on("account_name"),
            block_on("domain"),
            block_on("phone"),
            block_on("start", "billing_postal_code"),
            block_on("start", "billing_city"),
            block_on("billing_street", "billing_postal_code"),
        ],
        [block_on("account_name"), block_on("phone"), block_on("domain")],
        [block_on("account_name", "phone"), block_on("account_name", "billing_street", "billing_city")],
        columns={"start": "left(account_name, 5)"},
    ),
    "register": Setup(
        [
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            birth("date_of_birth", "%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            exact("street_number"),
            cl.DamerauLevenshteinAtThresholds("postal_code", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        [
            block_on("soc_sec_id"),
            block_on("first_name"),
            block_on("last_name"),
            block_on("date_of_birth"),
            block_on("postal_code"),
            NAME,
        ],
        [block_on("date_of_birth"), block_on("postal_code")],
        [block_on("soc_sec_id"), block_on("first_name", "last_name", "date_of_birth"),
         f"{NAME} and l.date_of_birth = r.date_of_birth"],
        recall=0.9,
    ),
    "mailing": Setup(
        [
            cl.ForenameSurnameComparison("first_name", "last_name"),
            birth("dob", "%Y-%m-%d"),
            exact("city"),
            cl.EmailComparison("email"),
        ],
        [block_on("first_name"), block_on("last_name"), block_on("dob"), block_on("email")],
        [block_on("dob"), block_on("email"), block_on("first_name", "last_name")],
        [
            "l.first_name = r.first_name and levenshtein(l.dob, r.dob) <= 1",
            "l.last_name = r.last_name and levenshtein(l.dob, r.dob) <= 1",
            "l.first_name = r.first_name and levenshtein(l.last_name, r.last_name) <= 2",
            block_on("email"),
        ],
    ),
    "births": Setup(
        [
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("by", [1]),
            cl.ExactMatch("bm"),
            cl.ExactMatch("bd"),
        ],
        [block_on("first_name"), block_on("last_name"), block_on("by", "bm", "bd")],
        [block_on("first_name", "last_name"), block_on("by", "bm", "bd")],
        [block_on("first_name", "last_name", "by"), block_on("first_name", "by", "bm", "bd"),
         block_on("last_name", "by", "bm", "bd")],
    ),
    "sites": Setup(
        [fuzzy("account_name", 0.95, 0.88), fuzzy("street", 0.95, 0.85), exact("postal_code"),
         cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True)],
        [block_on("account_name"), block_on("phone"), block_on("street"), block_on("start", "postal_code")],
        [block_on("account_name"), block_on("phone"), block_on("street")],
        [block_on("account_name", "street"), block_on("account_name", "phone")],
        columns={"start": "left(account_name, 5)"},
    ),
    "restaurants": Setup(
        [fuzzy("account_name", 0.95, 0.88), fuzzy("street", 0.95, 0.85), exact("city"),
         cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True)],
        [block_on("account_name"), block_on("phone"), block_on("street"), block_on("start", "city")],
        [block_on("account_name"), block_on("phone"), block_on("street")],
        [block_on("account_name", "street"), block_on("account_name", "phone")],
        columns={"start": "left(account_name, 5)"},
    ),
}  # fmt: skip


def tables(asked: Task, setup: Setup, api: DuckDBAPI) -> list[Any]:
    """Read the records, one table a file where two are linked."""
    derived = "".join(f", {formula} as {name}" for name, formula in setup.columns.items())
    lowered = "select id, nullif(lower(trim(columns(* exclude id))), '') from read_csv(?, all_varchar = true)"
    query = f"select *{derived} from ({lowered})"  # noqa: S608 - all words are ours
    every = duckdb.query(query, params=[str(asked.records)]).to_arrow_table()
    if not asked.link:
        return [api.register(every)]
    return [
        api.register(every.filter(pc.equal(every["source"], side)), dataset_display_name=f"file_{side}")
        for side in ("left", "right")
    ]


def linker_for(asked: Task, setup: Setup, *, train: bool = True) -> Linker:
    """Set up a linker and train it, without labels."""
    settings = SettingsCreator(
        link_type="link_only" if asked.link else "dedupe_only",
        unique_id_column_name="id",
        comparisons=setup.comparisons,
        blocking_rules_to_generate_predictions=setup.block,
    )
    linker = Linker(tables(asked, setup, DuckDBAPI()), settings)
    if not train:
        return linker
    linker.training.estimate_probability_two_random_records_match(setup.sure, recall=setup.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in setup.train:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def candidates(linker: Linker, asked: Task) -> None:
    """Write the pairs that blocking finds: what is compared at all."""
    pairs = linker.inference.compute_blocked_pairs_for_predict().as_duckdbpyrelation()
    pairs.project('join_key_l as "left", join_key_r as "right"').to_parquet(str(asked.folder / "candidates.parquet"))


def main() -> None:
    asked = task()
    linker = linker_for(asked, SETUPS[asked.kind], train=asked.variant != "candidates")
    if asked.variant == "candidates":
        candidates(linker, asked)
        return
    pairs = linker.inference.predict(threshold_match_probability=0.05)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, float(asked.variant or THRESHOLD))
    rows = found.as_duckdbpyrelation().project("id, cluster_id").fetchall()
    asked.answer({str(each): str(cluster) for each, cluster in rows})


if __name__ == "__main__":
    main()
