"""The check of one record, as a save hook asks for it: what a table's pass says of it, and the decision that follows.

The rules are compiled once for both, so that a record gets the same verdict alone and among a million.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import polars as pl

from crmclean import frame
from crmclean.engine.run import pass_record
from crmclean.errors import TableError
from crmclean.findings import Change, Finding
from crmclean.notebook import card
from crmclean.quality.completeness import record_score
from crmclean.spec import Rules, match_headers

__all__ = ["Decision", "Verdict", "check"]

_NO_INDEX = "Duplicates were not looked for: there is no index to look in."
Decision = Literal["accept", "fix", "review", "reject"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the save hook answers about one record.

    ``findings`` holds everything at once; ``patch`` is what standardizing would change, not applied; ``complete`` is
    False, with a ``reason``, where a part of the check could not be done: without an index nobody looked for
    duplicates, or whether a value is unique. ``as_of`` is the day on which the record was judged. ``score`` says how
    complete it is, 0-1 (None where nothing counts), ``missing`` what it lacks, by the names of fields and groups.
    """

    decision: Decision
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    fingerprint: str
    as_of: dt.date
    score: float | None
    missing: tuple[str, ...]
    complete: bool = True
    reason: str | None = None

    def _repr_html_(self) -> str:
        said = pl.DataFrame(
            [(finding.severity, finding.field, finding.message) for finding in self.findings],
            schema=["severity", "field", "message"],
            orient="row",
        )
        patch = pl.DataFrame({"field": list(self.patch), "becomes": list(self.patch.values())})
        counts = {"findings": len(self.findings), "changes": len(self.changes), "complete": self.complete}
        return card(self.decision, counts, {"findings": said, "patch": patch})

    @property
    def patch(self) -> dict[str, str | None]:
        """The proposed new values by field."""
        return {change.field: change.after for change in self.changes}


def check(record: Mapping[str, Any], rules: Rules, *, as_of: dt.date | None = None) -> Verdict:
    """Check one record with the same compiled rules as a table.

    Args:
        record: Field to value, under canonical names or the CRM's own; the answer uses the names given.
        rules: The rule set.
        as_of: The day on which the record is judged; today in UTC where it is not given.

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
    today = as_of or dt.datetime.now(dt.UTC).date()
    passed = pass_record(raw, rules, columns, today)
    score, lacking = record_score(raw, passed.standard, rules, today)
    return Verdict(
        _decision(passed.findings, passed.changes),
        passed.findings,
        passed.changes,
        rules.fingerprint,
        today,
        score,
        lacking,
        complete=False,
        reason=_not_done(passed.unjudged),
    )


def _not_done(unjudged: Sequence[str]) -> str:
    """Say what one record alone, without an index, cannot be asked."""
    alone = f" These rules need the other records: {', '.join(unjudged)}." if unjudged else ""
    return _NO_INDEX + alone


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
