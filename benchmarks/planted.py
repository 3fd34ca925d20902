"""Test the tests: plant twelve bugs, one at a time, in a copy of the tree, and see whether the tests notice.

    python benchmarks/planted.py [name ...] [--out FILE]

Each bug is a small change of a text that must stand exactly once in its file. The tests named for it run first, and
where they pass, the wider part of the suite. What notices must be silent when the bug is out again. Prints a line for
each bug, writes JSON; ends with 1 where a bug survives.

Two bugs of the usual list belong to a service that keeps records, which is not there yet. Their nearest of kin are
planted: the most recent record taken by its place in the file and not by its date, and a model that keeps nothing of
what it counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import HERE, machine

__all__ = ["BUGS", "Bug", "Edit", "copied", "fate", "planted"]

ROOT = HERE.parent
COPIED = ("crmclean", "rules", "examples", "tests", "benchmarks", "docs", "pyproject.toml", "README.md", "NOTICE")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "data", "results", "site")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a text, which stands exactly once in its file."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug: its edits, the tests that should notice, and the wider part of the suite that may."""

    name: str
    edits: Sequence[Edit]
    tests: Sequence[str]
    wider: Sequence[str]


BUGS = (
    Bug(
        "skip fsync",
        [Edit("crmclean/files/disk.py", "        os.fsync(file.fileno())\n", "")],
        ["tests/files/test_disk.py"],
        ["tests/files/test_output.py", "tests/files/test_write.py"],
    ),
    Bug(
        "drop last row",
        [
            Edit(
                "crmclean/pipeline.py",
                'write_records("records.csv", cleaned.records, source, range(source.table.height))',
                'write_records("records.csv", cleaned.records.head(-1), source, range(source.table.height - 1))',
            )
        ],
        ["tests/test_pipeline.py"],
        ["tests/test_cases.py"],
    ),
    Bug(
        "asymmetric compare",
        [
            Edit(
                "crmclean/dedup/compare/base.py",
                "_ALLOWED[np.minimum(np.maximum(coded.lengths[first], coded.lengths[second]), len(_ALLOWED) - 1)]",
                "_ALLOWED[np.minimum(coded.lengths[first], len(_ALLOWED) - 1)]",
            )
        ],
        ["tests/dedup/compare/test_base.py"],
        ["tests/dedup/compare", "tests/dedup/test_compare.py"],
    ),
    Bug(
        "arrival tie-break",
        [
            Edit(
                "crmclean/golden/winner.py",
                '"lowest_id": rank(ids)',
                '"lowest_id": pl.int_range(len(ids), eager=True)',
            )
        ],
        ["tests/golden/test_winner.py"],
        ["tests/golden"],
    ),
    Bug(
        "cap off",
        [Edit("crmclean/dedup/blocking.py", "most = allowed.fitting(whole.pairs)", "most = 1 << 62")],
        ["tests/dedup/test_blocking.py"],
        ["tests/dedup/test_find.py", "tests/benchmarks/test_degenerate.py"],
    ),
    Bug(
        "autoescape off",
        [Edit("crmclean/report/html.py", "autoescape=True", "autoescape=False")],
        ["tests/report/test_html.py"],
        ["tests/report"],
    ),
    Bug(
        "opt-out, the last one wins",
        [
            Edit(
                "crmclean/golden/survivorship.py",
                "_best(members, _consent(members, column, order))",
                '_best(members, [members.standing["most_recent"].to_numpy()])',
            )
        ],
        ["tests/golden/test_survivorship.py"],
        ["tests/golden"],
    ),
    Bug(
        "most recent by place, not by date",
        [
            Edit(
                "crmclean/golden/winner.py",
                "rank(_dates(values, states, survivorship.modified), descending=True)",
                "pl.int_range(values.height, eager=True).reverse()",
            )
        ],
        ["tests/golden/test_winner.py"],
        ["tests/golden"],
    ),
    Bug(
        "output in the order of a set",
        [
            Edit(
                "crmclean/fields/picklist.py",
                '_SEPARATOR.join(dict.fromkeys(one.value or "" for one in each))',
                '_SEPARATOR.join({one.value or "" for one in each})',
            )
        ],
        ["tests/fields/test_picklist.py"],
        ["tests/engine"],
    ),
    Bug(
        "pad ragged rows",
        [
            Edit(
                "crmclean/files/records.py",
                "    if header and len(row.cells) != len(header):\n        return",
                "    if header and len(row.cells) > len(header):\n        return",
            ),
            Edit(
                "crmclean/files/careful.py",
                "cells = [] if row.problem else row.cells",
                'cells = [] if row.problem else row.cells and row.cells + [""] * (len(self._header) - len(row.cells))',
            ),
        ],
        ["tests/files/test_read.py", "tests/files/test_records.py"],
        ["tests/files"],
    ),
    Bug(
        "log a value",
        [
            Edit(
                "crmclean/files/read.py",
                "mend the export, or raise --max-quarantine",
                "mend the export, or raise --max-quarantine: {found.quarantine['raw'][0]}",
            )
        ],
        ["tests/files/test_read_private.py"],
        ["tests/files", "tests/cli/test_cli_bad_input.py"],
    ),
    Bug(
        "a model that keeps nothing",
        [Edit("crmclean/dedup/known.py", "partial(_hashed, dict(self._counted))", "partial(_hashed, {})")],
        ["tests/dedup/test_known.py"],
        ["tests/dedup/test_saved.py"],
    ),
)


