"""Commands that turn a file into a folder: run, clean, dedupe."""

from __future__ import annotations

from pathlib import Path

from crmclean.cli import options
from crmclean.cli.options import (
    AsJson,
    Delimiter,
    Encoding,
    FailOn,
    FailOnOption,
    InputFile,
    MaxQuarantine,
    Out,
    Overwrite,
    RecordId,
    RulesOption,
)

__all__ = ["clean", "dedupe", "run"]


def run(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Out,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_quarantine: MaxQuarantine = 0.10,
    fail_on: FailOnOption = FailOn.ERROR,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Go the whole way: clean file, quarantine, duplicates, merge plan, golden records and report."""
    from crmclean import pipeline  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.report.text import summary  # noqa: PLC0415

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine)
    with options.steps() as steps:
        done = pipeline.run(file, out, reading, overwrite=overwrite, steps=steps)
    text = f"{done.opened.notes()[0]}\n\n{summary(done.report)}\n\nWritten to {out}, report: {out / 'report.html'}"
    options.answer(text, _facts(out), as_json=as_json)
    counts = done.report.counts
    options.leave(fail_on, errors=counts.errors, warnings=counts.warnings, missed=len(done.after.missed))


def clean(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Out,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_quarantine: MaxQuarantine = 0.10,
    fail_on: FailOnOption = FailOn.ERROR,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Standardize and check: clean file, quarantine, findings and changes."""
    from crmclean import pipeline  # noqa: PLC0415 - table libraries load inside commands

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine)
    with options.steps() as steps:
        opened, done = pipeline.clean_file(file, out, reading, overwrite=overwrite, steps=steps)
    found = done.counts()
    text = "\n".join(opened.notes()) + (
        f"\n{found['records']:,} records, {found['changes']:,} values changed; {found['errors']:,} errors, "
        f"{found['warnings']:,} warnings, {found['notes']:,} notes; {found['quarantined']:,} rows quarantined.\n"
        f"Written to {out}"
    )
    options.answer(text, _facts(out), as_json=as_json)
    options.leave(fail_on, errors=found["errors"], warnings=found["warnings"])


def dedupe(  # noqa: PLR0913 - a command line has as many options as it has
    file: InputFile,
    *,
    out: Out,
    rules: RulesOption = None,
    record_id: RecordId = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    max_quarantine: MaxQuarantine = 0.10,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Find duplicates: pairs and clusters."""
    from crmclean import pipeline  # noqa: PLC0415 - table libraries load inside commands

    reading = options.reading(rules, record_id, encoding, delimiter, max_quarantine)
    with options.steps() as steps:
        opened, pairs, clusters = pipeline.dedupe_file(file, out, reading, overwrite=overwrite, steps=steps)
    found, grouped = pairs.counts(), clusters.counts()
    text = "\n".join(opened.notes()) + (
        f"\n{found['candidates']:,} candidate pairs, {found['match']:,} match; "
        f"{grouped['records_in_duplicates']:,} records in {grouped['duplicates']:,} clusters of two or more, "
        f"the largest of {grouped['largest']:,}.\nWritten to {out}"
    )
    options.answer(text, _facts(out), as_json=as_json)


def _facts(out: Path) -> dict[str, object]:
    import json  # noqa: PLC0415

    facts: dict[str, object] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return facts
