"""Check that what a rule file names is there: fields, picklists, blocking keys, rule ids; and that conditions read.

Works on rules that are valid by themselves and on their tree, which gives every name its place. All problems are
gathered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crmclean.errors import Problem, RuleFileError, did_you_mean
from crmclean.spec.condition import is_field_name, parse
from crmclean.spec.model import Rules
from crmclean.spec.tree import Tree

__all__ = ["FIELD_RULES", "check_references"]

FIELD_RULES = ("format", "picklist", "placeholder", "impossible", "suggestion", "consent", "unknown")
"""What a field's own rule ids end in (``phone|format``), beside ``required``, which has to be asked for."""


def check_references(rules: Rules, tree: Tree, names: Iterable[str]) -> list[Problem]:
    """Find everything that the rules name and do not have.

    Args:
        rules: The rules, picklists not yet bound.
        tree: The tree that the rules were made of, index for index.
        names: Names of all fields that the file defines, also of those that are left out of ``rules`` as wrong.
    """
    checker = _Checker(rules, tree, tuple(names))
    return [problem for part in checker.parts() for problem in part]


@dataclass(frozen=True, slots=True)
class _Checker:
    rules: Rules
    tree: Tree
    names: tuple[str, ...]

    def parts(self) -> Iterator[Iterable[Problem]]:
        yield self._field_names()
        yield self._field_options()
        yield self._cycles()
        yield self._columns()
        yield self._required()
        yield self._checks()
        yield self._duplicates()
        yield self._survivorship()
        yield self._completeness()
        yield self._rule_ids()

    def _at(self, *steps: str | int, key: bool = False) -> Tree:
        found = self.tree.at(*steps)
        return Tree(found.key, None) if key and found.key else found

    def _field(self, name: str, at: Tree, *, also: tuple[str, ...] = ()) -> Iterator[Problem]:
        yield from _known("field", name, (*self.names, *also), at)

    def _fields(self, names: Iterable[str], *steps: str | int) -> Iterator[Problem]:
        for index, name in enumerate(names):
            yield from self._field(name, self._at(*steps, index))

    def _field_names(self) -> Iterator[Problem]:
        for name in self.rules.fields:
            if not is_field_name(name):
                said = f"'{name}' is no field name: letters, digits and '_'; other headers belong under 'columns'"
                yield self._at("fields", name, key=True).place.problem(said)

    def _field_options(self) -> Iterator[Problem]:
        for name, kind in self.rules.fields.items():
            picklist = getattr(kind, "picklist", None)
            if picklist is not None and "values" in self._at("fields", name):
                said = f"the values come from the picklist '{picklist}'; give one or the other"
                yield self._at("fields", name, "values", key=True).place.problem(said)
            if picklist is not None:
                yield from _known("picklist", picklist, self.rules.picklists, self._at("fields", name, "picklist"))
            if kind.depends_on is not None:
                yield from self._field(kind.depends_on, self._depends_on(name, kind.depends_on))

    def _depends_on(self, name: str, other: str) -> Tree:
        """Find where a field says what it depends on; the field itself where that is a default."""
        stack = [self._at("fields", name)]
        while stack:
            node = stack.pop()
            if node.value == other:
                return node
            if isinstance(node.value, dict):
                stack += [child for key, child in node.value.items() if key not in ("type", "label")]
        return self._at("fields", name)

    def _cycles(self) -> Iterator[Problem]:
        needs = {name: kind.depends_on for name, kind in self.rules.fields.items()}
        told: set[str] = set()
        for start in needs:
            path = [start]
            while (following := needs.get(path[-1])) and following not in path:
                path.append(following)
            if following == start and start not in told:
                told.update(path)
                said = f"fields depend on each other in a circle: {' -> '.join([*path, start])}"
                yield self._depends_on(start, [*path, start][1]).place.problem(said)

    def _columns(self) -> Iterator[Problem]:
        for name in self.rules.columns:
            yield from self._field(name, self._at("columns", name, key=True), also=(self.rules.record_id,))

    def _required(self) -> Iterator[Problem]:
        for index, rule in enumerate(self.rules.required):
            if rule.field is not None:
                yield from self._field(rule.field, self._at("required", index, "field"))
            yield from self._fields(rule.any_of, "required", index, "any_of")
            yield from self._condition(rule.when, "required", index, "when")

    def _checks(self) -> Iterator[Problem]:
        for index, rule in enumerate(self.rules.checks):
            yield from self._condition(rule.that, "checks", index, "that")
            yield from self._condition(rule.when, "checks", index, "when")

    def _condition(self, condition: str | None, *steps: str | int) -> Iterator[Problem]:
        if condition is None:
            return
        at = self._at(*steps)
        try:
            node = parse(condition)
        except RuleFileError as error:
            for problem in error.problems:
                yield at.place.problem(f"{problem.message} (character {problem.column} of the condition)")
        else:
            for name in sorted(node.fields()):
                yield from self._field(name, at)

    def _duplicates(self) -> Iterator[Problem]:
        duplicates = self.rules.duplicates
        for section in ("block_on", "refine_on"):
            for index, keys in enumerate(getattr(duplicates, section)):
                for position, key in enumerate(keys):
                    yield from self._blocking_key(key, self._at("duplicates", section, index, position))
        for name, comparison in duplicates.compare.items():
            yield from self._fields(comparison.fields, "duplicates", "compare", name, "fields")

    def _blocking_key(self, key: str, at: Tree) -> Iterator[Problem]:
        name, _, suffix = key.partition(".")
        yield from self._field(name, at)
        if name in self.rules.fields:
            kind = self.rules.fields[name]
            if suffix not in kind.keys:
                keys = [key for key in kind.keys if key]
                said = f"a field of type {kind.type} has no key '{suffix}'; keys: {', '.join(keys) or 'none'}."
                yield at.place.problem(said + did_you_mean(suffix, keys))

    def _survivorship(self) -> Iterator[Problem]:
        survivorship = self.rules.survivorship
        for option in ("created", "modified"):
            if (name := getattr(survivorship, option)) is not None:
                yield from self._field(name, self._at("survivorship", option))
        ruled: set[str] = set()
        for name, rule in survivorship.fields.items():
            at = self._at("survivorship", "fields", name, key=True)
            if rule.group:
                yield from self._fields(rule.group, "survivorship", "fields", name, "group")
            else:
                yield from self._field(name, at)
            named = rule.group or (name,)
            for twice in sorted(ruled.intersection(named)):
                yield at.place.problem(f"the field '{twice}' has a survivorship rule already")
            for consent in (each for each in named if getattr(self.rules.fields.get(each), "consent", None)):
                yield at.place.problem(f"'{consent}' is a consent: its most restrictive value survives, always")
            ruled.update(named)

    def _completeness(self) -> Iterator[Problem]:
        for name in self.rules.completeness.weights:
            yield from self._field(name, self._at("completeness", "weights", name, key=True))
        for name in self.rules.completeness.targets:
            yield from self._field(name, self._at("completeness", "targets", name, key=True), also=("overall",))
        yield from self._fields(self.rules.completeness.by, "completeness", "by")

    def _rule_ids(self) -> Iterator[Problem]:
        first: dict[str, Tree] = {}
        given = [("required", index, rule.rule_id) for index, rule in enumerate(self.rules.required)]
        given += [("checks", index, rule.id) for index, rule in enumerate(self.rules.checks)]
        for section, index, rule_id in given:
            at = self._at(section, index, "id")
            if rule_id in first:
                where = first[rule_id].place
                said = (
                    f"the rule id '{rule_id}' is taken by {where.file}:{where.line}; give this rule an 'id' of its own"
                )
                yield at.place.problem(said)
            first.setdefault(rule_id, at)
        known = (*first, *(f"{name}|{rule}" for name in self.names for rule in FIELD_RULES))
        for index, rule_id in enumerate(self.rules.disable):
            if rule_id not in known:
                said = f"no rule has the id '{rule_id}'.{did_you_mean(rule_id, known)}"
                yield self._at("disable", index).place.problem(said)


def _known(what: str, name: str, known: Iterable[str], at: Tree) -> Iterator[Problem]:
    known = list(known)
    if name not in known:
        listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        yield at.place.problem(f"unknown {what} '{name}'; known: {listed or 'none'}.{did_you_mean(name, known)}")
