"""Markdown pieces: tables, code blocks, and docstrings put into Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["GENERATED", "cell", "code", "fenced", "listed", "prose", "table"]

GENERATED = "<!-- Written by docs/generate.py from the code; edit the docstrings there and run `make reference`. -->"
_BLANK = "\N{EN DASH}"


def prose(docstring: str | None) -> str:
    """Return a docstring as Markdown: double backticks become single ones, everything else stays."""
    text = re.sub(r"``(.+?)``", r"`\1`", docstring or "", flags=re.DOTALL)
    return re.sub(r"(?<![\w*])\*([a-z])\*(?![\w*])", r"*\1*", text).strip()


def cell(text: str | None) -> str:
    """Return a text that fits into one cell of a table."""
    one_line = " ".join((text or "").split()).replace("|", r"\|")
    return one_line or _BLANK


def code(text: object) -> str:
    """Return a text as inline code, or a dash for nothing."""
    return f"`{text}`" if str(text) else _BLANK


def listed(words: Iterable[object]) -> str:
    """Return words as inline code, with commas."""
    return ", ".join(code(word) for word in words)


def fenced(text: str, language: str) -> str:
    """Return a code block."""
    return f"```{language}\n{text.rstrip()}\n```"


def table(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Return a table; an empty text where there are no rows."""
    lines = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(header)} |", "|" + " --- |" * len(header), *lines])
