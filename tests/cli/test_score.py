"""Scoring on the command line: what is shown, written and refused."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

RULES = """\
crmclean: 1
object: contact
fields:
  last_name: {type: person_name, part: family}
  email: {type: email, label: E-mail}
  phone: {type: phone, region: {from: country, else: US}}
  mobile: {type: phone, region: {from: country, else: US}}
  country: {type: country}
  owner: {type: text}
  stage: {type: text}
  created_date: {type: date}
  title: {type: text}
columns:
  last_name: [Last Name]
  email: [Email]
  phone: [Phone]
  mobile: [Mobile Phone]
  country: [Country]
  owner: [Owner]
  stage: [Stage]
  created_date: [Created]
  title: [Title]
completeness:
  weights:
    last_name: 1
    email: {weight: 2, when: "stage != 'Lost'"}
    anywhere: {weight: 3, any_of: [phone, mobile]}
  targets: {overall: 0.8, email: 0.5}
"""
PHONES = """\
id,Last Name,Email,Phone,Mobile Phone,Country,Owner,Stage,Created,Title
1,Doe,a@acme-widgets.com,(415) 555-2671,,USA,Ann,Open,2025-01-31,CEO
2,Roe,b@acme-widgets.com,,,USA,Ann,Lost,2025-01-02,
3,Poe,,000-000-0000,,Germany,Ann,Open,2025-02-01,n/a
4,Loe,d@acme-widgets.com,12,,,Bob,Open,,
5,Moe,e@acme-widgets.com,,(415) 555-2672,USA,,Lost,2025-02-01,
"""


@pytest.fixture
def phones(tmp_path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(PHONES)
    return path


@pytest.fixture
def score(crm, phones, tmp_path):
    """Score the contacts with the rules above."""
    rules = tmp_path / "contacts.yaml"
    rules.write_text(RULES)
    return lambda *options: crm("score", phones, "--rules", rules, *options)


def rows(text, begin):
    """The cells of a table's rows, from the header that begins like this to the next blank line."""
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip().startswith(begin))
    stop = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    return [re.split(r" {2,}", line.strip()) for line in lines[start + 1 : stop]]


def test_how_much_is_missing_is_one_line_and_its_breakdown(score):
    code, out, err = score("--missing", "phone")
    assert (code, err) == (0, "")
    assert out == "phone missing: 80.0 % (4 of 5)\n  2 empty, 1 placeholder, 1 impossible\n"


def test_large_counts_are_written_with_commas(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    lines = (f"{at},Doe,{'' if at <= 4301 else '(415) 555-2671'}" for at in range(1, 20_001))
    path.write_text("\n".join(["id,Last Name,Phone", *lines]))
    assert crm("score", path, "--missing", "phone").out.splitlines()[0] == "phone missing: 21.5 % (4,301 of 20,000)"


def test_several_fields_can_be_asked_for(score):
    out = score("--missing", "phone", "--missing", "Email", "--missing", "anywhere", "--missing", "title").out
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "phone missing: 80.0 % (4 of 5)",
        "Email missing: 33.3 % (1 of 3)",
        "anywhere missing: 60.0 % (3 of 5)",
        "title missing: 80.0 % (4 of 5)",
    ]


def test_the_score_is_shown_by_field_with_its_denominator(score):
    code, out, err = score()
    assert (code, err) == (0, "")
    assert rows(out, "field") == [
        ["last name", "100.0 %", "0 of 5"],
        ["E-mail", "66.7 %", "1 of 3", "1 empty", "50.0 % met"],
        ["anywhere", "40.0 %", "3 of 5", "1 empty, 1 placeholder, 1 impossible"],
        ["anywhere: phone or mobile"],
    ]
    assert out.splitlines()[2] == (
        "58.3 % of what matters is filled; target 80.0 % missed by 21.7 points; anywhere missing: 60.0 % (3 of 5)."
    )


