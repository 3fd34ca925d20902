"""Every kind of input through the command line, as its users have them."""

from __future__ import annotations

import bz2
import csv
import io
import json
import lzma
import re
import sqlite3
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from workbooks import rows, workbook, zipped

EXPORT = """\
id,First Name,Last Name,Company,Email,Phone,Country,Industry,Opt Out,Owner,Our own
C1,John,Smith,Acme Corp,john.smith@acme-widgets.com,(415) 555-2671,USA,Tech,No,Ann,  keep me
C2,Jon,Smith,Acme Corporation,john.smith@acme-widgets.com,415-555-2671,United States,Technology,Yes,Ann,b
C3,Mary Ann,Fischer,Globex GmbH,m.fischer@globex.de,030 901820,Deutschland,Mfg,,Bob,
"""
HEADER, *RECORDS = csv.reader(io.StringIO(EXPORT))


def as_xlsx() -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet("Contacts")
    for at, row in enumerate([["All contacts"], HEADER, *RECORDS]):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    book.close()
    return data.getvalue()


def as_parquet() -> bytes:
    data = io.BytesIO()
    columns = dict(zip(HEADER, map(list, zip(*RECORDS, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), data)
    return data.getvalue()


def as_jsonlines() -> bytes:
    return "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in RECORDS).encode()


KINDS = {
    "bzip2": lambda: bz2.compress(EXPORT.encode()),
    "xz": lambda: lzma.compress(EXPORT.encode()),
    "zstd": lambda: pa.Codec("zstd").compress(EXPORT.encode()).to_pybytes(),
    "zip": lambda: zipped({"export/contacts.csv": EXPORT}),
    "xlsx": as_xlsx,
    "parquet": as_parquet,
    "json": as_jsonlines,
}


@pytest.fixture
def expected(crm, tmp_path) -> dict[str, str]:
    """What a run on the same records as CSV gives."""
    path = tmp_path / "contacts.csv"
    path.write_text(EXPORT)
    crm("run", path, "-o", tmp_path / "expected", "--fail-on", "never")
    return results(tmp_path / "expected")


def results(out: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in out.glob("*.csv") if path.name != "quarantine.csv"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_gives_the_same(kind, crm, tmp_path, expected):
    path = tmp_path / "named as nothing"
    path.write_bytes(KINDS[kind]())
    answer = crm("run", path, "-o", "out", "--fail-on", "never")
    assert (answer.code, answer.err) == (0, "")
    assert results(Path("out")) == expected


def make_table(connection, marks: str) -> None:
    columns = ", ".join(f'"{name}" text' for name in HEADER).replace('"id" text', '"id" text primary key')
    connection.execute("drop table if exists contacts")
    connection.execute(f"create table contacts ({columns})")
    for row in reversed(RECORDS):
        connection.execute(f"insert into contacts values ({marks})", [cell or None for cell in row])  # noqa: S608 - marks


@pytest.fixture
def databases(tmp_path, postgres) -> dict[str, str]:
    with sqlite3.connect(tmp_path / "crm.db") as connection:
        make_table(connection, ", ".join("?" * len(HEADER)))
    connection.close()
    with psycopg.connect(postgres, autocommit=True) as server:
        make_table(server, ", ".join(["%s"] * len(HEADER)))
    return {"sqlite": f"sqlite:///{tmp_path}/crm.db", "file": str(tmp_path / "crm.db"), "postgresql": postgres}


@pytest.mark.parametrize("kind", ["sqlite", "file", "postgresql"])
@pytest.mark.parametrize("asked", [("--table", "contacts"), ("--query", "select * from contacts order by id")])
def test_databases_give_the_same(kind, asked, crm, databases, expected):
    answer = crm("run", databases[kind], *asked, "-o", "out", "--fail-on", "never")
    assert (answer.code, answer.err) == (0, "")
    assert results(Path("out")) == expected


def test_outputs_show_no_host_user_or_folder(crm, databases, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_URL", databases["postgresql"].replace("postgres:@", "postgres:hunter2@"))
    answer = crm("run", "env:CRM_URL", "--table", "contacts", "-o", "out", "--fail-on", "never")
    said = answer.out + answer.err + "".join(path.read_text() for path in Path("out").iterdir())
    assert (
        json.loads(Path("out/summary.json").read_text())["input"]["name"] == "contacts of postgresql database postgres"
    )
    for secret in ("hunter2", "CRM_URL", "postgres:", "host=", str(tmp_path)):
        assert secret not in said


@pytest.mark.parametrize("command", ["clean", "dedupe", "score"])
def test_every_command_takes_a_table(command, crm, databases):
    out = () if command == "score" else ("-o", "out")
    answer = crm(command, databases["postgresql"], "--table", "contacts", *out)
    assert answer.code in {0, 1}
    assert "crmclean:" not in answer.err


def test_link_and_explain_take_sheets_and_tables(crm, databases, tmp_path):
    book = workbook(
        {"A": f"<sheetData>{rows(HEADER, *RECORDS)}</sheetData>", "B": f"<sheetData>{rows(['x'])}</sheetData>"}
    )
    (tmp_path / "book.xlsx").write_bytes(book)
    two = ("--sheet", "A", "--right-table", "contacts")
    linked = crm("link", tmp_path / "book.xlsx", databases["file"], *two, "--prefix-ids", "-o", "out")
    assert linked.code == 0, linked.err
    inputs = ("--input", tmp_path / "book.xlsx", "--right-input", databases["file"])
    told = crm("explain", "out", "left:C1", "right:C1", *two, *inputs)
    assert (told.code, told.err) == (0, "")


def test_the_summary_names_the_sheet(crm, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(as_xlsx())
    crm("clean", tmp_path / "book.xlsx", "-o", "out")
    assert json.loads(Path("out/summary.json").read_text())["input"]["sheet"] == "Contacts"


SHEETS = workbook({name: f"<sheetData>{rows(['id'], ['1'])}</sheetData>" for name in ("Contacts", "Accounts")})
WRONG = [
    (("book.xlsx",), "several sheets hold something: 'Contacts', 'Accounts'; name one with --sheet"),
    (("book.xlsx", "--sheet", "Contcats"), r"no sheet 'Contcats'; .* Did you mean 'Contacts'\?"),
    (("book.xlsx", "--table", "contacts"), "is no database; leave out --table and --query"),
    (("contacts.csv", "--sheet", "Contacts"), "is no workbook and has no sheets; leave out --sheet"),
    (("postgresql://ann:hunter2@localhost/crm", "--table", "contacts"), "a password in a URL can be seen by others"),
    (("postgresql://ann@localhost:1/crm", "--table", "contacts"), "cannot connect: no server answers there"),
    (("sqlite:///nowhere.db", "--table", "contacts"), "nowhere.db: no such file"),
]


@pytest.mark.parametrize("command", ["run", "clean", "dedupe", "score"])
@pytest.mark.parametrize(("asked", "message"), WRONG, ids=[message[:20] for _, message in WRONG])
@pytest.mark.usefixtures("export")
def test_what_is_wrong_is_one_line_and_2(command, asked, message, crm, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(SHEETS)
    name, *rest = asked
    source = tmp_path / name if (tmp_path / name).is_file() else name
    answer = crm(command, source, *rest, *(() if command == "score" else ("-o", "out")))
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(f"crmclean: .*{message}.*\n", answer.err), answer.err
    assert "hunter2" not in answer.err
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("--table", "contact"), r"no table 'contact'; .* Did you mean 'contacts'\?"),
        ((), "name one of its tables with --table, or a --query; it has: .*contacts"),
        (("--query", "delete from contacts"), "the query must be a SELECT"),
    ],
)
@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_what_a_database_does_not_have_is_one_line_and_2(kind, asked, message, crm, databases):
    answer = crm("run", databases[kind], *asked, "-o", "out")
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(f"crmclean: .*{message}.*\n", answer.err), answer.err
    assert list(Path.cwd().iterdir()) == []


def test_repeated_ids_of_a_table_are_counted_by_record(crm, databases):
    query = "select 'C1' as id, \"Email\" from contacts order by 2"
    answer = crm("run", databases["postgresql"], "--query", query, "-o", "out")
    assert answer.code == 2
    assert "in column 'id' (records 1, 2, 3)" in answer.err
