"""Whatever is wrong with the input: the right exit code, one clear line, and nothing written."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


NO_TABLE = {
    "binary": (bytes(range(256)) * 8, "is binary data, no table of records"),
    "zip": (zipped("a.csv", "b.csv"), "is a zip archive of 2 files; unpack it, and name one of them"),
    "workbook": (zipped("xl/workbook.xml"), "is a workbook that is damaged"),
    "web page": (b"<!DOCTYPE html><html><table></table></html>", "is a web page or XML, no table of records"),
    "duplicate headers": (b"id,Email,email\n1,a@acme.com,b@acme.com\n", "duplicate column names: 'Email' and 'email'"),
    "nameless header": (b"id,,Email\n1,x,a@acme.com\n", "the header has no name for column 2"),
    "no header": (b"C1,john.smith@acme.com,Smith\nC2,jane.doe@acme.com,Doe\n", "the first row looks like data"),
    "strange headers": (b"alpha,beta\n1,2\n", "no pack knows any of the headers: alpha, beta"),
    "no ids": (b"Email,Last Name\na@acme.com,Doe\n", "no record id: no column fits 'id'; .*--record-id ROW"),
    "repeated ids": (
        b"id,Email,Last Name\n1,a@acme.com,Doe\n2,b@acme.com,Roe\n1,c@acme.com,Poe\n",
        "2 records have an empty or repeated id in column 'id' .*--record-id ROW",
    ),
    "empty id": (b"id,Email\n1,a@acme.com\n,b@acme.com\n", "empty or repeated id in column 'id'"),
    "blank id": (b"id,Email\n1,a@acme.com\n  ,b@acme.com\n", "empty or repeated id in column 'id'"),
    "damaged gzip": (b"\x1f\x8b\x08\x00\x00", "is a gzip file that is damaged"),
    "damaged parquet": (b"PAR1 PAR1", "is a parquet file that is damaged"),
}


def assert_refused(answer, message: str, code: int = 2) -> None:
    """One line on standard error that says it, nothing on standard output, nothing written."""
    assert (answer.code, answer.out) == (code, "")
    assert re.fullmatch(f"crmclean: .*{message}.*\n", answer.err), answer.err
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("command", ["run", "clean", "dedupe"])
@pytest.mark.parametrize("kind", NO_TABLE)
def test_what_is_no_table_of_records_is_2(kind, command, crm, tmp_path):
    data, message = NO_TABLE[kind]
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    assert_refused(crm(command, path, "-o", "out"), message)


@pytest.mark.parametrize("command", ["run", "clean", "dedupe", "score"])
def test_a_missing_file_and_a_folder_are_2(command, crm, tmp_path):
    out = [] if command == "score" else ["-o", "out"]
    assert_refused(crm(command, tmp_path / "nowhere.csv", *out), r"nowhere\.csv: no such file")
    assert_refused(crm(command, tmp_path, *out), ": is a folder; name one file in it")


def test_records_with_repeated_ids_are_named_by_their_lines(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("id,Email,Last Name\n1,a@acme.com,Doe\n\n2,b@acme.com,Roe\n1,c@acme.com,Poe\n")
    assert_refused(crm("run", path, "-o", "out"), r"lines 2, 5\b")


def test_an_unknown_record_id_column_is_2_with_a_hint(crm, export):
    assert_refused(
        crm("run", export, "-o", "out", "--record-id", "Emial"), r"no column 'Emial'.* Did you mean 'Email'\?"
    )


def test_an_unknown_encoding_or_delimiter_is_2(crm, export):
    assert_refused(crm("run", export, "-o", "out", "--encoding", "klingon"), "klingon")
    assert_refused(crm("run", export, "-o", "out", "--delimiter", "::"), "delimiter")


def test_an_unknown_pack_is_2_with_a_hint(crm, export):
    answer = crm("run", export, "-o", "out", "--rules", "generic/contacts")
    assert_refused(answer, r"no file and no pack 'generic/contacts'.* Did you mean 'generic/contact'\?")


def test_every_problem_of_a_rule_file_is_told_at_once_with_its_place(crm, export, tmp_path):
    rules = tmp_path / "bad.yaml"
    rules.write_text(
        "crmclean: 1\nobject: contact\nextends: generic/contact\nfields:\n  phone: {type: phon}\nrequird:\n"
        '  - last_name\nchecks:\n  - {id: x, that: "created_dat > 1"}\n'
    )
    for arguments in (["rules", "check", rules], ["run", export, "-o", "out", "--rules", rules]):
        code, out, err = crm(*arguments)
        told = [line.removeprefix(f"crmclean: {rules}:") for line in err.splitlines()]
        assert (code, out) == (2, "")
        assert [line.split(" ")[:2] for line in told] == [
            ["5:17", "$.fields.phone.type:"],
            ["6:1", "$.requird:"],
            ["9:19", "$.checks[0].that:"],
        ]
        assert [line.rpartition(". ")[2] for line in told] == [
            "Did you mean 'phone'?",
            "Did you mean 'required'?",
            "Did you mean 'created_date'?",
        ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (b"", "1:1 .*the file is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"crmclean: 1\nobject: contact\n  bad: [\n", "3:.*not YAML"),
        (b"- a\n- b\n", "1:1"),
    ],
)
def test_what_is_no_rule_file_is_2(written, message, crm, export, tmp_path):
    rules = tmp_path / "bad.yaml"
    rules.write_bytes(written)
    assert_refused(crm("run", export, "-o", "out", "--rules", rules), message)


@pytest.mark.parametrize("written", ["id,Email,Last Name\n", "", "\n\n", "\ufeff"])
@pytest.mark.parametrize("command", ["run", "clean", "dedupe"])
def test_an_input_without_records_gives_an_empty_valid_output(written, command, crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(written, encoding="utf-8")
    answer = (
        crm(command, path, "-o", "out", "--fail-on", "error")
        if command != "dedupe"
        else crm(command, path, "-o", "out")
    )
    assert (answer.code, answer.err) == (0, "")
    lines = {file.name: file.read_text().count("\n") for file in Path("out").glob("*.csv")}
    records = "Email" in written
    written_again = {"records.csv": records, "golden.csv": records}
    expected = dict.fromkeys(lines, 1) | {name: count for name, count in written_again.items() if name in lines}
    assert {**lines, "outcomes.csv": 1} == {**expected, "outcomes.csv": 1}


@pytest.mark.parametrize("written", ["id,Email,Last Name\n", ""])
def test_an_input_without_records_is_warned_of(written, crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(written)
    for command in ("run", "clean", "dedupe"):
        answer = crm(command, path, "-o", f"out-{command}")
        assert re.search("no records", answer.out + answer.err), command


@pytest.mark.parametrize("written", ["id,Email,Last Name\n", ""])
def test_an_input_without_records_has_no_score(written, crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(written)
    assert crm("score", path)[::2] == (0, "")
    code, out, err = crm("score", path, "--missing", "phone")
    assert (code, err) == (0, "")
    assert out.startswith("phone missing: ")
