import polars as pl
import pytest

from crmclean.errors import SelfAuditError, TableError
from crmclean.golden import merge
from crmclean.golden.merging import _audit
from crmclean.golden.plan import PLAN, plan
from crmclean.spec.model import Rules

RULES = Rules.model_validate(
    {
        "crmclean": "1",
        "object": "contact",
        "fields": {"id": {"type": "text"}, "tags": {"type": "text"}},
        "survivorship": {"fields": {"tags": "union"}},
    }
)


def merge_tags(records, clusters):
    """Merge records of two columns, ids and tags, of any type."""
    id_column, tags_column = records.columns
    values = records.select(id=pl.nth(0).cast(pl.String), tags=pl.nth(1).cast(pl.String))
    states = values.select(pl.all().replace_strict({None: "empty"}, default="ok", return_dtype=pl.String))
    groups = pl.DataFrame(
        clusters, schema=dict.fromkeys(("record_id", "cluster_id", "merge_id"), pl.String), orient="row"
    )
    return merge(records, values, states, groups, RULES, {"id": id_column, "tags": tags_column})


ONE_GROUP = [("1", "1", "1"), ("2", "1", "1")]


def test_the_survivor_stands_where_it_stood(run):
    rows = [{"id": "c"}, {"id": "x"}, {"id": "b", "name": "Jo"}, {"id": "a"}]
    records = run(rows, merge_ids=[0, 1, 0, 2]).records
    assert records["Id"].to_list() == ["x", "b", "a"]


def test_singletons_pass_untouched(run):
    rows = [{"id": "1", "name": " - ", "Note": ""}, {"id": "2", "phone": "!5"}]
    golden = run(rows, merge_ids=[0, 1])
    assert golden.records["Name"].to_list() == [" - ", None]
    assert golden.records["Note"].to_list() == ["", None]
    assert golden.records["Phone"].to_list() == [None, "!5"]
    assert golden.plan.is_empty()
    assert golden.plan.schema == PLAN
    assert golden.counts() == {"groups": 0, "merged_away": 0, "asks": 0}


def test_the_table_of_a_merge_is_its_golden_records(run):
    golden = run([{"id": "1"}, {"id": "2"}], merge_ids=[0, 0])
    assert golden.to_frame() is golden.records
    assert golden.to_frame().height == 1


def test_inputs_are_not_changed():
    records = pl.DataFrame({"id": ["1", "2"], "tags": ["A", "B"]})
    before = records.clone()
    assert merge_tags(records, ONE_GROUP).records["tags"].to_list() == ["A;B"]
    assert records.equals(before)


@pytest.mark.parametrize("header", ["*", "^T.*$", "row", "record_id", ""])
def test_headers_are_names_not_patterns(header):
    golden = merge_tags(pl.DataFrame({"id": ["1", "2"], header: ["A", "B"]}), ONE_GROUP)
    assert golden.records.to_dicts() == [{"id": "1", header: "A;B"}]


def test_tables_of_numbers_merge_too():
    golden = merge_tags(pl.DataFrame({"id": [2, 1], "n": [7, 8]}), ONE_GROUP)
    assert golden.records.to_dicts() == [{"id": 1, "n": "8;7"}]
    assert golden.lineage["source_id"].to_list() == ["1", "2"]


def test_no_records_give_empty_tables():
    golden = merge_tags(pl.DataFrame(schema={"id": pl.String, "tags": pl.String}), [])
    assert golden.records.is_empty()
    assert golden.records.columns == ["id", "tags"]
    assert golden.plan.schema == PLAN


@pytest.mark.parametrize(
    "clusters",
    [
        [("1", "1", "1")],
        [("1", "1", "1"), ("3", "1", "1")],
        [("1", "1", "1"), ("2", "1", "1"), ("3", "3", "3")],
        [("1", "1", "1"), ("1", "1", "1"), ("2", "1", "1")],
        [("1", "1", "1"), ("2", "2", "1")],
    ],
    ids=["missing", "another", "extra", "twice", "merge group across clusters"],
)
def test_clusters_that_do_not_fit_are_refused(clusters):
    with pytest.raises(TableError, match=r"clusters do not fit the records: .* expected every record once"):
        merge_tags(pl.DataFrame({"id": ["1", "2"], "tags": ["A", None]}), clusters)


def test_a_merge_audits_itself(monkeypatch):
    monkeypatch.setattr("crmclean.golden.merging.plan", lambda ranked, chain: plan(ranked, chain).head(1))
    with pytest.raises(SelfAuditError, match="2 went in, 1 golden and 0 merged came out"):
        merge_tags(pl.DataFrame({"id": ["1", "2"], "tags": ["A", None]}), ONE_GROUP)


@pytest.mark.parametrize(("golden", "merged"), [(["1"], []), (["1"], ["1"]), (["1", "2"], ["2"]), (["1"], ["3"])])
def test_a_record_lost_or_doubled_is_reported(golden, merged):
    planned = pl.DataFrame(
        {"record_id": merged, "action": ["merge"] * len(merged)}, schema={"record_id": pl.String, "action": pl.String}
    )
    with pytest.raises(SelfAuditError, match=r"not conserved: 2 went in, .* golden and .* merged came out"):
        _audit(pl.Series(["1", "2"]), pl.Series(golden), planned)
