from __future__ import annotations

import json

import pytest

from crmclean import TableError
from crmclean.dedup.model import ModelError
from crmclean.duplicates import Search, dedupe_file, link_files, plan_file
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


def test_an_empty_file_is_not_linked(contacts, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    for files in ((contacts, empty), (empty, contacts)):
        with pytest.raises(TableError, match=r"empty\.csv: the file is empty, there is nothing to link"):
            link_files(*files, tmp_path / "out", Reading())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", r"said\.csv: no column 'left'"),
        (b"left,right,match\n1,2,maybe\n", r"said\.csv: 1 decisions cannot be read"),
    ],
)
def test_a_file_of_decisions_that_is_none_is_named(contacts, tmp_path, content, problem):
    path = tmp_path / "said.csv"
    path.write_bytes(content)
    for search in (Search(decisions=path), Search(labels=path)):
        with pytest.raises(TableError, match=problem):
            dedupe_file(contacts, tmp_path / "out", Reading(), search=search)
