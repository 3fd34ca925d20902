# ruff: noqa: INP001 - a script beside its table, no package
"""Write `headers.json`: the headers by which recognition knows the packs, so that it need not read them all.

Run whenever the columns, fields or weights of a pack change: `python rules/build/headers.py`. A test fails where the
index and the packs differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).resolve().parent.parent
PACKS = ("account", "contact", "lead", "opportunity")


def index() -> dict[str, dict[str, Any]]:
    """Return what the index says of each pack, in the order of the alphabet."""
    packs = sorted(f"{path.parent.name}/{path.stem}" for path in RULES.glob("*/*.yaml") if path.stem in PACKS)
    return {pack: entry(chain(pack)) for pack in packs}


def entry(said: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the names of each field, record id first; the headers of the pack's own file; and what it weighs."""
    fields, columns, weights = (
        merged(said, *path) for path in (("fields",), ("columns",), ("completeness", "weights"))
    )
    record_id = next((part["record_id"] for part in said if "record_id" in part), "id")
    return {
        "names": {name: [name, *columns.get(name, ())] for name in (record_id, *fields)},
        "own": sorted({name for names in said[0].get("columns", {}).values() for name in names}),
        "weights": [weighed(name, part) for name, part in weights.items()],
    }


def weighed(name: str, part: str | Mapping[str, Any]) -> list[Any]:
    """Return fields of which one is enough, and their weight."""
    return [[name], part] if isinstance(part, str) else [part.get("any_of", [name]), part["weight"]]


def chain(pack: str) -> list[Mapping[str, Any]]:
    """Return what the pack's file says and, after it, what those below it say."""
    text = (RULES / f"{pack}.yaml").read_text(encoding="utf-8")
    said = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - plain text and nothing else
    return [said, *chain(said["extends"])] if "extends" in said else [said]


def merged(said: Sequence[Mapping[str, Any]], *path: str) -> dict[str, Any]:
    """Merge a map of the files, the extended ones first: keys keep their first place and take their last value."""
    found: dict[str, Any] = {}
    for part in reversed(said):
        for step in path:
            part = part.get(step, {})  # noqa: PLW2901 - a step down
        found |= part
    return found


def main() -> None:
    """Write the index, a line for each pack."""
    lines = (f"{json.dumps(pack)}: {json.dumps(said, ensure_ascii=False)}" for pack, said in index().items())
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (RULES / "tables" / "headers.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
