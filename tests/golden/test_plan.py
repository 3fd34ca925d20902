import pytest

from crmclean.golden.plan import PLAN


def actions(golden):
    return [tuple(row) for row in golden.plan.select("record_id", "action", "survivor_id").iter_rows()]


def test_sure_members_merge_and_others_ask(run):
    rows = [{"id": "3"}, {"id": "2", "name": "Jo"}, {"id": "1"}, {"id": "9"}]
    golden = run(rows, merge_ids=[0, 0, 1, 2], cluster_ids=["1", "1", "1", "9"])
    assert golden.plan.schema == PLAN
    assert actions(golden) == [("2", "keep", "2"), ("3", "merge", "2"), ("1", "ask", "2")]
    assert golden.plan["cluster_id"].to_list() == ["1"] * 3
    assert golden.plan["reason"].to_list() == [
        "most complete record",
        "merged into 2",
        "close but not certain: a person should decide",
    ]
    assert golden.counts() == {"groups": 1, "merged_away": 1, "asks": 1}


def test_two_sure_groups_in_one_cluster_stay_two(run):
    rows = [{"id": "a", "name": "Jo"}, {"id": "b"}, {"id": "c"}, {"id": "d"}]
    golden = run(rows, merge_ids=[0, 0, 1, 1], cluster_ids=["a"] * 4)
    assert actions(golden) == [("a", "keep", "a"), ("b", "merge", "a"), ("d", "merge", "c"), ("c", "ask", "a")]
    assert golden.records["Id"].to_list() == ["a", "c"]
    assert golden.counts() == {"groups": 2, "merged_away": 2, "asks": 1}


def test_a_cluster_without_a_sure_pair_only_asks(run):
    golden = run([{"id": "a"}, {"id": "b"}], merge_ids=[0, 1], cluster_ids=["a", "a"])
    assert actions(golden) == [("a", "keep", "a"), ("b", "ask", "a")]


def test_sorted_by_cluster_then_action_then_record_id(run):
    rows = [{"id": record_id} for record_id in ("z2", "z1", "z0", "b", "B", "a")]
    golden = run(rows, merge_ids=[1, 1, 1, 0, 0, 0], cluster_ids=["z0"] * 3 + ["B"] * 3)
    assert golden.plan["record_id"].to_list() == ["B", "a", "b", "z0", "z1", "z2"]


def test_the_reason_looks_at_the_own_cluster(run):
    rows = [{"id": "1", "name": "Jo"}, {"id": "2", "name": "Al"}, {"id": "3"}, {"id": "4", "name": "Al"}]
    golden = run(rows, merge_ids=[0, 1, 0, 1])
    reasons = dict(golden.plan.filter(action="keep").select("record_id", "reason").iter_rows())
    assert reasons == {"1": "most complete record", "2": "lowest record id"}


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"name": "Jo"}, {}, "most complete record"),
        ({"modified": "2024-02-01"}, {"modified": "2024-01-01"}, "most recently changed record"),
        ({"created": "2024-01-01"}, {"created": "2024-02-01"}, "oldest record"),
        ({}, {}, "lowest record id"),
    ],
)
def test_the_reason_is_the_rule_that_decided(run, first, second, reason):
    rows = [{"id": "2", **second}, {"id": "1", **first}]
    golden = run(rows, winner=["most_complete", "most_recent", "oldest"])
    assert golden.plan.row(0, named=True) == {
        "cluster_id": "0",
        "survivor_id": "1",
        "record_id": "1",
        "action": "keep",
        "reason": reason,
    }
