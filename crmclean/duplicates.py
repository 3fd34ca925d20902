"""Duplicates of files: search one, link two, plan a search.

What ``pipeline`` does for the whole way, this does for the step that has the most to ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crmclean import account, passes
from crmclean.decisions import Decisions, read_decisions
from crmclean.dedup.blocking import PAIR_BUDGET
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.find import Given
from crmclean.dedup.found import Pairs
from crmclean.dedup.labels import Agreement, agreement
from crmclean.dedup.plan import Plan
from crmclean.dedup.saved import load_model
from crmclean.errors import TableError
from crmclean.files import OutputFolder, read
from crmclean.linking import Side, stack, subject
from crmclean.pipeline import Steps, finish, output, write_pairs
from crmclean.reading import Location, Opened, Reading, naming_lines, open_input

__all__ = ["Found", "Search", "dedupe_file", "link_files", "plan_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search may be given beside the records: files, and the limit of pairs."""

    model: Path | None = None
    decisions: Path | None = None
    labels: Path | None = None
    max_pairs: int = PAIR_BUDGET

    @property
    def files(self) -> tuple[Path | None, ...]:
        """Return what people made; the model is written again."""
        return self.decisions, self.labels

    def given(self, opened: Opened, steps: Steps) -> Given:
        """Read the files; what ``passes.search`` takes."""
        return Given(
            model=load_model(self.model, opened.rules) if self.model else None,
            decided=_decisions(self.decisions),
            labels=_decisions(self.labels),
            max_pairs=self.max_pairs,
            expect=lambda forecast: steps.teller(f"{forecast} …"),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives; ``quality`` where labels were given."""

    opened: Opened
    pairs: Pairs
    clusters: Clusters
    quality: Agreement | None
    other: Opened | None = None


def dedupe_file(  # noqa: PLR0913 - every option stands alone
    path: Location,
    out: Path,
    reading: Reading,
    *,
    search: Search | None = None,
    overwrite: bool = False,
    explainable: bool = True,
    steps: Steps | None = None,
) -> Found:
    """Find the duplicates of a file: pairs, clusters, model and summary.

    Pairs that need not be ``explainable`` let the records go before anything is written.
    """
    steps, search = steps or Steps(), search or Search()
    with output(out, overwrite=overwrite, inputs=(path, *search.files)) as folder:
        with steps.step("read"):
            opened = open_input(path, reading)
            given = search.given(opened, steps)
        with steps.step("standardize"), naming_lines(path, reading):
            searched = subject(Side(opened.records, opened.rules, reading.record_id))
            opened = opened.released()
        with steps.step("find duplicates"):
            pairs = passes.search(searched, given)
            del searched
        with steps.step("cluster"):
            clusters = passes.cluster(pairs)
            pairs = pairs if explainable else pairs.released()
        found = Found(opened, pairs, clusters, _quality(clusters, given.labels))
        _write(folder, found, steps)
    return found


def link_files(  # noqa: PLR0913 - every option stands alone
    left: Location,
    right: Location,
    out: Path,
    reading: Reading,
    *,
    right_reading: Reading | None = None,
    search: Search | None = None,
    many_to_one: bool = False,
    prefix_ids: bool = False,
    overwrite: bool = False,
    explainable: bool = True,
    steps: Steps | None = None,
) -> Found:
    """Link the records of two files: pairs, clusters, model and summary. Duplicates inside each are not looked for."""
    steps, search, of_right = steps or Steps(), search or Search(), right_reading or reading
    with output(out, overwrite=overwrite, inputs=(left, right, *search.files)) as folder:
        with steps.step("read"):
            opened, other = _not_empty(open_input(left, reading)), _not_empty(open_input(right, of_right))
            given = search.given(opened, steps)
        with steps.step("standardize"), naming_lines(left, reading):
            sides = (
                Side(opened.records, opened.rules, reading.record_id),
                Side(other.records, other.rules, of_right.record_id),
            )
            searched = stack(*sides, prefix_ids=prefix_ids)
            opened, other = opened.released(), other.released()
            del sides
        with steps.step("find links"):
            pairs = passes.search(searched, given)
            del searched
        with steps.step("cluster"):
            clusters = passes.cluster(pairs, many_to_one=many_to_one)
            pairs = pairs if explainable else pairs.released()
        found = Found(opened, pairs, clusters, _quality(clusters, given.labels), other)
        _write(folder, found, steps, prefix_ids=prefix_ids)
    return found


def plan_file(path: Location, reading: Reading, *, max_pairs: int = PAIR_BUDGET) -> tuple[Opened, Plan]:
    """Count what a search of a file would compare; nothing is written."""
    opened = open_input(path, reading)
    with naming_lines(path, reading):
        return opened, passes.plan_search(
            opened.records, opened.rules, record_id=reading.record_id, max_pairs=max_pairs
        )


def _decisions(path: Path | None) -> Decisions | None:
    if path is None:
        return None
    try:
        return read_decisions(read(path, max_quarantine=0.0).table)
    except TableError as error:
        raise error if str(path) in str(error) else TableError(f"{path}: {error}") from error


def _not_empty(opened: Opened) -> Opened:
    if not opened.records.columns:
        raise TableError(f"{opened.source.path}: the file is empty, there is nothing to link")
    return opened


def _quality(clusters: Clusters, labels: Decisions | None) -> Agreement | None:
    return agreement(clusters, labels) if labels else None


def _write(folder: OutputFolder, found: Found, steps: Steps, *, prefix_ids: bool = False) -> None:
    with steps.step("write"):
        write_pairs(folder, found.pairs, found.clusters)
    counts = account.count(found.opened.source, pairs=found.pairs, clusters=found.clusters)
    warnings = (*found.pairs.warnings(), *found.clusters.warnings())
    rules = found.opened.rules if found.other else found.pairs.rules
    summary = account.summary(found.opened, rules, counts, warnings=warnings)
    linked = account.linked(found.other, found.pairs.rules, prefix_ids=prefix_ids) if found.other else {}
    finish(folder, steps, summary | linked | account.labelled(found.quality))