def copied(target: Path) -> Path:
    """Copy what the tests need of the tree."""
    for name in COPIED:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, target / name, ignore=NOT_COPIED)
        else:
            shutil.copy2(here, target / name)
    return target


def planted(text: str, edit: Edit) -> str:
    """Return the text with the bug.

    Raises:
        ValueError: The old text does not stand exactly once in it.
    """
    if text.count(edit.old) != 1:
        raise ValueError(f"{edit.file}: expected once, found {text.count(edit.old)} times: {edit.old!r}")
    return text.replace(edit.old, edit.new)


def fate(tree: Path, bug: Bug) -> dict[str, object]:
    """Plant a bug in a copy of the tree, run the tests, and take it out again.

    Raises:
        RuntimeError: The tests that fail with it fail without it, too.
    """
    start = time.perf_counter()
    sound = {edit.file: (tree / edit.file).read_text(encoding="utf-8") for edit in bug.edits}
    suites = {"its tests": bug.tests, "the wider suite": bug.wider}
    try:
        for edit in bug.edits:
            file = tree / edit.file
            file.write_text(planted(file.read_text(encoding="utf-8"), edit), encoding="utf-8")
        caught = next((name for name, tests in suites.items() if tests and not passes(tree, tests)), None)
    finally:
        for name, text in sound.items():
            (tree / name).write_text(text, encoding="utf-8")
    if caught and not passes(tree, suites[caught]):
        raise RuntimeError(f"the tests of '{bug.name}' fail without it, too: mend that first")
    return {"bug": bug.name, "caught by": caught, "seconds": round(time.perf_counter() - start, 1)}


def passes(tree: Path, tests: Sequence[str]) -> bool:
    """Run tests in a copy of the tree, on its code, up to the first that fails.

    Raises:
        RuntimeError: They could not be run.
    """
    env: Mapping[str, str] = os.environ | {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0", "CI": "1"}
    command = [sys.executable, "-m", "pytest", "--exitfirst", "-p", "no:randomly", *tests]
    done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"pytest ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Plant bugs, and see whether the tests notice.")
    parser.add_argument("bugs", nargs="*", help=f"{', '.join(bug.name for bug in BUGS)}; all without")
    parser.add_argument("--out", type=Path, help="where the results go", default=HERE / "results" / "planted.json")
    asked = parser.parse_args()
    bugs = [bug for bug in BUGS if not asked.bugs or bug.name in asked.bugs]
    with tempfile.TemporaryDirectory(prefix="crmclean-planted-") as folder:
        tree = copied(Path(folder))
        results = []
        for bug in bugs:
            results.append(fate(tree, bug))
            said = f"caught by {results[-1]['caught by']}" if results[-1]["caught by"] else "SURVIVES"
            print(f"{bug.name:36}{said:28}{results[-1]['seconds']:>6} s", flush=True)
    caught = sum(1 for each in results if each["caught by"])
    print(f"{caught} of {len(results)} caught")
    if not asked.bugs:
        said = {"caught": caught, "planted": len(results), "bugs": results, **machine()}
        asked.out.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    if caught < len(results):
        sys.exit(1)


if __name__ == "__main__":
    main()
