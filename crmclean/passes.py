"""The passes: clean, find duplicates, cluster, merge, score a table, and check one record.

Each is a pure function of a table (or record) and a rule set, and gives back the kind of table that it was given. The
order in which they follow one another is the pipeline's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import polars as pl

from crmclean import frame
from crmclean.dedup.find import Clusters, Pairs, find
from crmclean.dedup.find import cluster as cluster_pairs
from crmclean.dedup.model import Model
from crmclean.engine.run import TablePass, pass_record, pass_table
from crmclean.engine.standardize import Standardized, standardize
from crmclean.errors import RecordIdError, TableError
from crmclean.fields import State
from crmclean.fields.identifier import Identifier
from crmclean.findings import QUARANTINE, SEVERITIES, Change, Finding
from crmclean.frame import Table
from crmclean.golden import Golden
from crmclean.golden import merge as merge_golden
from crmclean.quality.completeness import Completeness
from crmclean.quality.completeness import completeness as score_completeness
from crmclean.spec import Rules, match_headers

__all__ = [
    "ROW",
    "Cleaned",
    "Decision",
    "Records",
    "Verdict",
    "check",
    "clean",
    "cluster",
    "completeness",
    "find_duplicates",
    "lay_out",
    "merge",
]

_PLAIN_ID = r"^[A-Za-z0-9_-]*[A-Za-z0-9]$"
"""Ids that an identifier without a format leaves as they are; most files have no others."""
_NO_INDEX = "Duplicates were not looked for: there is no index to look in."
_ID = "\0id"
Decision = Literal["accept", "fix", "review", "reject"]
ROW = "ROW"
"""Record id "column" that numbers the rows from 1 in place of reading an id."""


@dataclass(frozen=True, slots=True)
class Records:
    """A table laid out for a rule set.

    ``table`` is the table as it came, ``raw`` its known columns as text under their canonical names, ``ids`` the record
    ids, and ``columns`` leads from canonical field to the table's own column name.
    """

    table: Table
    raw: pl.DataFrame
    ids: pl.Series
    columns: Mapping[str, str]


def lay_out(table: Table, rules: Rules, *, record_id: str | None = None) -> Records:
    """Match a table's columns with the fields of a rule set and read its record ids.

    Args:
        table: A pandas, polars or Arrow table; columns that the rules do not know are left alone.
        rules: The rule set.
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows from 1.

    Raises:
        TableError: No column fits a field, there is no record id, or ids are empty or repeated (lines are named).
    """
    table = frame.solid(table)
    headers = frame.headers(table)
    columns = dict(match_headers(headers, rules))
    if record_id == ROW:
        columns.pop(rules.record_id, None)
    elif record_id:
        if record_id not in headers:
            raise TableError.unknown_column(record_id, headers)
        columns[rules.record_id] = record_id
    if headers and not any(name in rules.fields for name in columns):
        raise TableError(f"no column fits a field of the rule set '{rules.name}'; choose another with --rules")
    known = {name: header for name, header in columns.items() if name in rules.fields}
    if (
        list(known.values()).count(columns.get(rules.record_id, "")) > 1
    ):  # an e-mail that serves as id is still an e-mail
        del known[rules.record_id]
    numbered = record_id == ROW or not headers
    ids = _ids(table, rules, known, columns.get(rules.record_id), numbered=numbered)
    return Records(table, known_columns(table, known), ids, columns)


def known_columns(table: Table, columns: Mapping[str, str]) -> pl.DataFrame:
    """Return the known columns of a table as text, under their canonical names."""
    text = frame.as_text(table, list(dict.fromkeys(columns.values())))
    return pl.DataFrame({name: text[header] for name, header in columns.items()})


def _ids(
    table: pl.DataFrame, rules: Rules, known: Mapping[str, str], header: str | None, *, numbered: bool
) -> pl.Series:
    if numbered:
        rows = frame.height(table)
        width = len(str(rows))
        return pl.Series("record_id", [f"{row:0{width}d}" for row in range(1, rows + 1)], dtype=pl.String)
    if header is None:
        raise TableError(
            f"no record id: no column fits '{rules.record_id}'; name it with --record-id COLUMN, or number the rows "
            "with --record-id ROW"
        )
    ids = frame.as_text(table, [header])[header].rename("record_id")
    field = next((name for name, its_header in known.items() if its_header == header), None)
    if field and not (
        rules.fields[field] == Identifier() and ids.str.contains(_PLAIN_ID).all()
    ):  # as cleaning will write it: 15 characters of Salesforce become 18
        standard = rules.fields[field].standardize_column(ids)
        raw_stays = standard["state"].is_in([State.PLACEHOLDER, State.IMPOSSIBLE])
        ids = pl.select(pl.when(raw_stays).then(ids).otherwise(standard["value"])).to_series()
        ids = ids.rename("record_id")
    bad = (ids.is_null() | ids.is_duplicated()).arg_true().to_list()
    if bad:
        raise RecordIdError(header, bad)
    return ids


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning a table gives.

    ``records`` is the cleaned table: the kind, columns and order of the input. ``changes`` and ``findings`` are polars
    frames with the schemas ``findings.CHANGES`` and ``findings.FINDINGS``, ``quarantine`` one with
    ``findings.QUARANTINE``, filled only where a file was read. ``fingerprint`` is the rule set's.
    """

    records: Table
    changes: pl.DataFrame
    findings: pl.DataFrame
    quarantine: pl.DataFrame
    fingerprint: str
    standardized: Standardized
    laid_out: Records

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

    def relaid(self) -> Records:
        """Return the cleaned records laid out as the raw ones were."""
        return replace(self.laid_out, table=self.records)


