"""The pass: standardize and check a table, or one record, and report every change and every finding.

A pure function of the records, the rule set and the day; the two forms give the same verdict for the same record.
Findings and changes name fields as the input names them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import polars as pl

from crmclean.engine import wording
from crmclean.engine.compiled import Compiled, compiled, needed
from crmclean.engine.judge import judge
from crmclean.engine.standardize import Standardized, standardize, standardize_record
from crmclean.engine.told import Told, ranks
from crmclean.engine.view import cleaned_values, seen_of_record
from crmclean.fields import Standard
from crmclean.fields.column import Column
from crmclean.findings import CHANGES, FINDINGS, Change, Finding
from crmclean.spec.model import Rules

__all__ = ["RecordPass", "TablePass", "pass_record", "pass_table"]


@dataclass(frozen=True, slots=True)
class TablePass:
    """What a pass over a table gives: *n* cleaned records (canonical columns), how they standardized, what was found.

    ``changes`` and ``findings`` are sorted by record id, field and rule; ``outcomes`` has a row for each rule.
    """

    cleaned: pl.DataFrame
    standardized: Standardized
    changes: pl.DataFrame
    findings: pl.DataFrame
    outcomes: pl.DataFrame


@dataclass(frozen=True, slots=True)
class RecordPass:
    """What a pass over one record gives; the same as the table's, for one record.

    ``unjudged`` are the ids of the rules that cannot judge a record alone: whether a value is unique.
    """

    cleaned: dict[str, str | None]
    standard: dict[str, Standard]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    unjudged: tuple[str, ...]


def pass_table(
    raw: pl.DataFrame, ids: pl.Series, rules: Rules, columns: Mapping[str, str], today: dt.date
) -> TablePass:
    """Standardize and check a table.

    Args:
        raw: *n* records as text, columns named by canonical field.
        ids: *n* record ids.
        rules: The rule set.
        columns: Canonical field to the input's column name, for what is reported.
        today: The day on which the records are judged.
    """
    standardized = standardize(raw, rules)
    places = ranks(ids)
    changes = Told(CHANGES, ("field", "rule"))
    kept = {name: _kept(name, column, rules, columns, changes) for name, column in standardized.columns.items()}
    findings = Told(FINDINGS, ("field", "rule", "severity", "message"))
    outcomes = judge(standardized, rules, columns, today, findings)
    return TablePass(
        raw.with_columns(**kept),
        standardized,
        changes.to_frame(ids, places),
        findings.to_frame(ids, places),
        outcomes,
    )


def _kept(name: str, column: Column, rules: Rules, columns: Mapping[str, str], changes: Told) -> pl.Series:
    """Return what stays of a column, and gather what that changes."""
    kind = rules.fields[name]
    if kind.untouched:
        return column.spread(column.raw)
    after = cleaned_values(column, kind)
    rows = column.spread(column.raw.ne_missing(after)).arg_true()
    at = column.values_of(rows)
    said = (columns.get(name, name), f"{name}|{kind.type}")
    changes.add(rows, [said], {"before": column.raw.gather(at), "after": after.gather(at)})
    return column.spread(after)


def pass_record(raw: Mapping[str, str | None], rules: Rules, columns: Mapping[str, str], today: dt.date) -> RecordPass:
    """Standardize and check one record; the twin of ``pass_table``.

    Args:
        raw: Canonical field to text.
        rules: The rule set.
        columns: Canonical field to the name that the record uses.
        today: The day on which the record is judged.
    """
    standard = standardize_record(raw, rules)
    kept: dict[str, str | None] = {}
    changes, findings = [], []
    for name, (value, state, note) in standard.items():
        kind = rules.fields[name]
        if name in raw:
            before = raw[name] or None
            kept[name] = after = wording.cleaned(kind, before, value, state)
            if before != after:
                changes.append(Change(columns.get(name, name), before, after, f"{name}|{kind.type}"))
        said = wording.judge(name, kind, state, note, rules)
        if said and said.rule not in rules.disable:
            findings.append(Finding(columns.get(name, name), *said, raw[name]))
    every = compiled(rules, today)
    seen = {view: seen_of_record(raw, standard, names, view, rules) for view, names in needed(rules, today).items()}
    findings += [
        _broken(rule, seen[rule.view], standard, columns)
        for rule in every
        if rule.in_force and rule.is_broken(seen[rule.view])
    ]
    return RecordPass(
        kept,
        standard,
        tuple(sorted(changes, key=_BY)),
        tuple(sorted(findings, key=_ORDER)),
        tuple(rule.judgement.rule for rule in every if rule.in_force and not rule.alone),
    )


_BY, _ORDER = attrgetter("field", "rule"), attrgetter("field", "rule", "severity", "message")


def _broken(
    rule: Compiled, seen: Mapping[str, str | None], standard: Mapping[str, Standard], columns: Mapping[str, str]
) -> Finding:
    said = rule.judgement if rule.counted is None else rule.judgement.counting(len(seen[rule.counted] or ""))
    if rule.field is None:
        return Finding("", *said)
    value, state, _ = standard[rule.field]
    return Finding(columns.get(rule.field, rule.field), *said, None if state.missing else value)
