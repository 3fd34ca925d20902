from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

PHONES = """\
id,Last Name,Email,Phone,Country,Owner
1,Doe,a@acme-widgets.com,(415) 555-2671,USA,Ann
2,Roe,b@acme-widgets.com,,USA,Ann
3,Poe,,000-000-0000,Germany,Ann
4,Loe,d@acme-widgets.com,12,,Bob
5,Moe,e@acme-widgets.com,,USA,
"""


@pytest.fixture
def phones(tmp_path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(PHONES)
    return path


def test_how_much_is_missing_is_one_line_and_its_breakdown(crm, phones):
    code, out, err = crm("score", phones, "--missing", "phone")
    assert (code, err) == (0, "")
    assert out == "phone missing: 80.0 % (4 of 5)\n  2 empty, 1 placeholder, 1 impossible\n"


def test_large_counts_are_written_with_commas(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    lines = (f"{at},Doe,{'' if at <= 4301 else '(415) 555-2671'}" for at in range(1, 20_001))
    path.write_text("\n".join(["id,Last Name,Phone", *lines]))
    assert crm("score", path, "--missing", "phone").out.splitlines()[0] == "phone missing: 21.5 % (4,301 of 20,000)"


def test_several_fields_can_be_asked_for(crm, phones):
    out = crm("score", phones, "--missing", "phone", "--missing", "email").out
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "phone missing: 80.0 % (4 of 5)",
        "email missing: 20.0 % (1 of 5)",
    ]


def test_a_field_may_be_called_as_the_input_calls_it(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("Id,LastName,Email,MobilePhone,MailingStreet\n1,Doe,a@acme-widgets.com,,x\n")
    code, out, err = crm("score", path, "--missing", "MobilePhone")
    assert (code, err) == (0, "")
    assert out.startswith("MobilePhone missing: 100.0 % (1 of 1)\n")


def test_an_unknown_field_is_2_with_a_hint(crm, phones):
    code, out, err = crm("score", phones, "--missing", "phnoe")
    assert (code, out) == (2, "")
    assert re.search(r"'phnoe'.* Did you mean 'phone'\?", err)
    assert crm("score", phones, "--by", "phnoe").code == 2


def test_the_score_is_shown_by_field_and_segment(crm, phones):
    code, out, err = crm("score", phones)
    assert (code, err) == (0, "")
    for shown in (r"phone +20\.0 % +4 +2 empty, 1 placeholder, 1 impossible", "email", "Ann", "Bob", r"\(none\)"):
        assert re.search(shown, out), shown
    assert "Germany" in crm("score", phones, "--by", "country").out


def test_the_score_names_the_pack_that_it_recognised(crm, phones):
    assert "generic/contact" in crm("score", phones).out


def test_json_has_the_same_numbers(crm, phones):
    code, out, err = crm("score", phones, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    by_field = {row["field"]: row for row in answer["fields"]}
    assert answer["records"] == 5
    assert {name: by_field["phone"][name] for name in ("missing", "empty", "placeholder", "impossible")} == {
        "missing": 4,
        "empty": 2,
        "placeholder": 1,
        "impossible": 1,
    }
    assert "phone" in answer["missed"]


def test_json_answers_what_was_asked(crm, phones):
    answer = json.loads(crm("score", phones, "--missing", "phone", "--json").out)
    assert "phone" in json.dumps(answer)
    assert "(4 of 5)" not in json.dumps(answer)


def test_the_score_becomes_a_page(crm, phones):
    assert crm("score", phones, "--html", "score.html").code == 0
    assert Path("score.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")


def test_a_page_that_cannot_be_written_is_5(crm, phones, tmp_path):
    for place in (tmp_path, tmp_path / "nowhere" / "score.html"):
        code, _, err = crm("score", phones, "--html", place)
        assert (code, len(err.splitlines())) == (5, 1)


def test_records_need_no_ids_to_be_scored(crm, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("Last Name,Email\nDoe,a@acme-widgets.com\n")
    assert crm("score", path).code == 0
