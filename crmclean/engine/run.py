"""The pass: standardize and check a table, or one record, and report every change and every finding.

A pure function of the records and the rule set; the two forms give the same verdict for the same record. Findings and
changes name fields as the input names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from crmclean.engine import wording
from crmclean.engine.compiled import compiled
from crmclean.engine.standardize import Standardized, compared_record, standardize, standardize_record
from crmclean.fields import State
from crmclean.findings import CHANGES, FINDINGS, Change, Finding
from crmclean.spec.model import Rules

__all__ = ["RecordPass", "TablePass", "pass_record", "pass_table"]

_SHOWN = "\0"
_Item = TypeVar("_Item", Change, Finding)


@dataclass(frozen=True, slots=True)
class TablePass:
    """What a pass over a table gives: *n* cleaned records (canonical columns), how they standardized, what was found.

    ``changes`` and ``findings`` are sorted by record id, field and rule.
    """

    cleaned: pl.DataFrame
    standardized: Standardized
    changes: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True, slots=True)
class RecordPass:
    """What a pass over one record gives; the same as the table's, for one record."""

    cleaned: dict[str, str | None]
    states: dict[str, State]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def pass_table(raw: pl.DataFrame, ids: pl.Series, rules: Rules, columns: Mapping[str, str]) -> TablePass:
    """Standardize and check a table.

    Args:
        raw: *n* records as text, columns named by canonical field.
        ids: *n* record ids.
        rules: The rule set.
        columns: Canonical field to the input's column name, for what is reported.
    """
    standardized = standardize(raw, rules)
    kept = {name: _cleaned_column(name, raw, standardized, rules) for name in standardized.values.columns}
    changes = [_changes(name, raw[name], after, ids, rules) for name, after in kept.items()]
    findings = [_state_findings(name, raw[name], standardized, ids, rules) for name in kept]
    findings.append(_rule_findings(standardized, ids, rules))
    return TablePass(
        raw.with_columns(**kept),
        standardized,
        _told([CHANGES.to_frame(), *changes], columns),
        _told([FINDINGS.to_frame(), *findings], columns),
    )


def _told(parts: Sequence[pl.DataFrame], columns: Mapping[str, str]) -> pl.DataFrame:
    in_its_words = pl.concat(parts).with_columns(pl.col("field").replace(dict(columns)))
    return in_its_words.sort("record_id", "field", "rule", maintain_order=True)


def _cleaned_column(name: str, raw: pl.DataFrame, standardized: Standardized, rules: Rules) -> pl.Series:
    states, values = standardized.states[name], standardized.values[name]
    keep = states.is_in([State.PLACEHOLDER, State.IMPOSSIBLE])
    emptied = (states == State.UNKNOWN) & (getattr(rules.fields[name], "unknown", None) == "null")
    frame = pl.DataFrame({"raw": raw[name], "value": values, "keep": keep, "emptied": emptied})
    return frame.select(
        pl.when("keep").then("raw").when("emptied").then(None).otherwise("value").alias(name)
    ).to_series()


def _changes(name: str, before: pl.Series, after: pl.Series, ids: pl.Series, rules: Rules) -> pl.DataFrame:
    changed = before.ne_missing(after)
    return pl.DataFrame(
        {
            "record_id": ids.filter(changed),
            "field": name,
            "before": before.filter(changed),
            "after": after.filter(changed),
            "rule": f"{name}|{rules.fields[name].type}",
        },
        schema=CHANGES,
    )


def _state_findings(
    name: str, raw: pl.Series, standardized: Standardized, ids: pl.Series, rules: Rules
) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"record_id": ids, "value": raw, "state": standardized.states[name], "note": standardized.notes[name]}
    ).filter((pl.col("state") != State.EMPTY) & ((pl.col("state") != State.OK) | pl.col("note").is_not_null()))
    reasons = frame.select("state", "note").unique(maintain_order=True)
    judged = [wording.judge(name, rules.fields[name], State(state), note, rules) for state, note in reasons.iter_rows()]
    told = pl.DataFrame(
        [judgement or (None, None, None) for judgement in judged],
        schema=pl.Schema(dict.fromkeys(("rule", "severity", "message"), pl.String)),
        orient="row",
    )
    return (
        frame.join(reasons.hstack(told), on=["state", "note"], how="left", nulls_equal=True, maintain_order="left")
        .filter(pl.col("rule").is_not_null() & ~pl.col("rule").is_in(rules.disable))
        .select("record_id", pl.lit(name).alias("field"), "rule", "severity", "message", "value")
    )


def _rule_findings(standardized: Standardized, ids: pl.Series, rules: Rules) -> pl.DataFrame:
    every = compiled(rules)
    absent = sorted({name for rule in every for name in rule.reads} - set(standardized.values.columns))
    nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in absent]
    shown = pl.DataFrame({_SHOWN + name: values for name, values in standardized.present().to_dict().items()})
    seen = {
        readable: standardized.compared(rules, readable=readable)
        .with_columns(ids.alias(_SHOWN), *nothing)
        .hstack(shown)
        for readable in (False, True)
    }
    broken = [
        seen[rule.readable]
        .filter(rule.broken)
        .select(
            pl.col(_SHOWN).alias("record_id"),
            field=pl.lit(rule.field or ""),
            rule=pl.lit(rule.judgement.rule),
            severity=pl.lit(rule.judgement.severity),
            message=pl.lit(rule.judgement.message),
            value=pl.col(_SHOWN + rule.field) if rule.field in standardized.values.columns else pl.lit(None, pl.String),
        )
        for rule in every
    ]
    return pl.concat([FINDINGS.to_frame(), *broken])


def pass_record(raw: Mapping[str, str | None], rules: Rules, columns: Mapping[str, str]) -> RecordPass:
    """Standardize and check one record; the twin of ``pass_table``.

    Args:
        raw: Canonical field to text.
        rules: The rule set.
        columns: Canonical field to the name that the record uses.
    """
    standard = standardize_record(raw, rules)
    kept = {
        name: wording.cleaned(rules.fields[name], raw[name] or None, result.value, result.state)
        for name, result in standard.items()
        if name in raw
    }
    present = {name: None if result.state.missing else result.value for name, result in standard.items()}
    seen = {readable: compared_record(standard, rules, readable=readable) for readable in (False, True)}
    changes = [
        Change(columns.get(name, name), raw[name] or None, after, f"{name}|{rules.fields[name].type}")
        for name, after in kept.items()
        if (raw[name] or None) != after
    ]
    findings = [
        Finding(columns.get(name, name), *judgement, raw[name])
        for name, result in standard.items()
        if (judgement := wording.judge(name, rules.fields[name], result.state, result.note, rules))
        and judgement.rule not in rules.disable
    ] + [
        Finding(columns.get(rule.field or "", rule.field or ""), *rule.judgement, present.get(rule.field or ""))
        for rule in compiled(rules)
        if rule.is_broken(seen[rule.readable])
    ]
    states = {name: result.state for name, result in standard.items()}
    return RecordPass(kept, states, _sorted(changes, "field", "rule"), _sorted(findings, "field", "rule"))


def _sorted(items: Sequence[_Item], *by: str) -> tuple[_Item, ...]:
    return tuple(sorted(items, key=lambda item: tuple(getattr(item, name) for name in by)))
