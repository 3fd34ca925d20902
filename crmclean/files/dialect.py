"""How a text table is written, found by evidence: delimiter, quote, escape, and where the header stands.

Every candidate reads the first rows; the one under which most rows agree on a number of cells, and on the larger
number, wins. Where two agree about equally, or none does, nothing is guessed: the error asks for ``--delimiter``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from crmclean.errors import TableError
from crmclean.files.header import find_header
from crmclean.files.records import LINE_LIMIT, Lines, Row, Rows

__all__ = ["Dialect", "detect", "escapes", "parse_delimiter"]

_DELIMITERS = (",", ";", "\t", "|")
_QUOTES = ('"', "'")
_ESCAPE = "\\"
_SPACED = 0.8
"""Share of a delimiter's occurrences that a blank follows, from which the two together may be the delimiter."""
_PARTED_BY_BLANKS = 3
"""Least number of cells that blanks may part: two words are a name more often than two columns."""
_SAMPLE_ROWS = 500
_AGREEMENT = 0.6
"""Least share of rows that must agree on a width."""
_CLEAR = 0.95
"""Two candidates nearer than this are a tie."""
_BEGINS = tuple(
    re.compile(rf"{quote}(?:(?<=[\n,;\t|]{quote})|(?<=[,;\t|] {quote})|(?<=\A{quote}))") for quote in _QUOTES
)
"""What a cell in each kind of quotes begins with."""
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
    escape: str = ""
    """A backslash where one takes the meaning from a quote inside a cell."""
    told: bool = False
    """Whether the first line names the delimiter (``sep=;``)."""
    above: Sequence[int] = ()
    """The lines of text above the header, but for one that names the delimiter."""

    @property
    def separator(self) -> str:
        """What parts cells where all that is between quotes is quoted: one character."""
        return self.delimiter[0]

    @property
    def grammar(self) -> Rows:
        """What cuts lines into rows."""
        return Rows(self.delimiter, self.quote, self.escape)


@dataclass(frozen=True, slots=True)
class _Candidate:
    delimiter: str
    quote: str
    escape: str
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
    def begins(self) -> bool:
        """Whether the first row is the header and the next one as wide: a cell of several values has no such header."""
        return self.header == 0 and all(len(row.cells) == self.width for row in self.rows[:2])

    @property
    def rank(self) -> tuple[bool, bool, bool, float, float]:
        return self.clear and self.width > 1, self.header is not None, self.begins, self.score, self.agreement

    @property
    def header(self) -> int | None:
        # A title is prose, where blanks follow commas and part words: with them only the first row is believed.
        return find_header(self.rows[:1] if " " in self.delimiter else self.rows, self.width)


_Judge: TypeAlias = Callable[[str, str], _Candidate]


def parse_delimiter(delimiter: str) -> str:
    r"""Return the delimiter that the caller means; ``\t``, ``tab``, ``comma``, ``semicolon``, … are names.

    It is one character, or one and a blank.

    Raises:
        TableError: It is no single character, or one that cannot part cells.

    Example:
        >>> parse_delimiter("semicolon")
        ';'
    """
    written = _NAMED.get(delimiter.lower(), delimiter)
    char = written[:-1] if len(written) > 1 and written.endswith(" ") else written
    if len(char) != 1 or not char.isascii() or char.isalnum() or char in "\"'\\\r\n\0":
        raise TableError(f"the delimiter must be one character such as , ; | or tab, got {delimiter!r}")
    return written


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
    known = delimiter or (parse_delimiter(told[1]) if told else None)

    def judge(char: str, quote: str) -> _Candidate:
        escapes = ("", _ESCAPE) if _ESCAPE + quote in sample.text else ("",)
        read = (_judge(sample, Rows(char, quote, escape), start=1 if told else 0, cut=cut) for escape in escapes)
        return max(read, key=lambda one: one.rank)

    candidates = [
        judge(char, quote) for quote in _quotes(sample) for char in ((known,) if known else _delimiters(sample.text))
    ]
    whole = candidates if known else _without_halves(candidates)
    best = _best(whole)
    if not known:
        best = _by_blanks(judge, best, whole)
        _refuse_doubt(best, whole)
        _refuse_wrapped(best)
    return replace(_with_header(best), told=told is not None)


def escapes(dialect: Dialect, later: Lines) -> bool:
    """Whether a part of the text that lies beyond the sample reads better with backslashes as escapes.

    Args:
        dialect: As the sample told.
        later: Some lines around a backslash before a quote.
    """
    plain, escaped = (
        sum(not row.problem for row in each.grammar.scan(later, header=dialect.header))
        for each in (replace(dialect, escape=""), replace(dialect, escape=_ESCAPE))
    )
    return escaped > plain


def _quotes(sample: Lines) -> Sequence[str]:
    """Return the quotes that may be: apostrophes only where more cells begin with them than with the usual quote."""
    usual, apostrophes = (len(each.findall(sample.text)) for each in _BEGINS)
    return _QUOTES if apostrophes > usual else _QUOTES[:1]


