"""What every benchmark needs: the machine it ran on, the memory it took, and generated contacts to measure on."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["HERE", "generated", "machine", "peak_mib"]

HERE = Path(__file__).resolve().parent

_PACKAGES = ("crmclean", "polars", "numpy", "rapidfuzz", "phonenumberslite")


def machine(*packages: str) -> dict[str, object]:
    """Describe the machine, and the versions of what was measured (``packages`` beside our own)."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in (*_PACKAGES, *packages)},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def peak_mib() -> float:
    """Return the largest memory that this process has had, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def generated(records: int, seed: int) -> Path:
    """Return a folder with generated contacts; it is kept in ``benchmarks/data``, so that the next run finds it."""
    folder = HERE / "data" / f"contacts_{records}_{seed}"
    if not (folder / "contacts.csv").is_file():
        subprocess.run(
            [sys.executable, HERE / "generate.py", "--records", str(records), "--seed", str(seed), "--out", folder],
            check=True,
        )
    return folder
