"""The commands, in the order in which ``--help`` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crmclean import __version__
from crmclean.cli import batch, demo, duplicates, hook, rules, score

__all__ = ["UsageError", "app"]

if TYPE_CHECKING:
    from typer import BadParameter as UsageError
else:  # what typer raises for wrong arguments of any kind has no public name
    UsageError = typer.BadParameter.__bases__[0]

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
app.command("dedupe")(duplicates.dedupe)
app.command("link")(duplicates.link)
app.command("explain")(duplicates.explain)
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
