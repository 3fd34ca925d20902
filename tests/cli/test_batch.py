from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

import crmclean as cc
from crmclean.files import escape, escape_table

RUN = [
    "changes.csv",
    "clusters.csv",
    "findings.csv",
    "golden.csv",
    "lineage.csv",
    "merge_plan.csv",
    "model.json",
    "outcomes.csv",
    "pairs.csv",
    "quarantine.csv",
    "records.csv",
    "report.html",
    "summary.json",
    "timings.json",
]
COLUMNS = {
    "changes": "record_id,field,before,after,rule",
    "clusters": "record_id,cluster_id",
    "findings": "record_id,field,rule,severity,message,value",
    "lineage": "golden_id,field,source_id,rule",
    "merge_plan": "cluster_id,survivor_id,record_id,action,reason",
    "outcomes": "rule,field,severity,owner,in_force,judged,broken,not_judged,share,at_least,met",
    "pairs": "left,right,match_probability,match_weight,relation,reason",
    "quarantine": "line,offset,reason,raw",
}
SALESFORCE = [
    (
        "salesforce/contact",
        "Id,FirstName,LastName,Email,Phone,MailingStreet,MailingCity,MailingCountry,LeadSource,HasOptedOutOfEmail",
        "0035g00000AAAAA,John,Smith,john.smith@acme-widgets.com,(415) 555-2671,1 Main St,Springfield,USA,web,TRUE",
        ["LeadSource", "web", "Web"],
    ),
    (
        "salesforce/contact",
        "Contact ID,First Name,Last Name,Email,Phone,Mailing Street,Mailing State/Province,Lead Source,Email Opt Out",
        "0035g00000AAAAA,John,Smith,john.smith@acme-widgets.com,(415) 555-2671,1 Main St,IL,web,1",
        ["Lead Source", "web", "Web"],
    ),
    (
        "salesforce/account",
        "Id,Name,Type,BillingStreet,BillingCity,BillingCountry,Phone,Website,Industry,NumberOfEmployees",
        "0015g00000AAAAA,Acme Corp,Prospect,1 Main St,Springfield,USA,(415) 555-2671,acme-widgets.com,Tech,12",
        ["Industry", "Tech", "Technology"],
    ),
    (
        "salesforce/account",
        "Account ID,Account Name,Type,Billing Street,Billing City,Billing Zip/Postal Code,Phone,Website,Industry,Site",
        "0015g00000AAAAA,Acme Corp,Prospect,1 Main St,Springfield,62701,(415) 555-2671,acme-widgets.com,Tech,12",
        ["Industry", "Tech", "Technology"],
    ),
    (
        "salesforce/lead",
        "Id,FirstName,LastName,Company,Email,Status,LeadSource,IsConverted",
        "00Q5g00000AAAAA,John,Smith,Acme Corp,john.smith@acme-widgets.com,open - not contacted,web,FALSE",
        ["LeadSource", "web", "Web"],
    ),
    (
        "salesforce/lead",
        "Lead ID,First Name,Last Name,Company,Email,Lead Source,Lead Status,Rating,Lead Owner,Employees,Converted",
        "00Q5g00000AAAAA,John,Smith,Acme Corp,john.smith@acme-widgets.com,web,open - not contacted,Hot,Ann,5,0",
        ["Lead Source", "web", "Web"],
    ),
    (
        "salesforce/opportunity",
        "Id,Name,StageName,Amount,CloseDate,Type,NextStep,ForecastCategoryName",
        "0065g00000AAAAA,Big deal,closed won,1000,2026-01-31,Existing Customer - Upgrade,Sign,Closed",
        ["StageName", "closed won", "Closed Won"],
    ),
    (
        "salesforce/opportunity",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Probability (%),Expected Revenue,Age",
        "0065g00000AAAAA,Big deal,Acme Corp,closed won,1000,2026-01-31,100,1000,12",
        ["Stage", "closed won", "Closed Won"],
    ),
]


