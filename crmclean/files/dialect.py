"""How a text table is written, found by evidence: delimiter, quote, line end, and where the header stands.

Every candidate reads the first rows; the one under which most rows agree on a number of cells, and on the larger
number, wins. Where two agree about equally, or none does, nothing is guessed: the error asks for ``--delimiter``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from crmclean.errors import TableError
from crmclean.files.header import find_header
from crmclean.files.records import LINE_LIMIT, Lines, Row, Rows

__all__ = ["Dialect", "detect", "parse_delimiter"]

_DELIMITERS = (",", ";", "\t", "|")
_QUOTES = ('"', "'")
_SAMPLE_ROWS = 500
_AGREEMENT = 0.6
"""Least share of rows that must agree on a width."""
_CLEAR = 0.95
"""Two candidates nearer than this are a tie."""
_SEPARATOR_LINE = re.compile(r"sep=(.)[\r\n]*\Z", re.IGNORECASE)
_NAMED = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text table is written, and where its header stands; lines are indices from 0."""

    delimiter: str
    quote: str
    header: list[str]
    header_line: int
    """The header's first line."""
    first_line: int
    """The line after the header."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    delimiter: str
    quote: str
    rows: Sequence[Row]
    width: int
    agreement: float

    @property
    def score(self) -> float:
        """Share of the rows that agree, times the share of a row that the delimiter explains."""
        return self.agreement * (1 - 1 / self.width)

    @property
    def clear(self) -> bool:
        return self.agreement >= _AGREEMENT

    @property
    def rank(self) -> tuple[bool, bool, float, float]:
        return self.clear and self.width > 1, self.header is not None, self.score, self.agreement

    @property
    def header(self) -> int | None:
        return find_header(self.rows, self.width)


def parse_delimiter(delimiter: str) -> str:
    r"""Return the one character that the caller means; ``\t``, ``tab``, ``comma``, ``semicolon``, … are names.

    Raises:
        TableError: It is no single character, or one that cannot part cells.

    Example:
        >>> parse_delimiter("semicolon")
        ';'
    """
    char = _NAMED.get(delimiter.lower(), delimiter)
    if len(char) != 1 or not char.isascii() or char.isalnum() or char in "\"'\r\n\0":
        raise TableError(f"the delimiter must be one character such as , ; | or tab, got {delimiter!r}")
    return char


def detect(sample: Lines, *, cut: bool, delimiter: str | None = None) -> Dialect:
    """Find how a table is written.

    Args:
        sample: The first lines of the text, not all blank.
        cut: Whether the text goes on after the sample, so that its last rows may be torn.
        delimiter: The delimiter, where it is known; else that of a first line ``sep=;``, else the evidence.

    Raises:
        TableError: No delimiter is clearly the right one, or the header cannot be found.
    """
    told = _SEPARATOR_LINE.match(sample.lines[0])
    known = delimiter or (told[1] if told else None)
    candidates = [
        _judge(sample, char, quote, start=1 if told else 0, cut=cut)
        for quote in (_QUOTES if _QUOTES[0] not in sample.text else _QUOTES[:1])
        for char in ((known,) if known else _DELIMITERS)
    ]
    best = _best(candidates)
    if not known:
        _refuse_doubt(best, candidates)
    return _with_header(best)


def _judge(sample: Lines, delimiter: str, quote: str, *, start: int, cut: bool) -> _Candidate:
    end = len(sample.lines) - LINE_LIMIT if cut else len(sample.lines)
    scanned = islice(Rows(delimiter, quote).scan(sample, start=start), _SAMPLE_ROWS)
    rows = [row for row in scanned if row.problem or row.cells]
    rows = [row for row in rows if row.start < end] or rows
    widths = Counter(len(row.cells) for row in rows if not row.problem)
    if not widths:
        return _Candidate(delimiter, quote, rows, 1, 0.0)
    first = len(rows[0].cells)
    width = max(widths, key=lambda cells: (widths[cells], cells == first, cells))
    return _Candidate(delimiter, quote, rows, width, widths[width] / len(rows))


def _best(candidates: Sequence[_Candidate]) -> _Candidate:
    """Pick the highest rank, the earlier of equals; ``'`` quotes only where it reads better, or wraps the header."""
    usual = max((one for one in candidates if one.quote == _QUOTES[0]), key=lambda one: one.rank)
    others = [one for one in candidates if one.quote != _QUOTES[0]]
    if not others:
        return usual
    other = max(others, key=lambda one: one.rank)
    wrapped = usual.rows and all(cell[:1] == cell[-1:] == other.quote for cell in usual.rows[0].cells)
    return other if wrapped or other.rank > usual.rank else usual


def _refuse_doubt(best: _Candidate, candidates: Sequence[_Candidate]) -> None:
    rivals = [one for one in candidates if one.quote == best.quote and one is not best]
    # One column is believed where no delimiter stands in many rows.
    if not best.clear or (best.width == 1 and not all(one.clear for one in rivals)):
        raise TableError("no delimiter fits: the first rows do not agree on a number of cells; say --delimiter")
    for one in rivals:
        if one.rank[:2] == best.rank[:2] and one.score >= _CLEAR * best.score > 0:
            raise TableError(f"{best.delimiter!r} and {one.delimiter!r} fit equally as delimiter; say --delimiter")


def _with_header(found: _Candidate) -> Dialect:
    at = found.header
    if at is None:
        first = found.rows[0]
        what = first.problem or f"{len(first.cells)} cells"
        raise TableError(
            f"no header: line {first.start + 1} has {what}, while most rows have {found.width} cells; mend the "
            "header, remove what stands above it, or say --delimiter"
        )
    header = found.rows[at]
    return Dialect(found.delimiter, found.quote, header.cells, header.start, header.stop)