def test_segments_are_shown_alone_and_together(score):
    out = score("--by", "owner", "--by", "Stage").out
    assert rows(out, "owner   records") == [
        ["Ann", "3", "47.2 %", "11 to 86 %", "anywhere 2 of 3, E-mail 1 of 2"],
        ["(none)", "1", "100.0 %", "21 to 100 %"],
        ["Bob", "1", "50.0 %", "5 to 95 %", "anywhere 1 of 1"],
    ]
    assert [row[:2] for row in rows(out, "stage  records")] == [["Open", "3"], ["Lost", "2"]]
    assert [row[:3] for row in rows(out, "owner   stage")] == [
        ["Ann", "Open", "2"],
        ["(none)", "Lost", "1"],
        ["Ann", "Lost", "1"],
        ["Bob", "Open", "1"],
    ]


def test_one_segment_or_three_are_not_put_together(score):
    assert score("--by", "owner", "--by", "owner").out.count("missing most") == 1
    assert score("--by", "owner", "--by", "stage", "--by", "country").out.count("missing most") == 3


def test_small_segments_are_one(score):
    assert [row[:2] for row in rows(score("--by", "owner", "--min-records", "2").out, "owner")] == [
        ["Ann", "3"],
        ["(fewer than 2 records)", "2"],
    ]


def test_a_date_is_reported_by_month(score):
    assert [row[:2] for row in rows(score("--by", "created_date.month").out, "created date")] == [
        ["2025-01", "2"],
        ["2025-02", "2"],
        ["(none)", "1"],
    ]


def test_today_is_the_day_that_is_asked_for(crm, phones, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES.replace("stage != 'Lost'", "created_date >= today"))
    answers = [
        crm("score", phones, "--rules", rules, "--as-of", day, "--missing", "email")
        for day in ("2025-01-31", "2025-02-01")
    ]
    assert [answer.out.splitlines()[0] for answer in answers] == [
        "email missing: 33.3 % (1 of 3)",
        "email missing: 50.0 % (1 of 2)",
    ]


def test_the_score_names_the_pack_that_it_recognised(crm, phones):
    assert crm("score", phones).out.startswith("Rules: generic/contact (recognised from the headers)\n")


def test_json_has_the_same_numbers(score):
    code, out, err = score("--json", "--by", "owner", "--min-records", "2")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert {
        name: answer[name] for name in ("rules", "records", "scored", "overall", "missed", "absent", "missing")
    } == {
        "rules": "contacts",
        "records": 5,
        "scored": 5,
        "overall": round((1 + 0.25 + 1 / 6 + 0.5 + 1) / 5, 12),
        "missed": ["overall"],
        "absent": [],
        "missing": {},
    }
    assert [(row["field"], row["records"], row["missing"]) for row in answer["fields"]] == [
        ("last_name", 5, 0),
        ("email", 3, 1),
        ("anywhere", 5, 3),
    ]
    assert [(row["value"], row["records"], row["share_email"], row["of_email"]) for row in answer["segments"]] == [
        ("Ann", 3, 0.5, 2),
        ("(fewer than 2 records)", 2, 1.0, 1),
    ]


def test_json_answers_what_was_asked(score):
    answer = json.loads(score("--missing", "Title", "--missing", "phone", "--json").out)
    assert answer["missing"] == {
        "Title": {"field": "title", "records": 5, "empty": 3, "placeholder": 1, "impossible": 0}
        | {"default": 0, "null": 3, "missing": 4, "share": 0.8},
        "phone": {"field": "phone", "records": 5, "empty": 2, "placeholder": 1, "impossible": 1}
        | {"default": 0, "null": 2, "missing": 4, "share": 0.8},
    }


def test_each_record_is_written_with_its_score_and_what_it_lacks(score):
    code, out, _ = score("--records", "scores.csv")
    assert (code, out.splitlines()[-1]) == (0, "Written to scores.csv")
    with Path("scores.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["record_id", "score", "missing"],
            ["1", "1.0", ""],
            ["2", "0.25", "anywhere"],
            ["3", "0.166666666667", "E-mail, anywhere"],
            ["4", "0.5", "anywhere"],
            ["5", "1.0", ""],
        ]