def summary_of(out: str) -> dict:
    return json.loads(Path(out, "summary.json").read_text(encoding="utf-8"))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# run


def test_run_writes_every_file_with_its_columns(crm, export):
    code, out, err = crm("run", export, "-o", "out")
    assert (code, err) == (0, "")
    assert sorted(file.name for file in Path("out").iterdir()) == RUN
    for name, columns in COLUMNS.items():
        assert Path(f"out/{name}.csv").read_text(encoding="utf-8").splitlines()[0] == columns, name
    header = export.read_text(encoding="utf-8").splitlines()[0]
    for name in ("records", "golden"):
        assert Path(f"out/{name}.csv").read_text(encoding="utf-8").splitlines()[0] == header, name
    assert "Rules: generic/contact (recognised from the headers)" in out
    assert "out/report.html" in out


def test_run_cleans_merges_and_keeps_what_it_does_not_know(crm, export):
    crm("run", export, "-o", "out")
    records = pl.read_csv("out/records.csv", infer_schema=False)
    assert records["Phone"].to_list() == ["+14155552671", "+14155552671", "+4930901820", None]
    assert records["Country"].to_list() == ["United States", "United States", "Germany", "Denmark"]
    assert records["Industry"].to_list() == ["Technology", "Technology", "Manufacturing", "Sprockets"]
    assert records["Our own"].to_list() == ["  keep me", 'a "q", b', None, "x"]
    golden = pl.read_csv("out/golden.csv", infer_schema=False)
    assert golden.select("id", "Opt Out").rows() == [("C1", "true"), ("C3", None), ("C4", "false")]
    assert rows(Path("out/clusters.csv"))[1:] == [["C1", "C1"], ["C2", "C1"], ["C3", "C3"], ["C4", "C4"]]
    assert [row[:4] for row in rows(Path("out/merge_plan.csv"))[1:]] == [
        ["C1", "C1", "C1", "keep"],
        ["C1", "C1", "C2", "merge"],
    ]


def test_the_summary_is_the_manifest(crm, export):
    crm("run", export, "-o", "out")
    summary = summary_of("out")
    assert (summary["status"], summary["crmclean"]) == ("done", cc.__version__)
    assert summary["input"]["name"] == "contacts.csv"
    assert summary["input"]["sha256"] == hashlib.sha256(export.read_bytes()).hexdigest()
    assert summary["rules"] == {
        "name": "generic/contact",
        "object": "contact",
        "fingerprint": cc.load_rules("generic/contact").fingerprint,
        "given": cc.load_rules("generic/contact").fingerprint,
        "recognised": True,
        "learned": {},
    }
    assert "as_of" not in summary
    assert summary["files"] == {
        name: hashlib.sha256(Path("out", name).read_bytes()).hexdigest()
        for name in RUN
        if name not in {"summary.json", "timings.json"}
    }
    for equation in summary["conservation"]:
        assert equation["total"] == sum(equation["parts"].values())
    assert set(json.loads(Path("out/timings.json").read_text())["seconds"]) >= {"read", "clean", "find duplicates"}


@pytest.mark.parametrize("case", SALESFORCE, ids=[f"{pack}: {header[:20]}" for pack, header, *_ in SALESFORCE])
def test_salesforce_exports_are_recognised_and_keep_their_headers(case, crm, tmp_path):
    pack, header, record, change = case
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n{record}\n")
    code, out, err = crm("run", path, "-o", "out", "--fail-on", "never")
    assert (code, err) == (0, "")
    assert f"Rules: {pack} (recognised from the headers)" in out
    for name in ("records", "golden"):
        assert Path(f"out/{name}.csv").read_text().splitlines()[0] == header
    assert change in [row[1:4] for row in rows(Path("out/changes.csv"))]


@pytest.mark.parametrize("command", ["clean", "dedupe"])
def test_every_step_names_the_pack_that_it_recognised(command, crm, export):
    assert "generic/contact" in crm(command, export, "-o", "out").out


