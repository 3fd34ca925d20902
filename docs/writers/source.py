"""What stands in the source: docstrings, signatures and attributes, read by griffe without importing anything."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import griffe

__all__ = ["ROOT", "attribute_docs", "package", "resolved"]

ROOT = Path(__file__).resolve().parents[2]


@cache
def package() -> griffe.Module:
    """Return the package as it stands in the checkout."""
    loaded = griffe.load("crmclean", search_paths=[ROOT], docstring_parser="google")
    if not isinstance(loaded, griffe.Module):
        raise TypeError("crmclean is no package")
    return loaded


def resolved(path: str) -> griffe.Class | griffe.Function | griffe.Attribute:
    """Return the object behind a name, wherever it is defined: ``clean`` or ``passes.Cleaned``."""
    found = package()[path]
    while found.is_alias:
        found = found.final_target
    return found


def attribute_docs(cls: type) -> dict[str, str]:
    """Return the docstrings under the attributes of a class and its bases, by attribute."""
    docs: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        if each.__module__.startswith("crmclean."):
            members = resolved(f"{each.__module__.removeprefix('crmclean.')}.{each.__qualname__}").members
            docs |= {name: member.docstring.value for name, member in members.items() if member.docstring}
    return docs
