import pytest

NEW, OLD = "2024-09-01", "2024-01-01"


def survives(run, field, cells, take=None, **more):
    """The value of one field after a merge; the records' ids rise, and so the first is the winner."""
    rows = [
        {"id": str(at), field: cell, **{name: texts[at] for name, texts in more.items()}}
        for at, cell in enumerate(cells)
    ]
    fields = {field: take} if take else {}
    (record,) = run(rows, winner=["lowest_id"], fields=fields).records.to_dicts()
    return record[field.title()]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Jo", "Joan"], "Jo"),
        ([None, "Joan", "Jo"], "Joan"),
        (["-", "Joan"], "Joan"),
        (["!zz", "Joan"], "Joan"),
        (["?Jo", "Joan"], "?Jo"),
        (["!zz", "-"], "!zz"),
        (["-", "!zz"], "-"),
        ([None, "-"], None),
        ([None, None], None),
    ],
)
def test_by_default_the_winner_or_the_next_that_has_a_value(run, cells, expected):
    assert survives(run, "name", cells) == expected


@pytest.mark.parametrize(
    ("take", "cells", "expected"),
    [
        ("winner", [None, "Jo"], "Jo"),
        ("most_common", ["Jo", "Joan", "Joan"], "Joan"),
        ("most_common", ["Jo", "Joan"], "Jo"),
        ("most_common", ["-", "-", "Joan"], "Joan"),
        ("longest", ["Jo", "Joan", "Jean"], "Joan"),
        ("longest", ["é́", "abc", "!a very long one"], "abc"),
        ("max", ["9", "10", None], "10"),
        ("max", ["2024-01-02", "2024-03-01"], "2024-03-01"),
        ("max", ["many", "3"], "3"),
        ("min", ["9", "10"], "9"),
        ("min", ["many", "3"], "3"),
        ("min", ["?1", "3"], "3"),
        ("min", ["10.0", "10"], "10.0"),
        ("max", ["nan", "3"], "3"),
        ("min", ["nan", "3"], "3"),
        ("union", ["A;B", "B; C"], "A;B;C"),
        ("union", ["A; B", "B"], "A; B"),
        ("union", [None, " b "], " b "),
        ("union", [";", "b"], "b"),
        ("union", ["003Aa", "003AA"], "003Aa;003AA"),
        ("union", ["-", "!D", "A"], "A"),
        ("union", ["-", None], "-"),
    ],
)
def test_rules_of_one_field(run, take, cells, expected):
    assert survives(run, "name", cells, take) == expected


@pytest.mark.parametrize(
    ("take", "cells", "dates", "expected"),
    [
        ("most_recent", ["1", "2"], [OLD, NEW], "2"),
        ("most_recent", ["1", "2"], [None, OLD], "2"),
        ("most_recent", ["1", "2"], [NEW, "?31/12/24"], "1"),
        ("most_recent", ["1", "?2"], [OLD, NEW], "?2"),
        ("most_recent", ["1", None], [OLD, NEW], "1"),
        ("most_recent", ["-", "!2"], [OLD, NEW], "-"),
        ("most_recent_valid", ["1", "?2"], [OLD, NEW], "1"),
        ("most_recent_valid", ["?1", "?2"], [OLD, NEW], "?2"),
        ("oldest", ["1", "2"], [NEW, OLD], "2"),
        ("oldest", ["1", "2"], [NEW, None], "1"),
    ],
)
def test_rules_that_look_at_dates(run, take, cells, dates, expected):
    assert survives(run, "phone", cells, take, **{"created" if take == "oldest" else "modified": dates}) == expected


ADDRESS = {"address": {"group": ["street", "city"], "take": "most_complete"}}