def _delimiters(text: str) -> Sequence[str]:
    spaced = (f"{char} " for char in _DELIMITERS if text.count(f"{char} ") > _SPACED * text.count(char))
    return (*_DELIMITERS, *spaced)


def _judge(sample: Lines, grammar: Rows, *, start: int, cut: bool) -> _Candidate:
    end = len(sample.lines) - LINE_LIMIT if cut else len(sample.lines)
    scanned = islice(grammar.scan(sample, start=start), _SAMPLE_ROWS)
    every = list(scanned)
    rows = [row for row in (every if cut else _without_notes(every)) if row.problem or row.cells]
    rows = [row for row in rows if row.start < end] or rows
    widths = Counter(len(row.cells) for row in rows if not row.problem)
    style = grammar.delimiter, grammar.quote, grammar.escape
    if not widths:
        return _Candidate(*style, rows, 1, 0.0)
    first = len(rows[0].cells)
    width = max(widths, key=lambda cells: (widths[cells], cells == first, cells))
    return _Candidate(*style, rows, width, widths[width] / len(rows))


def _without_notes(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out the notes below a table: lines of one cell, below a blank line."""
    stop = len(rows)
    while stop and not rows[stop - 1].problem and len(rows[stop - 1].cells) <= 1:
        stop -= 1
    return rows[:stop] if 0 < stop < len(rows) and not rows[stop].cells else rows


def _without_halves(candidates: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """Leave out a comma where a comma and a blank read the same table, and the other way round."""
    by_style = {(one.quote, one.delimiter): one for one in candidates}
    left_out = set()
    for (quote, delimiter), one in by_style.items():
        if len(delimiter) > 1:
            half = by_style[quote, delimiter[0]]
            whole = one.clear and one.width >= half.width and one.score >= half.score
            left_out.add((quote, delimiter[0] if whole else delimiter))
    return [one for style, one in by_style.items() if style not in left_out]


def _best(candidates: Sequence[_Candidate]) -> _Candidate:
    """Pick the highest rank, the earlier of equals; ``'`` quotes only where it reads better, or wraps the header."""
    usual = max((one for one in candidates if one.quote == _QUOTES[0]), key=lambda one: one.rank)
    others = [one for one in candidates if one.quote != _QUOTES[0]]
    if not others:
        return usual
    other = max(others, key=lambda one: one.rank)
    wrapped = usual.rows and all(cell[:1] == cell[-1:] == other.quote for cell in usual.rows[0].cells)
    return other if wrapped or other.rank > usual.rank else usual


def _by_blanks(judge: _Judge, best: _Candidate, candidates: Sequence[_Candidate]) -> _Candidate:
    """Try blanks where nothing else parts cells: nearly every row must have as many, and quotes guard some."""
    if best.clear and best.width > 1:
        return best
    blanks = _best([judge(" ", quote) for quote in dict.fromkeys(one.quote for one in candidates)])
    table = blanks.header == 0 and blanks.width >= _PARTED_BY_BLANKS and blanks.agreement >= _CLEAR
    quoted = any(" " in cell for row in blanks.rows for cell in row.cells)
    return blanks if table and quoted else best


def _refuse_doubt(best: _Candidate, candidates: Sequence[_Candidate]) -> None:
    rivals = [one for one in candidates if one.quote == best.quote and one is not best]
    # One column is believed where no delimiter stands in many rows.
    if not best.clear or (best.width == 1 and not all(one.clear for one in rivals)):
        raise TableError("no delimiter fits: the first rows do not agree on a number of cells; say --delimiter")
    for one in rivals:
        if one.rank[:3] == best.rank[:3] and one.score >= _CLEAR * best.score > 0:
            raise TableError(f"{best.delimiter!r} and {one.delimiter!r} fit equally as delimiter; say --delimiter")


def _refuse_wrapped(best: _Candidate) -> None:
    """Refuse a table of one column whose cells are whole lines of a table: somebody quoted every line once more."""
    cells = [row.cells[0] for row in best.rows if len(row.cells) == 1]
    for char in _DELIMITERS if best.width == 1 and cells else ():
        parts = cells[0].count(char)
        if parts and sum(cell.count(char) >= parts for cell in cells) >= _AGREEMENT * len(cells):
            raise TableError(f"every line stands in quotes as a whole, with {char!r} inside; export it again")


def _with_header(found: _Candidate) -> Dialect:
    if not found.rows:
        raise TableError("holds no header and no records")
    at = found.header
    if at is None:
        first = found.rows[0]
        what = first.problem or f"{len(first.cells)} cells"
        raise TableError(
            f"no header: line {first.start + 1} has {what}, while most rows have {found.width} cells; mend the "
            "header, remove what stands above it, or say --delimiter"
        )
    header = found.rows[at]
    above = [line for row in found.rows[:at] for line in range(row.start, row.stop)]
    return Dialect(found.delimiter, found.quote, header.cells, header.start, header.stop, found.escape, above=above)
