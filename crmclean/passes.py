"""The passes over a table: clean, find duplicates, cluster, merge, score.

Each is a pure function of a table and a rule set, and gives back the kind of table that it was given. The
order in which they follow one another is the pipeline's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from crmclean import frame
from crmclean.decisions import Decisions
from crmclean.dedup.blocking import PAIR_BUDGET
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.clusters import cluster as cluster_pairs
from crmclean.dedup.find import Given, find, unsearched
from crmclean.dedup.found import Pairs
from crmclean.dedup.model import Model
from crmclean.dedup.plan import Plan, plan
from crmclean.engine.run import TablePass, pass_table
from crmclean.engine.standardize import Standardized, learned, standardize
from crmclean.findings import QUARANTINE, SEVERITIES
from crmclean.frame import Table
from crmclean.golden import Golden
from crmclean.golden import merge as merge_golden
from crmclean.layout import Records, known_columns, lay_out, missing_columns
from crmclean.linking import Side, Subject, stack, subject
from crmclean.notebook import card
from crmclean.quality.completeness import Completeness, record_scores
from crmclean.quality.completeness import completeness as score_completeness
from crmclean.quality.segment import names_of, split
from crmclean.spec import Rules
from crmclean.spec.completeness import Segment

__all__ = [
    "Cleaned",
    "ask",
    "clean",
    "cluster",
    "completeness",
    "find_duplicates",
    "merge",
    "plan_search",
    "score_records",
]

_ID = "\0id"
_MOST, _MANY = 0.5, 5
"""Of a column of which less than this share can be read, so many values at least, something is wrong."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning a table gives.

    ``records`` is the cleaned table: the kind, columns and order of the input. ``changes`` and ``findings`` are polars
    frames with the schemas ``findings.CHANGES`` and ``findings.FINDINGS``, ``quarantine`` one with
    ``findings.QUARANTINE``, filled only where a file was read. ``rules`` are the rules as used: those given, with what
    whole columns told (the order of day and month), so that ``check`` with them judges a record alone as it was judged
    here. ``outcomes`` says for each rule how many records it judged and how many broke it (``findings.OUTCOMES``), as
    seen on the day ``as_of``.
    """

    records: Table
    changes: pl.DataFrame
    findings: pl.DataFrame
    quarantine: pl.DataFrame
    rules: Rules
    standardized: Standardized
    laid_out: Records
    outcomes: pl.DataFrame
    as_of: dt.date

    def counts(self) -> dict[str, int]:
        """Return how many records there are, values were changed, and findings of each severity were made."""
        severities = self.findings["severity"]
        return {
            "records": len(self.laid_out.ids),
            "changes": self.changes.height,
            "quarantined": self.quarantine.height,
            **{f"{severity}s": int((severities == severity).sum()) for severity in SEVERITIES},
        }

    def to_frame(self) -> Table:
        """Return the cleaned table."""
        return self.records

    @property
    def missed(self) -> tuple[str, ...]:
        """Ids of the rules whose share of records that pass is below their ``at_least``."""
        return tuple(self.outcomes.filter(~pl.col("met"))["rule"])

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Columns of which most values cannot be read as what the rules say: a column that has changed its meaning."""
        kinds = (pl.col("rule").str.ends_with("|format"), pl.col("rule").str.ends_with("|picklist"))
        asked = self.outcomes.filter(pl.any_horizontal(kinds), pl.col("broken") >= _MANY, pl.col("share") < _MOST)
        return tuple(
            f"{1 - passed:.0%} of {judged:,} values of '{header}' cannot be read as {self._kind(rule)}"
            for rule, header, judged, passed in asked.select("rule", "field", "judged", "share").iter_rows()
        )

    def _kind(self, rule: str) -> str:
        return str(self.rules.fields[rule.partition("|")[0]].type).replace("_", " ")

    def warnings(self) -> tuple[str, ...]:
        """Return what a user should know of: columns that are missing and matter, or cannot be read."""
        missing = missing_columns(frame.headers(self.laid_out.table), self.rules)
        return (*missing.warnings(), *self.unreadable)

    def _repr_html_(self) -> str:
        tables = {"findings": self.findings, "changes": self.changes, "rules": self.outcomes}
        return card(f"Cleaned by {self.rules.name}", self.counts(), tables)

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the rules as used."""
        return self.rules.fingerprint

    def relaid(self) -> Records:
        """Return the cleaned records laid out as the raw ones were."""
        return replace(self.laid_out, table=self.records)


def clean(
    table: Table,
    rules: Rules,
    *,
    record_id: str | None = None,
    quarantine: pl.DataFrame | None = None,
    as_of: dt.date | None = None,
) -> Cleaned:
    """Standardize and check every record of a table.

    Null and empty cells stay empty. Row order, column order and columns that the rules do not know are kept; a column
    that they know comes back as text.

    Args:
        table: *n* records; a pandas, polars or Arrow table. It is not changed.
        rules: The rule set.
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows.
        quarantine: Rows that could not be read, to be handed through.
        as_of: The day on which records are judged, for ``today``, ``max_age`` and ``since``; today in UTC where it is
            not given.

    Raises:
        TableError: No such column, or record ids are missing, empty or repeated.

    Example:
        >>> import crmclean, polars as pl
        >>> contacts = pl.DataFrame({"id": ["1"], "last_name": ["Doe"], "industry": ["Tech"]})
        >>> crmclean.clean(contacts, crmclean.load_rules("generic/contact")).records["industry"].item()
        'Technology'
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    rules, today = learned(laid_out.raw, rules), as_of or _today()
    passed = pass_table(laid_out.raw, laid_out.ids, rules, laid_out.columns, today)
    return Cleaned(
        frame.rebuilt(laid_out.table, _under_headers(laid_out, passed)),
        passed.changes,
        passed.findings,
        QUARANTINE.to_frame() if quarantine is None else quarantine,
        rules,
        passed.standardized,
        laid_out,
        passed.outcomes,
        today,
    )


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _under_headers(laid_out: Records, passed: TablePass) -> pl.DataFrame:
    return passed.cleaned.select(pl.col(name).alias(laid_out.columns[name]) for name in passed.standardized.columns)


