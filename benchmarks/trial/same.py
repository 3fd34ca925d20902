"""The same file gives the same bytes, whatever the threads, the seed of hashes, the language and the time zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from machine import generated

from trial.ground import State, ground

__all__ = ["SETTINGS", "trial"]

SETTINGS = {
    "POLARS_MAX_THREADS": ("1", "2"),
    "PYTHONHASHSEED": ("0", "1", "42"),
    "LC_ALL": ("C", "de_DE.UTF-8"),
    "TZ": ("UTC", "Pacific/Kiritimati"),
}
RECORDS = 2_000
COMMAND = "from crmclean.cli import main; main()"


def trial(share: float = 1, file: Path | None = None) -> Iterator[dict[str, object]]:
    """Run under every setting, on one day."""
    every = list(product(*SETTINGS.values()))
    with ground() as at:
        file = file or generated(RECORDS, 7) / "contacts.csv"
        drawn = every[:: max(1, round(1 / share))]
        digests: Counter[str] = Counter()
        for values in drawn:
            _run(file, at.out, dict(zip(SETTINGS, values, strict=True)))
            digests[digest(at.state())] += 1
        most, *others = digests.most_common()
        problems = [f"{times} runs gave other bytes" for _, times in others]
        yield {"what": f"{file.stat().st_size:,} bytes", "trials": len(drawn), "sha256": most[0], "problems": problems}


def digest(state: State) -> str:
    """Return one sha256 of an output, the seconds that it took apart."""
    told = sorted(each for each in (state or {}).items() if each[0] != "timings.json")
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _run(file: Path, out: Path, settings: dict[str, str]) -> None:
    command = [sys.executable, "-c", COMMAND, "run", file, "-o", out, "--fail-on", "never", "--as-of", "2026-01-31"]
    subprocess.run(command, env=os.environ | settings, capture_output=True, check=True, cwd=out.parent)