def clean(
    table: Table, rules: Rules, *, record_id: str | None = None, quarantine: pl.DataFrame | None = None
) -> Cleaned:
    """Standardize and check every record of a table.

    Null and empty cells stay empty. Row order, column order and columns that the rules do not know are kept; a column
    that they know comes back as text.

    Args:
        table: *n* records; a pandas, polars or Arrow table. It is not changed.
        rules: The rule set.
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows.
        quarantine: Rows that could not be read, to be handed through.

    Raises:
        TableError: No such column, or record ids are missing, empty or repeated.

    Example:
        >>> import crmclean, polars as pl
        >>> contacts = pl.DataFrame({"id": ["1"], "last_name": ["Doe"], "industry": ["Tech"]})
        >>> crmclean.clean(contacts, crmclean.load_rules("generic/contact")).records["industry"].item()
        'Technology'
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    passed = pass_table(laid_out.raw, laid_out.ids, rules, laid_out.columns)
    return Cleaned(
        frame.rebuilt(laid_out.table, _under_headers(laid_out, passed)),
        passed.changes,
        passed.findings,
        QUARANTINE.to_frame() if quarantine is None else quarantine,
        rules.fingerprint,
        passed.standardized,
        laid_out,
    )


def _under_headers(laid_out: Records, passed: TablePass) -> pl.DataFrame:
    return passed.cleaned.select(
        pl.col(name).alias(laid_out.columns[name]) for name in passed.standardized.values.columns
    )


def find_duplicates(table: Table, rules: Rules, *, record_id: str | None = None, model: Model | None = None) -> Pairs:
    """Find the pairs of records that may be one, without labels.

    Raw and cleaned records give the same pairs: match values are derived here. The result does not depend on the
    order of the rows.

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: Says what to block on and to compare, and the thresholds.
        record_id: Column that holds the record ids, where headers do not tell; ``ROW`` numbers the rows.
        model: Score with this model in place of training one.

    Raises:
        TableError: As for ``clean``.
        BudgetError: More candidate pairs than fit.
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    return find_laid_out(laid_out, standardize(laid_out.raw, rules), rules, model=model)


def find_laid_out(laid_out: Records, standardized: Standardized, rules: Rules, *, model: Model | None = None) -> Pairs:
    """Find duplicates among records that are laid out and standardized already; see ``find_duplicates``."""
    return find(standardized.present(), laid_out.ids, rules, model=model)


def cluster(pairs: Pairs) -> Clusters:
    """Group records into clusters; every record is in exactly one, and a cluster's id is its smallest record id."""
    return cluster_pairs(pairs)


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
    return merge_laid_out(laid_out, standardize(laid_out.raw, rules), clusters, rules)


def merge_laid_out(laid_out: Records, standardized: Standardized, clusters: Clusters, rules: Rules) -> Golden:
    """Merge records that are laid out and standardized already; see ``merge``.

    Columns that the rules do not know take part as row numbers, so that whatever they hold is copied and never read.
    """
    table, ids, columns = laid_out.table, laid_out.ids, {rules.record_id: _ID, **laid_out.columns}
    known = list(dict.fromkeys(columns[name] for name in standardized.values.columns))
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


def completeness(
    table: Table, rules: Rules, *, by: Sequence[str] | None = None, record_id: str | None = None
) -> Completeness:
    """Score how complete records are: overall, by field, by segment, against the rule set's targets.

    Args:
        table: *n* records; a pandas, polars or Arrow table.
        rules: Weights, targets and what to report by.
        by: Fields to report by, in place of the rule set's.
        record_id: As for ``clean``.
    """
    laid_out = lay_out(table, rules, record_id=record_id)
    standardized = standardize(laid_out.raw, rules)
    return score_completeness(standardized.values, standardized.states, rules, by=by)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the save hook answers about one record.

    ``findings`` holds everything at once; ``patch`` is what standardizing would change, not applied; ``complete`` is
    False, with a ``reason``, where a part of the check could not be done: without an index nobody looked for
    duplicates.
    """

    decision: Decision
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    fingerprint: str
    complete: bool = True
    reason: str | None = None

    @property
    def patch(self) -> dict[str, str | None]:
        """The proposed new values by field."""
        return {change.field: change.after for change in self.changes}


def check(record: Mapping[str, Any], rules: Rules) -> Verdict:
    """Check one record with the same compiled rules as a table.

    Args:
        record: Field to value, under canonical names or the CRM's own; the answer uses the names given.
        rules: The rule set.

    Raises:
        TableError: No key fits a field of the rule set, or a value is a list or a map.

    Example:
        >>> import crmclean
        >>> deal = {"name": "Big deal", "stage": "Proposal"}
        >>> verdict = crmclean.check(deal, crmclean.load_rules("generic/opportunity"))
        >>> verdict.decision, [finding.field for finding in verdict.findings if finding.severity == "error"]
        ('reject', ['amount', 'close_date'])
    """
    columns = _columns_of(tuple(record), rules)
    raw = {name: frame.cell_text(record[header], header) for name, header in columns.items() if name in rules.fields}
    if not raw:
        got = ", ".join(map(str, record)) or "an empty record"
        raise TableError(f"no key fits a field of the rule set '{rules.name}'; got: {got}")
    passed = pass_record(raw, rules, columns)
    decision = _decision(passed.findings, passed.changes)
    return Verdict(decision, passed.findings, passed.changes, rules.fingerprint, complete=False, reason=_NO_INDEX)


@lru_cache(maxsize=256)
def _columns_of(headers: tuple[str, ...], rules: Rules) -> Mapping[str, str]:
    return match_headers(headers, rules)


def _decision(findings: Sequence[Finding], changes: Sequence[Change]) -> Decision:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "reject"
    if "warning" in severities:
        return "review"
    return "fix" if changes else "accept"
