"""Put a rule file together: the file that it extends below it, shared picklists in their places.

Maps merge by key, scalars and lists replace, ``required`` and ``checks`` append; a map that says another ``type``
replaces the whole map, for options of one type mean nothing to another. Every part keeps the place in the file it came
from. Nothing is validated here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from crmclean import resources
from crmclean.errors import Problem, did_you_mean
from crmclean.spec import packs
from crmclean.spec.tree import Tree, is_file, read

__all__ = ["assemble"]

_APPENDED = ("required", "checks")
_MAX_FILES = 20
"""Files that may extend one another; nobody can follow so many, and a thousand take minutes."""


def assemble(path: Path) -> tuple[Tree | None, list[Problem]]:
    """Read a rule file with all that it refers to.

    Returns:
        The whole tree, without ``extends``; None where the file is no map. And what is wrong so far.
    """
    assembly = _Assembly()
    tree = assembly.extended(path, ())
    return (assembly.with_picklists(tree) if tree else None), assembly.problems


_read_shipped = lru_cache(maxsize=256)(read)
"""Packs share parents and picklists; reading is most of the cost of loading them (17 of 25 ms for a pack)."""


@dataclass
class _Assembly:
    problems: list[Problem] = field(default_factory=list)

    def extended(self, path: Path, above: tuple[Path, ...]) -> Tree | None:
        """Read a file and merge it over the one that it extends; ``above`` are the files that led here."""
        tree = self._read(path, dict)
        if tree is None or "extends" not in tree:
            return tree
        said = tree["extends"]
        own = tree.without({said})
        parent_path = self._parent(said, path)
        if parent_path is None:
            return own
        if parent_path.resolve() in {each.resolve() for each in (*above, path)}:
            self._tell(said, f"'{said.value}' extends this file in turn")
            return own
        if len(above) + 2 > _MAX_FILES:
            self._tell(said, f"more than {_MAX_FILES} files extend one another")
            return own
        parent = self.extended(parent_path, (*above, path))
        return _merged_root(parent, own) if parent else own

    def _read(self, path: Path, shape: type) -> Tree | None:
        shipped = path.is_relative_to(resources.folder())
        tree, problems = _read_shipped(path) if shipped else read(path)
        self.problems += problems
        if tree is not None and not isinstance(tree.value, shape):
            self._tell(tree, f"expected a {'map of keys' if shape is dict else 'list of values'}")
            return None
        return tree

    def _tell(self, at: Tree, message: str) -> None:
        self.problems.append(at.place.problem(message))

    def _parent(self, said: Tree, path: Path) -> Path | None:
        if not isinstance(said.value, str):
            self._tell(said, "expected the name of a pack or of a file")
            return None
        if said.value.endswith((".yaml", ".yml")):
            return self._file(said, path.parent, Path(said.value))
        found = packs.pack_path(said.value)
        if found is None:
            self._tell(said, packs.unknown_pack(said.value))
        return found

    def _file(self, said: Tree, folder: Path, name: Path) -> Path | None:
        """Find a file from the folder of the one that names it: rule files move together, and reach nothing else."""
        if name.is_absolute():
            self._tell(said, "name the file from the folder of this one, '../base.yaml'")
            return None
        if not is_file(folder / name):
            self._tell(said, f"no such file: {folder / name}")
            return None
        return folder / name

    def with_picklists(self, tree: Tree) -> Tree:
        """Put the shared picklists where a picklist is only named."""
        named = tree.at("picklists")
        if "picklists" not in tree or not isinstance(named.value, dict):
            return tree
        lists = {name: self._shared(value) for name, value in named.value.items()}
        return _with(tree, {"picklists": replace(named, value=lists)})

    def _shared(self, said: Tree) -> Tree:
        if not isinstance(said.value, str):
            return said
        folder = resources.folder() / "picklists"
        known = sorted(path.stem for path in folder.glob("*.yaml"))
        if said.value not in known:
            self._tell(said, f"no shared picklist '{said.value}'.{did_you_mean(said.value, known)}")
            return replace(said, value=[])
        found = self._read(folder / f"{said.value}.yaml", list)
        return found or replace(said, value=[])


def _with(tree: Tree, entries: dict[str, Tree]) -> Tree:
    return replace(tree, value={**(tree.value if isinstance(tree.value, dict) else {}), **entries})


def _merged_root(below: Tree, above: Tree) -> Tree:
    both = [key for key in _APPENDED if key in below and key in above]
    appended = {key: _appended(below[key], above[key]) for key in both}
    return _with(_merged(below, above), appended)


def _appended(below: Tree, above: Tree) -> Tree:
    if not (isinstance(below.value, list) and isinstance(above.value, list)):
        return above
    return replace(above, value=[*below.value, *above.value])


def _merged(below: Tree, above: Tree) -> Tree:
    if not (isinstance(below.value, dict) and isinstance(above.value, dict)) or _other_type(below, above):
        return above
    merged = {key: _merged(value, above[key]) if key in above else value for key, value in below.value.items()}
    return replace(above, value={**merged, **{key: above[key] for key in above.value if key not in below}})


def _other_type(below: Tree, above: Tree) -> bool:
    """Whether two fields are of different types; a field that is called ``type`` is none."""
    types = [part["type"].value for part in (below, above) if "type" in part]
    return len(types) == 2 and all(isinstance(name, str) for name in types) and types[0] != types[1]
