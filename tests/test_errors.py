from __future__ import annotations

import pytest

from crmclean import errors
from crmclean.errors import (
    CrmcleanError,
    MissingExtraError,
    Problem,
    RecordIdError,
    RuleFileError,
    TableError,
    did_you_mean,
)

CODES = {
    "CrmcleanError": (2, 400),
    "RuleFileError": (2, 400),
    "TableError": (2, 400),
    "RecordIdError": (2, 400),
    "MissingExtraError": (2, 400),
    "QuarantineError": (3, 400),
    "BudgetError": (4, 503),
    "OutputError": (5, 507),
    "SelfAuditError": (7, 500),
}


def test_every_error_has_its_exit_code_and_http_status():
    kinds = {name: kind for name, kind in vars(errors).items() if name.endswith("Error")}
    assert all(issubclass(kind, CrmcleanError) for kind in kinds.values())
    assert {name: (kind.exit_code, kind.http_status) for name, kind in kinds.items()} == CODES


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("contry", ["country", "state"], " Did you mean 'country'?"),
        ("countrys", ["country", "state"], " Did you mean 'country'?"),
        ("industry", ["industri", "industry"], " Did you mean 'industry'?"),
        ("xyz", ["country", "state"], ""),
        ("country", [], ""),
        ("", ["country"], ""),
    ],
)
def test_the_nearest_known_word_is_offered(word, known, hint):
    assert did_you_mean(word, known) == hint


def test_a_rule_file_tells_all_its_problems_with_their_places():
    problems = [
        Problem("rules.yaml", 3, 5, "$.fields.phone.type", "unknown type 'phon'"),
        Problem("rules.yaml", 9, 1, "$", "unknown key 'requird'"),
    ]
    error = RuleFileError(problems)
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == [
        "rules.yaml:3:5 $.fields.phone.type: unknown type 'phon'",
        "rules.yaml:9:1 $: unknown key 'requird'",
    ]


def test_an_unknown_column_is_told_with_what_there_is():
    told = str(TableError.unknown_column("phnoe", ["id", "phone"]))
    assert told == "no column 'phnoe'; the table has: id, phone. Did you mean 'phone'?"
    many = str(TableError.unknown_column("zzz", [f"column {at}" for at in range(40)]))
    assert many.endswith("column 11, ….")


def test_records_without_an_id_of_their_own_are_named_by_line_where_lines_are_known():
    told = "records have an empty or repeated id in column 'id'"
    hint = "number the rows with --record-id ROW"
    assert str(RecordIdError("id", [0, 2])) == f"2 {told} (records 1, 3); {hint}"
    assert str(RecordIdError("id", [0, 2], lines=[2, 5])) == f"2 {told} (lines 2, 5); {hint}"
    assert str(RecordIdError("id", range(2000))) == f"2,000 {told} (records 1, 2, 3, 4, 5, …); {hint}"


def test_a_missing_extra_is_named_as_it_is_installed():
    with pytest.raises(MissingExtraError, match=r'^Spark needs an extra: pip install "crmclean\[spark\]"$'):
        raise MissingExtraError.needs("spark", "Spark")
