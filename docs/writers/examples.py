"""Run what a page shows: Python blocks, files, and commands with their outputs.

A page is run from top to bottom in a folder that holds ``examples/``:

- a ``python`` block is executed, and what it shows after ``>>>`` must come out; blocks of a page share their names;
- a block with ``title="contacts.csv"`` is written to that file;
- in a ``console`` block every line that starts with ``$`` is a command, and what follows is its output.

Outputs are written anew, never compared here: a page is right where running it gives the page itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

from writers.source import ROOT

__all__ = ["pages_with_examples", "run_page"]

_WIDTH = "100"
_BROKEN = ("Traceback (most recent call last)", "crmclean: internal error")


def pages_with_examples() -> list[Path]:
    """Return the README and every page of the docs that has something to run, in order."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in pages if any(_parse(path).examples())]


def run_page(path: Path, folder: Path) -> str:
    """Run a page in an empty folder and return its text with the outputs that came out.

    Raises:
        sybil.example.SybilFailure: A Python block fails, or shows something else than it should.
        RuntimeError: A command fails by a bug; that is no output to show.
    """
    shutil.copytree(ROOT / "examples", folder / "examples")
    document = _parse(path)
    outputs: list[tuple[int, int, str]] = []
    document.namespace["_outputs"] = outputs
    with chdir(folder):
        for example in document.examples():
            example.evaluate()
    text = path.read_text(encoding="utf-8")
    for start, end, output in reversed(outputs):
        text = text[:start] + output + text[end:]
    return text


_TITLED = FencedCodeBlockLexer(language=r'\w+ title="[^"]+"', mapping={"language": "info", "source": "source"})


def _files(document: Document) -> Iterator[Region]:
    """Find the blocks that are files."""
    for region in _TITLED(document):
        region.parsed = (region.lexemes["info"].split('"')[1], region.lexemes["source"])
        region.evaluator = _write
        yield region


def _write(example: Example) -> None:
    name, content = example.parsed
    Path(name).write_text(content, encoding="utf-8", newline="\n")


def _console(example: Example) -> None:
    source = example.parsed
    shown = "".join(_answered(command) for command in _commands(source))
    start = example.start + source.offset
    example.namespace["_outputs"].append((start, start + len(source), shown))


def _commands(source: str) -> list[str]:
    """Return the commands of a console block; a backslash at the end of a line continues it."""
    commands: list[str] = []
    for line in source.splitlines():
        if line.startswith("$ "):
            commands.append(line[2:])
        elif commands and commands[-1].endswith("\\"):
            commands[-1] += f"\n{line}"
    return commands


def _answered(command: str) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "COLUMNS": _WIDTH,
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(  # noqa: S602 - the commands of our own pages, which use pipes
        command,
        shell=True,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if any(sign in done.stdout for sign in _BROKEN):
        raise RuntimeError(f"{command}\n{done.stdout}")
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join([f"$ {command}", *lines]) + "\n"


_SYBIL = Sybil(parsers=[PythonCodeBlockParser(), CodeBlockParser("console", _console), _files])


def _parse(path: Path) -> Document:
    return _SYBIL.parse(path)