def test_a_pack_can_be_asked_for(crm, export):
    code, out, _ = crm("run", export, "-o", "out", "--rules", "salesforce/contact", "--fail-on", "never")
    assert (code, out.splitlines()[0]) == (0, "Rules: salesforce/contact (as asked)")


def test_a_rule_file_of_ones_own_works_without_mapping(crm, export, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: contact\nextends: generic/contact\nrequired:\n  - {field: our_own, severity: error}\n"
        "fields:\n  our_own: {type: text}\ncolumns:\n  our_own: [Our own]\n"
    )
    assert crm("run", export, "-o", "out", "--rules", rules).code == 1
    assert ["C3", "Our own", "our_own|required", "error"] in [row[:4] for row in rows(Path("out/findings.csv"))]


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("semicolons.csv", lambda text: text.replace(",", ";").encode()),
        ("tabs.tsv", lambda text: text.replace(",", "\t").encode("utf-16")),
        ("bom.csv", lambda text: text.encode("utf-8-sig")),
        ("windows.csv", lambda text: text.replace("\n", "\r\n").replace("Olsen", "Ölsen").encode("cp1252")),
        ("packed.csv.gz", lambda text: gzip.compress(text.encode(), mtime=0)),
        ("wrong.name", lambda text: text.encode()),
    ],
)
def test_exports_of_every_make_are_read(name, encode, crm, tmp_path):
    text = "id,First Name,Last Name,Email,Country\nC1,Erik,Olsen,erik@initech.dk,Danmark\nC2,Ann,Berg,ann@initech.dk,\n"
    path = tmp_path / name
    path.write_bytes(encode(text))
    code, _, err = crm("run", path, "-o", "out", "--fail-on", "never")
    assert (code, err) == (0, "")
    assert summary_of("out")["counts"]["records"] == 2
    assert ["C1", "Country", "Danmark", "Denmark"] in [row[:4] for row in rows(Path("out/changes.csv"))]


def test_parquet_and_json_lines_give_what_csv_gives(crm, export, tmp_path):
    table = pl.read_csv(export, infer_schema=False)
    table.write_parquet(tmp_path / "contacts.parquet")
    table.write_ndjson(tmp_path / "contacts.jsonl")
    for path in (export, tmp_path / "contacts.parquet", tmp_path / "contacts.jsonl"):
        assert crm("run", path, "-o", path.suffix[1:], "--fail-on", "never").code == 0
    for name in ("findings.csv", "changes.csv", "clusters.csv", "pairs.csv", "golden.csv"):
        assert len({Path(kind, name).read_bytes() for kind in ("csv", "parquet", "jsonl")}) == 1, name


def test_the_result_is_an_input_again(crm, export):
    crm("run", export, "-o", "once")
    crm("run", "once/golden.csv", "-o", "twice")
    assert Path("twice/golden.csv").read_bytes() == Path("once/golden.csv").read_bytes()
    assert len(rows(Path("twice/changes.csv"))) == 1


