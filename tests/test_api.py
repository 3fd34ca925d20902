"""The public surface, written down: a change here is a change for users, and wants a line in the changelog."""

from __future__ import annotations

import dataclasses
import inspect
import subprocess
import sys
from importlib.metadata import version

import pytest

import crmclean as cc
from crmclean.dedup.clusters import Clusters
from crmclean.dedup.found import Pairs
from crmclean.dedup.model import Model
from crmclean.findings import Change, Finding
from crmclean.golden import Golden
from crmclean.passes import Cleaned
from crmclean.quality.completeness import Completeness
from crmclean.verdict import Verdict

FUNCTIONS = {
    "check": "(record: 'Mapping[str, Any]', rules: 'Rules', *, as_of: 'dt.date | None' = None) -> 'Verdict'",
    "clean": "(table: 'Table', rules: 'Rules', *, record_id: 'str | None' = None,"
    " quarantine: 'pl.DataFrame | None' = None, as_of: 'dt.date | None' = None) -> 'Cleaned'",
    "cluster": "(pairs: 'Pairs', *, many_to_one: 'bool' = False) -> 'Clusters'",
    "completeness": "(table: 'Table', rules: 'Rules', *, by: 'Sequence[Segment] | None' = None,"
    " min_records: 'int | None' = None, record_id: 'str | None' = None, as_of: 'dt.date | None' = None)"
    " -> 'Completeness'",
    "dump_rules": "(rules: 'Rules') -> 'str'",
    "find_duplicates": "(table: 'Table', rules: 'Rules', *, other: 'Table | None' = None,"
    " other_rules: 'Rules | None' = None, record_id: 'str | None' = None, other_record_id: 'str | None' = None,"
    " prefix_ids: 'bool' = False, model: 'Model | None' = None, decided: 'Decisions | None' = None,"
    " labels: 'Decisions | None' = None, max_pairs: 'int' = 50000000) -> 'Pairs'",
    "load_model": "(path: 'str | os.PathLike[str]', rules: 'Rules') -> 'Model'",
    "load_rules": "(source: 'str | Path') -> 'Rules'",
    "merge": "(table: 'Table', clusters: 'Clusters', rules: 'Rules', *, record_id: 'str | None' = None) -> 'Golden'",
    "plan_search": "(table: 'Table', rules: 'Rules', *, record_id: 'str | None' = None, max_pairs: 'int' = 50000000)"
    " -> 'Plan'",
    "read_decisions": "(table: 'pl.DataFrame') -> 'Decisions'",
    "score_records": "(table: 'Table', rules: 'Rules', *, record_id: 'str | None' = None,"
    " as_of: 'dt.date | None' = None) -> 'pl.DataFrame'",
    "to_html": "(report: 'Report | Completeness') -> 'str'",
}
CLASSES = {
    "BudgetError",
    "CrmcleanError",
    "MissingExtraError",
    "OutputError",
    "QuarantineError",
    "RuleFileError",
    "Rules",
    "SelfAuditError",
    "TableError",
}
RESULTS = {
    Cleaned: {
        *("records", "changes", "findings", "quarantine", "outcomes", "rules", "fingerprint", "as_of", "missed"),
        *("counts", "to_frame", "_repr_html_"),
    },
    Pairs: {"table", "rules", "model", "above", "explain", "why_not", "counts", "to_frame", "_repr_html_"},
    Clusters: {"table", "counts", "to_frame", "_repr_html_"},
    Golden: {"records", "lineage", "plan", "counts", "to_frame", "_repr_html_"},
    Completeness: {
        *("overall", "scored", "by_field", "by_segment", "targets", "missed", "absent", "holes"),
        *("counts", "to_frame", "_repr_html_"),
    },
    Verdict: {
        *("decision", "findings", "changes", "patch", "fingerprint", "as_of", "score", "missing", "complete", "reason"),
        "_repr_html_",
    },
    Model: {"save", "as_saved"},
    Finding: {"field", "rule", "severity", "message", "value"},
    Change: {"field", "before", "after", "rule"},
}


def test_the_names():
    assert cc.__all__ == sorted({*FUNCTIONS, *CLASSES, "__version__"})
    assert dir(cc) == cc.__all__
    for name in cc.__all__:
        assert getattr(cc, name) is not None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_signature(name):
    assert str(inspect.signature(getattr(cc, name))) == FUNCTIONS[name]


@pytest.mark.parametrize("name", sorted({*FUNCTIONS, *CLASSES}))
def test_every_name_is_explained(name):
    summary = (inspect.getdoc(getattr(cc, name)) or "").splitlines()[0]
    assert summary.endswith((".", ":"))


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.__name__)
def test_results_are_frozen_and_have_what_they_promise(result):
    assert dataclasses.is_dataclass(result)
    assert result.__dataclass_params__.frozen
    assert hasattr(result, "__slots__")
    assert RESULTS[result] <= set(dir(result))


def test_rule_sets_are_hashable_and_have_a_fingerprint():
    rules = cc.load_rules("generic/contact")
    assert {rules: 1}[cc.load_rules("generic/contact")] == 1
    assert len(rules.fingerprint) == 16


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'crmclean' has no attribute 'nothing'"):
        _ = cc.nothing


def test_the_version_is_that_of_the_distribution():
    assert version("crmclean") == cc.__version__


def test_importing_loads_no_table_library():
    heavy = "{'polars', 'pandas', 'numpy', 'pyarrow', 'pydantic', 'rapidfuzz', 'typer', 'rich', 'jinja2', 'yaml'}"
    probe = f"import sys, crmclean; sys.exit(', '.join(sorted({heavy} & set(sys.modules))) or 0)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_using_polars_loads_no_pandas():
    probe = (
        "import sys, crmclean, polars\n"
        "rules = crmclean.load_rules('generic/contact')\n"
        "table = polars.DataFrame({'id': ['1'], 'last_name': ['Doe'], 'phone': ['(415) 555-2671']})\n"
        "cleaned = crmclean.clean(table, rules)\n"
        "clusters = crmclean.cluster(crmclean.find_duplicates(cleaned.records, rules))\n"
        "crmclean.completeness(crmclean.merge(cleaned.records, clusters, rules).records, rules)\n"
        "sys.exit(', '.join(sorted({'pandas', 'pyarrow', 'typer'} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_light_import_knows_its_types():
    stub = inspect.getsource(cc)
    for name in cc.__all__[:-1]:
        assert f'"{name}"' in stub
