from __future__ import annotations

import pytest

from crmclean import TableError
from crmclean.dedup.model import ModelError
from crmclean.duplicates import Search, dedupe_file, link_files
from crmclean.finished import explain_run
from crmclean.reading import Reading

CONTACTS = """id,first_name,last_name,company,email,phone
1,William,Hartwell,Acme Inc.,will@acme.com,(415) 555-2671
2,Bill,Hartwell,ACME,will@acme.com,415.555.2671
3,Maria,Lopez,Acme Inc.,,415-555-2671
4,Zoe,Quux,Zeta,zoe@zeta.com,
"""
LEADS = """Lead ID,First Name,Last Name,Company,Lead Status,Email
1,Bill,Hartwell,Acme,Open,will@acme.com
2,Zoe,Quux,Zeta Ltd,Open,zoe@zeta.com
3,Jean,Dupont,Beta,Open,jean@beta.fr
"""


@pytest.fixture
def contacts(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path


@pytest.fixture
def leads(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


def test_a_run_is_explained_from_its_files(contacts, tmp_path):
    out = tmp_path / "out"
    found = dedupe_file(contacts, out, Reading())
    asked = explain_run(out, "2", "1", Reading())
    assert asked.why_not is None
    assert asked.explanation == found.pairs.explain("1", "2")
    phone = next(each for each in asked.explanation.evidence if each.comparison == "phone")
    assert (phone.words, phone.left_count, phone.right_count) == ("same phone", 3, 3)
    assert explain_run(out, "1", "4", Reading()).why_not.startswith("They share no blocking key.")


def test_a_decision_is_explained(contacts, tmp_path):
    said = tmp_path / "said.csv"
    said.write_text("left,right,match\n1,2,0\n", encoding="utf-8")
    dedupe_file(contacts, tmp_path / "out", Reading(), search=Search(decisions=said))
    asked = explain_run(tmp_path / "out", "1", "2", Reading())
    assert asked.explanation.match_probability == 0
    assert asked.why_not.startswith("Certainly not the same: decided not to be the same.")


def test_a_run_whose_input_is_gone_or_changed_is_refused(contacts, tmp_path):
    dedupe_file(contacts, tmp_path / "out", Reading())
    contacts.write_text(CONTACTS + "5,,Smith,,,\n", encoding="utf-8")
    with pytest.raises(TableError, match="name it with --input"):
        explain_run(tmp_path / "out", "1", "2", Reading())
    with pytest.raises(TableError, match="not the input of this run"):
        explain_run(tmp_path / "out", "1", "2", Reading(), source=contacts)


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(TableError, match="no run of crmclean"):
        explain_run(tmp_path, "1", "2", Reading())


@pytest.mark.parametrize("summary", ["{", "[]", "7", "{}"])
def test_a_damaged_summary_is_refused(contacts, tmp_path, summary):
    dedupe_file(contacts, tmp_path / "out", Reading())
    (tmp_path / "out" / "summary.json").write_text(summary, encoding="utf-8")
    with pytest.raises(TableError, match=r"summary\.json: damaged|looked for no duplicates"):
        explain_run(tmp_path / "out", "1", "2", Reading())


@pytest.mark.parametrize("model", [b"", b"{}", b"\xff\x00", b"[]"])
def test_a_damaged_model_is_refused(contacts, tmp_path, model):
    dedupe_file(contacts, tmp_path / "out", Reading())
    (tmp_path / "out" / "model.json").write_bytes(model)
    with pytest.raises(ModelError, match=r"model\.json: this is no crmclean model file"):
        explain_run(tmp_path / "out", "1", "2", Reading())


def test_a_link_is_explained_from_its_two_files(contacts, leads, tmp_path):
    out = tmp_path / "out"
    found = link_files(contacts, leads, out, Reading(), prefix_ids=True)
    assert found.pairs.table["left"].to_list() == ["left:1", "left:2", "left:4"]
    asked = explain_run(out, "left:4", "right:2", Reading())
    assert asked.explanation == found.pairs.explain("left:4", "right:2")
    assert asked.why_not is None
    assert explain_run(out, "left:3", "right:3", Reading()).why_not.startswith("They share no blocking key.")
    with pytest.raises(TableError, match="no record with the id 'right:2'"):
        explain_run(out, "right:2", "left:4", Reading())
    leads.rename(tmp_path / "moved.csv")
    with pytest.raises(TableError, match="name it with --right-input"):
        explain_run(out, "left:4", "right:2", Reading())
    assert explain_run(out, "left:4", "right:2", Reading(), right_source=tmp_path / "moved.csv") == asked
