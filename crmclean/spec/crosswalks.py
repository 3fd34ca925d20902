"""Crosswalks: how values of one picklist become those of another. Read, checked, and put into the list as spellings.

A crosswalk is a file ``{from, to, map}``. A value with one target is another spelling of it; a value with several is a
spelling of each, so that a look-up names them and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from crmclean import resources
from crmclean.errors import Problem, did_you_mean
from crmclean.fields.picklist_lookup import Lookup, PicklistValue, key
from crmclean.spec.tree import Tree, read

__all__ = ["cross", "crosswalk_path", "read_crosswalk", "shared_picklist"]

_KEYS = ("from", "to", "map")
_VALUES = TypeAdapter(tuple[PicklistValue, ...])
_read = lru_cache(maxsize=64)(read)


def crosswalk_path(other: str, own: str, values: tuple[PicklistValue, ...]) -> Path | None:
    """Return the shipped crosswalk from the list ``other`` to the list ``own``.

    A rule file may have given a list another name, so one is taken whose targets are all values of this list: the one
    of that name, else the one to a list of the very same values, else the only one.
    """
    folder = resources.folder() / "crosswalks"
    named, names = folder / f"{other}-{own}.yaml", {value.value for value in values}
    fitting = [path for path in sorted(folder.glob(f"{other}-*.yaml")) if _targets(path) <= names]
    if named in fitting:
        return named
    same = [path for path in fitting if names == {value.value for value in shared_picklist(_to(path)) or ()}]
    for found in (same, fitting):
        if len(found) == 1:
            return found[0]
    return named if named.is_file() else None


def shared_picklist(name: str) -> tuple[PicklistValue, ...] | None:
    """Return the values of a picklist that comes with crmclean; None where there is none of that name."""
    path = resources.folder() / "picklists" / f"{name}.yaml"
    if not name.isidentifier() or not path.is_file():
        return None
    tree, _ = _read(path)
    try:
        return _VALUES.validate_python(tree.plain() if tree else ())
    except ValidationError:
        return None


def read_crosswalk(
    path: Path, picklists: Mapping[str, tuple[PicklistValue, ...]], values: tuple[PicklistValue, ...]
) -> tuple[tuple[PicklistValue, ...], dict[str, tuple[str, ...]], list[Problem]]:
    """Read a crosswalk and hold it against the lists that it joins.

    Args:
        path: The file.
        picklists: The rule set's own picklists; ``from`` may name one of them, or one that comes with crmclean.
        values: The list that the crosswalk leads to.

    Returns:
        The values of the list that it comes from; the targets of each; and what is wrong, each at its place.
    """
    tree, problems = _read(path) if path.is_relative_to(resources.folder()) else read(path)
    problems = problems + (list(_shape(tree)) if tree else [])
    if problems or tree is None:
        return (), {}, problems
    said = str(tree["from"].value)
    other = picklists.get(said) or shared_picklist(said)
    if other is None:
        return (), {}, [tree["from"].place.problem(f"there is no picklist '{said}'")]
    return other, _map(tree), list(_unknown(tree, other, values))


def cross(
    values: tuple[PicklistValue, ...], other: tuple[PicklistValue, ...], targets: Mapping[str, tuple[str, ...]]
) -> tuple[PicklistValue, ...]:
    """Return the values with the spellings of another list as further aliases of what those are mapped to.

    A value or label of the other list is no longer an alias of anything else: the crosswalk knows better. Its aliases
    are taken where the list has no such spelling. A value's own name stays what it is.

    Example:
        >>> web = PicklistValue(value="Web", aliases=("Online",))
        >>> cross((web,), (PicklistValue(value="INTERNET", label="The net"),), {"INTERNET": ("Web",)})[0].aliases
        ('Online', 'INTERNET', 'The net')
    """
    added: dict[str, dict[str, None]] = {}
    own, theirs = Lookup(values), Lookup(other)
    told = {key(text) for value in other if value.value in targets for text in (value.value, value.label) if text}
    for spelling in (text for value in other for text in (value.value, *value.spellings)):
        if key(spelling) in told or not own.direct(spelling):
            for target in (name for value in theirs.direct(spelling) for name in targets.get(value.value, ())):
                added.setdefault(target, {})[spelling] = None
    return tuple(
        value.model_copy(
            update={
                "aliases": (*(text for text in value.aliases if key(text) not in told), *added.get(value.value, ()))
            }
        )
        for value in values
    )


def _shape(tree: Tree) -> Iterator[Problem]:
    if not isinstance(tree.value, dict):
        yield tree.place.problem(f"expected a map with the keys {', '.join(_KEYS)}")
        return
    for name, node in tree.value.items():
        if name not in _KEYS:
            yield (node.key or node.place).problem(f"unknown key '{name}'; known: {', '.join(_KEYS)}.")
    for name in _KEYS:
        if name not in tree:
            yield tree.place.problem(f"missing key '{name}'")
        elif not isinstance(tree[name].value, dict if name == "map" else str):
            yield tree[name].place.problem(f"expected {'a map' if name == 'map' else 'the name of a picklist'}")
    listed = tree.at("map").value
    for targets in listed.values() if "map" in tree and isinstance(listed, dict) else ():
        if not isinstance(targets.value, list) or not all(isinstance(each.value, str) for each in targets.value):
            yield targets.place.problem("expected a list of values")


def _map(tree: Tree) -> dict[str, tuple[str, ...]]:
    listed = tree["map"].value
    return {
        name: tuple(str(each.value) for each in targets.value if isinstance(targets.value, list))
        for name, targets in (listed.items() if isinstance(listed, dict) else ())
        if isinstance(targets.value, list)
    }


def _targets(path: Path) -> set[str]:
    tree, _ = _read(path)
    if tree is None or any(_shape(tree)):
        return {""}  # fits no list
    return {target for targets in _map(tree).values() for target in targets}


def _to(path: Path) -> str:
    return path.stem.partition("-")[2]


def _unknown(tree: Tree, other: tuple[PicklistValue, ...], values: tuple[PicklistValue, ...]) -> Iterator[Problem]:
    known, own = [value.value for value in other], [value.value for value in values]
    for name, targets in _map(tree).items():
        node = tree["map"][name]
        if name not in known:
            said = f"'{tree['from'].value}' has no value '{name}'.{did_you_mean(name, known)}"
            yield (node.key or node.place).problem(said)
        for index, target in enumerate(targets):
            if target not in own:
                said = f"the list that it leads to has no value '{target}'.{did_you_mean(target, own)}"
                yield node[index].place.problem(said)
