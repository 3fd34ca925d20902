from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.spec.dump import dump_rules
from crmclean.spec.loader import load_rules
from crmclean.spec.model import Rules
from crmclean.spec.packs import list_packs
from crmclean.spec.rule import Check


def _again(rules: Rules) -> Rules:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.yaml"
        path.write_text(dump_rules(rules), encoding="utf-8", newline="")
        return load_rules(path)


@pytest.mark.parametrize("name", list_packs())
def test_a_pack_comes_back_whole(name):
    assert _again(load_rules(name)) == load_rules(name)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "NO",
        "null",
        "~",
        "",
        "yes",
        "012",
        "1.10",
        "- x",
        "a: b",
        "#",
        "*a",
        "&a",
        "!t",
        "'",
        '"',
        " x ",
        "\n",
        "é\u2028",
        "\ufeff",
    ]
)
SHARES = st.floats(0, 1)
NAMES = st.sampled_from(["a", "b", "kind"])


CHECKS = st.fixed_dictionaries(
    {},
    optional={
        "message": TEXTS,
        "owner": TEXTS,
        "since": st.dates().map(str),
        "at_least": SHARES,
        "severity": st.sampled_from(["error", "note"]),
    },
).flatmap(
    lambda said: st.sampled_from(
        [
            said | {"id": "that", "that": "a == 'x'"},
            said | {"field": "a", "pattern": r"[A-Z]\d+"},
            said | {"field": "n", "min": "-1.50"},
            said | {"field": "d", "max": "today - 3"},
            said | {"field": "d", "max_age": "6 weeks"},
            said | {"field": "a", "min_length": "3", "max_length": 9},
            said | {"field": "a", "allowed": ["NO", "012"]},
            said | {"field": "a", "unique": True},
            said | {"unique": ["a", "b"]},
        ]
    )
)


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    review, match, merge = sorted(draw(st.tuples(SHARES, SHARES, SHARES)))
    values = st.fixed_dictionaries({"value": TEXTS, "aliases": st.lists(TEXTS, max_size=3), "active": st.booleans()})
    rule = st.fixed_dictionaries(
        {"field": NAMES, "message": st.none() | TEXTS, "when": st.none() | st.just("a == 'x'")}
    )
    required = draw(st.lists(rule, max_size=2, unique_by=lambda each: each["field"]))
    picklist = draw(st.lists(values, max_size=4))
    rules = Rules.model_validate(
        {
            "crmclean": "1",
            "object": draw(st.sampled_from(["contact", "account", "lead", "opportunity"])),
            "columns": {"a": draw(st.lists(TEXTS, max_size=3))},
            "fields": {
                "a": {"type": "text", "label": draw(st.none() | TEXTS)},
                "b": {"type": "phone", "region": draw(st.sampled_from(["US", {"from": "a", "else": "NO"}]))},
                "kind": {"type": "picklist", "picklist": "kinds", "values": picklist},
                "n": {"type": "number"},
                "d": {"type": "date"},
            },
            "picklists": {"kinds": picklist},
            "required": required,
            "checks": draw(st.lists(CHECKS, max_size=3, unique_by=lambda check: Check.model_validate(check).rule_id)),
            "duplicates": {"review": review, "match": match, "merge": merge, "block_on": [["b.last7", "a"]]},
            "survivorship": {"fields": draw(st.dictionaries(NAMES, st.sampled_from(["max", "winner"])))},
            "completeness": {"weights": draw(st.dictionaries(NAMES, st.floats(1e-9, 1e9)))},
        }
    )
    return rules.model_copy(update={"name": "drawn"})


@given(_rules())
def test_any_rule_set_comes_back_whole(rules):
    assert _again(rules) == rules
