"""Commands about duplicates: dedupe, link, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmclean.cli import memory, options
from crmclean.cli.options import (
    AsJson,
    Delimiter,
    Encoding,
    InputFile,
    MaxQuarantine,
    Out,
    Overwrite,
    Query,
    RecordId,
    RulesOption,
    Sheet,
    Table,
)

if TYPE_CHECKING:
    from crmclean.duplicates import Found, Search

__all__ = ["dedupe", "explain", "link"]

_PAIRS = 50_000_000

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="MODEL", help="Score with this `model.json`; train none.", show_default=False),
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="PAIRS",
        help="Pairs that a person decided (left, right, match 1 or 0): always obeyed.",
        show_default=False,
    ),
]
LabelsOption = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        metavar="PAIRS",
        help="Labelled pairs (left, right, match 1 or 0): the model learns from them, and is held against them.",
        show_default=False,
    ),
]
RightRules = Annotated[
    str | None, typer.Option("--right-rules", metavar="RULES", help="The same for the right file.", show_default=False)
]
RightRecordId = Annotated[
    str | None,
    typer.Option("--right-record-id", metavar="COLUMN", help="The same for the right file.", show_default=False),
]
RightSheet = Annotated[
    str | None, typer.Option("--right-sheet", metavar="NAME", help="The same of the right one.", show_default=False)
]
RightTable = Annotated[
    str | None, typer.Option("--right-table", metavar="NAME", help="The same of the right one.", show_default=False)
]
RightQuery = Annotated[
    str | None, typer.Option("--right-query", metavar="SELECT", help="The same of the right one.", show_default=False)
]
MaxPairs = Annotated[int, typer.Option("--max-pairs", min=0, help="Candidate pairs beyond which nothing is compared.")]


def dedupe(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="OUT", help="Folder to write; it appears whole or not at all.", show_default=False
        ),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what would be compared, memory and likely recall; write nothing.")
    ] = False,
    model: ModelOption = None,
    decisions: DecisionsOption = None,
    labels: LabelsOption = None,
    max_pairs: MaxPairs = _PAIRS,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    table: Table = None,
    query: Query = None,
    max_quarantine: MaxQuarantine = 0.10,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Find duplicates: pairs, clusters and the model."""
    memory.check(file, per_byte=memory.CLEAN)
    from crmclean import duplicates  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.report.search import plan_facts, plan_text  # noqa: PLC0415

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine, None, sheet, table, query)
    if plan:
        opened, planned = duplicates.plan_file(file, reading, max_pairs=max_pairs)
        options.answer("\n".join((*opened.notes(), plan_text(planned))), plan_facts(planned), as_json=as_json)
        return
    if out is None:
        raise typer.BadParameter("name a folder to write, or ask for the --plan", param_hint="--out")
    search = _search(model, decisions, labels, max_pairs)
    with options.steps(as_json=as_json) as steps:
        found = duplicates.dedupe_file(
            file, out, reading, search=search, overwrite=overwrite, explainable=False, steps=steps
        )
    options.answer(
        "\n".join((*found.opened.notes(), *_told(found), f"Written to {out}")), options.facts(out), as_json=as_json
    )


