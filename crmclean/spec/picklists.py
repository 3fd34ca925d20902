"""Give picklist fields their values: those of the list that they name, with what a crosswalk adds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crmclean import resources
from crmclean.errors import Problem
from crmclean.fields import FieldType, PicklistValue
from crmclean.fields.picklist import Picklist
from crmclean.spec.crosswalks import cross, crosswalk_path, read_crosswalk
from crmclean.spec.model import Rules
from crmclean.spec.tree import Tree, is_file

__all__ = ["bind_picklists"]


def bind_picklists(rules: Rules, tree: Tree) -> tuple[dict[str, FieldType], list[Problem]]:
    """Return the fields of a rule set, each picklist field with its values, and what is wrong with those.

    Args:
        rules: The rules; a picklist that is not there has been told already.
        tree: The tree that the rules were made of.
    """
    fields: dict[str, FieldType] = dict(rules.fields)
    problems: list[Problem] = []
    for name, kind in rules.fields.items():
        if isinstance(kind, Picklist) and (kind.picklist is None or kind.picklist in rules.picklists):
            values = rules.picklists[kind.picklist] if kind.picklist else kind.values
            problems += _dependence(rules, tree, name, kind, values)
            values, wrong = _crossed(rules, tree, name, kind, values)
            problems += wrong
            fields[name] = kind if values is kind.values else kind.model_copy(update={"values": values})
    return fields, problems


def _crossed(
    rules: Rules, tree: Tree, name: str, kind: Picklist, values: tuple[PicklistValue, ...]
) -> tuple[tuple[PicklistValue, ...], list[Problem]]:
    if kind.crosswalk is None:
        return values, []
    said = tree.at("fields", name, "crosswalk")
    if kind.crosswalk.endswith((".yaml", ".yml")):
        beside = not Path(kind.crosswalk).is_absolute()
        path = Path(said.place.file).parent / kind.crosswalk if beside else None
    else:
        path = crosswalk_path(kind.crosswalk, _list_name(tree, kind), values)
    if path is None or not is_file(path):
        return values, [said.place.problem(_no_crosswalk(kind.crosswalk))]
    other, targets, problems = read_crosswalk(path, rules.picklists, values)
    return (values if problems else cross(values, other, targets)), problems


def _list_name(tree: Tree, kind: Picklist) -> str:
    """Return the name under which a list comes with crmclean; a rule set may call it otherwise (``industry``)."""
    at = Path(tree.at("picklists", kind.picklist or "").place.file)
    return at.stem if at.parent == resources.folder() / "picklists" else kind.picklist or ""


def _no_crosswalk(other: str) -> str:
    paths = sorted((resources.folder() / "crosswalks").glob(f"{other}-*.yaml"))
    known = ", ".join(path.stem.removeprefix(f"{other}-") for path in paths)
    return f"no crosswalk leads from '{other}' to this list; there are some to: {known or 'none'}"


def _dependence(
    rules: Rules, tree: Tree, name: str, kind: Picklist, values: tuple[PicklistValue, ...]
) -> Iterator[Problem]:
    """Tell of values that go with a controlling value which there is not."""
    at = ("picklists", kind.picklist) if kind.picklist else ("fields", name, "values")
    controlling = rules.fields.get(kind.controlled_by or "")
    known = _values(rules, controlling)
    for index, value in enumerate(values):
        node = tree.at(*at, index, "for")
        if value.goes_with and kind.controlled_by is None:
            said = f"nothing controls the field '{name}'; name the other field under 'controlled_by'"
            yield (node.key or node.place).problem(said)
        for position, each in enumerate(value.goes_with if known else ()):
            if each not in known:
                said = f"the field '{kind.controlled_by}' has no value '{each}'"
                yield node.at(position).place.problem(said)


def _values(rules: Rules, kind: FieldType | None) -> list[str]:
    if not isinstance(kind, Picklist):
        return []
    return [value.value for value in rules.picklists.get(kind.picklist or "", kind.values)]
