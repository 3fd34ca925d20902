"""How numbers are written and what is said about them: one wording for the terminal, the page and messages.

Rounding never lies: a count that is not zero is never ``0.0 %``, a share that is not full never ``100.0 %``. Nothing
here knows layout; markup is escaped where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from crmclean.quality.completeness import Completeness, Missing
from crmclean.report.document import DuplicateGroup, FieldFill, Report, field_fills

__all__ = [
    "NOTHING",
    "Step",
    "absent_sentence",
    "changed",
    "changes_sentence",
    "clip",
    "duplicates_sentence",
    "findings_sentence",
    "group_title",
    "headline",
    "label",
    "missing_breakdown",
    "missing_sentence",
    "next_steps",
    "number",
    "overall_sentence",
    "percent",
    "plural",
    "points",
    "printable",
    "score_headline",
    "sentence",
    "target_sentence",
    "worst",
]

NOTHING = "—"
"""What stands where there is no value."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Step(NamedTuple):
    """Something to do next: what, and where or why."""

    what: str
    detail: str


def number(count: int) -> str:
    """Write a count with thousands separators.

    Example:
        >>> number(20000)
        '20,000'
    """
    return f"{count:,}"


def percent(share: float | None) -> str:
    """Write a share (0-1) in percent, to one decimal; never 0.0 for something, never 100.0 for not everything.

    Example:
        >>> percent(0.21505), percent(6 / 100_000), percent(0.99999), percent(None)
        ('21.5 %', '<0.1 %', '>99.9 %', '—')
    """
    if share is None:
        return NOTHING
    text = f"{share:.1%}".removesuffix("%")
    if text == "0.0" and share > 0:
        return "<0.1 %"
    if text == "100.0" and share < 1:
        return ">99.9 %"
    return f"{text} %"


def points(gap: float) -> str:
    """Write the distance of two shares in percentage points.

    Example:
        >>> points(0.0512), points(0.0001)
        ('5.1 points', '<0.1 points')
    """
    return percent(abs(gap)).replace("%", "points")


def plural(count: int, noun: str) -> str:
    """Write a count with its noun.

    Example:
        >>> plural(1, "contact"), plural(2000, "opportunity")
        ('1 contact', '2,000 opportunities')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number(count)} {noun if count == 1 else many}"


def printable(text: str) -> str:
    """Replace control characters, direction overrides and lone surrogates, which could disguise what is shown."""
    return _UNPRINTABLE.sub("\ufffd", text)


def clip(value: str | None, width: int = 60) -> str:
    """Make a value fit to be shown: printable, at most ``width`` characters, a dash where there is none.

    Example:
        >>> clip("Information Technology", 12), clip(None)
        ('Information…', '—')
    """
    text = printable(value) if value else NOTHING
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def changed(before: str | None, after: str | None) -> str:
    """Write a change.

    Example:
        >>> changed("Tech", "Technology"), changed("n/a", None)
        ('Tech → Technology', 'n/a → (emptied)')
    """
    return f"{clip(before)} → {clip(after) if after else '(emptied)'}"


def label(field: str, labels: Mapping[str, str]) -> str:
    """Return what people call a field."""
    return labels.get(field, field.replace("_", " "))


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
    ways = {"empty": hole.empty, "placeholder": hole.placeholder, "impossible": hole.impossible}
    return ", ".join(f"{number(count)} {way}" for way, count in ways.items() if count) or "none missing"


def target_sentence(share: float | None, target: float | None, *, met: bool | None) -> str:
    """Judge a share against its target.

    Example:
        >>> target_sentence(0.749, 0.85, met=False), target_sentence(0.9, 0.9, met=True)
        ('target 85.0 % missed by 10.1 points', 'target 90.0 % met')
    """
    if target is None:
        return "no target"
    if share is None or met is None:
        return f"target {percent(target)}"
    return f"target {percent(target)} " + ("met" if met else f"missed by {points(target - share)}")


def overall_sentence(completeness: Completeness) -> str:
    """Say how complete the records are, and whether that is enough.

    It reads ``74.9 % of what matters is filled; target 85.0 % missed by 10.1 points``.
    """
    if completeness.overall is None:
        return "nothing to score"
    said = f"{percent(completeness.overall)} of what matters is filled"
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
    absent = report.now.absent if report.now else ()
    gaps = [fill for fill in worst(report.fills) if fill.field not in absent]
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
        steps.append(Step(what, f"completeness rises by {points(fill.gain)}"))
    if counts.merged_away:
        steps.append(
            Step(
                f"Load {plural(counts.golden, report.object)} back",
                "golden.csv; lineage.csv names the source of every value",
            )
        )
    return steps


def sentence(text: str) -> str:
    """Begin with a capital letter, whatever the rest looks like."""
    return text[:1].upper() + text[1:]
