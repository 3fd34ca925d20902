"""The whole way: a file in; clean file, quarantine, duplicates, merge plan, golden records and report out.

The only module that knows the order of the passes. A run ends with an audit: what was read must be accounted for.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from crmclean import __version__, passes
from crmclean.dedup.find import Clusters, Pairs
from crmclean.engine.standardize import standardize
from crmclean.errors import RecordIdError, SelfAuditError
from crmclean.files import Input, OutputFolder, TooManyQuarantinedError, escape_table, lines_of, read
from crmclean.golden import Golden
from crmclean.passes import Cleaned
from crmclean.quality.completeness import Completeness
from crmclean.quality.completeness import completeness as score_completeness
from crmclean.report.document import Counts, Equation, Report, Thresholds
from crmclean.report.html import to_html
from crmclean.report.tally import probability_steps, sample_groups, top_changes, top_findings
from crmclean.spec import Rules, load_rules, match_headers, recognise

__all__ = ["Opened", "Reading", "Run", "Steps", "clean_file", "dedupe_file", "open_input", "run", "score_file"]


_RECOGNISED = "recognised from the headers"
_ACTIONS = {"keep": "kept", "merge": "merged into another", "ask": "a person should decide"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How an input is to be read: what the command line's reading options say."""

    rules: str | None = None
    """Pack or rule file; recognised from the headers where it is None."""
    record_id: str | None = None
    """Column that holds the record ids; ``ROW`` numbers the rows."""
    encoding: str | None = None
    delimiter: str | None = None
    max_quarantine: float = 0.10
    """Share of rows (0-1) that may be unreadable."""


