"""What the terminal shows: plain text, aligned, the same in a pipe.

Functions return strings and never print. Values are made printable, so that no cell of an export can send control
sequences to a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from crmclean.errors import TableError
from crmclean.quality.completeness import Completeness
from crmclean.report import sentences, wording
from crmclean.report.document import Report
from crmclean.report.fill import FieldFill, Segments, field_fills, segments
from crmclean.report.wording import label, number, percent

__all__ = ["before_after", "completeness_summary", "missing_lines", "summary", "table"]

_TOP = 3
_SHARED = 5
"""Only a value that so many records share is shown: what a terminal shows ends up in logs."""


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, align: str = "") -> str:
    """Align rows under a header, two blanks between columns.

    Args:
        header: *c* column names.
        rows: Rows of *c* cells.
        align: ``l`` or ``r`` for each column; left where it says nothing.

    Returns:
        Lines without trailing blanks; wide characters (CJK) take two places.

    Example:
        >>> print(table(["field", "missing"], [["phone", "4,301"], ["email", "12"]], align="lr"))
        field  missing
        phone    4,301
        email       12
    """
    lines = [[wording.printable(cell) for cell in line] for line in (header, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    sides = align.ljust(len(widths), "l")
    return "\n".join("  ".join(map(_pad, line, widths, sides)).rstrip() for line in lines)


def _pad(cell: str, width: int, side: str) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if side == "r" else cell + blanks


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines())


def _fill_table(fills: Sequence[FieldFill], labels: Mapping[str, str]) -> Iterator[str]:
    columns = {
        "field": [label(fill.field, labels) for fill in fills],
        "filled": [percent(fill.share) for fill in fills],
        "was": [percent(fill.was) if fill.before else "" for fill in fills],
        "missing": [f"{number(fill.hole.total)} of {number(fill.hole.records)}" for fill in fills],
        "of which": [sentences.missing_breakdown(fill.hole) if fill.hole.total else "" for fill in fills],
        "target": [
            wording.target_sentence(fill.share, fill.target, met=fill.met).removeprefix("target ")
            if fill.target is not None
            else ""
            for fill in fills
        ],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    sides = "".join("r" if name in ("filled", "was", "missing") else "l" for name in shown)
    yield from _indented(table(list(shown), list(zip(*shown.values(), strict=True)), align=sides))
    for fill in fills:
        if fill.fields:
            yield f"  {label(fill.field, labels)}: {sentences.any_of(fill.fields, labels)}"


def _segment_table(part: Segments, labels: Mapping[str, str]) -> Iterator[str]:
    names = [label(name, labels) for name in part.by]
    header = [*names, "records", "score", sentences.SURE, "missing most"]
    rows = [
        (
            *(wording.clip(value, 30) for value in row.values),
            *[""] * (len(names) - len(row.values)),
            number(row.records),
            percent(row.score),
            sentences.between(row.low, row.high),
            sentences.lacking_most(row, labels),
        )
        for row in part.rows
    ]
    yield from _indented(table(header, rows, align="l" * len(names) + "rrrl"))
    if part.more:
        yield f"  and {number(part.more)} more with {wording.plural(part.more_records, 'record')}"


def completeness_summary(
    completeness: Completeness, title: str = "", *, labels: Mapping[str, str] | None = None
) -> str:
    """Sum up a completeness result: the sentence, a table by field, one for each segment, and what is absent.

    Args:
        completeness: The result.
        title: First line, where there is one.
        labels: What people call a field.
    """
    names = labels or {}
    lines = [*filter(None, [title]), f"{sentences.score_headline(completeness, names)}."]
    lines += ["", *_fill_table(field_fills(completeness), names)]
    for part in segments(completeness):
        lines += ["", *_segment_table(part, names)]
    if completeness.absent:
        lines += ["", sentences.absent_sentence(completeness, names)]
    return "\n".join(map(wording.printable, lines))


def missing_lines(completeness: Completeness, fields: Mapping[str, str]) -> str:
    """Say how much of each field is missing, and below it in which ways.

    Args:
        completeness: The result.
        fields: Canonical field names, weighed or not, and what each is called.

    Raises:
        TableError: A field is neither in the table nor in the weights or targets.
    """
    lines = []
    for field, name in fields.items():
        if field not in completeness.holes:
            raise TableError.unknown_column(field, list(completeness.holes))
        hole = completeness.holes[field]
        lines += [sentences.missing_sentence(hole, name), f"  {sentences.missing_breakdown(hole)}"]
    return "\n".join(map(wording.printable, lines))


def before_after(report: Report) -> str:
    """Put the records as read beside what is left: how many, how complete, how full each field."""
    rows = [(f"{report.object} records", number(report.counts.records), number(report.counts.golden))]
    if report.before and report.after:
        rows += [("completeness", percent(report.before.overall), percent(report.after.overall))]
        rows += [
            (f"{label(fill.field, report.labels)} filled", percent(fill.was), percent(fill.share))
            for fill in report.fills
        ]
    return table(["", "before", "after"], rows, align="lrr")


def summary(report: Report) -> str:
    """Sum up a run in about 25 lines that a manager can read; the last ones say what to do next."""
    lines = [f"{report.title}: {report.input_name}", f"{sentences.headline(report)}."]
    for part in (_rows, _completeness, _changes, _findings, _duplicates, _warnings, _steps):
        said = list(part(report))
        lines += ["", *said] if said else []
    return "\n".join(map(wording.printable, lines))


def _rows(report: Report) -> Iterator[str]:
    for line in report.conservation:
        parts = " + ".join(f"{number(count)} {name}" for name, count in line.parts)
        yield f"{number(line.total)} {line.name} = {parts}" + ("" if line.holds else "  DOES NOT ADD UP")


def _completeness(report: Report) -> Iterator[str]:
    if report.now:
        yield f"Completeness: {sentences.overall_sentence(report.now)}"
        yield from _fill_table(report.fills, report.labels)
        if report.now.absent:
            yield f"  {sentences.absent_sentence(report.now, report.labels)}"


def _changes(report: Report) -> Iterator[str]:
    yield f"Changes: {sentences.changes_sentence(report)}"
    every = ((example.times, change.field, example) for change in report.changes for example in change.examples)
    examples = [line for line in every if line[0] >= _SHARED]
    for count, field, example in sorted(examples, key=lambda line: -line[0])[:3]:
        yield f"  {field}: {wording.changed(example.before, example.after)} ({number(count)})"


def _findings(report: Report) -> Iterator[str]:
    yield f"Findings: {sentences.findings_sentence(report)}"
    rows = [
        (group.severity, number(group.findings), group.rule, wording.clip(group.message, 70))
        for group in report.findings[:_TOP]
    ]
    if rows:
        yield from _indented(table(["severity", "count", "rule", "message"], rows, align="lrll"))
    yield from (f"  Target missed: {wording.rule_sentence(rule)}" for rule in report.rules if rule.met is False)


def _duplicates(report: Report) -> Iterator[str]:
    if report.thresholds:
        yield f"Duplicates: {sentences.duplicates_sentence(report)}"


def _warnings(report: Report) -> Iterator[str]:
    return (f"Note: {warning}" for warning in report.warnings)


def _steps(report: Report) -> Iterator[str]:
    steps = sentences.next_steps(report)
    if steps:
        yield "What to do next"
    for at, step in enumerate(steps, 1):
        yield f"  {at}. {step.what} ({step.detail})"
