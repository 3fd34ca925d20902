"""What is said about completeness and about a run, in the words that people read; the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from crmclean.quality.completeness import Completeness
from crmclean.quality.hole import Missing
from crmclean.report.document import DuplicateGroup, Report
from crmclean.report.fill import FieldFill, SegmentCell, SegmentRow, field_fills
from crmclean.report.wording import clip, label, number, percent, plural, points, sentence, target_sentence

__all__ = [
    "SURE",
    "Step",
    "absent_sentence",
    "any_of",
    "between",
    "cell_sentence",
    "changes_sentence",
    "duplicates_sentence",
    "findings_sentence",
    "group_title",
    "headline",
    "lacking_most",
    "missing_breakdown",
    "missing_sentence",
    "next_steps",
    "overall_sentence",
    "score_headline",
    "worst",
]


class Step(NamedTuple):
    """Something to do next: what, and where or why."""

    what: str
    detail: str


def any_of(fields: Iterable[str], labels: Mapping[str, str]) -> str:
    """Write the fields of a group, of which one is enough.

    Example:
        >>> any_of(["phone", "home_phone"], {"home_phone": "Home"}), any_of(["a", "b", "c"], {}), any_of(["a"], {})
        ('phone or Home', 'a, b or c', 'a')
    """
    *others, last = (label(field, labels) for field in fields)
    return f"{', '.join(others)} or {last}" if others else last


def missing_sentence(hole: Missing, name: str | None = None) -> str:
    """Say how much of a field is missing.

    Example:
        >>> missing_sentence(Missing("phone", 20000, 3900, 380, 21))
        'phone missing: 21.5 % (4,301 of 20,000)'
    """
    return f"{name or hole.field} missing: {percent(hole.share)} ({number(hole.total)} of {number(hole.records)})"


def missing_breakdown(hole: Missing) -> str:
    """Say in which ways a field is missing; nothing is said of ways that do not occur.

    Example:
        >>> missing_breakdown(Missing("phone", 20000, 3900, 380, 21))
        '3,900 empty, 380 placeholder, 21 impossible'
    """
    ways = {
        "empty": hole.empty,
        "placeholder": hole.placeholder,
        "impossible": hole.impossible,
        "left at a default": hole.default,
    }
    return ", ".join(f"{number(count)} {way}" for way, count in ways.items() if count) or "none missing"


SURE = "95 % sure"
"""Over the interval in which the true score of a segment lies, but for chance, in 95 of 100 cases."""


def between(low: float | None, high: float | None) -> str:
    """Write the interval of a share.

    Example:
        >>> between(0.641, 0.772), between(None, None)
        ('64 to 77 %', '')
    """
    return "" if low is None or high is None else f"{100 * low:.0f} to {100 * high:.0f} %"


def lacking_most(row: SegmentRow, labels: Mapping[str, str], *, limit: int = 3) -> str:
    """Say what is missing most in a segment, by weight, each with the records in which it counts.

    Example:
        >>> cells = (SegmentCell("phone", 3, 0.5, 4), SegmentCell("title", 1, 0.0, 9))
        >>> lacking_most(SegmentRow(("Ann",), 9, 0.6, None, None, cells), {})
        'title 9 of 9, phone 2 of 4'
    """
    return ", ".join(
        f"{label(cell.field, labels)} {number(cell.missing)} of {number(cell.records)}" for cell in row.lacking[:limit]
    )


def cell_sentence(cell: SegmentCell, labels: Mapping[str, str]) -> str:
    """Say how full one part is in a segment.

    Example:
        >>> cell_sentence(SegmentCell("phone", 3, 0.75, 4), {})
        'phone: filled in 3 of 4'
    """
    return f"{label(cell.field, labels)}: filled in {number(cell.filled)} of {number(cell.records)}"


def overall_sentence(completeness: Completeness) -> str:
    """Say how complete the records are, and whether that is enough.

    It reads ``74.9 % of what matters is filled; target 85.0 % missed by 10.1 points``.
    """
    if completeness.overall is None:
        return "nothing to score"
    said = f"{percent(completeness.overall)} of what matters is filled"
    if completeness.scored < completeness.records:
        said += f" in the {plural(completeness.scored, 'record')} in which anything counts"
    target, met = completeness.goal
    return said if target is None else f"{said}; {target_sentence(completeness.overall, target, met=met)}"


def absent_sentence(completeness: Completeness, labels: Mapping[str, str]) -> str:
    """Say which fields the input has no column for."""
    return f"The input has no column for {', '.join(label(name, labels) for name in completeness.absent)}"


def worst(fills: Iterable[FieldFill]) -> list[FieldFill]:
    """Return the fields with weight and holes, first the one whose filling would raise the score most."""
    return sorted((fill for fill in fills if fill.gain), key=lambda fill: (-fill.gain, fill.field))


def headline(report: Report) -> str:
    """Say in one sentence what came in, what is left and what is lacking most."""
    counts = report.counts
    if not counts.records:
        return f"No {report.object} could be read" if counts.rows_read else f"The input holds no {report.object}"
    said = plural(counts.records, report.object)
    if report.thresholds:
        said += f" in, {number(counts.golden)} after merging"
    absent = set(report.now.absent if report.now else ())
    gaps = [fill for fill in worst(report.fills) if not absent.issuperset(fill.fields or (fill.field,))]
    if gaps:
        them = "of them " if counts.merged_away else ""
        said += f"; {percent(gaps[0].hole.share)} {them}have no {label(gaps[0].field, report.labels)}"
    return said


def score_headline(completeness: Completeness, labels: Mapping[str, str]) -> str:
    """Say in one sentence how complete a table is and what is lacking most."""
    said = sentence(overall_sentence(completeness))
    gaps = worst(field_fills(completeness))
    return f"{said}; {missing_sentence(gaps[0].hole, label(gaps[0].field, labels))}" if gaps else said


def changes_sentence(report: Report) -> str:
    """Say how much standardizing changed."""
    changed_values = report.counts.changed_values
    if not changed_values:
        return "No value had to be changed"
    return f"{plural(changed_values, 'value')} in {plural(len(report.changes), 'field')} brought into standard form"


def findings_sentence(report: Report) -> str:
    """Say how much is wrong, by severity."""
    counts = report.counts
    if not counts.errors + counts.warnings + counts.notes:
        return "Nothing was found wrong"
    return f"{plural(counts.errors, 'error')}, {plural(counts.warnings, 'warning')}, {plural(counts.notes, 'note')}"


def duplicates_sentence(report: Report) -> str:
    """Say how many duplicates there are and what became of them."""
    counts = report.counts
    if not report.thresholds:
        return "Duplicates were not looked for"
    if not counts.clusters:
        return "No duplicates were found"
    said = f"{plural(counts.clusters, 'group')} of duplicates: {plural(counts.merged_away, report.object)} merged away"
    return f"{said}, {number(counts.asks)} to decide on" if counts.asks else said


def group_title(group: DuplicateGroup, noun: str) -> str:
    """Name a group of duplicates.

    Example:
        >>> group_title(DuplicateGroup(("C1", "C7", "C9"), (), 0.99, "Same name and phone.", kept="C1"), "contact")
        'C1 and 2 others are one contact'
    """
    first, *others = group.record_ids
    rest = clip(others[0], 40) if len(others) == 1 else f"{number(len(others))} others"
    return f"{clip(first, 40)} and {rest} {'are' if group.kept else 'may be'} one {noun}"


def next_steps(report: Report) -> list[Step]:
    """Say what to do next: what blocks a load first, then the decisions, then what raises completeness most."""
    counts, steps = report.counts, []
    if counts.quarantined:
        rows = plural(counts.quarantined, "row")
        steps.append(Step(f"Repair {rows} that could not be read", "quarantine.csv holds each with its reason"))
    if counts.asks:
        likely = plural(counts.asks, "likely duplicate")
        steps.append(Step(f"Decide on {likely}", "merge_plan.csv marks them with 'ask'"))
    if counts.errors:
        most = next((group.message for group in report.findings if group.severity == "error"), "")
        detail = f"findings.csv; most often: {clip(most, 90)}" if most else "findings.csv"
        steps.append(Step(f"Correct {plural(counts.errors, 'error')}", detail))
    for fill in worst(report.fills)[:3]:
        what = f"Fill {label(fill.field, report.labels)} of {plural(fill.hole.total, report.object)}"
        which = f"{any_of(fill.fields, report.labels)}; " if fill.fields else ""
        steps.append(Step(what, f"{which}completeness rises by {points(fill.gain)}"))
    if counts.merged_away:
        steps.append(
            Step(
                f"Load {plural(counts.golden, report.object)} back",
                "golden.csv; lineage.csv names the source of every value",
            )
        )
    return steps
