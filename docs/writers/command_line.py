"""The page about the command line: every command, argument and option, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import EnumMeta
from typing import Any

import typer

from crmclean.cli.app import app
from writers.markdown import GENERATED, code, prose, table

__all__ = ["commands", "page"]

_INTRODUCTION = """\
Answers go to standard output, messages and progress to standard error. Progress shows on a terminal only. Exit codes:
[Exit codes and outputs](../concepts/exit-codes-and-outputs.md)."""


def commands() -> dict[str, Any]:
    """Return every command that does something by its full name: ``crmclean rules check``."""
    return dict(_below("crmclean", typer.main.get_command(app)))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own click has no public types
    children = getattr(command, "commands", None)
    if not children:
        yield name, command
        return
    for child, inner in children.items():
        yield from _below(f"{name} {child}", inner)


def page() -> str:
    """Return the page."""
    root = typer.main.get_command(app)
    every = commands()
    parts = [
        GENERATED,
        "# Command line",
        prose(root.help),
        _INTRODUCTION,
        table(
            ("Command", "What it does"), [(f"[`{name}`](#{_anchor(name)})", each.help) for name, each in every.items()]
        ),
        "## crmclean",
        _parameters(root),
        *(_command(name, command) for name, command in every.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - see above
    arguments = " ".join(each.metavar for each in command.params if each.param_type_name == "argument")
    usage = " ".join(filter(None, [name, "[OPTIONS]" if _options(command) else "", arguments]))
    return f"## {name}\n\n{prose(command.help)}\n\n```text\n{usage}\n```\n\n{_parameters(command)}".rstrip()


def _options(command: Any) -> list[Any]:  # noqa: ANN401 - see above
    return [each for each in command.params if each.param_type_name == "option"]


def _parameters(command: Any) -> str:  # noqa: ANN401 - see above
    return table(("Argument or option", "Value", "Default", "Meaning"), map(_parameter, command.params))


def _parameter(each: Any) -> tuple[str, str, str, str]:  # noqa: ANN401 - see above
    if each.param_type_name == "argument":
        return code(each.metavar), _value(each), "**required**" if each.required else "", prose(each.help)
    names = ", ".join(code(name) for name in each.opts)
    return names, "" if each.is_flag else _value(each), _default(each), prose(each.help)


def _value(each: Any) -> str:  # noqa: ANN401 - see above
    annotation = each.type_descriptor.annotation
    if isinstance(annotation, EnumMeta):
        return ", ".join(code(member.value) for member in annotation)
    words = {"Path": "path", "float": "number", "int": "whole number"}.get(getattr(annotation, "__name__", ""), "text")
    return f"{words}, may be repeated" if each.multiple or each.nargs == -1 else words


def _default(each: Any) -> str:  # noqa: ANN401 - see above
    if each.required:
        return "**required**"
    if each.is_flag or each.default is None:
        return ""
    return code(getattr(each.default, "value", each.default))
