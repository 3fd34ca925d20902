from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
import yaml

import crmclean
from crmclean import resources
from crmclean.fields import fold
from crmclean.spec import list_packs, load_rules

FOLDER = resources.folder()
PACKS = list_packs()
PICKLISTS = sorted(FOLDER.glob("picklists/*.yaml"))
CROSSWALKS = sorted(FOLDER.glob("crosswalks/*.yaml"))


def read(path: Path) -> Any:
    """Read a file with every scalar as text, as a rule file is read."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text


def values_of(picklist: str) -> set[str]:
    return {item if isinstance(item, str) else item["value"] for item in read(FOLDER / f"picklists/{picklist}.yaml")}


class Case(NamedTuple):
    pack: str
    name: str
    record: dict[str, str | None]
    decision: str
    patch: dict[str, str]
    findings: list[str]

    def __str__(self) -> str:
        return f"{self.pack}: {self.name}"


def cases_of(pack: str) -> list[Case]:
    return [
        Case(
            pack,
            case["name"],
            {field: value or None for field, value in case["record"].items()},
            case["expect"]["decision"],
            case["expect"].get("patch", {}),
            case["expect"].get("findings", []),
        )
        for case in read(FOLDER / f"{pack}.cases.yaml")
    ]


CASES = [case for pack in PACKS for case in cases_of(pack)]


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_loads_under_its_own_name(pack):
    rules = load_rules(pack)
    assert (rules.name, rules.object) == (pack, pack.partition("/")[2])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_alone_gets_the_verdict_of_its_case(case):
    verdict = crmclean.check(case.record, load_rules(case.pack))
    assert sorted(finding.rule for finding in verdict.findings) == sorted(case.findings)
    assert (verdict.decision, dict(verdict.patch)) == (case.decision, case.patch)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_table_of_one_gets_the_findings_and_changes_of_the_record_alone(case):
    rules = load_rules(case.pack)
    verdict = crmclean.check(case.record, rules)
    result = crmclean.clean(pl.DataFrame([case.record], schema=dict.fromkeys(case.record, pl.String)), rules)
    columns = ["rule", "severity", "field", "message"]
    alone = sorted((one.rule, one.severity, one.field, one.message) for one in verdict.findings)
    assert sorted(result.findings.select(columns).rows()) == alone
    assert dict(result.changes.select("field", "after").iter_rows()) == dict(verdict.patch)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_cases_for_every_decision(pack):
    cases = cases_of(pack)
    assert len(cases) >= 8
    assert {case.decision for case in cases} == {"accept", "fix", "review", "reject"}


@pytest.mark.parametrize("path", PICKLISTS, ids=lambda path: path.stem)
def test_no_spelling_in_a_picklist_means_two_values(path):
    meanings: dict[str, str] = {}
    for item in read(path):
        value, aliases = (item, []) if isinstance(item, str) else (item["value"], item.get("aliases", []))
        for spelling in (value, *aliases):
            word = fold(spelling)
            assert word, f"{spelling!r} folds to nothing"
            assert word not in meanings, f"{spelling!r} stands for {value!r} and for {meanings[word]!r}"
            meanings[word] = value


def test_every_shared_picklist_is_used():
    used = {name for pack in PACKS for name in read(FOLDER / f"{pack}.yaml")["picklists"].values()}
    assert {path.stem for path in PICKLISTS} == used


@pytest.mark.parametrize("pack", PACKS)
def test_no_header_belongs_to_two_fields(pack):
    rules = load_rules(pack)
    owners: dict[str, str] = {}
    for field in rules.fields:
        for header in (field, *rules.columns.get(field, ())):
            word = fold(header).replace(" ", "")
            assert owners.setdefault(word, field) == field, f"'{header}' is {field} and {owners[word]}"


@pytest.mark.parametrize("pack", PACKS)
def test_consent_flags_say_their_direction(pack):
    flags = {name: getattr(kind, "consent", None) for name, kind in load_rules(pack).fields.items()}
    asked = {name: "opt_in" if name == "opt_in" else "opt_out" for name in flags if "opt_" in name or "do_not" in name}
    assert {name: flags[name] for name in asked} == asked


@pytest.mark.parametrize("status", ["Subscribed", "No consent", "Archived", "Bounced", ""])
@pytest.mark.parametrize("opted_out", ["unsubscribed", "Opted out"])
def test_a_merge_in_pipedrive_never_loses_an_opt_out(status, opted_out):
    rules = load_rules("pipedrive/contact")
    person = {
        "Person - Name": "Joan Harper",
        "Person - Email - Work": "joan@acme.com",
        "Person - Marketing status": status,
    }
    records = pl.DataFrame(
        [
            {"Person - ID": "1", **person, "Person - Phone - Work": "+14155552671"},
            {"Person - ID": "2", **person, "Person - Marketing status": opted_out},
        ]
    )
    cleaned = crmclean.clean(records, rules).records
    pairs = crmclean.find_duplicates(cleaned, rules)
    golden = crmclean.merge(cleaned, crmclean.cluster(pairs), rules)
    assert golden.records["Person - Marketing status"].to_list() == ["Unsubscribed"]


def test_a_file_with_one_column_for_the_name_lacks_no_last_name():
    rules = load_rules("generic/contact")
    records = pl.DataFrame({"id": ["1"], "Name": ["Joan Harper"], "Email": ["joan@acme.com"]})
    result = crmclean.clean(records, rules)
    assert result.findings.height == 0
    shares = dict(crmclean.completeness(result.records, rules).by_field.select("field", "share").iter_rows())
    assert shares["name"] == 1
    assert "last_name" not in shares


@pytest.mark.parametrize("path", CROSSWALKS, ids=lambda path: path.stem)
def test_a_crosswalk_leads_from_values_to_values(path):
    said = read(path)
    assert path.stem == f"{said['from']}-{said['to']}"
    assert set(said["map"]) <= values_of(said["from"])
    assert {target for targets in said["map"].values() for target in targets} <= values_of(said["to"])


@pytest.mark.parametrize("pack", [pack for pack in PACKS if pack.endswith("opportunity")])
def test_every_deal_owes_a_close_date_and_an_amount(pack):
    asked = {rule.rule_id: (rule.severity, rule.when) for rule in load_rules(pack).required}
    assert asked["close_date|required"] == asked["amount|required"] == ("error", None)


def test_an_export_of_dynamics_keeps_its_labels_and_a_merge_of_them_every_refusal():
    rules = load_rules("dynamics/contact")
    person = {"First Name": "Joan", "Last Name": "Harper", "Email": "joan@acme.com", "Business Phone": "+14155552671"}
    said = [("Allow", "Do Not Send"), ("do not allow", "Send"), ("No", "Send")]
    records = pl.DataFrame(
        [
            {
                "(Do Not Modify) Contact": str(row),
                **person,
                "Do not allow Emails": mail,
                "Send Marketing Materials": send,
            }
            for row, (mail, send) in enumerate(said)
        ]
    )
    cleaned = crmclean.clean(records, rules).records
    assert cleaned["Do not allow Emails"].to_list() == ["Allow", "Do Not Allow", "Allow"]
    assert cleaned["Send Marketing Materials"].to_list() == ["Do Not Send", "Send", "Send"]
    assert crmclean.clean(cleaned, rules).changes.is_empty()
    golden = crmclean.merge(cleaned, crmclean.cluster(crmclean.find_duplicates(cleaned, rules)), rules).records
    assert golden.select("Do not allow Emails", "Send Marketing Materials").rows() == [("Do Not Allow", "Do Not Send")]
