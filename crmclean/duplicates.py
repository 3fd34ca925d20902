"""Duplicates of files: search one, link two, plan a search, ask a finished run why.

What ``pipeline`` does for the whole way, this does for the step that has the most to ask for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from crmclean import account, passes
from crmclean.decisions import Decisions, decisions
from crmclean.dedup.blocking import PAIR_BUDGET
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.explain import Explanation
from crmclean.dedup.found import PAIRS, Pairs
from crmclean.dedup.labels import Agreement, agreement
from crmclean.dedup.plan import Plan
from crmclean.dedup.saved import load_model
from crmclean.errors import TableError
from crmclean.files import OutputFolder, read
from crmclean.pipeline import Steps, finish, output
from crmclean.reading import Opened, Reading, naming_lines, open_input

__all__ = ["Asked", "Found", "Search", "dedupe_file", "explain_run", "link_files", "plan_file"]

MODEL = "model.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search may be given beside the records: files, and the limit of pairs."""

    model: Path | None = None
    decisions: Path | None = None
    labels: Path | None = None
    max_pairs: int = PAIR_BUDGET

    def options(self, opened: Opened) -> dict[str, Any]:
        """Read the files; what ``passes.find_duplicates`` takes."""
        return {
            "model": load_model(self.model, opened.rules) if self.model else None,
            "decided": _decisions(self.decisions),
            "labels": _decisions(self.labels),
            "max_pairs": self.max_pairs,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives; ``quality`` where labels were given."""

    opened: Opened
    pairs: Pairs
    clusters: Clusters
    quality: Agreement | None
    other: Opened | None = None


def dedupe_file(  # noqa: PLR0913 - every option stands alone
    path: Path,
    out: Path,
    reading: Reading,
    *,
    search: Search | None = None,
    overwrite: bool = False,
    steps: Steps | None = None,
) -> Found:
    """Find the duplicates of a file: pairs, clusters, model and summary."""
    steps, search = steps or Steps(), search or Search()
    with output(out, overwrite=overwrite) as folder:
        with steps.step("read"):
            opened = open_input(path, reading)
            options = search.options(opened)
        with steps.step("find duplicates"), naming_lines(path, reading):
            pairs = passes.find_duplicates(opened.records, opened.rules, record_id=reading.record_id, **options)
        with steps.step("cluster"):
            clusters = passes.cluster(pairs)
        found = Found(opened, pairs, clusters, _quality(clusters, options["labels"]))
        _write(folder, found, steps)
    return found


def link_files(  # noqa: PLR0913 - every option stands alone
    left: Path,
    right: Path,
    out: Path,
    reading: Reading,
    *,
    right_reading: Reading | None = None,
    search: Search | None = None,
    many_to_one: bool = False,
    prefix_ids: bool = False,
    overwrite: bool = False,
    steps: Steps | None = None,
) -> Found:
    """Link the records of two files: pairs, clusters, model and summary. Duplicates inside each are not looked for."""
    steps, search, of_right = steps or Steps(), search or Search(), right_reading or reading
    with output(out, overwrite=overwrite) as folder:
        with steps.step("read"):
            opened, other = open_input(left, reading), open_input(right, of_right)
            options = search.options(opened)
        with steps.step("find links"), naming_lines(left, reading):
            pairs = passes.find_duplicates(
                opened.records,
                opened.rules,
                other=other.records,
                other_rules=other.rules,
                record_id=reading.record_id,
                other_record_id=of_right.record_id,
                prefix_ids=prefix_ids,
                **options,
            )
        with steps.step("cluster"):
            clusters = passes.cluster(pairs, many_to_one=many_to_one)
        found = Found(opened, pairs, clusters, _quality(clusters, options["labels"]), other)
        _write(folder, found, steps)
    return found


def plan_file(path: Path, reading: Reading, *, max_pairs: int = PAIR_BUDGET) -> tuple[Opened, Plan]:
    """Count what a search of a file would compare; nothing is written."""
    opened = open_input(path, reading)
    with naming_lines(path, reading):
        return opened, passes.plan_search(
            opened.records, opened.rules, record_id=reading.record_id, max_pairs=max_pairs
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Two records of a finished run: the explanation, and why they are not in one cluster; None where they are."""

    explanation: Explanation
    why_not: str | None


def explain_run(run: Path, left: str, right: str, reading: Reading, *, source: Path | None = None) -> Asked:
    """Explain two records of a finished run, by its own model.

    Args:
        run: The output folder of ``run`` or ``dedupe``.
        left: A record id.
        right: Another one.
        reading: How the input is read; its rules in place of those that the summary names.
        source: The input, where the folder holds no records and it is no longer beside the folder.

    Raises:
        TableError: No such run, input or record, or the input or the rules are not those of the run.
        ModelError: The model does not fit.
    """
    summary = _summary(run)
    records = run / "records.csv"
    path = records if records.is_file() else _source(run, summary, source)
    opened = open_input(path, replace(reading, rules=reading.rules or summary["rules"]["name"]))
    rules, given = opened.rules, summary["rules"]
    if rules.fingerprint != given["given"]:
        raise TableError(f"the run was made by other rules ({given['name']}, {given['given']}); name them with --rules")
    pairs = passes.ask(
        opened.records,
        rules,
        model=load_model(run / MODEL, rules),
        record_id=reading.record_id,
        decided=_decided(run),
    )
    clusters = dict(read(run / "clusters.csv").table.select("record_id", "cluster_id").iter_rows())
    explanation = pairs.explain(left, right)
    together = clusters.get(str(left)) == clusters.get(str(right))
    return Asked(explanation, None if together else pairs.why_not(left, right))


def _decisions(path: Path | None) -> Decisions | None:
    return decisions(read(path, max_quarantine=0.0).table) if path else None


def _decided(run: Path) -> Decisions:
    """Read back what people had decided, as the pairs of a run tell."""
    pairs = read(run / "pairs.csv").table
    told = pairs.filter(pl.col("reason").str.starts_with("decided ")) if pairs.width else PAIRS.to_frame()
    return decisions(told.select("left", "right", match=pl.col("match_probability").cast(pl.Float64).cast(pl.String)))


def _quality(clusters: Clusters, labels: Decisions | None) -> Agreement | None:
    return agreement(clusters, labels) if labels else None


def _write(folder: OutputFolder, found: Found, steps: Steps) -> None:
    with steps.step("write"):
        folder.write_table("pairs.csv", found.pairs.table)
        folder.write_table("clusters.csv", found.clusters.to_frame())
        folder.write_text(MODEL, found.pairs.model.to_json())
    counts = account.count(found.opened.source, pairs=found.pairs, clusters=found.clusters)
    warnings = (*found.pairs.warnings(), *found.clusters.warnings())
    rules = found.opened.rules if found.other else found.pairs.rules
    summary = account.summary(found.opened, rules, counts, warnings=warnings)
    linked = account.linked(found.other, found.pairs.rules) if found.other else {}
    finish(folder, steps, summary | linked | account.labelled(found.quality))


def _summary(run: Path) -> Mapping[str, Any]:
    path = run / "summary.json"
    if not path.is_file():
        raise TableError(f"{run}: no run of crmclean: there is no summary.json")
    summary: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if not (run / MODEL).is_file():
        raise TableError(f"{run}: this run looked for no duplicates: there is no {MODEL}")
    if "other" in summary:
        raise TableError(f"{run}: this run linked two files; ask find_duplicates(left, rules, other=right).explain(…)")
    return summary


def _source(run: Path, summary: Mapping[str, Any], named: Path | None) -> Path:
    """Find the input of a run: as named, or beside the folder or here under the name that it had."""
    name, sha256 = summary["input"]["name"], summary["input"]["sha256"]
    for path in [named] if named else [run.parent / name, Path(name)]:
        if path.is_file() and read(path).sha256 == sha256:
            return path
    if named:
        raise TableError(f"{named}: not the input of this run ({name}), or changed since")
    raise TableError(f"the input of this run, {name}, is not beside it, or changed since; name it with --input")
