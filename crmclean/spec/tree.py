"""Read a YAML file into a tree that knows where everything stands. Every scalar is text; nothing is interpreted.

Built from PyYAML's parse events, which give a position for every node and never construct an object. Duplicate keys,
anchors, aliases and tags are problems, and so is what is no single UTF-8 document of a sane size: a rule file comes
from people, and an alias bomb of 300 bytes takes gigabytes when expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import yaml

from crmclean.errors import Problem

__all__ = ["Place", "Plain", "Tree", "is_file", "read"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Event: TypeAlias = Any
"""A parse event of PyYAML, or its mark; its types do not say which has what."""
Plain: TypeAlias = "str | dict[str, Plain] | list[Plain] | None"
"""What a tree holds, without positions."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line and column from 1, and the path in the file's own tree."""

    file: str
    line: int
    column: int
    path: str = "$"

    def problem(self, message: str) -> Problem:
        """Return the problem that ``message`` tells about this place."""
        return Problem(self.file, self.line, self.column, self.path, message)


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A node of the file and all below it. ``key`` is the place of the key that it stands under."""

    place: Place
    value: str | dict[str, Tree] | list[Tree] | None
    key: Place | None = None

    def __getitem__(self, step: str | int) -> Tree:
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value[step]
        if isinstance(self.value, list) and isinstance(step, int):
            return self.value[step]
        raise KeyError(step)

    def __contains__(self, step: object) -> bool:
        if isinstance(self.value, list):
            return isinstance(step, int) and 0 <= step < len(self.value)
        return isinstance(self.value, dict) and step in self.value

    def at(self, *steps: str | int) -> Tree:
        """Return the node at the end of the path, or the deepest one on the way that exists."""
        node = self
        for step in steps:
            if step not in node:
                break
            node = node[step]
        return node

    def plain(self) -> Plain:
        """Return the tree without positions."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        return [child.plain() for child in self.value] if isinstance(self.value, list) else self.value

    def without(self, dropped: set[Tree]) -> Tree:
        """Return the tree without some of its nodes."""
        value = self.value
        if isinstance(value, dict):
            value = {key: child.without(dropped) for key, child in value.items() if child not in dropped}
        elif isinstance(value, list):
            value = [child.without(dropped) for child in value if child not in dropped]
        return replace(self, value=value)


class _Fatal(Exception):  # noqa: N818 - ends the reading of one file, never leaves this module
    pass


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no system could give a file is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read(path: Path) -> tuple[Tree | None, list[Problem]]:
    """Read one file.

    Returns:
        The tree, None where nothing of it could be read; and everything wrong with the file.
    """
    reader = _Reader(str(path))
    try:
        return reader.document(reader.text(path)), reader.problems
    except _Fatal:
        return None, reader.problems


class _Reader:
    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file

    def text(self, path: Path) -> str:
        data = self._bytes(path)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._stop(self._position(data[: error.start].decode(errors="replace")), "not UTF-8; save it as UTF-8")
        if bad := yaml.reader.Reader.NON_PRINTABLE.search(text):
            code = f"U+{ord(bad[0]):04X}"
            self._stop(self._position(text[: bad.start()]), f"the control character {code}; this is no text file")
        return text

    def _bytes(self, path: Path) -> bytes:
        start = Place(self._file, 1, 1)
        try:
            if not path.exists():
                self._stop(start, "no such file")
            if not path.is_file():
                self._stop(start, "not a file")
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            self._stop(start, f"cannot be read: {error.strerror}")
        if len(data) > MAX_BYTES:
            self._stop(start, f"larger than {MAX_BYTES} bytes; a rule file is small")
        return data

    def _position(self, before: str) -> Place:
        lines = before.split("\n")
        return Place(self._file, len(lines), len(lines[-1]) + 1)

    def _tell(self, place: Place, message: str) -> None:
        self.problems.append(place.problem(message))

    def _stop(self, place: Place, message: str) -> NoReturn:
        self._tell(place, message)
        raise _Fatal

    def _place(self, mark: Event, path: str) -> Place:
        return Place(self._file, mark.line + 1, mark.column + 1, path)

    def document(self, text: str) -> Tree:
        events = yaml.parse(text, Loader=_LOADER)
        try:
            return self._document(events)
        except yaml.MarkedYAMLError as error:
            said = f"not YAML: {error.problem}" + (f" {error.context}" if error.context else "")
            self._stop(self._place(error.problem_mark, "$"), said)

    def _document(self, events: Iterator[Event]) -> Tree:
        roots = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                roots.append(self._node(events, next(events), "$", 1))
                if len(roots) > 1:
                    self._stop(roots[-1].place, "a second document; a rule file is one document, without '---' inside")
        if not roots:
            self._stop(Place(self._file, 1, 1), "the file is empty")
        return roots[0]

    def _node(self, events: Iterator[Event], event: Event, path: str, depth: int) -> Tree:
        place = self._place(event.start_mark, path)
        self._refuse_references(event, place)
        if depth > MAX_DEPTH:
            self._stop(place, f"nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.MappingStartEvent):
            return Tree(place, self._map(events, path, depth))
        if isinstance(event, yaml.SequenceStartEvent):
            return Tree(place, self._list(events, path, depth))
        return Tree(place, _scalar(event))

    def _refuse_references(self, event: Event, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._tell(place, f"the alias '*{event.anchor}' is not allowed; write the value out")
        elif anchor := event.anchor:
            self._tell(place, f"the anchor '&{anchor}' is not allowed; write the value out where it is used")
        elif tag := event.tag:
            self._tell(place, f"the tag '{tag}' is not allowed; every value is text")

    def _list(self, events: Iterator[Event], path: str, depth: int) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(events, event, f"{path}[{len(items)}]", depth + 1))
        return items

    def _map(self, events: Iterator[Event], path: str, depth: int) -> dict[str, Tree]:
        entries: dict[str, Tree] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(events, event, path, depth + 1)
            name = key.value if isinstance(key.value, str) else None
            if name == "<<":
                self._tell(key.place, "'<<' is not allowed; write the keys out, or use 'extends'")
            if name is None and not isinstance(event, yaml.AliasEvent):
                self._tell(key.place, "a key must be text")
            place = replace(key.place, path=_below(path, name or "?"))
            value = replace(self._node(events, next(events), place.path, depth + 1), key=place)
            if name in entries:
                first = entries[name].key or place
                self._tell(place, f"the key '{name}' stands twice; it is already in line {first.line}")
            elif name is not None:
                entries[name] = value
        return entries


def _scalar(event: Event) -> str | None:
    """Text as written; nothing at all and ``~`` are null (``null`` is a word that rules use)."""
    if not isinstance(event, yaml.ScalarEvent):
        return None
    return None if event.implicit[0] and event.value in ("", "~") else str(event.value)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if re.fullmatch(r"[\w-]+", key) else f"{path}[{key!r}]"
