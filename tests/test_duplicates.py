from __future__ import annotations

import json

import pytest

from crmclean import TableError
from crmclean.dedup.model import ModelError
from crmclean.duplicates import Search, dedupe_file, explain_run, link_files, plan_file
from crmclean.files import read
from crmclean.reading import Reading

CONTACTS = """id,first_name,last_name,company,email,phone
1,William,Hartwell,Acme Inc.,will@acme.com,(415) 555-2671
2,Bill,Hartwell,ACME,will@acme.com,415.555.2671
3,Maria,Lopez,Acme Inc.,,415-555-2671
4,Zoe,Quux,Zeta,zoe@zeta.com,
"""
OTHERS = """id,first_name,last_name,company,email,phone
a,Bill,Hartwell,Acme,will@acme.com,
b,Zoe,Quux,Zeta Ltd,zoe@zeta.com,
c,Jean,Dupont,Beta,jean@beta.fr,
"""


@pytest.fixture
def contacts(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path


@pytest.fixture
def others(tmp_path):
    path = tmp_path / "others.csv"
    path.write_text(OTHERS, encoding="utf-8")
    return path


def rows(out, name):
    return read(out / name).table.rows()


def said(folder, *answers):
    path = folder / "said.csv"
    path.write_text("left,right,match\n" + "".join(f"{','.join(each)}\n" for each in answers), encoding="utf-8")
    return path


def test_two_files_are_linked(contacts, others, tmp_path):
    out = tmp_path / "out"
    link_files(contacts, others, out, Reading())
    assert [row[:2] for row in rows(out, "pairs.csv")] == [("1", "a"), ("2", "a"), ("4", "b")]
    linked = [row for row in rows(out, "clusters.csv") if row[0] == "right"]
    assert [row[1:] for row in linked][1:] == [("b", "4"), ("c", "c")]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["other"]["name"], summary["other"]["records"]) == ("others.csv", 3)


def test_many_to_one(contacts, others, tmp_path):
    link_files(contacts, others, tmp_path / "out", Reading(), many_to_one=True)
    clusters = {row[1]: row[2] for row in rows(tmp_path / "out", "clusters.csv")}
    assert clusters["1"] == clusters["2"] == clusters["a"]


def test_files_that_share_ids_are_refused_unless_prefixed(contacts, tmp_path):
    with pytest.raises(TableError, match=r"4 record ids stand in both tables; .*--prefix-ids"):
        link_files(contacts, contacts, tmp_path / "out", Reading())
    link_files(contacts, contacts, tmp_path / "out", Reading(), prefix_ids=True)
    assert ("right", "right:4", "left:4") in rows(tmp_path / "out", "clusters.csv")


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
    decided = Search(decisions=said(tmp_path, ("1", "2", "0")))
    dedupe_file(contacts, tmp_path / "out", Reading(), search=decided)
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


def test_a_saved_model_scores_alike_and_fits_no_other_rules(contacts, tmp_path):
    dedupe_file(contacts, tmp_path / "out", Reading())
    model = Search(model=tmp_path / "out" / "model.json")
    dedupe_file(contacts, tmp_path / "again", Reading(), search=model)
    assert rows(tmp_path / "again", "pairs.csv") == rows(tmp_path / "out", "pairs.csv")
    changed = tmp_path / "rules.yaml"
    changed.write_text(
        "crmclean: 1\nobject: contact\nextends: generic/contact\nduplicates: {compare: {title: {kind: exact}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ModelError, match="trained by rules that compare otherwise than 'rules'"):
        dedupe_file(contacts, tmp_path / "other", Reading(rules=str(changed)), search=model)


def test_labels_are_held_against_the_clusters(contacts, tmp_path):
    labels = Search(labels=said(tmp_path, ("1", "2", "1"), ("1", "3", "0"), ("3", "4", "1")))
    quality = dedupe_file(contacts, tmp_path / "out", Reading(), search=labels).quality
    assert (quality.precision.right, quality.precision.of) == (1, 1)
    assert (quality.recall.right, quality.recall.of) == (1, 2)
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["labels"]
    assert told["recall"]["of"] == 2


def test_a_plan_counts_and_writes_nothing(contacts, tmp_path):
    _, plan = plan_file(contacts, Reading())
    assert dict(plan.keys.select("rule", "pairs").iter_rows())["phone.last7+last_name.initial"] == 1
    assert plan.fits
    assert not plan_file(contacts, Reading(), max_pairs=2)[1].fits
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.csv"]
