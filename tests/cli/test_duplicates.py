from __future__ import annotations

import json

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
    assert crm("dedupe", source, "-o", tmp_path / "out").code == 0
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
