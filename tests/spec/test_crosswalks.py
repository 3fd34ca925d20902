from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.errors import RuleFileError
from crmclean.fields.base import State
from crmclean.fields.picklist import Picklist, PicklistValue
from crmclean.spec.crosswalks import cross, crosswalk_path, read_crosswalk, shared_picklist
from crmclean.spec.loader import load_rules

OTHER = (
    PicklistValue(value="COMPUTER_SOFTWARE", label="Computer Software", aliases=("Apps",)),
    PicklistValue(value="BANKING", aliases=("Money",)),
    PicklistValue(value="PRINTING"),
    PicklistValue(value="OTHER"),
)
OWN = (
    PicklistValue(value="Technology", aliases=("Apps",)),
    PicklistValue(value="Finance", aliases=("Printing",)),
    PicklistValue(value="Media", aliases=("Money",)),
    PicklistValue(value="Other"),
)
MAP = {"COMPUTER_SOFTWARE": ("Technology",), "BANKING": ("Finance",), "PRINTING": ("Media", "Technology")}
CROSSED = Picklist(values=cross(OWN, OTHER, MAP))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("COMPUTER_SOFTWARE", "Technology"),
        ("computer software", "Technology"),
        ("Apps", "Technology"),
        ("BANKING", "Finance"),
        ("Money", "Media"),
        ("OTHER", "Other"),
        ("finance", "Finance"),
    ],
)
def test_values_of_the_other_list_are_mapped_and_those_of_the_list_stay(text, value):
    assert CROSSED.standardize(text) == (value, State.OK, None)


def test_several_targets_are_named_and_not_chosen_from():
    expected = ("PRINTING", State.UNKNOWN, "Could be 'Technology' or 'Media'.")
    assert CROSSED.standardize("PRINTING") == expected


def test_what_is_mapped_to_nothing_is_unknown():
    assert Picklist(values=cross(OWN, OTHER, {"PRINTING": ()})).standardize("PRINTING").state is State.UNKNOWN


RULES = """
crmclean: 1
object: account
fields:
  industry: {type: picklist, picklist: own, crosswalk: mine.yaml}
picklists:
  own: [Technology, Media]
  theirs: [{value: IT, label: Info Tech}, PRESS]
"""


def _problems(folder, crosswalk: str, rules: str = RULES) -> list[str]:
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    (folder / "mine.yaml").write_text(crosswalk, encoding="utf-8")
    try:
        load_rules(folder / "rules.yaml")
    except RuleFileError as error:
        return [str(problem).removeprefix(f"{folder}/") for problem in error.problems]
    return []


def test_a_rule_file_may_have_a_crosswalk_beside_it(tmp_path):
    assert _problems(tmp_path, "from: theirs\nto: own\nmap: {IT: [Technology], PRESS: [Media]}\n") == []
    field = load_rules(tmp_path / "rules.yaml").fields["industry"]
    assert [field.standardize(text).value for text in ("IT", "info tech", "press")] == ["Technology"] * 2 + ["Media"]


@pytest.mark.parametrize(
    ("crosswalk", "problem"),
    [
        ("from: theirs\nto: own\nmap: {ITT: [Media]}", "mine.yaml:3:7 $.map.ITT: 'theirs' has no value 'ITT'. Did you"),
        ("from: theirs\nto: own\nmap: {IT: [Medium]}", "mine.yaml:3:12 $.map.IT[0]: the list that it leads to has no"),
        ("from: nobody\nto: own\nmap: {}", "mine.yaml:1:7 $.from: there is no picklist 'nobody'"),
        ("from: ../theirs\nto: own\nmap: {}", "mine.yaml:1:7 $.from: there is no picklist '../theirs'"),
        ("from: theirs\nmap: {}", "mine.yaml:1:1 $: missing key 'to'"),
        ("from: theirs\nto: own\nmap: {}\nnote: x", "mine.yaml:4:1 $.note: unknown key 'note'; known: from, to, map."),
        ("from: theirs\nto: own\nmap: [IT]", "mine.yaml:3:6 $.map: expected a map"),
        ("from: [theirs]\nto: own\nmap: {}", "mine.yaml:1:7 $.from: expected the name of a picklist"),
        ("from: theirs\nto: own\nmap: {IT: Media}", "mine.yaml:3:11 $.map.IT: expected a list of values"),
        ("from: theirs\nto: own\nmap: {IT: [[Media]]}", "mine.yaml:3:11 $.map.IT: expected a list of values"),
        ("- IT", "mine.yaml:1:1 $: expected a map with the keys from, to, map"),
        ("from: theirs\nto: [", "mine.yaml:"),
    ],
)
def test_what_is_wrong_with_a_crosswalk_is_told_at_its_place(tmp_path, crosswalk, problem):
    problems = _problems(tmp_path, crosswalk)
    assert problems
    assert problems[0].startswith(problem)


def test_a_crosswalk_that_is_not_there_is_told_with_those_that_are(tmp_path):
    rules = RULES.replace("mine.yaml", "hubspot_industry")
    assert (
        "no crosswalk leads from 'hubspot_industry' to this list; there are some to: industry, salesforce_industry"
        in ("\n".join(_problems(tmp_path, "", rules)))
    )
    assert "to: none" in "\n".join(_problems(tmp_path, "", RULES.replace("mine.yaml", "nothing")))


CROSSWALKS = sorted(resources.folder().glob("crosswalks/*.yaml"))


@pytest.mark.parametrize("path", CROSSWALKS, ids=lambda path: path.stem)
def test_a_shipped_crosswalk_fits_its_lists_and_maps_as_it_says(path):
    other, own = path.stem.split("-")
    values = shared_picklist(own)
    assert values is not None
    known, targets, problems = read_crosswalk(path, {}, values)
    assert problems == []
    field = Picklist(values=cross(values, known, targets))
    names = {value.value for value in values}
    for value, meant in targets.items():
        found = field.standardize(value)
        if len(meant) == 1 and value not in names:
            assert found == (meant[0], State.OK, None), value
        elif value not in names:
            assert found.state is State.UNKNOWN, value
    assert crosswalk_path(other, own, values) == path
    assert crosswalk_path(other, "by another name", values) == path


def test_a_list_that_is_not_there_is_none():
    assert (shared_picklist("nobody"), shared_picklist("../tables/x")) == (None, None)