def link(  # noqa: PLR0913 - a command line has as many options as it has
    left: Annotated[str, typer.Argument(metavar="LEFT", help="One export.", show_default=False)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The other one.", show_default=False)],
    *,
    out: Out,
    many_to_one: Annotated[
        bool, typer.Option("--many-to-one", help="A record of RIGHT may have many partners (contacts and accounts).")
    ] = False,
    prefix_ids: Annotated[
        bool,
        typer.Option("--prefix-ids", help="Put `left:` and `right:` before record ids, where the files share some."),
    ] = False,
    model: ModelOption = None,
    decisions: DecisionsOption = None,
    labels: LabelsOption = None,
    max_pairs: MaxPairs = _PAIRS,
    rules: RulesOption = None,
    right_rules: RightRules = None,
    record_id: RecordId = None,
    right_record_id: RightRecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    table: Table = None,
    query: Query = None,
    right_sheet: RightSheet = None,
    right_table: RightTable = None,
    right_query: RightQuery = None,
    max_quarantine: MaxQuarantine = 0.10,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Link the records of two files: who of LEFT is who of RIGHT."""
    memory.check(left, right, per_byte=memory.CLEAN)
    from crmclean import duplicates  # noqa: PLC0415 - table libraries load inside commands

    shared = (encoding, delimiter, max_quarantine, None)
    reading = options.reading(rules, record_id, *shared, sheet, table, query)
    of_right = options.reading(
        right_rules or rules, right_record_id or record_id, *shared, right_sheet, right_table, right_query
    )
    with options.steps(as_json=as_json) as steps:
        found = duplicates.link_files(
            left,
            right,
            out,
            reading,
            right_reading=of_right,
            search=_search(model, decisions, labels, max_pairs),
            many_to_one=many_to_one,
            prefix_ids=prefix_ids,
            overwrite=overwrite,
            explainable=False,
            steps=steps,
        )
    assert found.other is not None  # noqa: S101 - two files were opened
    notes = (
        (f"{Path(found.opened.source.path).name}: {note}" for note in found.opened.notes()),
        (f"{Path(found.other.source.path).name}: {note}" for note in found.other.notes()),
    )
    text = "\n".join((*notes[0], *notes[1], *_told(found), f"Written to {out}"))
    options.answer(text, options.facts(out), as_json=as_json)


def explain(  # noqa: PLR0913 - a command line has as many options as it has
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder that `run`, `dedupe` or `link` wrote.", show_default=False)
    ],
    left: Annotated[str, typer.Argument(metavar="LEFT", help="A record id.", show_default=False)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="Another record id.", show_default=False)],
    *,
    source: Annotated[
        str | None,
        typer.Option(
            "--input", metavar="INPUT", help="The input, where it is no longer beside the folder.", show_default=False
        ),
    ] = None,
    right_input: Annotated[
        str | None,
        typer.Option("--right-input", metavar="INPUT", help="The same of the right one of two.", show_default=False),
    ] = None,
    rules: RulesOption = None,
    right_rules: RightRules = None,
    record_id: RecordId = None,
    right_record_id: RightRecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    table: Table = None,
    query: Query = None,
    right_sheet: RightSheet = None,
    right_table: RightTable = None,
    right_query: RightQuery = None,
    as_json: AsJson = False,
) -> None:
    """Say why two records of a finished run are one, or are not."""
    from crmclean import finished  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.report.search import explanation_facts, explanation_text  # noqa: PLC0415

    shared = (encoding, delimiter, 0.10, None)
    reading = options.reading(rules, record_id, *shared, sheet, table, query)
    of_right = options.reading(
        right_rules or rules, right_record_id or record_id, *shared, right_sheet, right_table, right_query
    )
    with options.steps() as steps, steps.step("explain"):
        asked = finished.explain_run(
            run, left, right, reading, right_reading=of_right, source=source, right_source=right_input
        )
    text = explanation_text(asked.explanation, asked.why_not)
    facts = explanation_facts(asked.explanation, asked.why_not)
    options.answer(text, facts, as_json=as_json)


def _search(model: Path | None, decisions: Path | None, labels: Path | None, max_pairs: int) -> Search:
    from crmclean.duplicates import Search  # noqa: PLC0415 - table libraries load inside commands

    return Search(model=model, decisions=decisions, labels=labels, max_pairs=max_pairs)


def _told(found: Found) -> list[str]:
    from crmclean.report.wording import plural  # noqa: PLC0415

    pairs, grouped = found.pairs.counts(), found.clusters.counts()
    joined = (
        f"{plural(grouped['records_in_duplicates'], 'record')} in {plural(grouped['duplicates'], 'cluster')} of two or "
        f"more, the largest of {grouped['largest']:,}."
        if found.other is None
        else f"{plural(grouped['records_in_duplicates'] - grouped['duplicates'], 'record')} linked."
    )
    told = [f"{plural(pairs['candidates'], 'candidate pair')}, {pairs['match']:,} match; {joined}"]
    if found.quality:
        told += [
            f"On the labelled pairs: precision {found.quality.precision}",
            f"                       recall    {found.quality.recall}",
        ]
    return [*told, *(f"Warning: {each}" for each in (*found.pairs.warnings(), *found.clusters.warnings()))]
