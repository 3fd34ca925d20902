"""Every exception of crmclean, its wording, exit code and HTTP status.

Dirty data never raises: it is a finding. What raises is a broken rule file, an input that is no table of
records, a spent budget, a missing extra or a disk that refuses. Messages say *what is wrong, got, expected,
hint*; they carry no record values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

__all__ = [
    "BudgetError",
    "CrmcleanError",
    "MissingExtraError",
    "OutputError",
    "Problem",
    "QuarantineError",
    "RecordIdError",
    "RuleFileError",
    "SelfAuditError",
    "TableError",
    "did_you_mean",
    "printable",
]

_MANY = 1000
"""Known words that are looked through for a near one; a file may hold thousands of them, and as many wrong ones."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Replace control characters, direction overrides and lone surrogates, which could disguise what is shown."""
    return _UNPRINTABLE.sub("\ufffd", text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest known word, or an empty string.

    Args:
        word: What was written.
        known: What could have been meant; the first thousand are looked through.

    Returns:
        A sentence with a leading space, ready to append; empty when nothing is near (similarity below 70 of 100,
        the cut at which one-word typos still pass and other words do not).

    Example:
        >>> did_you_mean("contry", ["country", "state"])
        " Did you mean 'country'?"
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is wrong

    best = process.extractOne(word, list(islice(known, _MANY)), scorer=fuzz.ratio, score_cutoff=70 - 1e-4)
    return f" Did you mean '{best[0]}'?" if best else ""


class CrmcleanError(Exception):
    """Base of every error that crmclean raises on purpose.

    Its message is printable, whatever headers and names of files it quotes: lines, and no control characters.
    """

    exit_code: ClassVar[int] = 2
    http_status: ClassVar[int] = 400

    def __init__(self, message: str = "") -> None:
        super().__init__("\n".join(map(printable, message.split("\n"))))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a rule file, with its place.

    Line and column count from 1; ``path`` is the place in the tree, ``$.fields.country.picklist``.
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}:{self.column} {self.path}: {self.message}")


class RuleFileError(CrmcleanError):
    """A rule file that cannot be used; ``problems`` lists everything wrong with it, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TableError(CrmcleanError):
    """An input that is no table of records: missing, binary, no header, repeated record ids, unknown columns."""

    @classmethod
    def unknown_column(cls, name: str, known: Sequence[str]) -> TableError:
        """Build the error for a column that the table does not have."""
        listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        return cls(f"no column '{name}'; the table has: {listed or 'none'}.{did_you_mean(name, known)}")


class RecordIdError(TableError):
    """Records with an empty or repeated id; ``rows`` are their positions in the table, from 0."""

    def __init__(self, column: str, rows: Sequence[int], *, lines: Sequence[int] = ()) -> None:
        self.column, self.rows = column, tuple(rows)
        counted, places = ("lines", list(lines)) if lines else ("records", [row + 1 for row in rows])
        listed = ", ".join(map(str, places[:5])) + (", …" if len(places) > 5 else "")
        super().__init__(
            f"{len(rows):,} records have an empty or repeated id in column '{column}' ({counted} {listed}); number the "
            "rows with --record-id ROW"
        )


class BudgetError(CrmcleanError):
    """More candidate pairs than the budget of 50 million; found before any pair is made."""

    exit_code = 4
    http_status = 503


class QuarantineError(CrmcleanError):
    """More rows could not be read than the limit allows: a tenth, unless ``--max-quarantine`` says otherwise."""

    exit_code = 3


class OutputError(CrmcleanError):
    """The disk refused, or the output folder is not ours to replace."""

    exit_code = 5
    http_status = 507


class SelfAuditError(CrmcleanError):
    """The conservation equation at the end of a run does not hold: a bug of ours, reported and never hidden."""

    exit_code = 7
    http_status = 500


class MissingExtraError(CrmcleanError):
    """An optional dependency is not installed."""

    @classmethod
    def needs(cls, extra: str, purpose: str) -> MissingExtraError:
        """Build the error that names the extra to install."""
        return cls(f'{purpose} needs an extra: pip install "crmclean[{extra}]"')
