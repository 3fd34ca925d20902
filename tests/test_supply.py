"""What crmclean stands on: its dependencies, their licences, those of its tables, and no way out of the machine."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

CORE = {
    *("anyascii", "email-validator", "jellyfish", "jinja2", "numpy", "pandas", "phonenumberslite", "polars"),
    *("pyarrow", "pydantic", "pyyaml", "rapidfuzz", "rich", "typer"),
}
"""The list of core dependencies; one more is a decision, not a convenience."""

FREE = {
    *("MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "BSD", "Apache-2.0", "PSF-2.0", "PSFL", "Zlib"),
    *("CC0-1.0", "Unlicense", "MPL-2.0"),
    *("MIT License", "ISC License (ISCL)", "BSD License", "Apache Software License", "The Unlicense (Unlicense)"),
    *("Python Software Foundation License", "Mozilla Public License 2.0 (MPL 2.0)"),
}
"""Licences of what may be shipped, by their SPDX name or as the package index classifies them."""
IN_EXTRAS = {"LGPL-3.0-only", "LGPL-3.0-or-later", "LGPL-2.1-or-later"}
"""Licences of what an optional extra may bring besides."""

NETWORK = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "asyncio", "requests", "httpx", "urllib3", "dns"}
EXECUTING = {"pickle", "marshal", "shelve", "joblib", "dill", "cloudpickle"}


def closure(name: str, extras: set[str]) -> dict[str, PackageMetadata | None]:
    """Everything that a package needs on this system, itself too; None for what is not installed."""
    found: dict[str, PackageMetadata | None] = {}
    done, todo = set(), [(name, frozenset(extras))]
    while todo:
        asked = todo.pop()
        if asked in done:
            continue
        done.add(asked)
        each, wanted = asked
        try:
            installed = distribution(each)
        except PackageNotFoundError:
            found[canonicalize_name(each)] = None
            continue
        found[canonicalize_name(each)] = installed.metadata
        for line in installed.requires or ():
            needed = Requirement(line)
            if any(not needed.marker or needed.marker.evaluate({"extra": extra}) for extra in {"", *wanted}):
                todo.append((needed.name, frozenset(needed.extras)))
    return found


def needed(lines: list[str]) -> dict[str, PackageMetadata | None]:
    """Everything that these requirements bring, as ``closure``."""
    every: dict[str, PackageMetadata | None] = {}
    for each in map(Requirement, lines):
        if not each.marker or each.marker.evaluate():
            every |= closure(each.name, each.extras)
    return every


def licences(metadata: PackageMetadata) -> set[str]:
    """The licences of a package, all of which hold: of its expression, else its classifiers, else its field."""
    if said := metadata.get("License-Expression"):
        return set(re.split(r"\s+AND\s+", said.replace("(", "").replace(")", "")))
    listed = [
        each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier") or () if each.startswith("License ::")
    ]
    return set(listed) or {metadata["License"] or "unknown"}


def refused(packages: dict[str, PackageMetadata | None], allowed: set[str]) -> list[str]:
    """What is not on the list, as ``name: licence``."""
    said = {name: licences(each) if each else {"not installed: run make setup-dev"} for name, each in packages.items()}
    return [
        f"{name}: {licence}"
        for name, every in sorted(said.items())
        for licence in sorted(every)
        if not set(licence.split(" OR ")) & allowed
    ]


def test_the_core_dependencies_are_those_that_were_decided():
    assert {Requirement(line).name for line in PROJECT["dependencies"]} == CORE


def test_every_core_licence_is_free():
    packages = needed(PROJECT["dependencies"])
    assert packages.keys() > CORE
    assert refused(packages, FREE) == []


@pytest.mark.parametrize("extra", PROJECT["optional-dependencies"])
def test_every_licence_of_an_extra_is_free_or_the_lgpl(extra):
    assert refused(needed(PROJECT["optional-dependencies"][extra]), FREE | IN_EXTRAS) == []


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("License-Expression: MIT", []),
        ("License-Expression: MIT AND (Zlib OR GPL-3.0-only)", []),
        ("License-Expression: MIT AND GPL-2.0-or-later", ["x: GPL-2.0-or-later"]),
        ("License-Expression: LGPL-3.0-only", ["x: LGPL-3.0-only"]),
        ("Classifier: License :: OSI Approved :: MIT License", []),
        (
            "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
            ["x: GNU General Public License v3 (GPLv3)"],
        ),
        ("License: Unlicense", []),
        ("License: ours alone", ["x: ours alone"]),
        ("Name: x", ["x: unknown"]),
    ],
)
def test_what_is_not_on_the_list_is_named(tmp_path, lines, named):
    from importlib.metadata import PathDistribution  # noqa: PLC0415 - here alone

    (tmp_path / "METADATA").write_text(f"Metadata-Version: 2.4\n{lines}\n", encoding="utf-8")
    assert refused({"x": PathDistribution(tmp_path).metadata}, FREE) == named


def test_what_is_not_installed_is_named():
    assert refused({"x": None}, FREE) == ["x: not installed: run make setup-dev"]


TABLES = sorted((ROOT / "rules/tables").glob("*.csv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_table_names_its_source(table):
    head = "".join(line for line in table.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] == "#")
    text = " ".join(head.replace("#", " ").split())
    assert re.search(r"(Source|Sources|Names|Places and English names): |Learned from", text)


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_table_with_a_licence_of_another_stands_in_the_notice(table):
    text = "".join(line for line in table.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] == "#")
    if re.search(r"MIT|Apache|CC BY|Unicode License", text) and not re.search(r"none\s+(# )?was taken", text):
        assert re.search(rf"\b{table.stem}\b", (ROOT / "NOTICE").read_text(encoding="utf-8"))


def imported() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "crmclean").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((each.name.partition(".")[0], path.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield (node.module or "").partition(".")[0], path.name


def test_nothing_opens_a_connection_or_runs_what_it_reads():
    found = set(imported())
    assert ("polars", "fast.py") in found
    assert {(name, path) for name, path in found if name in NETWORK | EXECUTING} == set()
