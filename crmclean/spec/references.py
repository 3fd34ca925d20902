"""Check that what a rule file names is there: fields, picklists, blocking keys, rule ids; and that conditions read.

Works on rules that are valid by themselves and on their tree, which gives every name its place. All problems are
gathered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from crmclean.errors import Problem, RuleFileError, did_you_mean
from crmclean.fields import FieldType
from crmclean.spec.completeness import PERIODS
from crmclean.spec.condition import is_field_name, parse
from crmclean.spec.fit import misfits_of_check, misfits_of_condition
from crmclean.spec.model import Rules
from crmclean.spec.rule import Check, Required, Rule
from crmclean.spec.tree import Tree

__all__ = ["FIELD_RULES", "check_references"]

FIELD_RULES = ("format", "picklist", "placeholder", "impossible", "suggestion", "consent", "unknown", "length")
"""What a field's own rule ids end in (``phone|format``), beside ``required``, which has to be asked for."""


def check_references(rules: Rules, tree: Tree, whole: Tree) -> list[Problem]:
    """Find everything that the rules name and do not have.

    Args:
        rules: The rules, picklists not yet bound.
        tree: The tree that the rules were made of, index for index.
        whole: The file's tree, also with what is left out of ``rules`` as wrong: it may be named all the same.
    """
    checker = _Checker(rules, tree, _keys(whole, "fields"), _keys(whole, "completeness", "weights"))
    return [problem for part in checker.parts() for problem in part]


