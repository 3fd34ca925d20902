"""How complete the records of a file are, on one screen or in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crmclean.cli import options
from crmclean.cli.options import (
    AsJson,
    Delimiter,
    Encoding,
    FailOn,
    FailOnOption,
    InputFile,
    MaxQuarantine,
    RecordId,
    RulesOption,
)

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
        typer.Option("--by", metavar="FIELD", help="Report by this field; may be given twice.", show_default=False),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the score as an HTML page, too.", show_default=False),
    ] = None,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_quarantine: MaxQuarantine = 0.10,
    fail_on: FailOnOption = FailOn.ERROR,
    as_json: AsJson = False,
) -> None:
    """Score completeness: overall, by field and segment, against target."""
    from crmclean import pipeline  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.files import write_text  # noqa: PLC0415
    from crmclean.report.html import completeness_page  # noqa: PLC0415
    from crmclean.report.text import completeness_summary, missing_lines  # noqa: PLC0415

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine)
    with options.steps() as steps, steps.step("score"):
        opened, scored = pipeline.score_file(file, reading, by=by or None)
    facts = {
        "records": scored.records,
        "overall": scored.overall,
        "fields": scored.by_field.to_dicts(),
        "segments": scored.by_segment.to_dicts(),
        "targets": scored.targets.to_dicts(),
        "missed": list(scored.missed),
    }
    if missing:
        text = missing_lines(scored, {opened.field(name): name for name in missing})
    else:
        text = "\n".join((*opened.notes(), "", completeness_summary(scored)))
    if html:
        write_text(completeness_page(scored, f"Completeness of {file.name}"), html)
        text += f"\nWritten to {html}"
    options.answer(text, facts, as_json=as_json)
    options.leave(fail_on, missed=len(scored.missed))
