"""The tables of words beside this module, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["COUNTRIES", "SHARES", "STATE_CODES", "options", "table"]

COUNTRIES = ("US", "GB", "DE", "FR", "IN", "BR")
# Share of the records by country, in percent.
SHARES = (45, 14, 12, 9, 12, 8)
# Places in COUNTRIES of those whose states are written as a code.
STATE_CODES = (0, 5)

_FOLDER = Path(__file__).with_name("words")


@cache
def table(name: str) -> dict[str, Any]:
    """A table by the name of its file."""
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def options(text: str) -> list[str]:
    """The parts of `a|b|c`."""
    return [part.strip() for part in text.split("|")]
