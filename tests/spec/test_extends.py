from __future__ import annotations

from pathlib import Path

import pytest

from crmclean.spec.extends import assemble
from crmclean.spec.tree import Tree


def _files(folder: Path, **contents: str) -> Path:
    for name, content in contents.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def _whole(path: Path) -> Tree:
    tree, problems = assemble(path)
    assert problems == []
    assert tree is not None
    return tree


PARENT = """
object: contact
fields:
  a: {type: text, label: A}
  b: {type: phone, region: US}
picklists:
  stage: [x, y]
required: [a]
checks: [{id: one}]
disable: [p, q]
"""
CHILD = """
extends: parent.yaml
object: lead
fields:
  a: {label: AA}
  b: {type: text}
  c: {type: text}
picklists:
  stage: [z]
required: [b]
checks: [{id: two}]
disable: [r]
"""


def test_maps_merge_scalars_and_lists_replace_required_and_checks_append(tmp_path):
    tree = _whole(_files(tmp_path, parent=PARENT, child=CHILD) / "child.yaml")
    assert tree.plain() == {
        "object": "lead",
        "fields": {"a": {"type": "text", "label": "AA"}, "b": {"type": "text"}, "c": {"type": "text"}},
        "picklists": {"stage": ["z"]},
        "required": ["a", "b"],
        "checks": [{"id": "one"}, {"id": "two"}],
        "disable": ["r"],
    }


def test_a_field_that_is_called_type_does_not_replace_the_fields(tmp_path):
    parent = "object: contact\nfields: {a: {type: text}, type: {type: picklist}}\n"
    child = "extends: parent.yaml\nfields: {type: {label: Kind}}\n"
    tree = _whole(_files(tmp_path, parent=parent, child=child) / "child.yaml")
    assert tree["fields"].plain() == {"a": {"type": "text"}, "type": {"type": "picklist", "label": "Kind"}}


def test_every_part_keeps_the_place_in_its_own_file(tmp_path):
    tree = _whole(_files(tmp_path, parent=PARENT, child=CHILD) / "child.yaml")
    assert Path(tree["fields"]["a"]["type"].place.file).name == "parent.yaml"
    assert Path(tree["fields"]["a"]["label"].place.file).name == "child.yaml"
    below, above = tree["required"][0].place, tree["required"][1].place
    assert (Path(below.file).name, below.line, below.path) == ("parent.yaml", 8, "$.required[0]")
    assert (Path(above.file).name, above.line, above.path) == ("child.yaml", 10, "$.required[0]")


def test_a_file_may_stand_on_another_that_stands_on_a_pack(tmp_path):
    middle, own = "extends: generic/contact\nfields: {a: {type: text}}\n", "extends: middle.yaml\nrecord_id: key\n"
    tree = _whole(_files(tmp_path, middle=middle, own=own) / "own.yaml")
    assert "a" in tree["fields"]
    assert "email" in tree["fields"]
    assert tree["record_id"].value == "key"


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ("extends: [x]\n", "own.yaml:1:10 $.extends: expected the name of a pack or of a file"),
        ("extends: nothing.yaml\n", "own.yaml:1:10 $.extends: no such file"),
        (
            "extends: generic/contakt\n",
            "own.yaml:1:10 $.extends: no file and no pack .* Did you mean 'generic/contact'?",
        ),
        ("extends: ../rules/generic/contact\n", r"own.yaml:1:10 \$.extends: no file and no pack"),
        ("extends: /etc/rules.yaml\n", "own.yaml:1:10 $.extends: name the file from the folder of this one"),
        ('extends: "a\\0b.yaml"\n', "own.yaml:1:10 $.extends: no such file"),
        (f"extends: {'a' * 5000}.yaml\n", "own.yaml:1:10 $.extends: no such file"),
        ("extends: own.yaml\n", "own.yaml:1:10 $.extends: 'own.yaml' extends this file in turn"),
        ("extends: other.yaml\n", "other.yaml:1:10 $.extends: 'own.yaml' extends this file in turn"),
        ("extends: broken.yaml\n", "broken.yaml:2:1 $.a: the key 'a' stands twice"),
        ("picklists: {p: nosuch}\n", "own.yaml:1:16 $.picklists.p: no shared picklist 'nosuch'"),
        ("picklists: {p: ../generic/contact}\n", "own.yaml:1:16 $.picklists.p: no shared picklist"),
        ("picklists: {p: indutry}\n", "Did you mean 'industry'?"),
        ("- a list\n", "own.yaml:1:1 $: expected a map of keys"),
    ],
)
def test_what_cannot_be_put_together_is_told(tmp_path, own, problem):
    _files(tmp_path, own=own, other="extends: own.yaml\n", broken="a: 1\na: 2\n")
    _, problems = assemble(tmp_path / "own.yaml")
    assert len(problems) == 1
    start, _, end = problem.replace("\\", "").partition(".*")
    assert start in str(problems[0])
    assert end.strip() in str(problems[0])


def test_a_named_picklist_is_the_shared_one(tmp_path):
    tree = _whole(_files(tmp_path, own="picklists: {p: industry, q: [x]}\n") / "own.yaml")
    values = tree["picklists"]["p"].plain()
    assert isinstance(values, list)
    assert any(isinstance(value, dict) and value["value"] == "Technology" for value in values)
    assert Path(tree["picklists"]["p"][0].place.file).name == "industry.yaml"
    assert tree["picklists"]["q"].plain() == ["x"]


def test_a_chain_of_many_files_is_refused_before_it_takes_long(tmp_path):
    _files(tmp_path, **{f"f{n}": f"extends: f{n + 1}.yaml\n" for n in range(30)})
    _, problems = assemble(tmp_path / "f0.yaml")
    assert [problem.message for problem in problems] == ["more than 20 files extend one another"]
    assert assemble(tmp_path / "f12.yaml")[1][0].message.startswith("no such file")
