"""The tests mirror the code: each module has tests where one looks for them, and no test is without a module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE, TESTS = ROOT / "crmclean", ROOT / "tests"

UNTESTED = {
    "files/lines.py": "the lines of records: tested where they are told, in cli/test_cli_bad_input.py",
    "fields/options.py": "the shape of every option: tested where options are read, in spec/test_model.py",
}
"""Modules without a test file of their own, and why."""

FREE = {
    "cli/test_inputs.py": "every kind of input through the whole way",
    "examples/test_etl.py": "the scripts in examples/",
    "files/test_spectrum.py": "a public collection of CSV files, through the whole reader",
    "test_api.py": "the public surface: every module that is part of it",
    "test_cases.py": "the golden-file cases in cases/",
    "test_layout.py": "this file",
    "test_nothing_is_executed.py": "the source of every module",
    "test_pairs_of_people_and_companies.py": "the pairs in cases/pairs/ that a CRM admin has an opinion on",
    "test_supply.py": "the dependencies, and the licences of everything shipped",
    "test_wheel.py": "the distribution",
}
"""Test files of no single module, and what they test."""

OTHERS = {"benchmarks": "benchmarks", "docs": "docs", "rules": "rules"}
"""Test folders of things that are no part of the package, and where those lie."""


def modules() -> list[Path]:
    """Every module with code in it; a package's own module is one where it does more than to name its parts."""
    every = sorted(path for path in CODE.rglob("*.py") if _has_code(path))
    return [path.relative_to(CODE) for path in every if path != CODE / "__init__.py"]


def _has_code(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(tree))


def files() -> list[Path]:
    return [path.relative_to(TESTS) for path in sorted(TESTS.rglob("test_*.py"))]


def own_tests(module: Path) -> list[Path]:
    """`a/b.py` has `a/test_b.py` or `a/test_b_<behaviour>.py`; a package's own module the same under its name."""
    name = module.parent.name if module.name == "__init__.py" else module.stem
    places = {module.parent, module.parent.parent} if module.name == "__init__.py" else {module.parent}
    fits = {f"test_{name}"}
    return [
        path
        for path in files()
        if path.parent in places and (path.stem in fits or path.stem.startswith(f"test_{name}_"))
    ]


@pytest.mark.parametrize("module", modules(), ids=str)
def test_every_module_has_tests(module):
    if str(module.as_posix()) in UNTESTED:
        assert not own_tests(module), "it has tests now: take it off the list"
    else:
        assert own_tests(module)


def test_no_test_is_left_without_a_module():
    owned = {path for module in modules() for path in own_tests(module)}
    others = {path for path in files() if path.parts[0] in OTHERS or str(path) in FREE}
    assert [str(path) for path in files() if path not in owned | others] == []


def test_the_exceptions_are_there():
    assert [name for name in UNTESTED if not (CODE / name).is_file()] == []
    assert [name for name in FREE if not (TESTS / name).is_file()] == []
    assert [name for name in OTHERS if not (ROOT / OTHERS[name]).is_dir()] == []


def test_test_folders_are_no_packages():
    assert [str(path) for path in TESTS.rglob("__init__.py")] == []
