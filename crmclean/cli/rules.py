"""Rule files: check one, list the packs, print the JSON Schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from crmclean.cli.options import tell

__all__ = ["app"]

app = typer.Typer(help="Check rule files, list the packs, print the JSON Schema for editors.", no_args_is_help=True)


@app.command("check")
def check(
    rules: Annotated[list[str], typer.Argument(metavar="RULES...", help="Rule files or packs.", show_default=False)],
) -> None:
    """Check rule files: every problem at once, with line and column."""
    from crmclean.errors import Problem, RuleFileError  # noqa: PLC0415
    from crmclean.spec import load_rules  # noqa: PLC0415

    problems: list[Problem] = []
    for name in rules:
        try:
            loaded = load_rules(name)
        except RuleFileError as error:
            problems.extend(error.problems)
        else:
            asked = f"{len(loaded.fields)} fields, {len(loaded.required)} required rules, {len(loaded.checks)} checks"
            tell(f"{name}: ok ({loaded.object}, {asked}, fingerprint {loaded.fingerprint})")
    if problems:
        raise RuleFileError(problems)


@app.command("list")
def show() -> None:
    """List the packs that come with crmclean."""
    from crmclean.spec import list_packs, load_rules  # noqa: PLC0415

    for name in list_packs():
        loaded = load_rules(name)
        typer.echo(f"{name:<24} {len(loaded.fields):>3} fields  {loaded.fingerprint}")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from crmclean.spec.schema import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, sort_keys=True))
