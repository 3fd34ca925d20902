"""A finished run, asked why two of its records are one, or are not: by its own model, on its own input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from crmclean import passes
from crmclean.decisions import Decisions, read_decisions
from crmclean.dedup.explain import Explanation
from crmclean.dedup.found import PAIRS, Pairs
from crmclean.dedup.saved import load_model
from crmclean.errors import TableError
from crmclean.files import Purpose, read, unescape_table
from crmclean.reading import Location, Opened, Reading, open_input

__all__ = ["Asked", "explain_run"]

_MODEL, _SUMMARY = "model.json", "summary.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """Two records of a finished run: the explanation, and why they are not in one cluster; None where they are."""

    explanation: Explanation
    why_not: str | None


def explain_run(  # noqa: PLR0913 - every option stands alone
    run: Path,
    left: str,
    right: str,
    reading: Reading,
    *,
    right_reading: Reading | None = None,
    source: Location | None = None,
    right_source: Location | None = None,
) -> Asked:
    """Explain two records of a finished run, by its own model.

    Args:
        run: The output folder of ``run``, ``dedupe`` or ``link``.
        left: A record id.
        right: Another one; where two files were linked, of the right one.
        reading: How the input is read; its rules in place of those that the summary names.
        right_reading: The same of the right one of two linked files.
        source: The input, where the folder holds no records and it is no longer beside the folder.
        right_source: The right one of two linked files, likewise.

    Raises:
        TableError: No such run, input or record, or the input or the rules are not those of the run.
        ModelError: The model does not fit.
    """
    summary = _summary(run)
    asked = _File(reading, source, "--input")
    if "other" in summary:
        of_right = _File(right_reading or reading, right_source, "--right-input")
        pairs = _linked(run, summary, asked, of_right)
    else:
        pairs = _searched(run, summary, asked)
    clusters = dict(_table(run, "clusters.csv", summary).select("record_id", "cluster_id").iter_rows())
    explanation = pairs.explain(left, right)
    together = clusters.get(str(left)) == clusters.get(str(right))
    return Asked(explanation, None if together else pairs.why_not(left, right))


@dataclass(frozen=True, slots=True)
class _File:
    """An input of the run: how it is read, where it is now, the option that says so."""

    reading: Reading
    path: Location | None
    option: str

    def opened(self, beside: Path, given: Mapping[str, Any], rules: Mapping[str, Any]) -> Opened:
        """Open it, beside the run or here under the name that it had, by the rules that it had."""
        name, sha256 = given["name"], given["sha256"]
        for path in [self.path] if self.path else [beside / name, Path(name)]:
            if self.reading.of_database or Path(path).is_file():
                opened = _opened(path, self.reading, rules)
                if opened.source.sha256 == sha256:
                    return opened
        if self.path:
            raise TableError(f"{self.path}: not the input of this run ({name}), or changed since")
        raise TableError(
            f"the input of this run, {name}, is not beside it, or changed since; name it with {self.option}"
        )


def _searched(run: Path, summary: Mapping[str, Any], asked: _File) -> Pairs:
    records, given = run / "records.csv", summary["rules"]
    cleaned = records.is_file()
    reading = replace(asked.reading, delimiter=_delimiter(summary), sheet=None, table=None, query=None)
    opened = _opened(records, reading, given) if cleaned else asked.opened(run.parent, summary["input"], given)
    return passes.ask(
        _as_were(opened.records, summary) if cleaned else opened.records,
        opened.rules,
        model=load_model(run / _MODEL, opened.rules),
        record_id=asked.reading.record_id,
        decided=_decided(run, summary),
    )


def _linked(run: Path, summary: Mapping[str, Any], asked: _File, of_right: _File) -> Pairs:
    other = summary["other"]
    opened = asked.opened(run.parent, summary["input"], summary["rules"])
    right = of_right.opened(run.parent, other, other["rules"])
    compared_by = opened.rules if opened.rules.name == summary["compared_by"] else right.rules
    return passes.ask(
        opened.records,
        opened.rules,
        other=right.records,
        other_rules=right.rules,
        record_id=asked.reading.record_id,
        other_record_id=of_right.reading.record_id,
        prefix_ids=other["prefix_ids"],
        model=load_model(run / _MODEL, compared_by),
        decided=_decided(run, summary),
    )


def _delimiter(summary: Mapping[str, Any]) -> str | None:
    """Return the delimiter of a run's records: the input's, but for a spreadsheet it may be another."""
    return summary["input"].get("delimiter") if summary.get("for") != Purpose.SPREADSHEET else None


def _opened(path: Location, reading: Reading, given: Mapping[str, Any]) -> Opened:
    """Open an input of the run by the rules that it had."""
    opened = open_input(path, replace(reading, rules=reading.rules or given["name"]))
    if opened.rules.fingerprint != given["given"]:
        raise TableError(f"the run was made by other rules ({given['name']}, {given['given']}); name them with --rules")
    return opened


def _decided(run: Path, summary: Mapping[str, Any]) -> Decisions:
    """Read back what people had decided, as the pairs of a run tell."""
    pairs = _table(run, "pairs.csv", summary)
    told = pairs.filter(pl.col("reason").str.starts_with("decided ")) if pairs.width else PAIRS.to_frame()
    return read_decisions(
        told.select("left", "right", match=pl.col("match_probability").cast(pl.Float64).cast(pl.String))
    )


def _table(run: Path, name: str, summary: Mapping[str, Any]) -> pl.DataFrame:
    return _as_were(read(run / name, delimiter=",").table, summary)


def _as_were(table: pl.DataFrame, summary: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table of the run as it was before it was made safe for a spreadsheet."""
    return unescape_table(table) if summary.get("for") == Purpose.SPREADSHEET else table


def _summary(run: Path) -> Mapping[str, Any]:
    path = run / _SUMMARY
    if not path.is_file():
        raise TableError(f"{run}: no run of crmclean: there is no {_SUMMARY}")
    try:
        summary: Mapping[str, Any] = json.loads(path.read_bytes())
        known = {"input", "rules"} <= summary.keys()
    except (ValueError, AttributeError, RecursionError) as error:
        raise TableError(f"{path}: damaged; run it again") from error
    if not known or not (run / _MODEL).is_file():
        raise TableError(f"{run}: this run looked for no duplicates: there is no {_MODEL}")
    return summary
