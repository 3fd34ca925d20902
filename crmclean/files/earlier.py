"""What lies where an output is to go: nothing, an earlier output of ours, or something that is not ours to replace."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["MARKER", "SUMMARY", "is_vacant", "not_ours"]

SUMMARY = "summary.json"
"""The file by which an output folder is known as ours ..."""
MARKER = "crmclean"
"""... because this key stands in it, with the version that wrote it."""
_UNLISTED = {SUMMARY, "timings.json", "Thumbs.db", "desktop.ini"}
"""What no manifest lists: of ours, and what systems leave in every folder (as they do files with a dot in front)."""


def is_vacant(path: Path) -> bool:
    """Whether there is nothing, or an empty folder."""
    return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def not_ours(path: Path) -> str:
    """Say why what lies there is not ours to replace; nothing where it is an output of ours as it was written."""
    if not path.is_dir():
        return "is a file"
    summary = _summary(path)
    if summary is None:
        return "is not empty and holds no earlier output of crmclean"
    by, ours = _numbers(str(summary[MARKER])), version("crmclean")
    if by > _numbers(ours):
        return f"holds an output of crmclean {'.'.join(map(str, by))}, newer than this one ({ours})"
    files = {"quarantine.csv": None} if summary.get("status") == "stopped" else summary.get("files")
    return _changed(path, files) if isinstance(files, dict) else ""


def _summary(path: Path) -> dict[str, Any] | None:
    try:
        summary = json.loads((path / SUMMARY).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return summary if isinstance(summary, dict) and MARKER in summary else None


def _numbers(release: str) -> tuple[int, ...]:
    """Return the numbers of a release: 0, 1 and 0 for ``0.1.0.dev3``."""
    return tuple(map(int, re.findall(r"[0-9]{1,9}", release)[:3]))


def _changed(path: Path, files: dict[str, str | None]) -> str:
    """Name what people put there or changed; only files that are newer than the summary, the last, are read."""
    written = (path / SUMMARY).stat().st_mtime_ns
    for each in sorted(path.iterdir()):
        if each.name in _UNLISTED or each.name.startswith("."):
            continue
        if each.name not in files:
            return f"holds {each.name}, which crmclean did not write"
        known = files[each.name]
        if known and each.stat().st_mtime_ns > written and hashlib.sha256(each.read_bytes()).hexdigest() != known:
            return f"holds {each.name}, which has been changed since"
    return ""