def find_duplicates(  # noqa: PLR0913 - every option stands alone
    table: Table,
    rules: Rules,
    *,
    other: Table | None = None,
    other_rules: Rules | None = None,
    record_id: str | None = None,
    other_record_id: str | None = None,
    prefix_ids: bool = False,
    model: Model | None = None,
    decided: Decisions | None = None,
    labels: Decisions | None = None,
    max_pairs: int = PAIR_BUDGET,
) -> Pairs:
    """Find the pairs of records that may be one, without labels: in a table, or across two.

    Raw and cleaned records give the same pairs: match values are derived here. The result does not depend on the
    order of the rows.

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: Says what to block on and to compare, and the thresholds.
        other: Link the records of ``table`` with those of this one; duplicates inside each are not looked for. In the
            pairs ``left`` is a record of ``table``, ``right`` one of ``other``.
        other_rules: The rule set of ``other``, where it is another (contacts against leads).
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows.
        other_record_id: The same of ``other``.
        prefix_ids: Put ``left:`` and ``right:`` before the record ids of two tables that share some.
        model: Score with this model in place of training one.
        decided: What people decided about pairs, always obeyed: ``read_decisions(table)`` of left, right and match.
        labels: What people said of pairs, to learn from: in the form of ``decided``, but no more than evidence.
        max_pairs: Candidate pairs beyond which nothing is compared.

    Raises:
        TableError: As for ``clean``; or two tables share record ids, or nothing that tells who a record is.
        BudgetError: More candidate pairs than ``max_pairs``.
    """
    left = Side(table, rules, record_id)
    if other is None:
        searched = subject(left)
    else:
        searched = stack(left, Side(other, other_rules or rules, other_record_id), prefix_ids=prefix_ids)
    return search(searched, Given(model=model, decided=decided, labels=labels, max_pairs=max_pairs))


def search(subject: Subject, given: Given) -> Pairs:
    """Find the pairs among records that are laid out for it; see ``find_duplicates``."""
    return find(subject.present, subject.ids, subject.rules, replace(given, lefts=subject.lefts))


def ask(  # noqa: PLR0913 - every option stands alone
    table: Table,
    rules: Rules,
    *,
    model: Model,
    other: Table | None = None,
    other_rules: Rules | None = None,
    record_id: str | None = None,
    other_record_id: str | None = None,
    prefix_ids: bool = False,
    decided: Decisions | None = None,
) -> Pairs:
    """Make records ready to be asked about (``explain``, ``why_not``) by a model; no pair is searched for.

    Arguments as for ``find_duplicates``.
    """
    left = Side(table, rules, record_id)
    if other is None:
        asked = subject(left)
    else:
        asked = stack(left, Side(other, other_rules or rules, other_record_id), prefix_ids=prefix_ids)
    return unsearched(asked.present, asked.ids, asked.rules, model, decided, lefts=asked.lefts)


def plan_search(table: Table, rules: Rules, *, record_id: str | None = None, max_pairs: int = PAIR_BUDGET) -> Plan:
    """Count what ``find_duplicates`` would compare, key by key, with an estimate of memory and recall.

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: The rule set.
        record_id: As for ``clean``.
        max_pairs: The limit that the search would have.
    """
    planned = subject(Side(table, rules, record_id))
    return plan(planned.present, planned.ids, rules, max_pairs=max_pairs)


def find_laid_out(laid_out: Records, standardized: Standardized, rules: Rules) -> Pairs:
    """Find duplicates among records that are laid out and standardized already; see ``find_duplicates``."""
    return find(standardized.present(), laid_out.ids, rules)


def cluster(pairs: Pairs, *, many_to_one: bool = False) -> Clusters:
    """Group records into clusters; every record is in exactly one, and a cluster's id is its smallest record id.

    Args:
        pairs: The pairs; across two tables a record gets one partner at most, so that all links together are the
            likeliest.
        many_to_one: A record of ``other`` may have many partners, those of the table one at most (leads and accounts).
    """
    return cluster_pairs(pairs, many_to_one=many_to_one)


