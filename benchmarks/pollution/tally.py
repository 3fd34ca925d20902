"""Reading every file of the catalogue with one reader, and adding up."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

from .readers import Reader
from .score import judge
from .truth import Polluted

__all__ = ["Outcome", "figures", "outcomes", "written"]

_PATIENCE = 10
"""Seconds that a file of some kilobytes may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``how`` it ended, and the figures of its verdict."""

    name: str
    kind: str
    how: Literal["read", "refused", "crashed"]
    undecidable: bool
    intact: int
    exact: int = 0
    literal: int = 0
    message: str = ""
    """What is silently wrong, or the error."""

    @property
    def wrong(self) -> bool:
        """Whether the file was read without an error, and not all of it is true."""
        return self.how == "read" and bool(self.message)


def written(files: Iterable[Polluted], folder: Path) -> Iterator[tuple[Polluted, Path]]:
    """Write the files into a folder, one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        path = folder / file.name
        path.write_bytes(file.data)
        yield file, path


def outcomes(files: Iterable[tuple[Polluted, Path]], reader: Reader, refusal: type[Exception]) -> Iterator[Outcome]:
    """Read every file; any exception but a ``refusal``, and more than ten seconds, is a crash."""
    for file, path in files:
        yield _outcome(file, path, reader, refusal)


def _outcome(file: Polluted, path: Path, reader: Reader, refusal: type[Exception]) -> Outcome:
    truth = file.truth
    intact = sum(record.intact for record in truth.records)
    known = file.name, file.kind
    undecidable = bool(truth.undecidable)
    try:
        with _patience():
            reading = reader(path)
    except TimeoutError:
        return Outcome(*known, "crashed", undecidable, intact, message="no end")
    except refusal as error:
        return Outcome(*known, "refused", undecidable, intact, message=str(error))
    except BaseException as error:  # a panic of the engine is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return Outcome(*known, "crashed", undecidable, intact, message=f"{type(error).__name__}: {error}")
    verdict = judge(reading, truth)
    return Outcome(*known, "read", undecidable, intact, verdict.exact, verdict.literal, verdict.wrong)


@contextmanager
def _patience() -> Iterator[None]:
    """Stop what takes too long, where the system can (Windows cannot)."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def figures(found: Iterable[Outcome]) -> dict[str, int | float]:
    """Add up: files, how they ended, shares of silently wrong files and of intact rows that came out exact.

    Files that nobody can decide count in none of the others; they have figures of their own.
    """
    every = list(found)
    one = [outcome for outcome in every if not outcome.undecidable]
    unknown = [outcome for outcome in every if outcome.undecidable]
    intact, wrong = sum(outcome.intact for outcome in one), sum(outcome.wrong for outcome in one)
    exact = sum(outcome.exact for outcome in one)
    return {
        "files": len(one),
        "crashed": sum(outcome.how == "crashed" for outcome in one),
        "refused": sum(outcome.how == "refused" for outcome in one),
        "silently_wrong": wrong,
        "silently_wrong_share": round(wrong / (len(one) or 1), 5),
        "intact_rows": intact,
        "intact_rows_exact": exact,
        "intact_rows_exact_share": round(exact / (intact or 1), 5),
        "files_with_literal_rows": sum(outcome.literal > 0 for outcome in one),
        "undecidable_files": len(unknown),
        "undecidable_wrong": sum(outcome.wrong for outcome in unknown),
    }
