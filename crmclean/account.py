"""What a run says of itself: the counts, the report that people read and the summary that machines read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from crmclean import __version__
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.found import Pairs
from crmclean.dedup.labels import Agreement
from crmclean.files import Input
from crmclean.golden import Golden
from crmclean.passes import Cleaned
from crmclean.quality.completeness import Completeness
from crmclean.reading import Opened
from crmclean.report.document import Bar, Counts, Equation, Expectation, Report, Thresholds
from crmclean.report.tally import probability_steps, rule_results, sample_groups, top_changes, top_findings
from crmclean.report.wording import rule_sentence
from crmclean.spec import Rules

__all__ = [
    "count",
    "labelled",
    "learned_notes",
    "learned_options",
    "linked",
    "missed_notes",
    "report",
    "stopped",
    "summary",
]

_ACTIONS = {"keep": "kept", "merge": "merged into another", "ask": "a person should decide"}


def report(  # noqa: PLR0913, PLR0917 - a report gathers the result of every step
    opened: Opened,
    cleaned: Cleaned,
    pairs: Pairs,
    clusters: Clusters,
    golden: Golden,
    before: Completeness,
    after: Completeness,
    equations: Sequence[Equation],
) -> Report:
    """Gather what people read of a run."""
    source, rules = opened.source, cleaned.rules
    thresholds = rules.duplicates
    in_twos = clusters.table.filter(pl.len().over("cluster_id") > 1)
    records = cleaned.records.with_columns(cleaned.laid_out.ids.alias("\0id"))
    shown = [cleaned.laid_out.columns[name] for name in cleaned.standardized.columns]
    survivors = golden.plan.filter(pl.col("action") != "merge")["record_id"].to_list()
    actions = dict(golden.plan["action"].value_counts().iter_rows())
    return Report(
        title="CRM data report",
        input_name=Path(source.path).name,
        object=rules.object,
        pack=rules.name,
        fingerprint=rules.fingerprint,
        version=__version__,
        counts=count(source, cleaned=cleaned, pairs=pairs, clusters=clusters, golden=golden),
        before=before,
        after=after,
        changes=top_changes(cleaned.changes),
        findings=top_findings(cleaned.findings),
        rules=rule_results(cleaned.outcomes, cleaned.findings),
        thresholds=Thresholds(thresholds.review, thresholds.match, thresholds.merge),
        groups=tuple(
            group._replace(evidence=_bars(pairs, *group.link)) if group.link else group
            for group in sample_groups(
                records, in_twos, pairs.table, record_id="\0id", columns=shown, kept=survivors, limit=20
            )
        ),
        probabilities=probability_steps(pairs.table["match_probability"]),
        expectations=tuple(
            Expectation(at, precision, recall) for at, _, precision, recall in pairs.thresholds().iter_rows()
        ),
        relations=tuple((reason.sentence, pairs.relations[reason.name]) for reason in pairs.model.reasons.reasons),
        blocking=tuple((each.rule, each.pairs) for each in pairs.blocking.rules),
        plan=tuple((words, actions.get(action, 0)) for action, words in _ACTIONS.items()),
        conservation=tuple(equations),
        warnings=(*opened.warnings, *cleaned.unreadable, *pairs.warnings()),
        labels=_labels(rules, cleaned.laid_out.columns),
    )


def _bars(pairs: Pairs, left: str, right: str) -> tuple[Bar, ...]:
    """Return the steps from the prior to the log odds of a pair; what had nothing to compare is left out."""
    told = pairs.explain(left, right)
    bars, odds = [Bar("before", "any two candidates", 0.0, told.prior)], told.prior
    for each in told.evidence:
        if each.level != "missing":
            bars.append(Bar(each.comparison, each.words, odds, odds + each.bits))
        odds += each.bits
    return (*bars, Bar("sum", "match probability", 0.0, odds))


def _labels(rules: Rules, columns: Mapping[str, str]) -> dict[str, str]:
    """What people call the fields and groups: the rule set's label, or the input's own header."""
    headers = {name: header for name, header in columns.items() if name in rules.fields and header != name}
    return headers | dict(rules.labels)


def count(
    source: Input,
    *,
    cleaned: Cleaned | None = None,
    pairs: Pairs | None = None,
    clusters: Clusters | None = None,
    golden: Golden | None = None,
) -> Counts:
    """Gather the numbers of the steps that were taken; the others stay 0."""
    found = cleaned.counts() if cleaned else {}
    paired = pairs.counts() if pairs else {}
    merged = golden.counts() if golden else {}
    return Counts(
        rows_read=source.rows_read,
        records=source.table.height,
        quarantined=source.quarantine.height,
        blank_lines=source.blank_lines,
        changed_values=found.get("changes", 0),
        errors=found.get("errors", 0),
        warnings=found.get("warnings", 0),
        notes=found.get("notes", 0),
        candidate_pairs=paired.get("candidates", 0),
        review_pairs=paired.get("review", 0),
        match_pairs=paired.get("match", 0),
        clusters=clusters.counts()["duplicates"] if clusters else 0,
        merged_away=merged.get("merged_away", 0),
        asks=merged.get("asks", 0),
    )


def summary(  # noqa: PLR0913 - a summary names everything
    opened: Opened,
    rules: Rules,
    counts: Counts,
    *,
    as_of: dt.date | None = None,
    purpose: str | None = None,
    missed: Sequence[str] = (),
    equations: Sequence[Equation] = (),
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what machines read of a run.

    Args:
        opened: The input.
        rules: The rules as used.
        counts: What the steps found.
        as_of: The day on which records were judged; it is named only where what the rules say depends on it.
        purpose: What the files are for, where they can be for more than one thing.
        missed: The targets that were missed.
        equations: What was conserved.
        warnings: What a user should know of, beside the warnings of reading.
    """
    return {
        **_input(opened.source),
        "status": "done",
        "rules": {
            "name": rules.name,
            "fingerprint": rules.fingerprint,
            "given": opened.rules.fingerprint,
            "object": rules.object,
            "recognised": opened.recognised,
            "learned": learned_options(opened.rules, rules),
        },
        **({"for": purpose} if purpose else {}),
        **({"as_of": as_of.isoformat()} if as_of and rules.dated else {}),
        "warnings": [*opened.warnings, *warnings],
        "absent": list(opened.drift.uses),
        "missed": list(missed),
        "counts": asdict(counts),
        "conservation": [{"name": each.name, "total": each.total, "parts": dict(each.parts)} for each in equations],
    }


