"""The page about exceptions: class, exit code, HTTP status and meaning."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import crmclean
from crmclean.errors import CrmcleanError
from writers.markdown import GENERATED, code, prose, table

__all__ = ["exceptions", "page"]

_INTRODUCTION = """\
Dirty data never raises: it is a finding. What raises is a broken rule file, an input that is no table of records, a
spent budget, or a disk that refuses. Every exception is a `CrmcleanError`; its class has `exit_code`, which the command
line exits with, and `http_status`, for services that call the library. Messages say what is wrong, what was got, what
is expected, and a hint. They carry no record values."""
_PROBLEMS = """\
## Problem

`RuleFileError.problems` is a tuple of problems, one for each thing wrong, in file order: `file`, `line`, `column` (both
from 1), `path` (`$.fields.country.picklist`) and `message`. As text: `contacts.yaml:14:7 $.fields.country.picklist:
unknown picklist …`."""


def exceptions() -> list[type[CrmcleanError]]:
    """Return every exception of crmclean, base classes first, then by name."""
    for module in pkgutil.walk_packages(crmclean.__path__, "crmclean."):
        importlib.import_module(module.name)
    below = sorted(set(_below(CrmcleanError)), key=lambda each: (each.__name__ not in crmclean.__all__, each.__name__))
    return [CrmcleanError, *below]


def _below(cls: type[CrmcleanError]) -> Iterator[type[CrmcleanError]]:
    for each in cls.__subclasses__():
        yield each
        yield from _below(each)


def page() -> str:
    """Return the page."""
    rows = [
        (code(each.__name__), code(each.__bases__[0].__name__), str(each.exit_code), str(each.http_status), _told(each))
        for each in exceptions()
    ]
    parts = [
        GENERATED,
        "# Errors",
        _INTRODUCTION,
        table(("Exception", "Is a", "Exit code", "HTTP status", "When"), rows),
        "Those that `import crmclean` gives come first; catch the others by the class that they are a case of.",
        _PROBLEMS,
    ]
    return "\n\n".join(parts) + "\n"


def _told(cls: type[CrmcleanError]) -> str:
    return prose(inspect.cleandoc(cls.__doc__ or ""))
