"""Commands that turn a file into a clean folder: run, clean."""

from __future__ import annotations

from crmclean.cli import memory, options
from crmclean.cli.options import (
    AsJson,
    AsOf,
    Delimiter,
    Encoding,
    FailOn,
    FailOnOption,
    For,
    ForOption,
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

__all__ = ["clean", "run"]


def run(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Out,
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
    overwrite: Overwrite = False,
    purpose: ForOption = For.REIMPORT,
    as_json: AsJson = False,
) -> None:
    """Go the whole way: clean file, quarantine, duplicates, merge plan, golden records and report."""
    memory.check(file, per_byte=memory.RUN)
    from crmclean import account, pipeline  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.files import Purpose  # noqa: PLC0415
    from crmclean.report.text import summary  # noqa: PLC0415

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine, as_of, sheet, table, query)
    with options.steps() as steps:
        done = pipeline.run(file, out, reading, overwrite=overwrite, purpose=Purpose(purpose), steps=steps)
    told = (done.opened.notes()[0], *account.learned_notes(done.opened.rules, done.cleaned.rules))
    text = "\n".join((*told, "", summary(done.report), "", f"Written to {out}, report: {out / 'report.html'}"))
    options.answer(text, options.facts(out), as_json=as_json)
    counts = done.report.counts
    options.leave(fail_on, errors=counts.errors, warnings=counts.warnings, missed=len(done.missed))


def clean(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Out,
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
    overwrite: Overwrite = False,
    purpose: ForOption = For.REIMPORT,
    as_json: AsJson = False,
) -> None:
    """Standardize and check: clean file, quarantine, findings, changes and how each rule fared."""
    memory.check(file, per_byte=memory.CLEAN)
    from crmclean import account, pipeline  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.files import Purpose  # noqa: PLC0415
    from crmclean.report.wording import plural  # noqa: PLC0415

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine, as_of, sheet, table, query)
    with options.steps() as steps:
        opened, done = pipeline.clean_file(
            file, out, reading, overwrite=overwrite, purpose=Purpose(purpose), steps=steps
        )
    found = done.counts()
    counts = (
        f"{plural(found['records'], 'record')}, {plural(found['changes'], 'value')} changed; "
        f"{plural(found['errors'], 'error')}, {plural(found['warnings'], 'warning')}, "
        f"{plural(found['notes'], 'note')}; {plural(found['quarantined'], 'row')} quarantined."
    )
    beware = (f"Warning: {each}" for each in done.unreadable)
    told = (
        *opened.notes(),
        *beware,
        counts,
        *account.learned_notes(opened.rules, done.rules),
        *account.missed_notes(done),
    )
    text = "\n".join((*told, f"Written to {out}"))
    options.answer(text, options.facts(out), as_json=as_json)
    options.leave(fail_on, errors=found["errors"], warnings=found["warnings"], missed=len(done.missed))
