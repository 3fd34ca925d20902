from __future__ import annotations

from pathlib import Path

import pytest

from crmclean import resources
from crmclean.errors import RecordIdError, RuleFileError, TableError
from crmclean.files import TooManyQuarantinedError
from crmclean.reading import Reading, naming_lines, open_input
from crmclean.spec import load_rules

EXAMPLE = resources.example("contacts.csv")


@pytest.fixture
def export(tmp_path):
    """Write an export."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "export.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


# Which rules


def test_the_headers_tell_which_rules_fit():
    found = open_input(EXAMPLE, Reading())
    assert (found.rules.name, found.recognised) == ("generic/contact", True)
    assert found.notes()[0] == "Rules: generic/contact (recognised from the headers)"


def test_rules_that_are_asked_for_are_taken():
    asked = open_input(EXAMPLE, Reading(rules="generic/lead"))
    assert (asked.rules, asked.recognised) == (load_rules("generic/lead"), False)
    assert asked.notes()[0] == "Rules: generic/lead (as asked)"


@pytest.mark.parametrize("written", ["", "\n\n"])
def test_without_headers_it_is_said_that_nothing_tells(written, export):
    opened = open_input(export(written), Reading())
    assert (opened.records.shape, opened.recognised) == ((0, 0), False)
    assert opened.notes()[0] == "Rules: generic/contact (there are no headers to tell by)"


def test_headers_that_fit_no_rules_are_refused(export):
    with pytest.raises(TableError, match="--rules"):
        open_input(export("alpha,beta\n1,2\n"), Reading())


def test_wrong_rules_are_heard_of_before_the_input_is_read(tmp_path):
    with pytest.raises(RuleFileError):
        open_input(tmp_path / "nowhere.csv", Reading(rules=str(tmp_path / "nowhere.yaml")))


# What was read


def test_reading_does_as_it_is_told(export):
    written = "id;Last Name;Email\n1;Ölsen;a,b@acme.com\n"
    opened = open_input(export(written, "cp437"), Reading(encoding="cp437", delimiter=";"))
    assert opened.records.rows() == [("1", "Ölsen", "a,b@acme.com")]


def test_the_share_that_may_be_unreadable_is_as_asked(export):
    path = export("id,Email,Last Name\n1,a@acme.com,Doe\n2,b@acme.com\n")
    with pytest.raises(TooManyQuarantinedError):
        open_input(path, Reading())
    assert open_input(path, Reading(max_quarantine=0.5)).source.quarantine.height == 1


def test_what_reading_had_to_guess_is_said(export):
    opened = open_input(export("id,Email\n1,Ö@acme.com\n", "cp1252"), Reading())
    warnings = opened.notes()[1:]
    assert warnings
    assert all(said.startswith("Warning: ") for said in warnings)


def test_a_field_may_be_called_as_the_input_calls_it(export):
    opened = open_input(export("Id,LastName,MobilePhone,MailingStreet\n1,Doe,,x\n"), Reading())
    assert [opened.field(name) for name in ("MobilePhone", "mobile", "nothing")] == ["mobile", "mobile", "nothing"]


# Lines


def test_the_lines_of_the_file_are_named_where_ids_are_at_fault(export):
    path = export('id,Email\n1,"a\nb@acme.com"\n\n1,c@acme.com\n')
    with pytest.raises(RecordIdError, match=r"\(lines 2, 5\)") as caught, naming_lines(path, Reading()):
        raise RecordIdError("id", [0, 1])
    assert (caught.value.column, caught.value.rows) == ("id", (0, 1))


def test_other_errors_are_left_alone(export):
    error = TableError("something else")
    with pytest.raises(TableError) as caught, naming_lines(export("id\n1\n"), Reading()):
        raise error
    assert caught.value is error


def test_released_records_are_still_counted():
    found = open_input(EXAMPLE, Reading()).released()
    assert found.records.height == open_input(EXAMPLE, Reading()).records.height
    assert found.records.width == 1
    assert found.notes()[0].startswith("Rules: ")


def test_columns_that_are_missing_and_matter_are_warned_of(export, tmp_path):
    rules = tmp_path / "mine.yaml"
    rules.write_text("crmclean: 1\nextends: generic/contact\nfields: {score: {type: number}}\nrequired: [score]\n")
    opened = open_input(
        export("id,Last Name,Emial,City,Phone,Company,Title\n1,Doe,a@b.co,x,1,y,z\n"), Reading(rules=str(rules))
    )
    renamed, lost = opened.warnings
    assert renamed.startswith("no column for 'email' (required, duplicates, survivorship, completeness); did you mean")
    assert renamed.endswith("the column 'Emial'? Then name it under 'columns'")
    assert lost == "no column for 'score' (required)"
    assert opened.notes()[1:] == tuple(f"Warning: {each}" for each in opened.warnings)
    assert opened.released().warnings == opened.warnings
