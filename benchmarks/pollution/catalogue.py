"""The whole catalogue: which damage, how often, where. Same seed, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, product
from random import Random

from .dialects import line_ends, whole_dialects
from .encodings import encoded, marks, mixed
from .headers import renamed, repeated
from .holes import huge_cell, no_csv, nul_bytes, truncated
from .quotes import lost_quote, quote_pair, stray_quote
from .separators import Place, broken_row, extra_separator, missing_separator, other_separator, row_cut_short
from .several import several_rows
from .sheet import Source
from .sources import SOURCES
from .tables import around, close_tables, long_tables, pollock_tables
from .truth import Polluted

__all__ = ["POLLOCK", "catalogue"]

POLLOCK = frozenset({
    "empty_file", "no_last_line_end", "double_last_line_end", "no_header", "header_rows_2", "header_rows_3", "preamble",
    "two_tables_fewer", "two_tables_as_many", "two_tables_more", "header_only", "one_row", "missing_separator",
    "extra_separator", "delimiter_comma", "delimiter_space", "delimiter_semicolon", "delimiter_tab",
    "delimiter_comma_space", "quote_single", "escape_backslash", "escape_none", "line_end_lf", "line_end_cr",
    "line_end_crlf", "stray_quote_before", "stray_quote_within", "stray_quote_after", "other_separator",
})  # fmt: skip
"""The classes that Pollock has; the others are further ones."""

_Damage = Callable[[Source, Iterable[Place]], Iterator[Polluted]]

# Files a source. Pollock has 1,428 separators, 849 structural (756 stray quotes, 84 rows with another delimiter, the
# rest whole dialects) and 12 of the file or the table: here 5 x 286, 5 x (151 + 17 + some 14) and 5 x 13.
_SEPARATORS, _STRAY, _OTHER = 143, 151, 17


def _places(source: Source, seed: int, what: str, *, header: bool = False, last: int = 0) -> Iterator[Place]:
    """Yield every place once, in an order of its own; ``last`` is how many columns more or fewer than there are."""
    rows = range(0 if header else 1, len(source.records) + 1)
    every = list(product(rows, range(len(source.header) + last)))
    Random(f"{seed} {what} {source.name}").shuffle(every)
    return iter(every)


def _some(files: Iterable[Polluted], count: int) -> Iterator[Polluted]:
    return islice(files, count)


def _of(source: Source, seed: int) -> Iterator[Polluted]:
    place = partial(_places, source, seed)
    yield from pollock_tables(source)
    yield from _some(missing_separator(source, place("missing", header=True, last=-1)), _SEPARATORS)
    yield from _some(extra_separator(source, place("extra", header=True, last=1)), _SEPARATORS)
    yield from whole_dialects(source)
    yield from _some(stray_quote(source, place("stray", header=True)), _STRAY)
    yield from _some(other_separator(source, place("other", header=True)), _OTHER)
    # What Pollock does not have.
    yield from close_tables(source)
    yield from around(source)
    yield from repeated(source)
    yield from renamed(source)
    yield from line_ends(source)
    yield from encoded(source)
    yield from mixed(source, dict.fromkeys(row for row, _ in place("mixed")))
    yield from _some(marks(source, place("marks")), 6)
    yield from _some(nul_bytes(source, place("nul")), 7)
    yield from _some(lost_quote(source, place("lost")), 8)
    yield from _some(quote_pair(source, place("pair")), 3)
    yield from _some(several_rows(source, place("several", last=-2)), 10)
    yield from _some(row_cut_short(source, place("short", last=-1)), 5)
    yield from _some(broken_row(source, place("broken")), 5)
    yield from _some(truncated(source, place("cut")), 7)
    yield from _some(huge_cell(source, place("huge", last=-1)), 1)
    yield from (*no_csv(source), *long_tables(source)) if source.name == "accounts" else ()


def _short(source: Source, seed: int) -> Iterator[Polluted]:
    """Damage the first four records alone: there is little to tell damage by."""
    short = replace(source, name=f"{source.name}_short", records=source.records[:4])
    place = partial(_places, short, seed)
    kinds = ("no_header", "preamble", "no_last_line_end")
    files = [file for file in pollock_tables(short) if file.kind in kinds]
    files += _some(missing_separator(short, place("missing", last=-1)), 4)
    files += _some(extra_separator(short, place("extra", last=1)), 4)
    files += _some(stray_quote(short, place("stray")), 6)
    files += _some(other_separator(short, place("other")), 3)
    yield from (replace(file, kind="short_file", detail=f"{file.kind}-{file.detail}") for file in files)


def catalogue(seed: int = 7, *, every: int = 1) -> list[Polluted]:
    """Make all damaged files, by class and name; with ``every``, each so-manieth.

    The classes keep their shares. Takes some two seconds.
    """
    made = (file for source in SOURCES for make in (_of, _short) for file in make(source, seed))
    return sorted(made, key=lambda file: (file.kind, file.name))[::every]
