"""What comes from outside is data: nothing in the package runs it, unpickles it, fetches it, or makes ``re`` of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import crmclean

PACKAGE = Path(crmclean.__file__).parent
SOURCES = {str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}

FORBIDDEN_MODULES = {
    *("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"),
    *("subprocess", "pty", "runpy", "code", "codeop", "ctypes", "cffi", "importlib.util"),
    *("socket", "ssl", "urllib", "urllib3", "requests", "httpx", "aiohttp", "http", "ftplib", "smtplib", "telnetlib"),
    *("webbrowser", "xmlrpc", "xml", "socketserver"),
}
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
FORBIDDEN_CALLS = {
    *("os.system", "os.popen", "os.fork", "os.exec", "os.spawn", "os.startfile", "importlib.import_module"),
    *("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "yaml.UnsafeLoader", "yaml.Loader"),
    *("np.load", "numpy.load", "np.fromregex", "pl.read_json", "pd.read_pickle", "pandas.read_pickle", "pandas.eval"),
    *("tempfile.mktemp", "jinja2.Template", "Environment.from_string"),
}
PURE = {"urllib.parse", "xml.parsers.expat"}
"""Parts of a forbidden module that only read text."""
BY_NAME = {
    "__init__.py": "the public names of the package",
    "fields/phone_engine.py": "a faster engine, where there is one",
}
"""Modules that import by a name, and what."""

MADE_OF_CONSTANTS = {
    "fields/company.py": "a word of a name, escaped",
    "fields/date_format.py": "a rule's date format: letters by a table, what is between them escaped",
    "fields/day.py": "a table in the module",
    "fields/numbering_plan.py": "the numbering plans of phonenumberslite",
    "fields/numeral.py": "a shipped table of currencies",
    "fields/phone_text.py": "a table in the module",
    "fields/postal_code.py": "a shipped table of masks",
    "fields/register.py": "a table in the module",
    "fields/street.py": "a shipped table of words",
    "fields/vat.py": "a table in the module",
    "fields/world_address.py": "a shipped table of words",
    "files/dialect.py": "a table in the module",
    "files/records.py": "delimiter and quote, escaped",
    "files/rewrite.py": "delimiter and quote, escaped",
    "spec/condition.py": "a table in the module",
}
"""Where ``re`` is given what is no text in the source, and why that is not the user's."""


def forbidden(source: str) -> Iterator[str]:
    """Name what a module must not import or call."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [each.name for each in names]
            case ast.ImportFrom(module=str(module), names=names):
                modules = [module, *(f"{module}.{each.name}" for each in names)]
            case ast.Name(id=name) if name in FORBIDDEN_NAMES:
                yield name
                continue
            case ast.Attribute():
                if (called := ast.unparse(node)) in FORBIDDEN_CALLS:
                    yield called
                continue
            case _:
                continue
        within = [module for module in modules if not any(f"{module}.".startswith(f"{each}.") for each in PURE)]
        if not set(modules) & PURE:
            yield from (each for each in within if each in FORBIDDEN_CALLS or each.split(".")[0] in FORBIDDEN_MODULES)


def unwritten_patterns(source: str) -> Iterator[int]:
    """Return the lines in which ``re`` is given a pattern that is neither a text nor made of constants."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=called), args=[pattern, *_]):
                names = {each.id for each in ast.walk(pattern) if isinstance(each, ast.Name)}
                if called not in {"escape", "error"} and not all(name.strip("_").isupper() for name in names):
                    yield node.lineno


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_runs_unpickles_or_fetches(name):
    allowed = {"importlib.import_module"} if name in BY_NAME else set()
    assert set(forbidden(SOURCES[name])) <= allowed


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from joblib import load",
        "import os\nos.system(x)",
        "eval(x)",
        "f = exec",
        "import yaml\nyaml.load(x, Loader=yaml.Loader)",
        "from yaml import unsafe_load",
        "import urllib.request",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "import subprocess as s",
        "__import__('os')",
    ],
)
def test_the_search_finds_what_it_looks_for(source):
    assert list(forbidden(source)) != []


def test_the_search_lets_harmless_things_through():
    assert list(forbidden("import ast, re\nfrom urllib.parse import urlsplit\nast.parse(x)\nre.compile('x')")) == []


def test_python_searches_by_patterns_of_ours_only():
    found = {name for name, source in SOURCES.items() if list(unwritten_patterns(source))}
    assert found <= set(MADE_OF_CONSTANTS)


def test_the_search_for_patterns_finds_those_of_others():
    assert list(unwritten_patterns("re.compile(rule.pattern)\nre.search(pattern, x)\nre.sub(f'{a}', '', x)")) == [
        1,
        2,
        3,
    ]
    assert list(unwritten_patterns("re.compile('x')\nre.search(f'{_A}|{B}', x)\nre.escape(x)")) == []