def linked(other: Opened, rules: Rules, *, prefix_ids: bool) -> dict[str, Any]:
    """Return what machines read of the right one of two linked files, and of the rules that both were compared by."""
    counts = {"rows_read": other.source.rows_read, "records": other.source.table.height}
    given = {"name": other.rules.name, "given": other.rules.fingerprint}
    facts = {**_input(other.source)["input"], "rules": given, **counts, "prefix_ids": prefix_ids}
    return {"other": facts, "compared_by": rules.name}


def labelled(quality: Agreement | None) -> dict[str, Any]:
    """Return what labels told: shares, and the 95 % interval of each; nothing where there were none."""
    if quality is None:
        return {}
    shares = {"precision": quality.precision, "recall": quality.recall}
    return {
        "labels": {
            name: {"right": each.right, "of": each.of, "low": round(each.low, 4), "high": round(each.high, 4)}
            for name, each in shares.items()
        }
    }


def stopped(source: Input) -> dict[str, Any]:
    """Return the summary of a run that stopped because too much could not be read."""
    counts = Counts(rows_read=source.rows_read, quarantined=source.quarantine.height, blank_lines=source.blank_lines)
    return {**_input(source), "status": "stopped", "counts": asdict(counts)}


def learned_options(given: Rules, used: Rules) -> dict[str, dict[str, Any]]:
    """Return what whole columns told: the options, by field, in which the rules as used differ from those given."""
    return {
        name: {key: value for key, value in kind if getattr(given.fields[name], key) != value}
        for name, kind in used.fields.items()
        if kind != given.fields[name]
    }


def learned_notes(given: Rules, used: Rules) -> tuple[str, ...]:
    """Say what whole columns told, in the words of the rule file; nothing where they told nothing."""
    learned = [
        f"{name} ({', '.join(f'{key}: {value}' for key, value in options.items())})"
        for name, options in learned_options(given, used).items()
    ]
    return (f"Learned from whole columns: {', '.join(learned)}",) if learned else ()


def missed_notes(cleaned: Cleaned) -> tuple[str, ...]:
    """Say which rules missed their target, one sentence each."""
    results = rule_results(cleaned.outcomes, cleaned.findings)
    return tuple(f"Target missed: {rule_sentence(rule)}" for rule in results if rule.met is False)


def _input(source: Input) -> dict[str, Any]:
    return {
        "crmclean": __version__,
        "input": {
            "name": Path(source.path).name,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
            **({"sheet": source.sheet} if source.sheet else {}),
        },
        "warnings": list(source.warnings),
    }
