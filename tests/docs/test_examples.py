"""What the pages show is what comes out: Python blocks pass, commands print what stands below them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sybil.example import SybilFailure
from writers.examples import pages_with_examples, run_page
from writers.source import ROOT

PAGES = pages_with_examples()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_running_a_page_gives_the_page(path, tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    assert run_page(path, folder) == path.read_text(encoding="utf-8")


def test_readme_tutorial_and_every_how_to_have_something_to_run():
    shown = {str(path.relative_to(ROOT)) for path in PAGES}
    how_to = {str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "how-to").glob("*.md")}
    assert {"README.md", "docs/tutorial.md"} | how_to <= shown


@pytest.fixture
def page(tmp_path):
    def write(*lines: str) -> Path:
        path = tmp_path / "page.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (tmp_path / "here").mkdir()
        return path

    return write


def test_outputs_are_written_anew(page, tmp_path):
    path = page("```console", "$ echo one", "two", "$ echo three; false", "```")
    assert run_page(path, tmp_path / "here").splitlines() == [
        "```console",
        "$ echo one",
        "one",
        "$ echo three; false",
        "three",
        "```",
    ]


def test_a_titled_block_is_a_file(page, tmp_path):
    path = page('```csv title="a.csv"', "x,y", "```", "```console", "$ cat a.csv", "```")
    assert "$ cat a.csv\nx,y\n```" in run_page(path, tmp_path / "here")


def test_a_python_block_that_shows_something_else_fails(page, tmp_path):
    path = page("```python", ">>> 1 + 1", "3", "```")
    with pytest.raises(SybilFailure, match="Expected:\n    3\nGot:\n    2"):
        run_page(path, tmp_path / "here")


def test_a_traceback_is_no_output(page, tmp_path):
    path = page("```console", "$ python -c '1/0'", "```")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_page(path, tmp_path / "here")


def test_an_internal_error_is_no_output(page, tmp_path):
    path = page("```console", "$ echo 'crmclean: internal error (KeyError at x.py:1)'", "```")
    with pytest.raises(RuntimeError, match="internal error"):
        run_page(path, tmp_path / "here")