def test_rows_are_numbered_where_asked(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Email,Last Name\njane.doe@acme-widgets.com,Doe\njane.doe@acme-widgets.com,Doe\n")
    assert crm("run", path, "-o", "out", "--record-id", "ROW").code == 0
    assert rows(Path("out/clusters.csv"))[1:] == [["1", "1"], ["2", "1"]]
    assert len(rows(Path("out/golden.csv"))) == 2


def test_rows_are_numbered_where_ids_are_of_no_use(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("id,Email,Last Name\n1,jane.doe@acme-widgets.com,Doe\n1,max.roe@acme-widgets.com,Roe\n")
    assert crm("run", path, "-o", "out", "--record-id", "ROW").code == 0
    assert Path("out/records.csv").read_text() == path.read_text()


def test_an_email_column_that_serves_as_record_id_stays_an_email(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Email,Last Name\njane.doe@acme-widgets.com,Doe\n")
    code, _, _ = crm("run", path, "-o", "out", "--record-id", "Email")
    assert (code, rows(Path("out/findings.csv"))[1:]) == (0, [])


def test_nothing_of_a_record_is_run_by_a_spreadsheet(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("id,Last Name,Email,Industry\nC1,Doe,jane@acme-widgets.com,=HYPERLINK(A1)\n")
    crm("run", path, "-o", "out", "--fail-on", "never")
    found = rows(Path("out/findings.csv"))[1:]
    assert found
    assert not [cell for row in found for cell in row if cell.startswith("=")]


def test_headers_that_look_like_patterns_are_names(crm, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("id,Last Name,Email,*,^.*$\n1,Doe,jane@acme-widgets.com,a,b\n2,Roe,max@acme-widgets.com,c,d\n")
    assert crm("run", path, "-o", "out").code == 0
    assert Path("out/records.csv").read_text() == Path("out/golden.csv").read_text() == path.read_text()


# clean, dedupe


def test_clean_writes_its_part(crm, export):
    code, out, err = crm("clean", export, "-o", "out")
    assert (code, err) == (0, "")
    tables = ["changes", "findings", "outcomes", "quarantine", "records"]
    names = [*(f"{table}.csv" for table in tables), "summary.json", "timings.json"]
    assert sorted(file.name for file in Path("out").iterdir()) == names
    assert "4 records, " in out


def test_dedupe_writes_its_part(crm, export):
    code, out, err = crm("dedupe", export, "-o", "out")
    assert code == 0
    assert err.startswith("Comparing 4 records in at most ")
    names = ["clusters.csv", "model.json", "pairs.csv", "summary.json", "timings.json"]
    assert sorted(file.name for file in Path("out").iterdir()) == names
    assert "2 records in 1 cluster of two or more" in out


def test_a_step_alone_gives_what_the_whole_way_gives(crm, export):
    for command in ("run", "clean", "dedupe"):
        crm(command, export, "-o", command)
    for command in ("clean", "dedupe"):
        for file in Path(command).glob("*.csv"):
            assert file.read_bytes() == Path("run", file.name).read_bytes(), file


@pytest.mark.parametrize("command", ["run", "clean", "dedupe"])
def test_json_prints_the_summary_and_nothing_else(command, crm, export):
    code, out, err = crm(command, export, "-o", "out", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == summary_of("out")


# What columns tell, the day, and targets

DATES = """\
id,Last Name,Email,Birthdate
1,Doe,jane@acme-widgets.com,13/04/1980
2,Roe,rick@acme-widgets.com,03/04/1981
3,Poe,pam@acme-widgets.com,25/12/1979
4,Loe,,31/01/1975
"""


@pytest.fixture
def dated(tmp_path):
    """Write an export with days, and rules that speak of the day and have a target; return both."""
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: contact\nextends: generic/contact\n"
        "checks:\n  - {id: grown-up, that: 'birthdate <= today - 6570', at_least: 0.9}\n"
        "completeness: {targets: {overall: 0, email: 0, phone: 0, owner: 0}}\n"
    )
    export = tmp_path / "dates.csv"
    export.write_text(DATES)
    return export, rules


@pytest.mark.parametrize("command", ["run", "clean"])
def test_what_whole_columns_told_is_said(command, crm, dated):
    export, _ = dated
    code, out, _ = crm(command, export, "-o", "out", "--fail-on", "never")
    assert (code, "Learned from whole columns: birthdate (order: dmy)\n" in out) == (0, True)
    assert summary_of("out")["rules"]["learned"] == {"birthdate": {"order": "dmy"}}
    assert crm(command, "out/records.csv", "-o", "again", "--fail-on", "never").out.count("Learned") == 0


@pytest.mark.parametrize("command", ["run", "clean"])
@pytest.mark.parametrize(("day", "missed"), [("1998-06-01", True), ("2026-01-31", False)])
def test_the_target_of_a_rule_is_held_against_the_day_asked_for(command, day, missed, crm, dated):
    export, rules = dated
    answer = crm(command, export, "-o", "out", "-r", rules, "--as-of", day, "--fail-on", "target")
    assert (answer.code, answer.err) == (int(missed), "")
    said = "Target missed: grown-up holds in 75.0 % of 4 records; target 90.0 % missed by 15.0 points\n"
    assert (said in answer.out) is ("Target missed" in answer.out) is missed
    summary = summary_of("out")
    assert (summary["as_of"], summary["missed"]) == (day, ["grown-up"] if missed else [])


@pytest.mark.parametrize("command", ["run", "clean", "score"])
@pytest.mark.parametrize(
    "day", ["tomorrow", "31.01.2026", "2026-1-31", "20260131", "2026-02-30", "2026-01-31T00:00", ""]
)
def test_a_day_that_is_none_is_2_in_one_line(command, day, crm, export):
    where = [] if command == "score" else ["-o", "out"]
    code, out, err = crm(command, export, *where, "--as-of", day)
    assert (code, out) == (2, "")
    assert err == f"crmclean: --as-of: '{day}' is no day; write it as 2026-01-31\n"
    assert list(Path.cwd().iterdir()) == []


# The same as the Python API


def test_the_command_line_gives_what_the_python_api_gives(crm):
    path = Path(cc.__file__).parent.parent / "examples" / "contacts.csv"
    assert crm("run", path, "-o", "out", "--fail-on", "never").code == 0
    rules = cc.load_rules("generic/contact")
    cleaned = cc.clean(pl.read_csv(path, infer_schema=False), rules)
    pairs = cc.find_duplicates(cleaned.records, rules)
    clusters = cc.cluster(pairs)
    golden = cc.merge(cleaned.records, clusters, rules)
    tables = {
        "records": cleaned.records,
        "changes": cleaned.changes,
        "findings": escape_table(cleaned.findings),
        "outcomes": cleaned.outcomes,
        "pairs": pairs.table,
        "clusters": clusters.to_frame(),
        "merge_plan": golden.plan,
        "golden": golden.records,
        "lineage": golden.lineage,
    }
    for name, table in tables.items():
        assert table.height > 10, name
        assert pl.read_csv(f"out/{name}.csv", infer_schema=False).rows() == [
            tuple(None if cell in {None, ""} else str(cell) for cell in row)
            for row in table.cast(dict.fromkeys([pl.Boolean], pl.String)).iter_rows()
        ], name


# What the files are for

RISKY = (
    b'id,"Last Name",First Name,Email,Company\r\n'
    b'=a,"Smith",Ann,ann.smith@acme.example,"=cmd|\' /C calc\'!A0"\r\n'
    b"=b,Smith,Ann,ann.smith@acme.example,=cmd|' /C calc'!A0\n"
    b'3,"Jones",Bob,BOB@bolt.example,Bolt'
)
TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def risky(tmp_path):
    path = tmp_path / "risky.csv"
    path.write_bytes(RISKY)
    return path


@pytest.mark.parametrize("command", ["run", "clean"])
def test_for_reimport_only_what_the_rules_change_is_changed(command, risky, crm):
    answer = crm(command, risky, "-o", "out")
    assert "a spreadsheet may run cells as formulas: id 2, Company 2; before you open them" in answer.out
    written = Path("out/records.csv").read_bytes()
    assert written == RISKY.replace(b"BOB@bolt", b"bob@bolt")
    assert json.loads(Path("out/summary.json").read_text())["for"] == "reimport"


def test_for_a_spreadsheet_nothing_is_a_formula(risky, crm):
    answer = crm("run", risky, "-o", "out", "--for", "spreadsheet")
    assert "formulas" not in answer.out
    for path in sorted(Path("out").glob("*.csv")):
        written = path.read_bytes()
        assert written.startswith(codecs.BOM_UTF8), path.name
        rows = list(csv.reader(written.decode("utf-8-sig").splitlines(keepends=True)))
        assert rows, path.name
        assert not [cell for row in rows for cell in row if cell.startswith(TRIGGERS) and escape(cell) != cell]
    told = crm("explain", "out", "=a", "=b")
    assert "They are in one cluster" in told.out


DEALS = "id,Name,Account Name,Stage,Amount,{},Next Step\n" + "".join(
    f"{row},Deal {row},Acme,Qualification,5,2026-01-0{row},call\n" for row in range(1, 9)
)


@pytest.mark.parametrize("command", ["run", "clean", "dedupe"])
def test_a_renamed_column_is_warned_of_in_what_is_printed_and_in_the_summary(crm, tmp_path, command):
    path, out = tmp_path / "deals.csv", tmp_path / "out"
    path.write_text(DEALS.format("Close Dat"))
    answer = crm(command, path, "-o", out, *([] if command == "dedupe" else ["--fail-on", "never"]))
    warning = "no column for 'close_date' (required, "
    summary = json.loads((out / "summary.json").read_text())
    (told,) = (each for each in summary["warnings"] if each.startswith(warning))
    assert "did you mean the column 'Close Dat'? Then name it under 'columns'" in told
    assert told in answer.out
    assert "close_date" in summary["absent"]
    if command == "run":
        assert "did you mean the column" in (out / "report.html").read_text(encoding="utf-8")


def test_a_column_of_another_type_is_warned_of(crm, tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS.replace("2026-01-0", "week ").format("Close Date"))
    for command in ("run", "clean"):
        answer = crm(command, path, "-o", tmp_path / command, "--fail-on", "never")
        warning = "100% of 8 values of 'Close Date' cannot be read as date"
        assert warning in answer.out
        assert warning in json.loads((tmp_path / command / "summary.json").read_text())["warnings"]


def test_the_order_of_columns_changes_no_finding(crm, export, tmp_path):
    rows = [line.split(",") for line in export.read_text(encoding="utf-8").replace('"a ""q"", b"', "q").splitlines()]
    turned = tmp_path / "turned.csv"
    export.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    turned.write_text("\n".join(",".join(row[::-1]) for row in rows) + "\n", encoding="utf-8")
    for path in (export, turned):
        assert crm("run", path, "-o", tmp_path / path.stem, "--fail-on", "never").code == 0
    for name in ("findings.csv", "changes.csv", "pairs.csv", "clusters.csv"):
        told = [(tmp_path / path.stem / name).read_text(encoding="utf-8").splitlines() for path in (export, turned)]
        assert sorted(told[0]) == sorted(told[1])


@pytest.mark.parametrize(
    "written",
    [
        b'id,Last Name,Email,Note\n1,"Ray","e@x.org","x\\",=1+1,\\"y"\n2,Lee,f@x.org,"\\"q\\""\n',
        b"'id','Last Name','Email','Note'\n'1','Ray','e@x.org','x,=1+1,y'\n",
        b"id|Last Name|Email|Note\n1|Ray|e@x.org|x,=1+1,y\n",
    ],
)
def test_for_a_spreadsheet_an_unusual_dialect_is_made_usual(written, crm, tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(written)
    crm("clean", path, "-o", "out", "--for", "spreadsheet")
    rows = list(csv.reader(Path("out/records.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["id", "Last Name", "Email", "Note"]
    assert not [cell for row in rows for cell in row if cell.startswith(TRIGGERS)]
    assert all(len(row) == 4 for row in rows)


def test_what_a_run_wrote_is_read_again_as_it_was_written(crm, tmp_path):
    path = tmp_path / "in.csv"
    rows = "".join(f"{at};Ray;Main St {at},Rome,Italy;a{at % 2}@x.org\n" for at in range(1, 9))
    path.write_text(f"sep=;\nid;Last Name;Note;Email\n{rows}")
    crm("run", path, "-o", "out", "--fail-on", "never")
    assert "Match probability" in crm("explain", "out", "1", "2").out
