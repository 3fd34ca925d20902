"""What a state means to people: rule id, severity and sentence of the finding, and the value that stays.

The one place that turns states into findings, so that a record alone and among a million get the same words.
No sentence carries a record's value; the finding has it in a field of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from crmclean.fields import FieldType, State
from crmclean.findings import Severity
from crmclean.spec.condition import bound
from crmclean.spec.model import Rules
from crmclean.spec.node import Text
from crmclean.spec.rule import Check, Required

__all__ = ["COUNT", "Judgement", "cleaned", "failed", "judge", "label", "missing", "too_long"]

COUNT = "\0"
"""Stands in a sentence for how long the value is: ``24 characters``."""
_SHOWN = 8


class Judgement(NamedTuple):
    """Rule id, severity and sentence of a finding, before it meets a record."""

    rule: str
    severity: Severity
    message: str

    def counting(self, characters: int) -> Judgement:
        """Return the finding for a value of so many characters."""
        size = "1 character" if characters == 1 else f"{characters:,} characters"
        return self._replace(message=self.message.replace(COUNT, size))


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


def failed(check: Check, rules: Rules) -> Judgement:
    """Return the finding of a check that does not hold."""
    return Judgement(check.rule_id, check.severity, check.message or _sentence(check, rules))


def too_long(name: str, most: int, rules: Rules) -> Judgement:
    """Return the finding of a value that is longer than the CRM stores."""
    sentence = f"The {label(name, rules)} has {COUNT}; the CRM stores {most}."
    return Judgement(f"{name}|length", "error", sentence)


def _sentence(check: Check, rules: Rules) -> str:
    if check.that is not None:
        return f"This must hold, and does not: {check.that}."
    what = " and ".join(label(name, rules) for name in check.fields)
    return f"Another record has the same {what}." if check.unique else f"The {what} {_fault(check, rules)}."


def _fault(check: Check, rules: Rules) -> str:
    match check.kind:
        case "range":
            return f"must {_range(check, date=rules.fields[check.fields[0]].type == 'date')}"
        case "length":
            return f"has {COUNT}; {_length(check)}"
        case "allowed":
            return f"is not one of the values that are allowed: {_listed(check.allowed or ())}"
        case "freshness":
            return f"lies more than {check.max_age} back"
        case _:
            return "does not have the form that is asked for"


def _range(check: Check, *, date: bool) -> str:
    low, high = (_day(end) if date and end else end for end in (check.min, check.max))
    if low and high:
        return f"lie between {low} and {high}"
    if low:
        return f"not lie before {low}" if date else f"be at least {low}"
    return f"not lie after {high}" if date else f"be at most {high}"


def _day(end: str) -> str:
    """Return a bound as people say it: ``30 days ago``."""
    bound_to = bound(end, date=True)
    if isinstance(bound_to, Text):
        return bound_to.text
    if bound_to.days == 0:
        return "today"
    count = f"{abs(bound_to.days)} day{'s' if abs(bound_to.days) != 1 else ''}"
    return f"{count} ago" if bound_to.days < 0 else f"{count} from today"


def _length(check: Check) -> str:
    least, most = check.min_length, check.max_length
    if least and most is not None:
        return f"it should have {least} to {most}"
    return f"it should have at least {least}" if least else f"it should have at most {most}"


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values[:_SHOWN]) + (f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else "")
