"""crmclean keeps CRM data worth trusting: standardize, check, find duplicates, merge, score.

A rule set is data; a pass is a pure function from a table to a table and findings; batch, save hook and command line
all call that same function. Importing this package loads no table library: names are resolved when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmclean.decisions import read_decisions
    from crmclean.dedup.saved import load_model
    from crmclean.errors import (
        BudgetError,
        CrmcleanError,
        MissingExtraError,
        OutputError,
        QuarantineError,
        RuleFileError,
        SelfAuditError,
        TableError,
    )
    from crmclean.passes import clean, cluster, completeness, find_duplicates, merge, plan_search, score_records
    from crmclean.report.html import to_html
    from crmclean.spec import Rules, dump_rules, load_rules
    from crmclean.verdict import check

__version__ = "0.1.0"

_HOME = {
    **dict.fromkeys(
        (
            "BudgetError",
            "CrmcleanError",
            "MissingExtraError",
            "OutputError",
            "QuarantineError",
            "RuleFileError",
            "SelfAuditError",
            "TableError",
        ),
        "crmclean.errors",
    ),
    **dict.fromkeys(
        ("clean", "cluster", "completeness", "find_duplicates", "merge", "plan_search", "score_records"),
        "crmclean.passes",
    ),
    **dict.fromkeys(("Rules", "dump_rules", "load_rules"), "crmclean.spec"),
    "read_decisions": "crmclean.decisions",
    "load_model": "crmclean.dedup.saved",
    "check": "crmclean.verdict",
    "to_html": "crmclean.report.html",
}

__all__ = [
    "BudgetError",
    "CrmcleanError",
    "MissingExtraError",
    "OutputError",
    "QuarantineError",
    "RuleFileError",
    "Rules",
    "SelfAuditError",
    "TableError",
    "__version__",
    "check",
    "clean",
    "cluster",
    "completeness",
    "dump_rules",
    "find_duplicates",
    "load_model",
    "load_rules",
    "merge",
    "plan_search",
    "read_decisions",
    "score_records",
    "to_html",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'crmclean' has no attribute '{name}'")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
