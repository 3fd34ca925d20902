from crmclean.golden.lineage import LINEAGE


def lines(golden):
    return [row[1:] for row in golden.lineage.iter_rows()]


def test_every_filled_value_names_its_source_and_rule(run):
    rows = [
        {"id": "1", "name": "Jo", "opt_out": "false", "phone": "5"},
        {"id": "2", "name": "Joan", "city": "Bonn", "opt_out": "true", "Note": "call"},
    ]
    golden = run(rows, winner=["lowest_id"], fields={"name": "longest"})
    assert golden.lineage.schema == LINEAGE
    assert set(golden.lineage["golden_id"]) == {"1"}
    assert lines(golden) == [
        ("Name", "2", "longest"),
        ("Phone", "1", "winner"),
        ("City", "2", "fill"),
        ("Opt_Out", "2", "consent"),
        ("Note", "2", "fill"),
    ]


def test_a_joined_value_has_a_line_for_each_contributor(run):
    rows = [{"id": "1", "tags": "B"}, {"id": "2", "tags": "A;B"}, {"id": "3", "tags": "B;A"}]
    golden = run(rows, winner=["lowest_id"], fields={"tags": "union"})
    assert [line for line in lines(golden) if line[0] == "Tags"] == [("Tags", "1", "union"), ("Tags", "2", "union")]


def test_a_placeholder_that_stays_is_the_winners(run):
    golden = run([{"id": "1", "name": "-"}, {"id": "2"}], winner=["lowest_id"])
    assert lines(golden) == [("Name", "1", "winner")]


def test_records_that_merge_with_no_other_have_no_lines(run):
    golden = run([{"id": "1", "name": "Jo"}, {"id": "2"}], merge_ids=[0, 1], cluster_ids=["1", "1"])
    assert golden.lineage.is_empty()
    assert golden.lineage.schema == LINEAGE


def test_sorted_by_golden_id_not_by_merge_id(run):
    rows = [{"id": record_id, "name": "Jo"} for record_id in ("b", "B", "z", "a")]
    golden = run(rows, merge_ids=[0, 1, 0, 1])
    assert golden.lineage["golden_id"].to_list() == ["B", "b"]
