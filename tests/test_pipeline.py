from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from crmclean import duplicates, passes, pipeline, resources
from crmclean.errors import RecordIdError, SelfAuditError, TableError
from crmclean.files import TooManyQuarantinedError
from crmclean.golden import Golden
from crmclean.pipeline import Steps
from crmclean.reading import Reading
from crmclean.spec import load_rules

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = resources.example("contacts.csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary_of(out: Path) -> dict:
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def damaged(tmp_path_factory) -> Path:
    """The example export with blank lines, rows of a wrong width and a quote that never closes."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    lines[20:20] = ["", "X1,too,short", " ", ",".join("," * lines[0].count(","))[: lines[0].count(",")]]
    lines[100:100] = [lines[50] + ",one,more", 'X2,"never closes,' + ",".join("a" * lines[0].count(","))]
    path = tmp_path_factory.mktemp("damaged") / "contacts.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ran(damaged, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("ran") / "out"
    pipeline.run(damaged, out, Reading())
    return out


# Conservation, from the files themselves


def test_every_row_read_is_a_record_or_quarantined_or_blank(ran, damaged):
    counts = summary_of(ran)["counts"]
    physical = len(damaged.read_text(encoding="utf-8").splitlines()) - 1
    assert (counts["quarantined"], counts["blank_lines"]) == (3, 3)
    assert (
        len(rows(ran / "records.csv")) + counts["quarantined"] + counts["blank_lines"]
        == counts["rows_read"]
        == physical
    )
    assert len(rows(ran / "quarantine.csv")) == counts["quarantined"]


def test_every_record_is_golden_or_merged_away(ran):
    merged = [row["record_id"] for row in rows(ran / "merge_plan.csv") if row["action"] == "merge"]
    records, golden = ([row["id"] for row in rows(ran / name)] for name in ("records.csv", "golden.csv"))
    assert len(merged) > 20
    assert sorted(records) == sorted(golden + merged)
    assert golden == [record for record in records if record in set(golden)]


def test_every_record_stands_in_exactly_one_cluster(ran):
    clusters = rows(ran / "clusters.csv")
    assert [row["record_id"] for row in clusters] == sorted(row["id"] for row in rows(ran / "records.csv"))
    smallest: dict[str, str] = {}
    for row in clusters:
        smallest.setdefault(row["cluster_id"], row["record_id"])
    assert all(cluster == record for cluster, record in smallest.items())


def test_pairs_are_unique_ordered_and_kept_from_review_up(ran):
    pairs = [(row["left"], row["right"]) for row in rows(ran / "pairs.csv")]
    assert pairs == sorted(set(pairs))
    assert all(left < right for left, right in pairs)
    assert all(0.3 <= float(row["match_probability"]) <= 1 for row in rows(ran / "pairs.csv"))


def test_every_record_of_a_cluster_is_planned_for(ran):
    clusters = rows(ran / "clusters.csv")
    sizes = {row["cluster_id"]: sum(row["cluster_id"] == each["cluster_id"] for each in clusters) for row in clusters}
    together = {row["record_id"]: row["cluster_id"] for row in clusters if sizes[row["cluster_id"]] > 1}
    plan = rows(ran / "merge_plan.csv")
    assert {row["record_id"]: row["cluster_id"] for row in plan} == together
    assert {row["action"] for row in plan} <= {"keep", "merge", "ask"}


def test_a_golden_value_is_the_value_of_its_source(ran):
    records = {row["id"]: row for row in rows(ran / "records.csv")}
    golden = {row["id"]: row for row in rows(ran / "golden.csv")}
    traced = {(row["golden_id"], row["field"]): row["source_id"] for row in rows(ran / "lineage.csv")}
    assert len(traced) > 200
    for (golden_id, field), source in traced.items():
        assert records[source][field] == golden[golden_id][field]
    merged = {golden_id for golden_id, _ in traced}
    for golden_id in merged:
        filled = {field for field, cell in golden[golden_id].items() if cell and field != "id"}
        assert filled == {field for owner, field in traced if owner == golden_id}


def test_no_opt_out_is_lost(ran):
    merged_into = {
        row["record_id"]: row["survivor_id"] for row in rows(ran / "merge_plan.csv") if row["action"] == "merge"
    }
    golden = {row["id"]: row for row in rows(ran / "golden.csv")}
    out = [row["id"] for row in rows(ran / "records.csv") if row["opt_out"] not in {"", "false"}]
    assert len(out) > 20
    assert {golden[merged_into.get(record, record)]["opt_out"] for record in out} == {"true"}


def test_changes_lead_from_what_was_read_to_what_was_written(ran):
    before = {row["id"]: row for row in rows(EXAMPLE)}
    after = {row["id"]: row for row in rows(ran / "records.csv")}
    changed = {(row["record_id"], row["field"]): (row["before"], row["after"]) for row in rows(ran / "changes.csv")}
    for record, cells in after.items():
        for field, cell in cells.items():
            told = changed.get((record, field), (before[record][field], before[record][field]))
            assert told == (before[record][field], cell), (record, field)


def test_findings_and_changes_are_sorted_and_of_known_records(ran):
    ids = {row["id"] for row in rows(ran / "records.csv")}
    for name in ("findings.csv", "changes.csv"):
        keys = [(row["record_id"], row["field"], row["rule"]) for row in rows(ran / name)]
        assert keys == sorted(keys)
        assert {key[0] for key in keys} <= ids


def test_the_manifest_fits_the_files(ran):
    files = summary_of(ran)["files"]
    assert set(files) == {file.name for file in ran.iterdir()} - {"summary.json", "timings.json"}
    assert files == {name: hashlib.sha256((ran / name).read_bytes()).hexdigest() for name in files}


def test_the_summary_counts_what_the_files_hold(ran):
    counts = summary_of(ran)["counts"]
    findings = [row["severity"] for row in rows(ran / "findings.csv")]
    assert counts["changed_values"] == len(rows(ran / "changes.csv"))
    assert [counts[f"{severity}s"] for severity in ("error", "warning", "note")] == [
        findings.count(severity) for severity in ("error", "warning", "note")
    ]
    assert counts["review_pairs"] == len(rows(ran / "pairs.csv"))


# Determinism


def test_neither_hash_seed_nor_threads_change_a_byte(damaged, tmp_path):
    settings = {"one": ("0", "1"), "other": ("1", "2"), "third": ("4711", "4")}
    code = "import sys; from crmclean.cli import main; main()"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, "run", damaged, "-o", tmp_path / name, "--fail-on", "never"],
            env=os.environ | {"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, (seed, threads) in settings.items()
    ]
    said = [
        process.communicate(timeout=50)[0].replace(str(tmp_path / name), "OUT")
        for name, process in zip(settings, processes, strict=True)
    ]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert said[0] == said[1] == said[2]
    one, *others = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir() if file.name != "timings.json"}
        for name in settings
    )
    for other in others:
        assert [name for name in one if one[name] != other[name]] == []


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> Path:
    """Small generated exports of contacts and accounts."""
    folder = tmp_path_factory.mktemp("generated")
    command = [
        sys.executable,
        ROOT / "benchmarks" / "generate.py",
        "--records",
        "600",
        "--accounts",
        "300",
        "--out",
        folder,
    ]
    subprocess.run(command, check=True)
    return folder


@pytest.mark.parametrize("name", ["contacts", "accounts"])
def test_the_order_of_the_rows_changes_nothing_but_the_order_of_the_rows(name, generated, tmp_path):
    header, *lines = (generated / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    results = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)  # noqa: S311 - a permutation, no secret
        export = tmp_path / f"{seed}.csv"
        export.write_text("".join([header, *lines]), encoding="utf-8")
        pipeline.run(export, tmp_path / f"out{seed}", Reading())
        results.append({file.name: file.read_bytes() for file in (tmp_path / f"out{seed}").glob("*.csv")})
    first, *others = results
    assert first["merge_plan.csv"].count(b",merge,") > 20
    for other in others:
        for table in ("records.csv", "golden.csv"):
            assert sorted(other.pop(table).splitlines()) == sorted(first[table].splitlines()), table
        assert [table for table in other if other[table] != first[table]] == []


@pytest.mark.parametrize("name", ["contacts", "accounts"])
def test_raw_and_cleaned_files_give_the_same_pairs(name, generated, tmp_path):
    pipeline.clean_file(generated / f"{name}.csv", tmp_path / "cleaned", Reading())
    for source in (generated / f"{name}.csv", tmp_path / "cleaned" / "records.csv"):
        duplicates.dedupe_file(source, tmp_path / source.stem, Reading())
    for table in ("pairs.csv", "clusters.csv"):
        assert (tmp_path / name / table).read_bytes() == (tmp_path / "records" / table).read_bytes(), table


# Steps


def test_every_step_is_told_and_timed(tmp_path):
    told: list[str] = []
    steps = Steps(told.append)
    pipeline.run(EXAMPLE, tmp_path / "out", Reading(), steps=steps)
    assert (
        told
        == list(steps.seconds)
        == ["read", "clean", "write records", "find duplicates", "cluster", "merge", "score", "report", "write"]
    )
    assert all(seconds >= 0 for seconds in steps.seconds.values())
    assert json.loads((tmp_path / "out" / "timings.json").read_text()) == {"seconds": steps.seconds}


def test_a_run_gives_what_it_writes(tmp_path):
    done = pipeline.run(EXAMPLE, tmp_path / "out", Reading())
    assert done.cleaned.counts()["records"] == done.report.counts.records == len(rows(tmp_path / "out" / "records.csv"))
    assert done.golden.records.height == len(rows(tmp_path / "out" / "golden.csv"))
    assert done.before.records - done.after.records == done.golden.counts()["merged_away"]


def test_the_score_after_merging_is_that_of_the_golden_records(tmp_path):
    done = pipeline.run(EXAMPLE, tmp_path / "out", Reading())
    anew = passes.completeness(done.golden.records, done.cleaned.rules, as_of=done.cleaned.as_of)
    assert done.after.overall == anew.overall
    for name in ("by_field", "by_segment", "targets"):
        assert_frame_equal(getattr(done.after, name), getattr(anew, name))


def test_cleaning_alone_and_finding_duplicates_alone_give_the_same_as_the_whole_way(tmp_path):
    pipeline.run(EXAMPLE, tmp_path / "run", Reading())
    pipeline.clean_file(EXAMPLE, tmp_path / "clean", Reading())
    duplicates.dedupe_file(EXAMPLE, tmp_path / "dedupe", Reading())
    for step in ("clean", "dedupe"):
        for file in (tmp_path / step).glob("*.csv"):
            assert file.read_bytes() == (tmp_path / "run" / file.name).read_bytes(), file.name


def test_scoring_writes_nothing_and_reports_by_what_was_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opened, scored = pipeline.score_file(EXAMPLE, Reading(), by=["country"])
    assert (opened.records.height, opened.rules.name) == (scored.records, "generic/contact")
    assert scored.by_segment["segment"].unique().to_list() == ["country"]
    assert list(tmp_path.iterdir()) == []


# The day


@pytest.fixture
def deals(tmp_path) -> Path:
    """A small export of deals, whose dates show that the day comes first."""
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


DEALS = """\
id,Name,Stage,Amount,Close Date
1,Big deal,Open,900,13/04/2026
2,Small deal,Open,800,03/04/2026
3,Old deal,Won,700,25/12/2025
4,New deal,Open,,31/01/2027
"""
OURS = """\
crmclean: 1
object: opportunity
fields:
  id: {type: identifier}
  name: {type: text}
  stage: {type: text}
  amount: {type: number}
  close_date: {type: date}
required: [{field: amount, at_least: 0.8, owner: Ann}]
checks: [{id: ahead, that: "close_date >= TODAY", when: "stage == 'Open'"}]
completeness: {targets: {amount: 0.9}}
duplicates:
  block_on: [[close_date]]
  compare: {name: text}
"""


@pytest.fixture
def ours(tmp_path) -> Path:
    """Rules of our own, of which one speaks of the day."""
    path = tmp_path / "ours.yaml"
    path.write_text(OURS.replace("TODAY", "today"))
    return path


@pytest.mark.parametrize("step", [pipeline.run, pipeline.clean_file])
def test_the_day_of_the_run_is_that_which_was_asked_for(step, deals, ours, tmp_path):
    for day, late in (("2026-04-03", []), ("2026-04-13", ["2"]), ("2027-02-01", ["1", "2", "4"])):
        reading = Reading(rules=str(ours), as_of=dt.date.fromisoformat(day))
        step(deals, tmp_path / day, reading)
        found = [row["record_id"] for row in rows(tmp_path / day / "findings.csv") if row["rule"] == "ahead"]
        assert (found, summary_of(tmp_path / day)["as_of"]) == (late, day)


@pytest.mark.parametrize("step", [pipeline.run, pipeline.clean_file])
def test_where_no_rule_speaks_of_the_day_every_day_gives_the_same_bytes(step, deals, ours, tmp_path):
    ours.write_text(OURS.replace("TODAY", "'2026-04-10'"))
    for year in (2025, 2030):
        step(deals, tmp_path / str(year), Reading(rules=str(ours), as_of=dt.date(year, 1, 1)))
    files = {file.name for file in (tmp_path / "2025").iterdir()} - {"timings.json"}
    assert "outcomes.csv" in files
    for name in files:
        assert (tmp_path / "2025" / name).read_bytes() == (tmp_path / "2030" / name).read_bytes(), name
    assert "as_of" not in summary_of(tmp_path / "2025")


# What columns tell, and how rules fare


@pytest.mark.parametrize("step", [pipeline.run, pipeline.clean_file, duplicates.dedupe_file])
def test_the_summary_names_what_whole_columns_told(step, deals, ours, tmp_path):
    step(deals, tmp_path / "out", Reading(rules=str(ours)))
    used = summary_of(tmp_path / "out")["rules"]
    assert used["learned"] == {"close_date": {"order": "dmy"}}
    assert used["fingerprint"] != load_rules(ours).fingerprint


@pytest.mark.parametrize("step", [pipeline.run, pipeline.clean_file])
def test_the_outcomes_say_how_each_rule_fared(step, deals, ours, tmp_path):
    step(deals, tmp_path / "out", Reading(rules=str(ours), as_of=dt.date(2026, 4, 10)))
    outcomes = {row["rule"]: row for row in rows(tmp_path / "out" / "outcomes.csv")}
    assert list(outcomes) == ["amount|required", "ahead"]
    assert outcomes["amount|required"] == {
        "rule": "amount|required",
        "field": "Amount",
        "severity": "error",
        "owner": "Ann",
        "in_force": "true",
        "judged": "4",
        "broken": "1",
        "not_judged": "0",
        "share": "0.75",
        "at_least": "0.8",
        "met": "false",
    }
    assert [outcomes["ahead"][name] for name in ("judged", "broken", "not_judged")] == ["3", "1", "1"]


def test_the_summary_names_the_targets_that_were_missed(deals, ours, tmp_path):
    done = pipeline.run(deals, tmp_path / "run", Reading(rules=str(ours)))
    assert summary_of(tmp_path / "run")["missed"] == list(done.missed) == ["amount", "amount|required"]
    pipeline.clean_file(deals, tmp_path / "clean", Reading(rules=str(ours)))
    assert summary_of(tmp_path / "clean")["missed"] == ["amount|required"]


def test_the_score_of_each_record_names_the_lines_where_ids_are_at_fault(deals):
    deals.write_text(DEALS + "\n1,Twice,Open,1,\n")
    opened, _ = pipeline.score_file(deals, Reading())
    assert pipeline.score_records(opened, Reading(record_id="ROW")).height == 5
    with pytest.raises(RecordIdError, match=r"\(lines 2, 7\)"):
        pipeline.score_records(opened, Reading())


# What stops a run


def test_too_much_quarantined_leaves_what_could_not_be_read(tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("id,Email\n1,a@acme.com\n2,b@acme.com,x\n3,c@acme.com\n4,d@acme.com,y\n5,e@acme.com\n")
    with pytest.raises(TooManyQuarantinedError, match=r"2 of 5 rows cannot be read \(40\.0%, at most 10\.0%\)"):
        pipeline.run(export, tmp_path / "out", Reading())
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["quarantine.csv", "summary.json"]
    assert [row["raw"] for row in rows(tmp_path / "out" / "quarantine.csv")] == ["2,b@acme.com,x", "4,d@acme.com,y"]
    summary = summary_of(tmp_path / "out")
    assert (summary["status"], summary["counts"]["rows_read"]) == ("stopped", 5)


def test_a_sum_that_does_not_add_up_is_never_written(tmp_path, monkeypatch):
    honest = passes.merge_laid_out

    def one_too_many(*arguments: object) -> Golden:
        golden = honest(*arguments)
        return Golden(pl.concat([golden.records, golden.records.head(1)]), golden.lineage, golden.plan)

    monkeypatch.setattr(passes, "merge_laid_out", one_too_many)
    with pytest.raises(SelfAuditError, match="do not add up"):
        pipeline.run(EXAMPLE, tmp_path / "out", Reading())
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_input_leaves_an_earlier_output_alone(tmp_path):
    pipeline.run(EXAMPLE, tmp_path / "out", Reading())
    before = (tmp_path / "out" / "summary.json").read_bytes()
    with pytest.raises(TableError, match="no such file"):
        pipeline.run(tmp_path / "nowhere.csv", tmp_path / "out", Reading())
    assert (tmp_path / "out" / "summary.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