def test_the_scores_of_records_carry_no_formula(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("id,Last Name,Email\n=1+1,Doe,a@acme-widgets.com\n")
    assert crm("score", path, "--records", "scores.csv").code == 0
    assert "\n=" not in Path("scores.csv").read_text()


def test_the_score_becomes_a_page(score):
    assert score("--html", "score.html").out.splitlines()[-1] == "Written to score.html"
    page = Path("score.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Completeness of contacts.csv" in page
    assert "E-mail" in page


def test_records_need_no_ids_to_be_scored(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("Last Name,Email\nDoe,a@acme-widgets.com\n")
    assert crm("score", path).code == 0
    code, out, err = crm("score", path, "--records", "scores.csv", "--html", "score.html")
    assert (code, out) == (2, "")
    assert "no record id" in err
    assert list(Path().iterdir()) == []
    assert crm("score", path, "--records", "scores.csv", "--record-id", "ROW").code == 0
    assert Path("scores.csv").read_text().splitlines()[1].startswith("1,")


def test_a_header_alone_has_nothing_to_score(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("id,Last Name,Email\n")
    code, out, _ = crm("score", path, "--by", "email", "--records", "scores.csv", "--html", "score.html")
    assert code == 0
    assert "Nothing to score" in out
    assert Path("scores.csv").read_text() == "record_id,score,missing\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--missing", "phnoe"], r"no column 'phnoe'; .* Did you mean 'phone'\?"),
        (["--by", "phnoe"], r"no column 'phnoe'; .* Did you mean 'phone'\?"),
        (["--by", "owner", "--by", "stgae"], r"no column 'stgae'; .* Did you mean 'stage'\?"),
        (["--by", "stage.month"], "'stage.month' is no segment: 'stage' is no date"),
        (["--by", "created_date.week"], r"no column 'created_date.week'; .* Did you mean 'created_date'\?"),
        (["--as-of", "31.1.2026"], "'31.1.2026' is no day; write it as 2026-01-31"),
        (["--record-id", "key", "--records", "scores.csv"], "no column 'key'"),
        (["--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["--delimiter", "::"], "the delimiter must be one character"),
        (["--rules", "generic/contat"], "no pack 'generic/contat'"),
    ],
)
def test_wrong_values_are_2_and_one_line(options, told, score):
    code, out, err = score(*options)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert re.search(told, err)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("--min-records", "0"), ("--min-records", "few"), ("--fail-on", "monday"), ("--max-quarantine", "2")],
)
def test_values_that_no_option_takes_are_2_and_name_the_option(option, value, score):
    code, out, err = score(option, value)
    assert (code, out) == (2, "")
    assert f"Invalid value for '{option}'" in err


@pytest.mark.parametrize("option", ["--html", "--records"])
def test_the_input_is_not_written_over(option, score, phones):
    (phones.parent / "link.csv").symlink_to(phones)
    (phones.parent / "hard.csv").hardlink_to(phones)
    for target in (phones, Path("..") / phones.name, phones.parent / "link.csv", phones.parent / "hard.csv"):
        code, out, err = score(option, target)
        assert (code, out) == (2, "")
        assert err == f"crmclean: {option}: {target} is the input; choose another file\n"
    assert phones.read_text() == PHONES


def test_the_page_and_the_scores_are_two_files(score):
    code, _, err = score("--html", "a.csv", "--records", "./a.csv")
    assert (code, err) == (2, "crmclean: --records: a.csv is what --html writes; choose another file\n")


@pytest.mark.parametrize("option", ["--html", "--records"])
def test_what_cannot_be_written_is_5_before_any_work(option, score, tmp_path):
    for place, told in ((tmp_path, "it is no file"), (tmp_path / "nowhere" / "x", "there is no folder")):
        code, out, err = score(option, place)
        assert (code, out, len(err.splitlines())) == (5, "", 1)
        assert told in err


@pytest.mark.parametrize("option", ["--html", "--records"])
def test_an_earlier_file_is_replaced(option, score):
    Path("old").write_text("old")
    assert score(option, "old").code == 0
    assert Path("old").read_text() != "old"


def test_the_development_export_is_scored(crm, shared):
    code, out, err = crm("score", shared / "crm_dev_20k" / "contacts.csv", "--by", "owner", "--min-records", "1000")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("  (fewer than 1000 records)")
