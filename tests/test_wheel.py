"""What users install: the wheel, built and installed away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from crmclean.spec import list_packs

ROOT = Path(__file__).resolve().parent.parent


def build(tree: Path, target: Path, **options: int) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", target],
        cwd=tree,
        check=True,
        capture_output=True,
        **options,
    )
    [built] = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """Run a command of a fresh environment that has the wheel, our dependencies, and not the checkout."""
    home = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True, capture_output=True)
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [scripts / "python", "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel]
    subprocess.run(install, check=True, capture_output=True)
    # Folders in PYTHONPATH are searched as they stand: what links the checkout into the dev environment has no effect.
    env = os.environ | {"PYTHONPATH": sysconfig.get_paths()["purelib"]}

    def call(command: str, *arguments: str) -> str:
        done = subprocess.run(
            [scripts / command, *arguments], cwd=home, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return call


def test_the_wheel_holds_packs_templates_example_and_types(names):
    assert {f"crmclean/rules/{pack}.yaml" for pack in list_packs()} <= names
    for folder in ("rules/generic", "rules/salesforce", "rules/picklists", "rules/weights"):
        shipped = {path.name for path in (ROOT / folder).glob("*.[yj]*")}
        assert shipped
        assert {f"crmclean/{folder}/{name}" for name in shipped} <= names
    assert {f"crmclean/rules/tables/{path.name}" for path in (ROOT / "rules/tables").glob("*.csv")} <= names
    templates = {path.name for path in (ROOT / "crmclean/report/templates").iterdir()}
    assert {f"crmclean/report/templates/{name}" for name in templates} <= names
    assert {"crmclean/py.typed", "crmclean/examples/contacts.csv"} <= names


def test_the_wheel_holds_every_module(names):
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "crmclean").rglob("*.py")} <= names
    others = {name.partition("/")[0] for name in names if not name.startswith("crmclean/")}
    assert [name for name in others if not name.endswith(".dist-info")] == []


def test_the_wheel_holds_no_code_but_the_modules(names):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "crmclean").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules


def test_the_same_source_gives_the_same_bytes_elsewhere_and_later(wheel, tmp_path):
    tree = tmp_path / "elsewhere"
    caches = shutil.ignore_patterns("__pycache__")
    for name in ("crmclean", "rules", "examples"):
        shutil.copytree(ROOT / name, tree / name, ignore=caches, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, tree / name)
    again = build(tree, tmp_path / "wheel", umask=0o077)
    assert sha256(again.read_bytes()).hexdigest() == sha256(wheel.read_bytes()).hexdigest()


def test_the_installed_package_works_without_the_checkout(elsewhere):
    place = elsewhere("python", "-c", "import crmclean; print(crmclean.__file__)")
    assert "venv" in place
    assert str(ROOT) not in place.replace(str(ROOT / ".venv"), "")
    listed = elsewhere("crmclean", "rules", "list")
    assert [line.split()[0] for line in listed.splitlines()] == list(list_packs())
    shown = elsewhere("crmclean", "demo")
    assert "before" in shown
    report = Path(shown.strip().splitlines()[-1].removeprefix("Report: "))
    assert report.name == "report.html"
    assert report.is_file()
