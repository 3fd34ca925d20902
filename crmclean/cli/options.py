"""Options that several commands share, and what they have in common on the way out."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmclean.errors import CrmcleanError, printable

if TYPE_CHECKING:
    from crmclean.pipeline import Steps
    from crmclean.reading import Reading

__all__ = [
    "AsJson",
    "AsOf",
    "Delimiter",
    "Encoding",
    "FailOn",
    "FailOnOption",
    "For",
    "ForOption",
    "InputFile",
    "MaxQuarantine",
    "Out",
    "Overwrite",
    "Query",
    "RecordId",
    "RulesOption",
    "Sheet",
    "Table",
    "answer",
    "facts",
    "leave",
    "reading",
    "steps",
    "tell",
]


class FailOn(StrEnum):
    """What makes a command exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    TARGET = "target"
    NEVER = "never"


class For(StrEnum):
    """What output files are for."""

    REIMPORT = "reimport"
    SPREADSHEET = "spreadsheet"


def _day(written: str) -> dt.date:
    with suppress(ValueError):
        day = dt.date.fromisoformat(written)
        if day.isoformat() == written:
            return day
    raise CrmcleanError(f"--as-of: '{written[:20]}' is no day; write it as 2026-01-31")


InputFile = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="The export: CSV, JSON lines or Parquet (also packed), an Excel workbook, a SQLite file, the URL of a "
        "database, or `env:NAME` for a URL in an environment variable.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out", "-o", metavar="OUT", help="Folder to write; it appears whole or not at all.", show_default=False
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT even if it is no earlier run.")]
RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        "-r",
        metavar="RULES",
        help="Pack (`salesforce/contact`) or rule file; else recognised from the headers.",
        show_default=False,
    ),
]
RecordId = Annotated[
    str | None,
    typer.Option(
        "--record-id",
        metavar="COLUMN",
        help="Column that holds the record ids; `ROW` numbers the rows.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the input, where guessing fails.", show_default=False)
]
Delimiter = Annotated[
    str | None, typer.Option("--delimiter", help="Delimiter of the input, where guessing fails.", show_default=False)
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help="Sheet of a workbook, where several hold something.", show_default=False
    ),
]
Table = Annotated[
    str | None,
    typer.Option(
        "--table", metavar="NAME", help="Table or view of a database: `contacts`, `sales.contacts`.", show_default=False
    ),
]
Query = Annotated[
    str | None,
    typer.Option("--query", metavar="SELECT", help="Query to a database, in place of a table.", show_default=False),
]
MaxQuarantine = Annotated[
    float, typer.Option("--max-quarantine", min=0, max=1, help="Share of rows that may be unreadable.")
]
AsOf = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=_day,
        help="Judge as on this day (`2026-01-31`): what `today`, ages and `since` mean in rules; else today, in UTC.",
        show_default=False,
    ),
]
FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="Exit with 1 on findings of this severity, or on a missed target.")
]
ForOption = Annotated[
    For,
    typer.Option(
        "--for",
        help="`reimport`: what the rules leave alone keeps its bytes; `spreadsheet`: no cell can run as a formula.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]


def reading(  # noqa: PLR0913, PLR0917 - as many as there are
    rules: str | None,
    record_id: str | None,
    encoding: str | None,
    delimiter: str | None,
    max_quarantine: float,
    as_of: dt.date | None = None,
    sheet: str | None = None,
    table: str | None = None,
    query: str | None = None,
) -> Reading:
    """Gather the reading options."""
    from crmclean.reading import Reading  # noqa: PLC0415 - table libraries load inside commands

    return Reading(
        rules=rules,
        record_id=record_id,
        encoding=encoding,
        delimiter=delimiter,
        max_quarantine=max_quarantine,
        as_of=as_of,
        sheet=sheet,
        table=table,
        query=query,
    )


@contextmanager
def steps(*, as_json: bool = False) -> Iterator[Steps]:
    """Show the step at work on a terminal; in a pipe only what is worth reading, on stderr; nothing to machines."""
    from crmclean.pipeline import Steps  # noqa: PLC0415 - table libraries load inside commands

    if not sys.stderr.isatty():
        yield Steps() if as_json else Steps(teller=lambda text: tell(text, err=True))
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with console.status("starting …") as status:
        yield Steps(lambda name: status.update(f"{name} …"), lambda text: console.print(printable(text)))


def answer(text: str, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Print the answer for people, or the same facts for machines."""
    if not as_json:
        tell(text)
        return
    lines = json.dumps(facts, indent=2, ensure_ascii=False).split("\n")
    typer.echo("\n".join(line if printable(line) == line else _escaped(line) for line in lines))


def _escaped(line: str) -> str:
    """Write what could steer a terminal as JSON escapes: no value changes."""
    return "".join(sign if printable(sign) == sign else f"\\u{ord(sign):04x}" for sign in line)


def tell(text: str, *, err: bool = False) -> None:
    """Print lines; no header, value or name of a file in them can steer the terminal."""
    typer.echo("\n".join(map(printable, text.split("\n"))), err=err)


def facts(out: Path) -> dict[str, Any]:
    """Return what machines read of the run that wrote a folder."""
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return summary


def leave(fail_on: FailOn, *, errors: int = 0, warnings: int = 0, missed: int = 0) -> None:
    """Exit with 1 where the findings, or a missed target, ask for it; else return."""
    failed = {
        FailOn.ERROR: errors,
        FailOn.WARNING: errors + warnings,
        FailOn.TARGET: missed,
        FailOn.NEVER: 0,
    }[fail_on]
    if failed:
        raise typer.Exit(1)
