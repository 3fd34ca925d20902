"""How numbers and values are written: one wording for the terminal, the page and messages.

Rounding never lies: a count that is not zero is never ``0.0 %``, a share that is not full never ``100.0 %``. Nothing
here knows layout; markup is escaped where it is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from crmclean.errors import printable
from crmclean.report.document import RuleResult

__all__ = [
    "NOTHING",
    "changed",
    "clip",
    "label",
    "number",
    "percent",
    "plural",
    "points",
    "printable",
    "rule_sentence",
    "sentence",
    "target_sentence",
]

NOTHING = "—"
"""What stands where there is no value."""


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


def sentence(text: str) -> str:
    """Begin with a capital letter, whatever the rest looks like."""
    return text[:1].upper() + text[1:]


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


def rule_sentence(rule: RuleResult) -> str:
    """Say how a rule fared against its target.

    Example:
        >>> rule_sentence(RuleResult("email|format", "warning", "", "RevOps", 262, 18, 244 / 262, 0.95, False))
        'email|format holds in 93.1 % of 262 records; target 95.0 % missed by 1.9 points (RevOps)'
    """
    said = f"{rule.rule} holds in {percent(rule.share)} of {plural(rule.judged, 'record')}"
    if rule.at_least is not None:
        said += f"; {target_sentence(rule.share, rule.at_least, met=rule.met)}"
    return f"{said} ({rule.owner})" if rule.owner else said
