"""How complete the records of a file are, on one screen or in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmclean.cli import memory, options
from crmclean.cli.options import (
    AsJson,
    AsOf,
    Delimiter,
    Encoding,
    FailOn,
    FailOnOption,
    InputFile,
    MaxQuarantine,
    Query,
    RecordId,
    RulesOption,
    Sheet,
    Table,
)
from crmclean.errors import CrmcleanError, OutputError

if TYPE_CHECKING:
    from crmclean.quality.completeness import Completeness

__all__ = ["score"]


def score(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing", metavar="FIELD", help="Only say how much of this field is missing.", show_default=False
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help="Report by this field; given twice, by both, and by the two together.",
            show_default=False,
        ),
    ] = None,
    min_records: Annotated[
        int | None,
        typer.Option(
            "--min-records", min=1, help="Report segments with fewer records than this as one.", show_default=False
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the score as an HTML page, too.", show_default=False),
    ] = None,
    records: Annotated[
        Path | None,
        typer.Option(
            "--records",
            metavar="FILE",
            help="Write the score of each record, and what it lacks, as CSV.",
            show_default=False,
        ),
    ] = None,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    table: Table = None,
    query: Query = None,
    max_quarantine: MaxQuarantine = 0.10,
    as_of: AsOf = None,
    fail_on: FailOnOption = FailOn.ERROR,
    as_json: AsJson = False,
) -> None:
    """Score completeness: overall, by field and segment, against target."""
    memory.check(file, per_byte=memory.CLEAN)
    from crmclean import pipeline  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.files import escape_table, write_csv, write_text  # noqa: PLC0415
    from crmclean.report.html import completeness_page  # noqa: PLC0415
    from crmclean.report.text import completeness_summary, missing_lines  # noqa: PLC0415

    _spare(Path(file.removeprefix("sqlite:///")), {"--html": html, "--records": records})
    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine, as_of, sheet, table, query)
    with options.steps() as steps, steps.step("score"):
        opened, scored = pipeline.score_file(file, reading, by=by or (), min_records=min_records)
        by_record = escape_table(pipeline.score_records(opened, reading)) if records else None
    ours = {name: name for name in by or () if name in opened.records.columns and name not in opened.rules.fields}
    labels = ours | dict(opened.rules.labels)
    asked = {opened.field(name): name for name in missing or ()}
    if asked:
        text = missing_lines(scored, asked)
    else:
        text = "\n".join((*opened.notes(), "", completeness_summary(scored, labels=labels)))
    if html:
        write_text(completeness_page(scored, f"Completeness of {Path(opened.source.path).name}", labels=labels), html)
        text += f"\nWritten to {html}"
    if records and by_record is not None:
        write_csv(by_record, records)
        text += f"\nWritten to {records}"
    options.answer(text, _facts(opened.rules.name, scored, asked), as_json=as_json)
    options.leave(fail_on, missed=len(scored.missed))


def _spare(source: Path, targets: Mapping[str, Path | None]) -> None:
    """Refuse to write over the input, over each other, or where no file can be, before any work is done."""
    taken = {"the input": source}
    for option, target in targets.items():
        if target is None:
            continue
        for what, path in taken.items():
            if _same(path, target):
                raise CrmcleanError(f"{option}: {target} is {what}; choose another file")
        if not target.parent.is_dir():
            raise OutputError(f"{option}: cannot write {target}: there is no folder {target.parent}")
        if target.exists() and not target.is_file():
            raise OutputError(f"{option}: cannot write {target}: it is no file")
        taken[f"what {option} writes"] = target


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def _facts(rules: str, scored: Completeness, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the same numbers for machines; ``asked`` are the fields that ``--missing`` asks for, and their names."""
    holes = ((name, scored.holes[field]) for field, name in asked.items())
    return {
        "rules": rules,
        "records": scored.records,
        "scored": scored.scored,
        "overall": scored.overall,
        "fields": scored.by_field.to_dicts(),
        "segments": scored.by_segment.to_dicts(),
        "targets": scored.targets.to_dicts(),
        "missed": list(scored.missed),
        "absent": list(scored.absent),
        "missing": {name: {**asdict(hole), "missing": hole.total, "share": hole.share} for name, hole in holes},
    }