@dataclass(slots=True)
class Steps:
    """Names the step at work to whoever listens, and keeps the seconds that each step took."""

    listener: Callable[[str], None] = field(default=lambda _: None)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        self.listener(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


@dataclass(frozen=True, slots=True)
class Opened:
    """An input that was read, the rule set for it, and how that was found."""

    source: Input
    rules: Rules
    how: str

    @property
    def recognised(self) -> bool:
        """Whether the headers told which rule set fits."""
        return self.how == _RECOGNISED

    @property
    def records(self) -> pl.DataFrame:
        """The records as they were read."""
        return self.source.table

    def field(self, name: str) -> str:
        """Return the canonical name of a field that may be called as the input calls it."""
        called = {header: field for field, header in match_headers(self.records.columns, self.rules).items()}
        return name if name in self.rules.fields else called.get(name, name)

    def notes(self) -> tuple[str, ...]:
        """Say which rules were used, and what reading had to guess."""
        return (f"Rules: {self.rules.name} ({self.how})", *(f"Warning: {warning}" for warning in self.source.warnings))


@dataclass(frozen=True, slots=True)
class Run:
    """What a whole run gives; ``report`` holds everything that people read of it."""

    opened: Opened
    cleaned: Cleaned
    pairs: Pairs
    clusters: Clusters
    golden: Golden
    before: Completeness
    after: Completeness
    report: Report


def open_input(path: Path, reading: Reading) -> Opened:
    """Read a file and find its rule set."""
    rules = load_rules(reading.rules) if reading.rules else None
    source = read(path, encoding=reading.encoding, delimiter=reading.delimiter, max_quarantine=reading.max_quarantine)
    if rules is not None:
        return Opened(source, rules, "as asked")
    headers = source.table.columns
    if not headers:
        return Opened(source, load_rules("generic/contact"), "there are no headers to tell by")
    return Opened(source, load_rules(recognise(headers)), _RECOGNISED)


@contextmanager
def _naming_lines(path: Path, reading: Reading) -> Iterator[None]:
    """Name the file's lines where record ids are at fault."""
    try:
        yield
    except RecordIdError as error:
        lines = lines_of(path, error.rows, encoding=reading.encoding, delimiter=reading.delimiter)
        raise RecordIdError(error.column, error.rows, lines=lines) from error


def run(path: Path, out: Path, reading: Reading, *, overwrite: bool = False, steps: Steps | None = None) -> Run:
    """Go the whole way from a file to an output folder.

    Args:
        path: The export.
        out: The folder to write; it appears whole or not at all.
        reading: How to read the input.
        overwrite: Replace a folder that is no earlier run of ours.
        steps: Told of each step; keeps the timings.

    Raises:
        CrmcleanError: Whatever stops the run; ``exit_code`` says what kind it is.
    """
    steps = steps or Steps()
    with _no_collector(), _output(out, overwrite=overwrite) as folder:
        with steps.step("read"):
            opened = open_input(path, reading)
        with steps.step("clean"), _naming_lines(path, reading):
            cleaned = _clean(opened, reading)
        done = _match_and_merge(opened, cleaned, steps)
        with steps.step("write"):
            _write_cleaned(folder, opened, cleaned)
            _write_pairs(folder, done.pairs, done.clusters)
            folder.write_table("merge_plan.csv", done.golden.plan)
            folder.write_table("golden.csv", done.golden.records, like=opened.source)
            folder.write_table("lineage.csv", done.golden.lineage)
            folder.write_text("report.html", to_html(done.report))
            _finish(
                folder,
                opened,
                done.report.counts,
                steps,
                equations=done.report.conservation,
                warnings=done.pairs.warnings(),
            )
    return done


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: a run makes millions of texts and no cycles, and it takes a fifth longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _output(out: Path, *, overwrite: bool) -> Iterator[OutputFolder]:
    """Open the output folder; where too much was quarantined, it still gets what could not be read."""
    stopped = None
    with OutputFolder(out, overwrite=overwrite) as folder:
        try:
            yield folder
        except TooManyQuarantinedError as error:
            _write_stopped(folder, error.input)
            stopped = error
    if stopped:
        raise stopped


def _write_stopped(folder: OutputFolder, source: Input) -> None:
    folder.write_table("quarantine.csv", escape_table(source.quarantine))
    counts = Counts(rows_read=source.rows_read, quarantined=source.quarantine.height, blank_lines=source.blank_lines)
    folder.write_json("summary.json", {**_facts(source), "status": "stopped", "counts": _numbers(counts)})


def _clean(opened: Opened, reading: Reading) -> Cleaned:
    quarantine = opened.source.quarantine
    return passes.clean(opened.records, opened.rules, record_id=reading.record_id, quarantine=quarantine)


def _match_and_merge(opened: Opened, cleaned: Cleaned, steps: Steps) -> Run:
    rules = opened.rules
    laid_out, standardized = cleaned.laid_out, cleaned.standardized
    with steps.step("find duplicates"):
        pairs = passes.find_laid_out(laid_out, standardized, rules)
    with steps.step("cluster"):
        clusters = passes.cluster(pairs)
    with steps.step("merge"):
        golden = passes.merge_laid_out(cleaned.relaid(), standardized, clusters, rules)
    equations = _conservation(opened.source, cleaned, golden)
    with steps.step("score"):
        before = score_completeness(standardized.values, standardized.states, rules)
        after = _golden_completeness(cleaned, golden, rules)
    with steps.step("report"):
        report = _report(opened, cleaned, pairs, clusters, golden, before, after, equations)
    return Run(opened, cleaned, pairs, clusters, golden, before, after, report)


def _golden_completeness(cleaned: Cleaned, golden: Golden, rules: Rules) -> Completeness:
    """Score the golden records; only those that were merged from several are standardized anew."""
    ids, settled = cleaned.laid_out.ids, cleaned.standardized.settled(rules)
    left = ~ids.is_in(golden.plan.filter(action="merge")["record_id"].to_list())
    grown = ids.is_in(golden.lineage["golden_id"].unique().to_list())
    columns = {name: cleaned.laid_out.columns[name] for name in settled.values.columns}
    anew = standardize(passes.known_columns(golden.records.filter(grown.filter(left)), columns), rules)
    alone = left & ~grown
    return score_completeness(
        pl.concat([settled.values.filter(alone), anew.values]),
        pl.concat([settled.states.filter(alone), anew.states]),
        rules,
    )


def _conservation(source: Input, cleaned: Cleaned, golden: Golden) -> tuple[Equation, ...]:
    records = cleaned.records.height
    merged = golden.counts()["merged_away"]
    equations = (
        Equation(
            "rows read",
            source.rows_read,
            (("records", records), ("quarantined", source.quarantine.height), ("blank lines", source.blank_lines)),
        ),
        Equation("records", records, (("golden records", golden.records.height), ("merged away", merged))),
    )
    for equation in equations:
        if not equation.holds:
            raise SelfAuditError(f"{equation.name} do not add up: {equation}; please report this as a bug")
    return equations


def _report(  # noqa: PLR0913, PLR0917 - a report gathers the result of every step
    opened: Opened,
    cleaned: Cleaned,
    pairs: Pairs,
    clusters: Clusters,
    golden: Golden,
    before: Completeness,
    after: Completeness,
    equations: Sequence[Equation],
) -> Report:
    source, rules = opened.source, opened.rules
    thresholds = rules.duplicates
    in_twos = clusters.table.filter(pl.len().over("cluster_id") > 1)
    records = cleaned.records.with_columns(cleaned.laid_out.ids.alias("\0id"))
    shown = [cleaned.laid_out.columns[name] for name in cleaned.standardized.values.columns]
    survivors = golden.plan.filter(pl.col("action") != "merge")["record_id"].to_list()
    actions = dict(golden.plan["action"].value_counts().iter_rows())
    return Report(
        title="CRM data report",
        input_name=Path(source.path).name,
        object=rules.object,
        pack=rules.name,
        fingerprint=rules.fingerprint,
        version=__version__,
        counts=_counts(source, cleaned=cleaned, pairs=pairs, clusters=clusters, golden=golden),
        before=before,
        after=after,
        changes=top_changes(cleaned.changes),
        findings=top_findings(cleaned.findings),
        thresholds=Thresholds(thresholds.review, thresholds.match, thresholds.merge),
        groups=sample_groups(records, in_twos, pairs.table, record_id="\0id", columns=shown, kept=survivors, limit=20),
        probabilities=probability_steps(pairs.table["match_probability"]),
        relations=tuple((reason.sentence, pairs.relations[reason.name]) for reason in pairs.model.reasons.reasons),
        blocking=tuple((blocks.rule, blocks.pairs) for blocks in pairs.blocking.blocks),
        plan=tuple((words, actions.get(action, 0)) for action, words in _ACTIONS.items()),
        conservation=tuple(equations),
        warnings=(*source.warnings, *pairs.warnings()),
        labels=_labels(rules, cleaned.laid_out.columns),
    )


def _labels(rules: Rules, columns: Mapping[str, str]) -> dict[str, str]:
    """What people call the fields: the rule set's label, or the input's own header."""
    known = {name: rules.fields[name].label or header for name, header in columns.items() if name in rules.fields}
    return {name: label for name, label in known.items() if label != name}


def _counts(
    source: Input,
    *,
    cleaned: Cleaned | None = None,
    pairs: Pairs | None = None,
    clusters: Clusters | None = None,
    golden: Golden | None = None,
) -> Counts:
    """Gather the numbers of the steps that were taken; the others stay 0."""
    found = cleaned.counts() if cleaned else {}
    paired = pairs.counts() if pairs else {}
    merged = golden.counts() if golden else {}
    return Counts(
        rows_read=source.rows_read,
        records=source.table.height,
        quarantined=source.quarantine.height,
        blank_lines=source.blank_lines,
        changed_values=found.get("changes", 0),
        errors=found.get("errors", 0),
        warnings=found.get("warnings", 0),
        notes=found.get("notes", 0),
        candidate_pairs=paired.get("candidates", 0),
        review_pairs=paired.get("review", 0),
        match_pairs=paired.get("match", 0),
        clusters=clusters.counts()["duplicates"] if clusters else 0,
        merged_away=merged.get("merged_away", 0),
        asks=merged.get("asks", 0),
    )


def clean_file(
    path: Path, out: Path, reading: Reading, *, overwrite: bool = False, steps: Steps | None = None
) -> tuple[Opened, Cleaned]:
    """Standardize and check a file: records, quarantine, findings, changes and summary."""
    steps = steps or Steps()
    with _output(out, overwrite=overwrite) as folder:
        with steps.step("read"):
            opened = open_input(path, reading)
        with steps.step("clean"), _naming_lines(path, reading):
            cleaned = _clean(opened, reading)
        with steps.step("write"):
            _write_cleaned(folder, opened, cleaned)
            counts = _counts(opened.source, cleaned=cleaned)
            _finish(folder, opened, counts, steps)
    return opened, cleaned


def dedupe_file(
    path: Path, out: Path, reading: Reading, *, overwrite: bool = False, steps: Steps | None = None
) -> tuple[Opened, Pairs, Clusters]:
    """Find the duplicates of a file: pairs, clusters and summary."""
    steps = steps or Steps()
    with _output(out, overwrite=overwrite) as folder:
        with steps.step("read"):
            opened = open_input(path, reading)
        with steps.step("find duplicates"), _naming_lines(path, reading):
            pairs = passes.find_duplicates(opened.records, opened.rules, record_id=reading.record_id)
        with steps.step("cluster"):
            clusters = passes.cluster(pairs)
        with steps.step("write"):
            _write_pairs(folder, pairs, clusters)
            counts = _counts(opened.source, pairs=pairs, clusters=clusters)
            _finish(folder, opened, counts, steps, warnings=pairs.warnings())
    return opened, pairs, clusters


def score_file(path: Path, reading: Reading, *, by: Sequence[str] | None = None) -> tuple[Opened, Completeness]:
    """Score the completeness of a file; nothing is written."""
    opened = open_input(path, reading)
    fields = [opened.field(name) for name in by] if by else None
    return opened, passes.completeness(opened.records, opened.rules, by=fields, record_id=passes.ROW)


def _write_cleaned(folder: OutputFolder, opened: Opened, cleaned: Cleaned) -> None:
    folder.write_table("records.csv", cleaned.records, like=opened.source)
    folder.write_table("quarantine.csv", escape_table(cleaned.quarantine))
    folder.write_table("findings.csv", escape_table(cleaned.findings))
    folder.write_table("changes.csv", cleaned.changes)


def _write_pairs(folder: OutputFolder, pairs: Pairs, clusters: Clusters) -> None:
    folder.write_table("pairs.csv", pairs.table)
    folder.write_table("clusters.csv", clusters.to_frame())


def _finish(  # noqa: PLR0913 - the manifest names everything
    folder: OutputFolder,
    opened: Opened,
    counts: Counts,
    steps: Steps,
    *,
    equations: Sequence[Equation] = (),
    warnings: Sequence[str] = (),
) -> None:
    rules = opened.rules
    folder.write_json("timings.json", {"seconds": steps.seconds})
    checksums = {name: digest for name, digest in folder.sha256s().items() if name != "timings.json"}
    folder.write_json(
        "summary.json",
        {
            **_facts(opened.source),
            "status": "done",
            "rules": {
                "name": rules.name,
                "fingerprint": rules.fingerprint,
                "object": rules.object,
                "recognised": opened.recognised,
            },
            "warnings": [*opened.source.warnings, *warnings],
            "counts": _numbers(counts),
            "conservation": [{"name": each.name, "total": each.total, "parts": dict(each.parts)} for each in equations],
            "files": checksums,
        },
    )


def _facts(source: Input) -> dict[str, Any]:
    return {
        "crmclean": __version__,
        "input": {
            "name": Path(source.path).name,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
        },
        "warnings": list(source.warnings),
    }


def _numbers(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in counts.__dataclass_fields__}
