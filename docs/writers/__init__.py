"""The reference pages: one module a page, each with a function ``page()`` that gives the page's text.

Everything is read from the code (models, docstrings, commands, packs), so that a page can only say what is there.
``PAGES`` leads from a page's path below ``docs/`` to the module that writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from writers import command_line, errors, packs, python_api, rule_file, semantic_types

__all__ = ["PAGES"]

PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "reference/rule-file.md": rule_file.page,
        "reference/semantic-types.md": semantic_types.page,
        "reference/packs.md": packs.page,
        "reference/cli.md": command_line.page,
        "reference/python.md": python_api.page,
        "reference/errors.md": errors.page,
    }
)
"""Every generated page."""
