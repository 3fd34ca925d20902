from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import RuleFileError
from crmclean.spec.loader import load_rules
from crmclean.spec.packs import list_packs

RULES = """
crmclean: 1
object: opportunity
columns:
  id: [Deal ID]
  stage: [Stage Name]
fields:
  stage: {type: picklist, picklist: stage, unknown: null}
  kind: {type: picklist, values: [A, B]}
  country: {type: country}
  phone: {type: phone, region: {from: country, else: NO}}
  amount: {type: number}
picklists:
  stage: [Open, {value: Won, aliases: [NO, 01234]}, {value: Old, active: no}]
required:
  - amount
  - {any_of: [phone, kind], when: "stage == 'Won'", severity: note}
checks:
  - {id: positive, that: "amount > 0"}
duplicates:
  block_on: [[phone.last7, stage]]
  compare: {phone: phone}
  match: 0.60
survivorship:
  fields: {amount: max, contact: {group: [phone, country], take: most_recent}}
completeness:
  weights: {amount: 3}
  targets: {overall: 0.85, amount: 1}
  by: [stage]
disable: [amount|format, positive]
"""


def _write(folder: Path, text: str, name: str = "deals.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        load_rules(_write(folder, text))
    return [str(problem).removeprefix(str(folder) + "/") for problem in caught.value.problems]


def test_a_rule_file_becomes_rules(tmp_path):
    rules = load_rules(str(_write(tmp_path, RULES)))
    assert rules.name == "deals"
    assert [(value.value, value.aliases, value.active) for value in rules.picklists["stage"]] == [
        ("Open", (), True),
        ("Won", ("NO", "01234"), True),
        ("Old", (), False),
    ]
    assert rules.fields["phone"].depends_on == "country"
    assert [rule.rule_id for rule in rules.required] == ["amount|required", "phone+kind|required"]
    assert (rules.duplicates.review, rules.duplicates.match) == (0.3, 0.6)
    assert rules.completeness.targets == {"overall": 0.85, "amount": 1.0}


def test_picklist_fields_are_given_their_values(tmp_path):
    fields = load_rules(_write(tmp_path, RULES)).fields
    assert fields["stage"].standardize("01234").value == "Won"
    assert fields["kind"].standardize("a").value == "A"


def test_the_fingerprint_is_that_of_the_content(tmp_path):
    rules = load_rules(_write(tmp_path, RULES))
    commented = load_rules(_write(tmp_path, RULES.replace("object:", "# a remark\nobject:"), "other.yml"))
    changed = load_rules(_write(tmp_path, RULES.replace("0.60", "0.61"), "third.yaml"))
    assert commented == rules
    assert hash(commented) == hash(rules)
    assert changed.fingerprint != rules.fingerprint


def test_all_problems_are_told_at_once_in_file_order(tmp_path):
    text = RULES
    for right, wrong in {
        "object: opportunity": "object: oportunity",
        "type: country}": "type: contry}",
        "unknown: null": "unknwon: null",
        "from: country, else: NO": "form: country",
        "active: no": "active: maybe",
        "severity: note": "severity: eror",
        "  - amount\n": "  - amout\n",
        "amount > 0": "amount = 0",
        "phone.last7": "phone.last8",
        "match: 0.60": "match: 6",
        "amount: max": "amount: biggest",
        "overall: 0.85": "overall: lots",
        "positive]": "positve]",
    }.items():
        assert right in text
        text = text.replace(right, wrong)
    told = _problems(tmp_path, text)
    expected = [
        "3:9 $.object: expected one of 'contact', 'account', 'lead', 'opportunity', got 'oportunity'. Did you mean",
        "8:44 $.fields.stage.unknwon: unknown key 'unknwon'; known: type, label,",
        "10:19 $.fields.country.type: unknown type 'contry'; known: text,",
        "11:32 $.fields.phone.region: missing key 'from'",
        "11:33 $.fields.phone.region.form: unknown key 'form'; known: from, else. Did you mean 'from'?",
        "14:74 $.picklists.stage[2].active: expected true or false, got 'maybe'",
        "16:5 $.required[0]: unknown field 'amout'; known: stage, kind, country, phone, amount. Did you mean 'amount'?",
        "17:63 $.required[1].severity: expected one of 'error', 'warning', 'note', got 'eror'. Did you mean 'error'?",
        "19:26 $.checks[0].that: not a condition: '=' is written '=='; write for example",
        "21:15 $.duplicates.block_on[0][0]: a field of type phone has no key 'last8'; keys: last7.",
        "23:10 $.duplicates.match: expected a number of at most 1, got '6'",
        "25:20 $.survivorship.fields.amount: expected one of 'winner',",
        "28:22 $.completeness.targets.overall: expected a number, got 'lots'",
        "30:26 $.disable[1]: no rule has the id 'positve'. Did you mean 'positive'?",
    ]
    assert [
        line.removeprefix("deals.yaml:")[: len(start)] for line, start in zip(told, expected, strict=True)
    ] == expected


def test_what_a_mistake_entails_is_not_told_as_well(tmp_path):
    told = _problems(
        tmp_path, RULES.replace("{type: country}", "{type: &c country}").replace("type: number", "type: *c")
    )
    assert [line.split(" ")[0] for line in told] == ["deals.yaml:10:19", "deals.yaml:12:18"]


@given(st.integers(0, len(RULES)), st.integers(0, 12), st.text("[]{}:,-&*!'\"\n\t ~0aé#|>%@\0", max_size=6))
def test_a_damaged_file_is_rules_or_problems_and_never_a_crash(at, gone, put):
    with TemporaryDirectory() as folder:
        path = _write(Path(folder), RULES[:at] + put + RULES[at + gone :])
        try:
            assert load_rules(path).fingerprint
        except RuleFileError as error:
            lines = [problem.line for problem in error.problems]
            assert lines == sorted(lines)


@pytest.mark.parametrize("source", ["none.yaml", Path("generic/contact"), Path("none")])
def test_a_missing_file_is_a_problem_with_a_place(source):
    with pytest.raises(RuleFileError, match=r":1:1 \$: no such file"):
        load_rules(source)


@pytest.mark.parametrize("name", ["generic/contat", "../rules/generic/contact", "generic/contact.cases", "", "\0"])
def test_an_unknown_pack_is_a_problem_that_names_the_packs(name):
    with pytest.raises(RuleFileError, match=r"no file and no pack .* packs: .*generic/account, generic/contact"):
        load_rules(name)


def test_a_name_is_no_key_of_a_rule_file(tmp_path):
    assert "deals.yaml:2:1 $.name: unknown key 'name'" in _problems(tmp_path, "\nname: x" + RULES)[0]


@pytest.mark.parametrize("name", list_packs())
def test_every_pack_loads_and_is_loaded_once(name):
    rules = load_rules(name)
    assert (rules.name, rules.object) == (name, name.partition("/")[2])
    assert load_rules(name) is rules
