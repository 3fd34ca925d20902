"""The reference pages say what the code says, and say everything."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from writers import PAGES
from writers.command_line import commands
from writers.errors import exceptions
from writers.semantic_types import VALUES
from writers.source import ROOT

import crmclean
from crmclean.dedup.compare import KINDS
from crmclean.fields import TYPES, State
from crmclean.fields.country import CountryFrom
from crmclean.spec import list_packs, load_rules, model
from crmclean.spec.references import FIELD_RULES

DOCS = ROOT / "docs"


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """Return a part of a page: from its heading to the next one of the same rank."""
    text = read(name)
    start = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert start, f"docs/{name} has no heading '{heading}'"
    end = re.search(rf"^#{{1,{len(start[1])}}} ", text[start.end() :], re.MULTILINE)
    return text[start.end() : start.end() + end.start()] if end else text[start.end() :]


def keys_of(cls) -> list[str]:
    return [field.alias or name for name, field in cls.model_fields.items()]


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_current(name):
    assert read(name) == PAGES[name](), "run `make reference`"


def test_check_names_stale_pages_and_exits_1(tmp_path):
    (tmp_path / "crmclean").symlink_to(ROOT / "crmclean")
    (tmp_path / "rules").symlink_to(ROOT / "rules")
    docs = tmp_path / "docs"
    (docs / "reference").mkdir(parents=True)
    (docs / "generate.py").write_text((DOCS / "generate.py").read_text(encoding="utf-8"), encoding="utf-8")
    (docs / "writers").symlink_to(DOCS / "writers")
    for name in PAGES:
        (docs / name).write_text(read(name), encoding="utf-8")
    check = [sys.executable, docs / "generate.py", "--check"]
    assert subprocess.run(check, check=False).returncode == 0
    (docs / "reference" / "cli.md").write_text("old", encoding="utf-8")
    done = subprocess.run(check, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "docs/reference/cli.md is stale: run `make reference`\n")


@pytest.mark.parametrize("key", [key for key in keys_of(model.Rules) if key not in {"name", "own"}])
def test_every_top_level_key_is_documented(key):
    assert f"| `{key}` |" in section("reference/rule-file.md", "Top level")


MODELS = [
    *(model.PicklistValue, model.Required, model.Check, model.Duplicates, model.Comparison),
    *(model.Survivorship, model.FieldSurvivorship, model.Completeness),
]


@pytest.mark.parametrize(("cls", "key"), [(cls, key) for cls in MODELS for key in keys_of(cls)])
def test_every_key_of_a_rule_file_is_documented(cls, key):
    assert f"| `{key}` |" in section("reference/rule-file.md", cls.__name__)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_comparison_is_documented(kind):
    assert f"| `{kind}` |" in section("reference/rule-file.md", "Kinds of comparison")


@pytest.mark.parametrize("cls", TYPES)
def test_every_semantic_type_is_documented_with_options_and_keys(cls):
    name = cls.model_fields["type"].default
    text = section("reference/semantic-types.md", name)
    for option in set(keys_of(cls)) - {"type", "label", "max_length"}:
        assert f"| `{option}` |" in text
    for suffix in cls.keys:
        assert f"| `field{'.' if suffix else ''}{suffix}` |" in text
    assert len(VALUES[name]) >= 2


@pytest.mark.parametrize("key", keys_of(CountryFrom))
def test_every_key_of_a_country_of_a_record_is_documented(key):
    assert f"| `{key}` |" in section("reference/semantic-types.md", "CountryFrom")


@pytest.mark.parametrize("state", State)
def test_every_state_is_documented(state):
    assert f"`{state}`" in read("reference/semantic-types.md")
    assert f"`{state}`" in read("concepts/life-of-a-record.md")


@pytest.mark.parametrize("rule", FIELD_RULES)
def test_every_rule_of_a_field_is_documented(rule):
    assert f"`field\\|{rule}`" in read("concepts/rules-and-conditions.md")


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_and_is_documented_with_its_options(name):
    command = commands()[name]
    text = section("reference/cli.md", name)
    assert command.help
    assert command.help in text
    for each in command.params:
        assert each.help, f"{name}: {each.name} has no help"
        for written in each.opts if each.param_type_name == "option" else [each.metavar]:
            assert f"`{written}`" in text


@pytest.mark.parametrize("cls", exceptions())
def test_every_exception_is_documented_with_its_codes(cls):
    row = next(line for line in read("reference/errors.md").splitlines() if line.startswith(f"| `{cls.__name__}` |"))
    assert f"| {cls.exit_code} | {cls.http_status} |" in row


@pytest.mark.parametrize("code", sorted({cls.exit_code for cls in exceptions()} | {0, 1, 5, 6, 130}))
def test_every_exit_code_is_explained(code):
    assert f"| {code} |" in section("concepts/exit-codes-and-outputs.md", "Exit codes")


@pytest.mark.parametrize("name", [name for name in crmclean.__all__ if not name.startswith("__")])
def test_every_public_name_is_documented(name):
    page = "errors" if name.endswith("Error") else "python"
    assert re.search(rf"^#+ {name}$|`{name}`", read(f"reference/{page}.md"), re.MULTILINE)


@pytest.mark.parametrize("name", list_packs())
def test_every_pack_is_documented_with_its_fields(name):
    text = section("reference/packs.md", name)
    assert not [field for field in load_rules(name).fields if f"| `{field}` |" not in text]


@pytest.mark.parametrize(
    "file", ["records.csv", "quarantine.csv", "findings.csv", "changes.csv", "pairs.csv", "clusters.csv"]
)
def test_every_output_is_explained(file):
    assert f"| `{file}` |" in section("concepts/exit-codes-and-outputs.md", "The output folder")


@pytest.mark.parametrize("rule", [*model.RecordRule.__args__, *model.ValueRule.__args__])
def test_every_survivorship_rule_is_explained(rule):
    assert f"`{rule}`" in read("concepts/survivorship-and-consent.md")
