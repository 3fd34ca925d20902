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

from crmclean import account, passes
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.found import Pairs
from crmclean.engine.standardize import standardize
from crmclean.errors import SelfAuditError
from crmclean.files import Input, OutputFolder, Purpose, TooManyQuarantinedError, escape_table, risky_cells
from crmclean.golden import Golden
from crmclean.layout import ROW, known_columns
from crmclean.passes import Cleaned
from crmclean.quality.completeness import Completeness
from crmclean.quality.completeness import completeness as score_completeness
from crmclean.reading import Location, Opened, Reading, naming_lines, open_input
from crmclean.report.document import Equation, Report
from crmclean.spec import Rules
from crmclean.spec.completeness import Segment

__all__ = ["Run", "Steps", "clean_file", "finish", "output", "run", "score_file", "score_records", "write_pairs"]


@dataclass(slots=True)
class Steps:
    """Names the step at work to whoever listens, and keeps the seconds that each step took.

    The teller is given what is worth reading while the work goes on.
    """

    listener: Callable[[str], None] = field(default=lambda _: None)
    teller: Callable[[str], None] = field(default=lambda _: None)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        self.listener(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


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

    @property
    def missed(self) -> tuple[str, ...]:
        """Names of the targets that are missed: of completeness, and the ids of rules with one."""
        return (*self.after.missed, *self.cleaned.missed)


def run(  # noqa: PLR0913 - every option stands alone
    path: Location,
    out: Path,
    reading: Reading,
    *,
    overwrite: bool = False,
    purpose: Purpose = Purpose.REIMPORT,
    steps: Steps | None = None,
) -> Run:
    """Go the whole way from a file to an output folder.

    Args:
        path: The export, or a database.
        out: The folder to write; it appears whole or not at all.
        reading: How to read the input.
        overwrite: Replace a folder that is no earlier run of ours.
        purpose: What the files are for.
        steps: Told of each step; keeps the timings.

    Raises:
        CrmcleanError: Whatever stops the run; ``exit_code`` says what kind it is.
    """
    from crmclean.report.html import to_html  # noqa: PLC0415 - the template engine loads where a page is made

    steps = steps or Steps()
    with output(out, overwrite=overwrite, purpose=purpose, inputs=(path,)) as folder:
        opened, cleaned = _read_and_clean(path, reading, steps, folder)
        done = _match_and_merge(opened, cleaned, steps)
        with steps.step("write"):
            write_pairs(folder, done.pairs, done.clusters)
            folder.write_table("merge_plan.csv", done.golden.plan)
            survivors = _survives(cleaned, done.golden).arg_true()
            folder.write_records("golden.csv", done.golden.records, opened.source, survivors)
            folder.write_table("lineage.csv", done.golden.lineage, read_by_people=True)
            folder.write_text("report.html", to_html(done.report))
        summary = account.summary(
            opened,
            cleaned.rules,
            done.report.counts,
            as_of=cleaned.as_of,
            purpose=folder.purpose,
            missed=done.missed,
            equations=done.report.conservation,
            warnings=(*cleaned.unreadable, *done.pairs.warnings(), *done.clusters.warnings()),
        )
        finish(folder, steps, summary)
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
def output(
    out: Path, *, overwrite: bool, inputs: Sequence[Location | None], purpose: Purpose = Purpose.REIMPORT
) -> Iterator[OutputFolder]:
    """Open the output folder, of no input; where too much was quarantined, it still gets what could not be read."""
    stopped = None
    with _no_collector(), OutputFolder(out, overwrite=overwrite, purpose=purpose, inputs=inputs) as folder:
        try:
            yield folder
        except TooManyQuarantinedError as error:
            _write_stopped(folder, error.input)
            stopped = error
    if stopped:
        raise stopped


def _write_stopped(folder: OutputFolder, source: Input) -> None:
    folder.write_table("quarantine.csv", source.quarantine, read_by_people=True)
    folder.write_json("summary.json", account.stopped(source))


def _read_and_clean(path: Location, reading: Reading, steps: Steps, folder: OutputFolder) -> tuple[Opened, Cleaned]:
    """Read, clean, and write what that gives; the input comes back with what there is to warn of."""
    with steps.step("read"):
        opened = open_input(path, reading)
    with steps.step("clean"), naming_lines(path, reading):
        cleaned = passes.clean(
            opened.records,
            opened.rules,
            record_id=reading.record_id,
            quarantine=opened.source.quarantine,
            as_of=reading.as_of,
        )
    with steps.step("write records"):
        return opened.warned(*_write_cleaned(folder, opened.source, cleaned)), cleaned


def _match_and_merge(opened: Opened, cleaned: Cleaned, steps: Steps) -> Run:
    rules = cleaned.rules
    laid_out, standardized = cleaned.laid_out, cleaned.standardized
    with steps.step("find duplicates"):
        pairs = passes.find_laid_out(laid_out, standardized, rules)
    with steps.step("cluster"):
        clusters = passes.cluster(pairs)
    with steps.step("merge"):
        golden = passes.merge_laid_out(cleaned.relaid(), standardized, clusters, rules)
    equations = _conservation(opened.source, cleaned, golden)
    with steps.step("score"):
        before = score_completeness(standardized, rules, today=cleaned.as_of)
        after = _golden_completeness(cleaned, golden, rules)
    with steps.step("report"):
        report = account.report(opened, cleaned, pairs, clusters, golden, before, after, equations)
    return Run(opened, cleaned, pairs, clusters, golden, before, after, report)


def _golden_completeness(cleaned: Cleaned, golden: Golden, rules: Rules) -> Completeness:
    """Score the golden records; only those that were merged from several are standardized anew."""
    ids, settled = cleaned.laid_out.ids, cleaned.standardized.settled(rules)
    left = _survives(cleaned, golden)
    grown = ids.is_in(golden.lineage["golden_id"].unique().to_list())
    columns = {name: cleaned.laid_out.columns[name] for name in settled.columns}
    anew = standardize(known_columns(golden.records.filter(grown.filter(left)), columns), rules)
    return score_completeness(settled.filter(left & ~grown).followed_by(anew), rules, today=cleaned.as_of)


def _survives(cleaned: Cleaned, golden: Golden) -> pl.Series:
    """Tell the records that the plan does not merge away: those that stand in the golden ones, in this order."""
    return ~cleaned.laid_out.ids.is_in(golden.plan.filter(action="merge")["record_id"].to_list())


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


def clean_file(  # noqa: PLR0913 - every option stands alone
    path: Location,
    out: Path,
    reading: Reading,
    *,
    overwrite: bool = False,
    purpose: Purpose = Purpose.REIMPORT,
    steps: Steps | None = None,
) -> tuple[Opened, Cleaned]:
    """Standardize and check a file: records, quarantine, findings, changes and summary."""
    steps = steps or Steps()
    with output(out, overwrite=overwrite, purpose=purpose, inputs=(path,)) as folder:
        opened, cleaned = _read_and_clean(path, reading, steps, folder)
        counts = account.count(opened.source, cleaned=cleaned)
        summary = account.summary(
            opened,
            cleaned.rules,
            counts,
            as_of=cleaned.as_of,
            purpose=folder.purpose,
            missed=cleaned.missed,
            warnings=cleaned.unreadable,
        )
        finish(folder, steps, summary)
    return opened, cleaned


def score_file(
    path: Location, reading: Reading, *, by: Sequence[str] = (), min_records: int | None = None
) -> tuple[Opened, Completeness]:
    """Score the completeness of a file; nothing is written.

    ``by`` names columns as the file or the rules call them; two of them are also taken together.
    """
    opened = open_input(path, reading)
    one_by_one = list(dict.fromkeys(by))
    segments: list[Segment] = [*one_by_one, *([(one_by_one[0], one_by_one[1])] if len(one_by_one) == 2 else [])]
    scored = passes.completeness(
        opened.records,
        opened.rules,
        by=segments or None,
        min_records=min_records,
        record_id=ROW,
        as_of=reading.as_of,
    )
    return opened, scored


def score_records(opened: Opened, reading: Reading) -> pl.DataFrame:
    """Score each record of an input; see ``passes.score_records``."""
    with naming_lines(opened.source.path, reading):
        return passes.score_records(opened.records, opened.rules, record_id=reading.record_id, as_of=reading.as_of)


def _write_cleaned(folder: OutputFolder, source: Input, cleaned: Cleaned) -> Iterator[str]:
    """Write what cleaning gives; yield what there is to warn of."""
    encoding = folder.write_records("records.csv", cleaned.records, source, range(source.table.height))
    if source.text is not None and encoding.removesuffix("-sig") != source.encoding.removesuffix("-sig"):
        yield f"records.csv is {encoding.upper()}: what the rules wrote has letters that are not in {source.encoding}"
    risky = risky_cells(cleaned.records)
    if risky and folder.purpose is Purpose.REIMPORT:
        columns = ", ".join(f"{name} {count:,}" for name, count in risky.items())
        yield f"a spreadsheet may run cells as formulas: {columns}; before you open them in one, say --for spreadsheet"
    folder.write_table("quarantine.csv", cleaned.quarantine, read_by_people=True)
    folder.write_table("findings.csv", cleaned.findings, read_by_people=True)
    folder.write_table("changes.csv", cleaned.changes, read_by_people=True)
    folder.write_table("outcomes.csv", cleaned.outcomes)


def write_pairs(folder: OutputFolder, pairs: Pairs, clusters: Clusters) -> None:
    """Write what a search gives: pairs, clusters and the model."""
    reasons = escape_table(pairs.table.select("reason"))  # sentences for people; ids stay as others know them
    folder.write_table("pairs.csv", pairs.table.with_columns(reasons["reason"]))
    folder.write_table("clusters.csv", clusters.to_frame())
    folder.write_text("model.json", pairs.model.to_json())


def finish(folder: OutputFolder, steps: Steps, summary: Mapping[str, Any]) -> None:
    """Write the timings and, last, the summary: it is the manifest, too, with the sha256 of every other file."""
    files = folder.sha256s()
    folder.write_json("timings.json", {"seconds": steps.seconds})
    folder.write_json("summary.json", {**summary, "files": files})
