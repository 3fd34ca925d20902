"""The page about the packs: what each knows, asks, blocks on and aims at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crmclean.spec import Rules, list_packs, load_rules
from crmclean.spec.completeness import Weighed
from crmclean.spec.packs import pack_path
from writers.markdown import GENERATED, code, listed, prose, table

__all__ = ["page"]

_INTRODUCTION = """\
A pack is a rule set that comes with crmclean. With no `--rules` the pack is recognised from the headers and named in
the output. Headers that fit no CRM get `generic/…`; headers that fit two packs equally well are an error that names
both, and so is a table that no pack knows (orders, products), which names the nearest. A pack is a file in `rules/`,
and its test cases lie beside it (`contact.cases.yaml`).

A length is what the CRM stores; a longer value is an error, because a load refuses it. A comment in a pack's file says
where each comes from."""


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
        table(("Field", "Type", "At most", "Other headers"), [_field(name, rules) for name in rules.fields]),
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
    weights = ", ".join(_weight(name, part) for name, part in asked.weights.items()) or "none"
    by = ", ".join(code(each) if isinstance(each, str) else " and ".join(map(code, each)) for each in asked.by)
    return f"**Completeness.** Targets: {_numbers(asked.targets)}. Weights: {weights}. By: {by or 'nothing'}."


def _weight(name: str, part: Weighed) -> str:
    fields = f" (one of {listed(part.any_of)})" if part.any_of else ""
    when = f" when {code(part.when)}" if part.when else ""
    return f"{code(name)}{fields} {part.weight:g}{when}"


def _comment(text: str) -> str:
    """Return what the file says about itself: its first comment, without its sources."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    paragraphs = [" ".join(each.split()) for each in "\n".join(lines).split("\n\n")]
    return "\n\n".join(prose(each) for each in paragraphs if not each.startswith("Sources:"))


def _field(name: str, rules: Rules) -> tuple[str, str, str, str]:
    kind = rules.fields[name]
    length = f"{kind.max_length:,}" if kind.max_length else ""
    return code(name), f"[{kind.type}](semantic-types.md#{kind.type})", length, ", ".join(rules.columns.get(name, ()))


def _required(rules: Rules) -> str:
    rows = [
        (code(rule.rule_id), code(rule.when or ""), rule.severity, rule.message or "")
        for rule in rules.required
        if rule.rule_id not in rules.disable
    ]
    return table(("Required", "When", "Severity", "Message"), rows)


def _checks(rules: Rules) -> str:
    rows = [
        (code(check.rule_id), ", ".join(map(code, (*check.fields, check.asks))), check.severity, check.message or "")
        for check in rules.checks
        if check.rule_id not in rules.disable
    ]
    return table(("Check", "Must hold", "Severity", "Message"), rows)


def _duplicates(rules: Rules) -> tuple[str, str]:
    keys = "<br>".join(listed(rule) for rule in rules.duplicates.block_on)
    compared = "<br>".join(f"{code(name)} ({each.kind})" for name, each in rules.duplicates.compare.items())
    return keys, compared


def _numbers(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{code(name)} {value:g}" for name, value in numbers.items()) or "none"
