"""What the rules use and a table has no column for: a column that was renamed or dropped must not go by unseen.

Exports differ, and a pack knows more fields than any of them has. So a warning is given where it matters: a column is
spelled almost like one that is missing; a rule file of somebody's own names the field; or nothing is left of what a
pack requires or compares. Judges headers only, never a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from crmclean.spec.condition import parse
from crmclean.spec.model import Rules
from crmclean.spec.rule import Check, Required
from crmclean.spec.signature import fold_header

__all__ = ["Drift", "drift"]

_LONG = 9
"""Headers of so many letters may be two slips apart, shorter ones one, and those of three letters and less none:
*Amuont* is *Amount*, and *Billing Street* (three) is not *Mailing Street*."""
Uses = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Drift:
    """What a table lacks.

    ``uses`` names the parts of the rules that use each missing field, ``near`` the column that may be it, and ``lost``
    are the missing fields that matter.
    """

    uses: Uses
    near: Mapping[str, str]
    lost: tuple[str, ...]

    def warnings(self) -> tuple[str, ...]:
        """Say what is missing and matters, and which columns may be it."""
        renamed = (
            f"no column for {self._told([field])}; did you mean the column '{header}'? Then name it under 'columns'"
            for field, header in self.near.items()
        )
        alike: dict[tuple[str, ...], list[str]] = {}
        for field in self.lost:
            if field not in self.near:
                alike.setdefault(self.uses[field], []).append(field)
        lost = ", ".join(map(self._told, alike.values()))
        return (*renamed, *([f"no column for {lost}"] if lost else []))

    def _told(self, fields: Sequence[str]) -> str:
        uses = self.uses.get(fields[0], ())
        names = ", ".join(f"'{field}'" for field in fields)
        return f"{names} ({', '.join(uses)})" if uses else names


def drift(
    headers: Sequence[str], columns: Mapping[str, str], rules: Rules, compared: Mapping[str, Collection[str]]
) -> Drift:
    """Find what a table lacks.

    Args:
        headers: The table's column names.
        columns: Field to header, as ``match_headers`` finds them.
        rules: The rule set.
        compared: The fields of each comparison.

    Example:
        >>> fields = {"email": {"type": "email"}, "stage": {"type": "text"}}
        >>> rules = Rules(crmclean="1", object="lead", fields=fields, required=["stage"])
        >>> drift(["Emial", "Owner"], {}, rules, {}).warnings()
        ("no column for 'email'; did you mean the column 'Emial'? Then name it under 'columns'", \
"no column for 'stage' (required)")
    """
    used = _uses(rules, compared)
    absent = [name for name in rules.fields if name not in columns]
    free = {fold_header(header): header for header in headers if header not in set(columns.values())}
    found = ((name, _near((name, *rules.columns.get(name, ())), free)) for name in absent if headers)
    near = {name: header for name, header in found if header}
    needed = set(rules.own) | _gone(rules, compared, set(absent))
    lost = tuple(name for name in absent if name in used and name in needed and headers)
    return Drift({name: used[name] for name in absent if name in used}, near, lost)


def _near(names: Iterable[str], free: Mapping[str, str]) -> str | None:
    for name in filter(lambda each: len(each) > 3, map(fold_header, names)):
        slips = 2 if len(name) >= _LONG else 1
        best = process.extractOne(name, free.keys(), scorer=OSA.distance, score_cutoff=slips)
        if best:
            return free[best[0]]
    return None


def _gone(rules: Rules, compared: Mapping[str, Collection[str]], absent: Collection[str]) -> set[str]:
    """Return the fields of what is required, or compared, and has not one column left."""
    asked = [rule.fields for rule in _active(rules) if isinstance(rule, Required)]
    return {name for fields in (*asked, *compared.values()) if set(fields) <= set(absent) for name in fields}


def _active(rules: Rules) -> Iterator[Required | Check]:
    given: tuple[Required | Check, ...] = (*rules.required, *rules.checks)
    return (rule for rule in given if rule.rule_id not in rules.disable)


def _uses(rules: Rules, compared: Mapping[str, Collection[str]]) -> Uses:
    """Return the sections of the rules that use each field, in the order of a rule file."""
    found: dict[str, dict[str, None]] = {}
    for section, name in _named(rules, compared):
        if name in rules.fields:
            found.setdefault(name, {})[section] = None
    return {name: tuple(sections) for name, sections in found.items()}


def _named(rules: Rules, compared: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    for rule in _active(rules):
        section = "required" if isinstance(rule, Required) else "checks"
        conditions = (rule.when, rule.that if isinstance(rule, Check) else None)
        asked = (name for text in conditions if text for name in sorted(parse(text).fields()))
        yield from ((section, name) for name in (*rule.fields, *asked))
    duplicates = rules.duplicates
    keys = (key.partition(".")[0] for each in (*duplicates.block_on, *duplicates.refine_on) for key in each)
    names = (name for fields in compared.values() for name in fields)
    yield from (("duplicates", name) for name in (*keys, *names, *duplicates.same, *duplicates.different))
    survivorship = rules.survivorship
    ruled = (name for key, rule in survivorship.fields.items() for name in (rule.group or (key,)))
    yield from (("survivorship", name) for name in (survivorship.created, survivorship.modified, *ruled) if name)
    completeness = rules.completeness
    weighed = (name for key, part in completeness.weights.items() for name in (part.any_of or (key,)))
    by = (name for each in completeness.by for name in ((each,) if isinstance(each, str) else each))
    split = (name.partition(".")[0] for name in by)
    yield from (("completeness", name) for name in (*weighed, *completeness.targets, *split))
