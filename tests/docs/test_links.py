"""Links between pages lead somewhere, every page can be reached, and the README begins with what matters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from writers.source import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def links(path: Path) -> list[str]:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text(encoding="utf-8")))
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("https:", "http:"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for link in links(path):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_file(), f"{link}: no such page"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("path", [path for path in PAGES if "docs" in path.parts], ids=lambda path: path.name)
def test_pages_of_the_site_link_within_the_site(path):
    outside = [
        link
        for link in links(path)
        if (path.parent / link.partition("#")[0]).resolve().is_relative_to(ROOT / "docs") is False
    ]
    assert not outside


def navigated(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for each in node.values() if isinstance(node, dict) else node:
            yield from navigated(each)


def test_every_page_is_in_the_navigation():
    site = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    pages = {str(path.relative_to(ROOT / "docs").as_posix()) for path in (ROOT / "docs").rglob("*.md")}
    assert sorted(navigated(site["project"]["nav"])) == sorted(pages)


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in index] == []


def test_the_first_screen_of_the_readme_has_the_two_commands_and_the_result():
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:35])
    for said in (
        "make demo ",
        "make test ",
        "$ crmclean run messy.csv",
        "6 contacts in, ",
        "A rule set is data; a pass is a",
    ):
        assert said in first


def test_figures_have_their_place_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^<!-- figures -->$.+^<!-- /figures -->$", text, re.MULTILINE | re.DOTALL)
