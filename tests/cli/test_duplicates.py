from __future__ import annotations

import json

import pytest

CONTACTS = (
    "id,first_name,last_name,email\n1,Will,Hartwell,will@acme.com\n2,William,Hartwell,will@acme.com\n3,Zoe,Quux,\n"
)


def test_a_search_a_question_and_a_plan(crm, tmp_path):
    source = tmp_path / "contacts.csv"
    source.write_text(CONTACTS, encoding="utf-8")
    planned = crm("dedupe", source, "--plan", "--json")
    assert planned.code == 0
    assert json.loads(planned.out)["fits"] is True
    assert crm("dedupe", source).code == 2
    found = crm("dedupe", source, "-o", tmp_path / "out")
    assert found.code == 0
    assert found.err.startswith("Comparing 3 records in at most ")
    assert len(found.err.splitlines()) == 1
    asked = crm("explain", tmp_path / "out", "1", "2", "--input", source)
    assert asked.code == 0
    assert asked.out.startswith("Almost surely the same person: ")


def test_two_files_that_share_ids(crm, tmp_path):
    source = tmp_path / "contacts.csv"
    source.write_text(CONTACTS, encoding="utf-8")
    refused = crm("link", source, source, "-o", tmp_path / "out")
    assert refused.code == 2
    assert "--prefix-ids" in refused.err
    linked = crm("link", source, source, "-o", tmp_path / "out", "--prefix-ids")
    assert linked.code == 0
    assert "linked." in linked.out


@pytest.mark.parametrize(("limit", "code"), [("0", 4), ("1", 4), ("34", 0), ("-1", 2), ("many", 2)])
def test_the_limit_of_pairs_holds(crm, tmp_path, limit, code):
    source = tmp_path / "contacts.csv"
    source.write_text(CONTACTS, encoding="utf-8")
    for command in (["dedupe", source], ["link", source, source, "--prefix-ids"]):
        told = crm(*command, "-o", tmp_path / "out", "--max-pairs", limit)
        assert told.code == code
        assert len(told.err.splitlines()) == 1
        assert (tmp_path / "out").exists() is not bool(code)