@pytest.mark.parametrize(
    ("streets", "cities", "expected"),
    [
        (["Elm 1", "Oak 2"], [None, "Ulm"], ("Oak 2", "Ulm")),
        (["Elm 1", "Oak 2"], ["Bonn", "Ulm"], ("Elm 1", "Bonn")),
        (["Elm 1", None], [None, "Ulm"], ("Elm 1", None)),
        (["-", None], [None, "Ulm"], (None, "Ulm")),
        (["-", None], [None, "-"], ("-", None)),
    ],
)
def test_a_group_comes_from_one_record(run, streets, cities, expected):
    rows = [{"id": str(at), "street": s, "city": c} for at, (s, c) in enumerate(zip(streets, cities, strict=True))]
    (record,) = run(rows, winner=["lowest_id"], fields=ADDRESS).records.to_dicts()
    assert (record["Street"], record["City"]) == expected


def test_a_group_goes_before_the_fields_own_rule(run):
    rows = [{"id": "1", "street": "Elm 1", "city": "Bonn"}, {"id": "2", "street": "Oak Avenue 22"}]
    (record,) = run(rows, fields={**ADDRESS, "street": "longest"}).records.to_dicts()
    assert (record["Street"], record["City"]) == ("Elm 1", "Bonn")


def test_the_first_field_of_a_group_decides_its_extreme(run):
    rows = [{"id": "1", "amount": "90", "name": "ZAR"}, {"id": "2", "amount": "100", "name": "EUR"}]
    (record,) = run(rows, fields={"money": {"group": ["amount", "name"], "take": "max"}}).records.to_dicts()
    assert (record["Amount"], record["Name"]) == ("100", "EUR")


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ("opt_out", ["false", "true"], "true"),
        ("opt_out", ["true", "false"], "true"),
        ("opt_out", [None, "false"], "false"),
        ("opt_out", ["false", "?maybe"], "?maybe"),
        ("opt_out", ["?maybe", "true"], "true"),
        ("opt_out", ["false", "!maybe"], "!maybe"),
        ("opt_out", ["-", "false"], "-"),
        ("opt_in", ["true", "false"], "false"),
        ("opt_in", ["true", None], "true"),
        ("opt_in", ["true", "?maybe"], "?maybe"),
        ("marketing", ["Subscribed", "Unsubscribed"], "Unsubscribed"),
        ("marketing", ["Subscribed", "No consent"], "No consent"),
        ("marketing", ["No consent", "perhaps"], "perhaps"),
        ("marketing", ["perhaps", "Unsubscribed"], "Unsubscribed"),
        ("marketing", ["perhaps", "Archived"], "Archived"),
        ("marketing", ["Subscribed", "Archived"], "Archived"),
    ],
)
@pytest.mark.parametrize("take", [None, "winner", "most_recent", "most_common", "min", "max", "union"])
def test_consent_is_as_strict_as_its_strictest_record(run, field, cells, expected, take):
    assert survives(run, field, cells, take, modified=[NEW, OLD]) == expected


def test_consent_is_not_loosened_by_a_group(run):
    rows = [{"id": "1", "street": "Elm", "city": "Bonn", "opt_out": "false"}, {"id": "2", "opt_out": "true"}]
    fields = {"address": {"group": ["street", "city", "opt_out"], "take": "most_complete"}}
    assert run(rows, fields=fields).records["Opt_Out"].to_list() == ["true"]


def test_the_record_id_is_the_survivors_whatever_a_rule_says(run):
    rows = [{"id": "1", "name": "Jo"}, {"id": "22"}]
    assert run(rows, fields={"id": "longest"}).records["Id"].to_list() == ["1"]


@pytest.mark.parametrize(
    ("cells", "expected"), [(["call", "mail"], "call"), (["", "mail"], "mail"), ([" ", None], " ")]
)
def test_a_column_that_no_rule_knows_is_filled_from_the_next(run, cells, expected):
    rows = [{"id": str(at), "Note": cell} for at, cell in enumerate(cells)]
    assert run(rows).records["Note"].to_list() == [expected]


def test_a_rule_for_a_field_that_the_input_lacks_is_idle(run):
    rows = [{"id": "1", "name": "Jo"}, {"id": "2"}]
    assert run(rows, fields={"fax": "longest", "x": {"group": ["fax", "telex"], "take": "max"}}).records.height == 1
