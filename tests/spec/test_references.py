from __future__ import annotations

from pathlib import Path

import pytest

from crmclean.errors import RuleFileError
from crmclean.spec.loader import load_rules

FIELDS = (
    "a: {type: text}, p: {type: phone, region: {from: c}}, c: {type: country}, s: {type: picklist, picklist: s}, "
    "o: {type: boolean, consent: opt_out}"
)


def _problems(folder: Path, more: str) -> list[str]:
    path = folder / "r.yaml"
    path.write_text(
        f"crmclean: 1\nobject: contact\nfields: {{{FIELDS}}}\npicklists: {{s: [x]}}\n{more}\n", encoding="utf-8"
    )
    try:
        load_rules(path)
    except RuleFileError as error:
        return [str(problem).removeprefix(str(folder) + "/") for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "more",
    [
        "record_id: key\ncolumns: {key: [Key], a: [A]}",
        "required: [a, {any_of: [a, p], when: 'c is null'}]",
        "required: [a, {id: a-too, field: a, when: 'c is null'}]",
        "checks: [{id: x, that: a == s, when: p is not null}]",
        "duplicates: {block_on: [[p.last7, a]], refine_on: [[c]], compare: {p: phone, x: {kind: text, fields: [a]}}}",
        "survivorship: {created: a, modified: a, fields: {a: oldest, both: {group: [p, c], take: winner}}}",
        "completeness: {weights: {a: 1}, targets: {overall: 1, a: 0}, by: [c]}",
        "required: [a]\nchecks: [{id: x, that: a == s}]\ndisable: [a|required, x, p|format, s|picklist]",
    ],
)
def test_what_is_there_may_be_named(tmp_path, more):
    assert _problems(tmp_path, more) == []


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("columns: {aa: [A]}", "r.yaml:5:11 $.columns.aa: unknown field 'aa'; known: a, p, c, s, o, id."),
        ("required: [b]", "r.yaml:5:12 $.required[0]: unknown field 'b'; known: a, p, c, s, o."),
        ("required: [{field: b}]", "r.yaml:5:20 $.required[0].field: unknown field 'b'"),
        ("required: [{any_of: [a, b]}]", "r.yaml:5:25 $.required[0].any_of[1]: unknown field 'b'"),
        ("required: [{any_of: [a, a]}]", "r.yaml:5:25 $.required[0].any_of[1]: the field 'a' is named twice"),
        ("checks: [{unique: [a, p, a]}]", "r.yaml:5:26 $.checks[0].unique[2]: the field 'a' is named twice"),
        (
            "survivorship: {fields: {g: {group: [a, a], take: max}}}",
            "$.survivorship.fields.g.group[1]: the field 'a' is",
        ),
        ("required: [{field: a, when: b is null}]", "r.yaml:5:29 $.required[0].when: unknown field 'b'"),
        ("required: [{field: a, when: a}]", "$.required[0].when: 'a' alone is no condition"),
        ("required: [a, a]", "r.yaml:5:15 $.required[1]: the rule id 'a|required' is taken by "),
        ("checks: [{id: x, that: b == c}]", "r.yaml:5:24 $.checks[0].that: unknown field 'b'"),
        ("checks: [{id: x, that: a == f(c)}]", "a function call is not allowed in a condition (character 6 of the"),
        ("required: [{id: x, field: a}]\nchecks: [{id: x, that: a == c}]", "r.yaml:6:15 $.checks[0].id: the rule id"),
        ("duplicates: {block_on: [[b]]}", "r.yaml:5:26 $.duplicates.block_on[0][0]: unknown field 'b'"),
        ("duplicates: {block_on: [[]]}", "$.duplicates.block_on[0]: expected at least one value, got a list"),
        ("duplicates: {block_on: [[p.last]]}", "a field of type phone has no key 'last'; keys: last7. Did you mean"),
        ("duplicates: {refine_on: [[a.b]]}", "a field of type text has no key 'b'; keys: words."),
        ("duplicates: {compare: {x: {kind: text, fields: [b]}}}", "$.duplicates.compare.x.fields[0]: unknown field"),
        ("survivorship: {created: b}", "r.yaml:5:25 $.survivorship.created: unknown field 'b'"),
        ("survivorship: {modified: b}", "$.survivorship.modified: unknown field 'b'"),
        ("survivorship: {fields: {b: max}}", "r.yaml:5:25 $.survivorship.fields.b: unknown field 'b'"),
        ("survivorship: {fields: {g: {group: [b], take: max}}}", "$.survivorship.fields.g.group[0]: unknown field"),
        (
            "survivorship: {fields: {a: max, g: {group: [a, c], take: max}}}",
            "r.yaml:5:33 $.survivorship.fields.g: the field 'a' has a survivorship rule already",
        ),
        ("survivorship: {fields: {o: max}}", "r.yaml:5:25 $.survivorship.fields.o: 'o' is a consent: its most restric"),
        ("survivorship: {fields: {g: {group: [a, o], take: max}}}", "$.survivorship.fields.g: 'o' is a consent"),
        ("completeness: {weights: {b: 1}}", "$.completeness.weights.b: unknown field 'b'"),
        ("completeness: {targets: {fields: 1}}", "unknown field 'fields'"),
        ("completeness: {targets: {overal: 1}}", "Did you mean 'overall'?"),
        ("completeness: {by: [b]}", "$.completeness.by[0]: unknown field 'b'"),
        (
            "completeness: {weights: {g: {weight: lots, any_of: [a, p]}}, targets: {g: 0.9}}",
            "r.yaml:5:38 $.completeness.weights.g.weight: expected a number, got 'lots'",
        ),
        ("completeness: {weights: {g: {any_of: [a, p]}}, targets: {g: 0.9}}", "$.completeness.weights.g"),
        ("disable: [b|format]", "r.yaml:5:11 $.disable[0]: no rule has the id 'b|format'"),
        ("disable: [a|required]", "no rule has the id 'a|required'"),
    ],
)
def test_what_is_not_there_is_told_at_its_place(tmp_path, more, problem):
    told = _problems(tmp_path, more)
    assert len(told) == 1
    assert problem in told[0]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("s: {type: picklist, picklist: t}", "r.yaml:3:40 $.fields.s.picklist: unknown picklist 't'; known: s."),
        ("s: {type: picklist, picklist: s, values: [x]}", "r.yaml:3:43 $.fields.s.values: the values come from the"),
        ("p: {type: phone, region: {from: d}}", "r.yaml:3:42 $.fields.p.region.from: unknown field 'd'"),
        ("E-Mail: {type: text}", "r.yaml:3:10 $.fields.E-Mail: 'E-Mail' is no field name"),
        ("'null': {type: text}", "$.fields.null: 'null' is no field name"),
        (
            "c: {type: subdivision, country: {from: d}}, d: {type: subdivision, country: {from: c}}",
            "r.yaml:3:49 $.fields.c.country.from: fields depend on each other in a circle: c -> d -> c",
        ),
        ("c: {type: phone, region: {from: c}}", "fields depend on each other in a circle: c -> c"),
    ],
)
def test_fields_name_picklists_and_each_other(tmp_path, monkeypatch, fields, problem):
    monkeypatch.setattr(__name__ + ".FIELDS", fields)
    told = _problems(tmp_path, "")
    assert len(told) == 1
    assert problem in told[0]


def test_a_long_way_of_fields_that_depend_on_each_other_is_looked_through_once(tmp_path):
    fields = "".join(f"  p{n}: {{type: phone, region: {{from: p{n + 1}}}}}\n" for n in range(3000))
    path = tmp_path / "r.yaml"
    path.write_text(
        f"crmclean: 1\nobject: contact\nfields:\n{fields}  p3000: {{type: phone, region: {{from: p2998}}}}\n"
    )
    with pytest.raises(RuleFileError) as caught:
        load_rules(path)
    circle = "fields depend on each other in a circle: p2998 -> p2999 -> p3000 -> p2998"
    assert [problem.message for problem in caught.value.problems] == [circle]
