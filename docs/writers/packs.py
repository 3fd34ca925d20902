"""The page about the packs: what each knows, asks, blocks on and aims at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crmclean.spec import Rules, list_packs, load_rules
from crmclean.spec.packs import pack_path
from writers.markdown import GENERATED, code, listed, prose, table

__all__ = ["page"]

_INTRODUCTION = """\
A pack is a rule set that comes with crmclean. With no `--rules` the pack is recognised from the headers and named in
the output. Headers that fit no CRM get `generic/…`; headers that fit two packs equally well are an error that names
both. A pack is a file in `rules/`, and its test cases lie beside it (`contact.cases.yaml`)."""


def page() -> str:
    """Return the page."""
    every = [load_rules(name) for name in list_packs()]
    overview = [
        (f"[{rules.name}](#{_anchor(rules.name)})", rules.object, str(len(rules.fields)), str(len(rules.required)),
         str(len(rules.checks)))
        for rules in every
    ]  # fmt: skip
    parts = [
        GENERATED,
        "# Packs",
        _INTRODUCTION,
        table(("Pack", "Object", "Fields", "Required rules", "Checks"), overview),
        *map(_pack, every),
    ]
    return "\n\n".join(parts) + "\n"


def _anchor(name: str) -> str:
    return name.replace("/", "")


def _pack(rules: Rules) -> str:
    text = pack_path(rules.name).read_text(encoding="utf-8")  # type: ignore[union-attr] - packs have a path
    parts = [
        f"## {rules.name}",
        _comment(text),
        _identity(rules, text),
        table(("Field", "Type", "Other headers"), [_field(name, rules) for name in rules.fields]),
        _required(rules),
        _checks(rules),
        _thresholds(rules),
        table(("Blocks on", "Compares"), [_duplicates(rules)]),
        _completeness(rules),
        f"**Switched off.** {listed(rules.disable)}." if rules.disable else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _identity(rules: Rules, text: str) -> str:
    said = re.search(r"^extends: (.+)$", text, re.MULTILINE)
    extends = f"Extends {code(said[1])}. " if said else ""
    return f"{extends}Record id: {code(rules.record_id)}."


def _thresholds(rules: Rules) -> str:
    at = rules.duplicates
    return f"**Duplicates.** Review from {at.review:g}, match from {at.match:g}, merge from {at.merge:g}."


def _completeness(rules: Rules) -> str:
    asked = rules.completeness
    targets, weights = _numbers(asked.targets), _numbers(asked.weights)
    return f"**Completeness.** Targets: {targets}. Weights: {weights}. By: {listed(asked.by) or 'nothing'}."


def _comment(text: str) -> str:
    """Return what the file says about itself: its first comment, without its sources."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    paragraphs = [" ".join(each.split()) for each in "\n".join(lines).split("\n\n")]
    return "\n\n".join(prose(each) for each in paragraphs if not each.startswith("Sources:"))


def _field(name: str, rules: Rules) -> tuple[str, str, str]:
    kind = rules.fields[name]
    return code(name), f"[{kind.type}](semantic-types.md#{kind.type})", ", ".join(rules.columns.get(name, ()))


def _required(rules: Rules) -> str:
    rows = [
        (code(rule.rule_id), code(rule.when or ""), rule.severity, rule.message or "")
        for rule in rules.required
        if rule.rule_id not in rules.disable
    ]
    return table(("Required", "When", "Severity", "Message"), rows)


def _checks(rules: Rules) -> str:
    rows = [
        (code(check.id), code(check.that), check.severity, check.message or "")
        for check in rules.checks
        if check.id not in rules.disable
    ]
    return table(("Check", "Must hold", "Severity", "Message"), rows)


def _duplicates(rules: Rules) -> tuple[str, str]:
    keys = "<br>".join(listed(rule) for rule in rules.duplicates.block_on)
    compared = "<br>".join(f"{code(name)} ({each.kind})" for name, each in rules.duplicates.compare.items())
    return keys, compared


def _numbers(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{code(name)} {value:g}" for name, value in numbers.items()) or "none"