@dataclass(frozen=True)
class _Checker:
    rules: Rules
    tree: Tree
    names: tuple[str, ...]
    """Every field that the file defines."""
    weighed: tuple[str, ...]
    """Every field and group that the file weighs."""

    @cached_property
    def _kinds(self) -> dict[str, FieldType]:
        """The fields; those with a picklist that is there have its values."""
        lists = self.rules.picklists
        named = {name: getattr(kind, "picklist", None) for name, kind in self.rules.fields.items()}
        return {
            name: kind.model_copy(update={"values": lists[picklist]}) if (picklist := named[name]) in lists else kind
            for name, kind in self.rules.fields.items()
        }

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
        seen: set[str] = set()
        for index, name in enumerate(names):
            yield from self._field(name, self._at(*steps, index))
            if name in seen:
                yield self._at(*steps, index).place.problem(f"the field '{name}' is named twice")
            seen.add(name)

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
            values = [each.value for each in self.rules.picklists.get(picklist or "", ())]
            for index, value in enumerate(kind.restrictive if values else ()):
                yield from _known("value", value, values, self._at("fields", name, "consent", index))
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
        done: set[str] = set()
        for name in needs:
            way: dict[str, None] = {}
            at: str | None = name
            while at in needs and at not in done and at not in way:
                way[at] = None
                at = needs[at]
            if at in way:
                circle = list(way)[list(way).index(at) :]
                said = f"fields depend on each other in a circle: {' -> '.join([*circle, at])}"
                yield self._depends_on(at, needs[at] or at).place.problem(said)
            done.update(way)

    def _columns(self) -> Iterator[Problem]:
        for name in self.rules.columns:
            yield from self._field(name, self._at("columns", name, key=True), also=(self.rules.record_id,))

    def _required(self) -> Iterator[Problem]:
        for index, rule in enumerate(self.rules.required):
            if rule.field is not None:
                yield from self._field(rule.field, self._at("required", index, "field"))
            yield from self._fields(rule.any_of, "required", index, "any_of")
            yield from self._condition(rule.when, "required", index, "when", idle=self._idle(rule))
            yield from self._grandfather(rule, "required", index)

    def _checks(self) -> Iterator[Problem]:
        for index, rule in enumerate(self.rules.checks):
            if rule.field is not None:
                yield from self._field(rule.field, self._at("checks", index, "field"))
            if isinstance(rule.unique, tuple):
                yield from self._fields(rule.unique, "checks", index, "unique")
            yield from self._condition(rule.that, "checks", index, "that", idle=self._idle(rule))
            yield from self._condition(rule.when, "checks", index, "when", idle=self._idle(rule))
            if not self._idle(rule):
                for key, said in misfits_of_check(rule, self._kinds):
                    yield self._at("checks", index, key).place.problem(said)
            yield from self._grandfather(rule, "checks", index)

    def _idle(self, rule: Required | Check) -> bool:
        """Whether a rule is switched off, so that what a parent file asks need not fit the fields of this one."""
        return rule.rule_id in self.rules.disable

    def _condition(self, condition: str | None, *steps: str | int, idle: bool = False) -> Iterator[Problem]:
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
            for said in () if idle else misfits_of_condition(node, self._kinds):
                yield at.place.problem(said)

    def _grandfather(self, rule: Rule, *steps: str | int) -> Iterator[Problem]:
        if rule.grandfather and self.rules.survivorship.created is None:
            said = "nothing tells when a record was created; name the field under 'survivorship: {created: …}'"
            yield self._at(*steps, "grandfather").place.problem(said)

    def _duplicates(self) -> Iterator[Problem]:
        duplicates = self.rules.duplicates
        for section in ("block_on", "refine_on"):
            for index, keys in enumerate(getattr(duplicates, section)):
                for position, key in enumerate(keys):
                    yield from self._blocking_key(key, self._at("duplicates", section, index, position))
        for section in ("same", "different"):
            yield from self._fields(getattr(duplicates, section), "duplicates", section)
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
            kinds = {each: self.rules.fields[each] for each in named if each in self.rules.fields}
            for consent in (each for each, kind in kinds.items() if kind.restrictive):
                yield at.place.problem(f"'{consent}' is a consent: its most restrictive value survives, always")
            ruled.update(named)

    def _completeness(self) -> Iterator[Problem]:
        spec = self.rules.completeness
        for name, part in spec.weights.items():
            at = ("completeness", "weights", name)
            yield from self._condition(part.when, *at, "when")
            yield from self._fields(part.any_of, *at, "any_of")
            if not part.any_of:
                yield from self._field(name, self._at(*at, key=True))
            elif name in self.names:
                yield self._at(*at, key=True).place.problem(f"'{name}' is a field; give the group a name of its own")
        groups = (name for name in self.weighed if name not in spec.weights or spec.weights[name].any_of)
        for section, also in (("targets", ("overall", *groups)), ("defaults", ())):
            for name in getattr(spec, section):
                yield from self._field(name, self._at("completeness", section, name, key=True), also=also)
        for index, segment in enumerate(spec.by):
            for position, name in enumerate((segment,) if isinstance(segment, str) else segment):
                steps = (index,) if isinstance(segment, str) else (index, position)
                yield from self._segment(name, self._at("completeness", "by", *steps))

    def _segment(self, name: str, at: Tree) -> Iterator[Problem]:
        field, _, period = name.partition(".")
        yield from self._field(field, at)
        kind = self.rules.fields.get(field)
        if period and kind and (kind.type != "date" or period not in PERIODS):
            yield at.place.problem(f"'{name}' is no segment; of a date there are {', '.join(PERIODS)}")

    def _rule_ids(self) -> Iterator[Problem]:
        first: dict[str, Tree] = {}
        given = [("required", index, rule.rule_id) for index, rule in enumerate(self.rules.required)]
        given += [("checks", index, rule.rule_id) for index, rule in enumerate(self.rules.checks)]
        limits = {f"{name}|length": name for name, kind in self.rules.fields.items() if kind.max_length}
        for section, index, rule_id in given:
            at = self._at(section, index, "id")
            if rule_id in limits:
                said = f"'{rule_id}' is the 'max_length' of the field '{limits[rule_id]}'; give this rule an 'id'"
                yield at.place.problem(said)
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


def _keys(tree: Tree, *steps: str) -> tuple[str, ...]:
    for step in steps:
        if step not in tree:
            return ()
        tree = tree[step]
    return tuple(tree.value) if isinstance(tree.value, dict) else ()


def _known(what: str, name: str, known: Iterable[str], at: Tree) -> Iterator[Problem]:
    known = list(known)
    if name not in known:
        listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        yield at.place.problem(f"unknown {what} '{name}'; known: {listed or 'none'}.{did_you_mean(name, known)}")
