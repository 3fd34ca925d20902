"""What a state means to people: rule id, severity and sentence of the finding, and the value that stays.

The one place that turns states into findings, so that a record alone and among a million get the same words.
No sentence carries a record's value; the finding has it in a field of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from crmclean.fields import FieldType, State
from crmclean.findings import Severity
from crmclean.spec.model import Check, Required, Rules

__all__ = ["Judgement", "cleaned", "failed", "judge", "label", "missing"]


class Judgement(NamedTuple):
    """Rule id, severity and sentence of a finding, before it meets a record."""

    rule: str
    severity: Severity
    message: str


def label(name: str, rules: Rules) -> str:
    """Return what people call a field: its label, or its name with blanks.

    Example:
        >>> from crmclean.spec.model import Rules
        >>> label("close_date", Rules(crmclean="1", object="opportunity", fields={"close_date": {"type": "date"}}))
        'close date'
    """
    kind = rules.fields.get(name)
    return (kind.label if kind else None) or name.replace("_", " ")


_UNKNOWN: dict[str, Severity] = {"reject": "error", "review": "warning", "null": "note", "keep": "note"}
_SENTENCES = {
    State.PLACEHOLDER: "The {label} is a placeholder, so it counts as missing.",
    State.IMPOSSIBLE: "The {label} cannot be right, so it counts as missing.",
    State.INVALID: "The {label} does not look right.",
    State.AMBIGUOUS: "The {label} can be read in more than one way.",
    State.UNKNOWN: "The {label} is not a known value.",
    State.OK: "The {label} may want a look.",
}
_RULES = {State.PLACEHOLDER: "placeholder", State.IMPOSSIBLE: "impossible", State.OK: "suggestion"}


def judge(name: str, kind: FieldType, state: State, note: str | None, rules: Rules) -> Judgement | None:
    """Return the finding that a state deserves; None where all is well or nothing is there."""
    if state is State.EMPTY or (state is State.OK and note is None):
        return None
    suffix, severity = _rule(kind, state)
    sentence = _SENTENCES[state].format(label=label(name, rules))
    return Judgement(f"{name}|{suffix}", severity, f"{sentence} {note}" if note else sentence)


def _rule(kind: FieldType, state: State) -> tuple[str, Severity]:
    if state is State.UNKNOWN and (unknown := getattr(kind, "unknown", None)):
        return "picklist", _UNKNOWN[unknown]
    if state is State.UNKNOWN:
        return ("consent" if getattr(kind, "consent", None) else "unknown"), "warning"
    severity: Severity = "note" if state in (State.PLACEHOLDER, State.OK) else "warning"
    return _RULES.get(state, "format"), severity


def cleaned(kind: FieldType, raw: str | None, value: str | None, state: State) -> str | None:
    """Return what stays in the record: the standard value, or the raw text where there is nothing to rely on.

    A placeholder and an impossible value keep their raw text (nothing is lost); an unknown picklist value is emptied
    only where the rule says ``unknown: null``.
    """
    if state in (State.PLACEHOLDER, State.IMPOSSIBLE):
        return raw
    if state is State.UNKNOWN and getattr(kind, "unknown", None) == "null":
        return None
    return value


def missing(rule: Required, rules: Rules) -> Judgement:
    """Return the finding of a required rule that is not met."""
    names = [label(name, rules) for name in rule.fields]
    sentence = (
        f"The {names[0]} is missing."
        if len(names) == 1
        else f"At least one of {', '.join(names[:-1])} and {names[-1]} must be filled; all are missing."
    )
    return Judgement(rule.rule_id, rule.severity, rule.message or sentence)


def failed(check: Check) -> Judgement:
    """Return the finding of a check that does not hold."""
    return Judgement(check.id, check.severity, check.message or f"This must hold, and does not: {check.that}.")