def merge(table: Table, clusters: Clusters, rules: Rules, *, record_id: str | None = None) -> Golden:
    """Merge each group that is sure enough into one golden record, on paper: nothing is written anywhere.

    Consent is always the most restrictive of the group. See ``golden.merge`` for the tables of the result.

    Args:
        table: The cleaned records.
        clusters: The clusters of these records.
        rules: Says which record and which values survive.
        record_id: As for ``clean``.
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    rules = learned(laid_out.raw, rules)
    return merge_laid_out(laid_out, standardize(laid_out.raw, rules), clusters, rules)


def merge_laid_out(laid_out: Records, standardized: Standardized, clusters: Clusters, rules: Rules) -> Golden:
    """Merge records that are laid out and standardized already; see ``merge``.

    Columns that the rules do not know take part as row numbers, so that whatever they hold is copied and never read.
    """
    table, ids, columns = laid_out.table, laid_out.ids, {rules.record_id: _ID, **laid_out.columns}
    known = list(dict.fromkeys(columns[name] for name in standardized.columns))
    others = [header for header in frame.headers(table) if header not in known]
    cells = pl.concat([frame.as_text(table, known), frame.filled_rows(table, others)], how="horizontal")
    named = cells[frame.headers(table)].with_columns(ids.alias(columns[rules.record_id]))
    golden = merge_golden(named, standardized.values, standardized.states, clusters.table, rules, columns)
    rows = (~ids.is_in(golden.plan.filter(action="merge")["record_id"].to_list())).arg_true().cast(pl.Int64)
    sources = {
        name: golden.records[name].alias("").cast(pl.Int64).fill_null(rows)
        for name in others
        if name != columns[rules.record_id]
    }
    records = frame.rebuilt(table, pl.DataFrame([golden.records[name] for name in known]), rows=rows, sources=sources)
    return replace(golden, records=records)


def completeness(  # noqa: PLR0913 - every option stands alone
    table: Table,
    rules: Rules,
    *,
    by: Sequence[Segment] | None = None,
    min_records: int | None = None,
    record_id: str | None = None,
    as_of: dt.date | None = None,
) -> Completeness:
    """Score how complete records are: overall, by field, by segment, against the rule set's targets.

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: What is weighed, the targets and what to report by.
        by: Columns, or pairs of them, to report by, in place of the rule set's fields: a field, under its own name or
            the table's, of a date also ``created_date.month`` or ``.year``; or any other column.
        min_records: Segments with fewer records are reported as one.
        record_id: As for ``clean``.
        as_of: As for ``clean``; for conditions that speak of ``today``.

    Raises:
        TableError: As for ``clean``; or ``by`` names a column that the table does not have.

    Example:
        >>> import crmclean, polars as pl
        >>> rules = crmclean.load_rules("generic/opportunity")
        >>> deals = pl.DataFrame({"id": ["1", "2"], "amount": ["900", ""], "stage": ["Closed Won", "Closed Won"]})
        >>> crmclean.completeness(deals, rules).by_field.filter(field="amount")["share"].item()
        0.5
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    rules = learned(laid_out.raw, rules)
    asked = None if by is None else [tuple(_field(name, laid_out, rules) for name in names_of(each)) for each in by]
    headers = frame.headers(laid_out.table)
    others = [name for each in asked or () for name in each if name not in rules.fields and name in headers]
    known = {name: laid_out.columns[name] for name in laid_out.raw.columns}
    raw = known_columns(laid_out.table, known, keep_empty=True)  # a null is told from an empty text
    return score_completeness(
        standardize(raw, rules),
        rules,
        by=asked,
        min_records=min_records,
        today=as_of or _today(),
        others=frame.as_text(laid_out.table, list(dict.fromkeys(others))).to_dict(),
    )


def _field(name: str, laid_out: Records, rules: Rules) -> str:
    """Return the name under which the rules know a column, or the month of one; its own where they do not."""
    known = {header: field for field, header in laid_out.columns.items() if field in rules.fields}
    if name in rules.fields:
        return name
    column, period = split(name)
    return known.get(name) or (f"{known.get(column, column)}.{period}" if period else name)


def score_records(
    table: Table, rules: Rules, *, record_id: str | None = None, as_of: dt.date | None = None
) -> pl.DataFrame:
    """Score each record: ``record_id``, ``score`` (0-1, null where nothing counts), ``missing`` (``phone, industry``).

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: What is weighed.
        record_id: As for ``clean``.
        as_of: As for ``completeness``.

    Returns:
        *n* rows in the order of the records; parts in the order of the rules, under the names that readers know.
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    rules = learned(laid_out.raw, rules)
    parts = (*rules.fields, *rules.completeness.weights)
    labels = {name: rules.labels.get(name, name.replace("_", " ")) for name in parts}
    return record_scores(standardize(laid_out.raw, rules), laid_out.ids, rules, as_of or _today(), labels)
