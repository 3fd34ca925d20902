from __future__ import annotations

import ast
from pathlib import Path

import polars as pl
import pytest

import crmclean

HERE = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def peers(benchmark):
    return benchmark("peers")


@pytest.fixture
def link(peers, tmp_path):
    """Two files of persons, one of whom is in both."""
    head = "id,given_name,surname,suburb,date_of_birth\n"
    (tmp_path / "left.csv").write_text(head + "l1,Ann,Lee,Perth,19700101\nl2,Bo,Ray,,19800202\n")
    (tmp_path / "right.csv").write_text(head + "r1, ANNE ,Lee,Perth,19700101\n")
    (tmp_path / "truth.csv").write_text("id_l,id_r\nl1,r1\n")
    records = (tmp_path / "left.csv", tmp_path / "right.csv")
    return peers.Set("febrl_two", "register", records, tmp_path / "truth.csv", HERE / "sets" / "febrl.yaml")


def test_sets_are_found_by_their_files(peers, tmp_path):
    for name, files in {
        "crm_small": ("contacts.csv", "truth.csv"),
        "persons/febrl9": ("left.csv", "right.csv", "truth.csv"),
        "orgs/fodors_x": ("records.csv", "clusters.csv"),
        "orgs/unknown": ("records.csv", "clusters.csv"),
    }.items():
        (tmp_path / name).mkdir(parents=True)
        for file in files:
            (tmp_path / name / file).touch()
    found = {one.name: (one.settings, one.link) for one in peers.sets(tmp_path)}
    assert found == {
        "crm_small/contacts": ("contacts", False),
        "febrl9": ("register", True),
        "fodors_x": ("restaurants", False),
    }


def test_peers_get_standard_values_in_lower_case(peers, link, tmp_path):
    out = tmp_path / "task"
    out.mkdir()
    peers.prepare(link, out)
    records = pl.read_csv(out / "records.csv", infer_schema=False)
    assert records.select("id", "source", "first_name", "city").rows() == [
        ("l1", "left", "ann", "perth"),
        ("l2", "left", "bo", None),
        ("r1", "right", "anne", "perth"),
    ]


def test_true_pairs_become_clusters(peers, link):
    assert peers.truth(link).sort("id").rows() == [("l1", "l1"), ("l2", "l2"), ("r1", "l1")]


def test_a_website_gives_its_domain(peers):
    table = pl.DataFrame({"id": ["1"], "account_name": ["Acme"], "website": ["https://www.acme.com/en"]})
    lowered = peers.lowered(crmclean.clean(table, crmclean.load_rules("generic/account")))
    assert lowered["domain"].to_list() == ["acme.com"]


def literals(script: str) -> dict[str, object]:
    """Read a peer's tables of settings; its own packages are not installed here."""
    tree = ast.parse((HERE / "peers" / script).read_text())
    named = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)]
    found = {}
    for node in named:
        try:
            found[node.targets[0].id] = ast.literal_eval(node.value)
        except ValueError:
            continue
    return found


def test_settings_name_columns_that_the_sets_have(peers):
    rules = {kind.settings: crmclean.load_rules(str(HERE / "sets" / f"{kind.rules}.yaml")) for kind in peers.KINDS}
    rules |= {"contacts": crmclean.load_rules("generic/contact"), "accounts": crmclean.load_rules("generic/account")}
    settings = literals("by_recordlinkage.py")
    for kind, known in rules.items():
        named = {
            *settings["FUZZY"][kind],
            *settings["EXACT"][kind],
            *(n for key in settings["BLOCKS"][kind] for n in key),
        }
        assert named - {"domain"} <= set(known.fields), kind


def test_records_that_a_tool_leaves_out_stand_alone(peers, link, tmp_path, monkeypatch):
    out = tmp_path / "task"
    out.mkdir()
    peers.prepare(link, out)

    def answer(*_):
        (out / "clusters.csv").write_text("record_id,cluster_id\nl1,x\nr1,x\n")
        return peers.Ran(1.0, 1.0, 10.0, None, "")

    monkeypatch.setattr(peers, "run_peer", answer)
    result = peers.measure("splink", link, out, 1.0)
    assert (result["f1"], result["largest"]) == (1.0, 2)


def test_ours_links_two_files(peers, link, tmp_path):
    out = tmp_path / "task"
    out.mkdir()
    peers.prepare(link, out)
    result = peers.measure("crmclean", link, out, 120)
    assert result.get("failure") is None
    assert (result["precision"], result["recall"], result["largest"]) == (1.0, 1.0, 2)


def test_a_failure_is_told(peers, link, tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "run_peer", lambda *_: peers.Ran(9.0, 9.0, 10.0, "MemoryError", ""))
    assert peers.measure("splink", link, tmp_path, 1.0)["failure"] == "MemoryError"
