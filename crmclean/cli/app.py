"""The commands, in the order in which ``--help`` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from crmclean import __version__
from crmclean.cli import batch, demo, hook, rules, score

__all__ = ["app"]

app = typer.Typer(
    name="crmclean",
    help="Keeps CRM data worth trusting: standardize, check, find duplicates, merge, score.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",
)
app.command("run")(batch.run)
app.command("clean")(batch.clean)
app.command("dedupe")(batch.dedupe)
app.command("score")(score.score)
app.command("check")(hook.check)
app.add_typer(rules.app, name="rules")
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crmclean {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keeps CRM data worth trusting: standardize, check, find duplicates, merge, score."""
