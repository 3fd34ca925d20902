"""Damage to the file or the table as a whole: Pollock's twelve classes, and what else stands around a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from anyascii import anyascii

from .sheet import Source, turn
from .truth import Polluted, Record, Truth, intact, meaningless

__all__ = ["around", "close_tables", "long_tables", "pollock_tables"]


def pollock_tables(source: Source) -> Iterator[Polluted]:
    """Yield the twelve classes: line ends at the end, header lost or doubled, a preamble, two tables, hardly a row."""
    name, sheet, end = source.name, source.sheet(), source.dialect.line_end
    text, line = sheet.text(), source.dialect.line
    yield Polluted("empty_file", name, b"", Truth((), ()))
    yield Polluted("no_last_line_end", name, text.removesuffix(end).encode(), intact(source))
    yield Polluted("double_last_line_end", name, (text + end).encode(), intact(source))
    unnamed = (None,) * len(source.header)
    yield Polluted("no_header", name, text.removeprefix(sheet.lines[0]).encode(), meaningless(source, unnamed))
    yield from _header_rows(source)
    preamble = f"Export of {name}{end}Created 2025-11-03 by a.smith{end}{end}"
    yield Polluted("preamble", name, (preamble + text).encode(), intact(source))
    yield from _second_tables(source)
    yield Polluted("header_only", name, sheet.lines[0].encode(), Truth((source.header,), ()))
    one = Truth((source.header,), (Record(source.records[0]),))
    yield Polluted("one_row", name, (sheet.lines[0] + line(source.records[0])).encode(), one)


def _header_rows(source: Source) -> Iterator[Polluted]:
    """Rows that name the columns once more, with names for programs and with types, or that name groups of them."""
    lines, write, width = source.sheet().lines, source.dialect.line, len(source.header)
    programs = tuple(anyascii(name).title().replace(" ", "").replace("_", "") + "__c" for name in source.header)
    kinds = tuple(turn(("Text(80)", "Lookup(User)", "Text(255)", "Date", "Picklist"), place) for place in range(width))
    for extra in ((programs,), (programs, kinds)):
        text = "".join([lines[0], *map(write, extra), *lines[1:]])
        kind = f"header_rows_{len(extra) + 1}"
        yield Polluted(kind, source.name, text.encode(), intact(source, headers=extra))
    groups = tuple({0: "Record", 3: "Company", width - 3: "Status"}.get(place, "") for place in range(width))
    yield Polluted("header_rows_groups", source.name, (write(groups) + source.sheet().text()).encode(), intact(source))


def _second_tables(source: Source) -> Iterator[Polluted]:
    """A table below the first, after a blank line: of fewer, of as many and of more columns, and of the same ones.

    Rows of other columns are no records of the first table; rows under the same header may come as records or not.
    """
    yield from _others_below(source, "two_tables", 6, source.dialect.line_end)
    rows = [(f"Z{number}-{cells[0]}", *cells[1:]) for number, cells in enumerate(source.records[:6])]
    records = (Record(cells, intact=False) for cells in rows)
    second = "".join(map(source.dialect.line, (source.header, *rows)))
    text = source.sheet().text() + source.dialect.line_end + second
    yield Polluted("two_tables_same", source.name, text.encode(), intact(source, *records))


def close_tables(source: Source) -> Iterator[Polluted]:
    """Yield second tables without a blank line above them."""
    yield from _others_below(source, "two_tables_close", 6, "")


def long_tables(source: Source) -> Iterator[Polluted]:
    """Yield second tables that are as long as the first one."""
    yield from _others_below(source, "two_tables_long", len(source.records), source.dialect.line_end)


def _others_below(source: Source, kind: str, length: int, between: str) -> Iterator[Polluted]:
    """Lay a list of tasks below the records; of as many columns, and with nothing between, it looks like records."""
    width = len(source.header)
    for name, columns in (("fewer", width // 2), ("as_many", width), ("more", width + 3)):
        header = tuple(f"{turn(_TASK, place)}{place // len(_TASK) or ''}" for place in range(columns))
        rows = [tuple(_task(number, place) for place in range(columns)) for number in range(length)]
        records = (Record(cells, intact=False, foreign=True) for cells in rows)
        text = source.sheet().text() + between + "".join(map(source.dialect.line, (header, *rows)))
        why = "nothing says that another table begins" if columns == width and not between else ""
        truth = replace(intact(source, *records), undecidable=why)
        yield Polluted(f"{kind}_{name}", source.name, text.encode(), truth)


_TASK = ("Task ID", "Subject", "Due Date", "Status", "Hours", "Assigned To", "Priority")


def _task(number: int, column: int) -> str:
    """Return a cell of a list of tasks."""
    values = (
        f"00T-{number:04}-{column}",
        turn(("Call", "Send offer", "Visit"), number),
        f"2025-1{number % 3}-{number % 19 + 10}",
        turn(("open", "done"), number),
        f"{number}.5",
        turn(("a.smith", "b.jones"), number),
        turn(("High", "Normal", "", "Low"), number),
    )
    return turn(values, column)


def around(source: Source) -> Iterator[Polluted]:
    """Yield preambles and footers as reports have them, blank lines, and what is no table at all."""
    name, text, write = source.name, source.sheet().text(), source.dialect
    end, between, width = write.line_end, write.delimiter, len(source.header)
    for kind, above in (
        ("one_line", f"{name} as of 2025-11-03{end}"),
        ("wide", write.line(("Filter", "country in DE, AT, CH", "owner: all"))),
        ("long", "".join(f"# line {number}: {write.line(('a', 'b'))}" for number in range(8))),
        ("padded", f"Report {name}{between * (width - 1)}{end}{between * (width - 1)}{end}"),
        ("sep", f"sep={between}{end}"),
    ):
        yield Polluted(f"preamble_{kind}", name, (above + text).encode(), intact(source))
    for kind, below in (
        ("one_line", f"{len(source.records)} rows{end}"),
        ("report", f'{end}{end}"Confidential, do not distribute"{end}Copyright (c) 2025 acme.example{end}'),
        ("wide", write.line(("Total", str(len(source.records)), "", "checked"))),
        ("sentence", f"This list was made for the board, without leads, and ends here{end}"),
    ):
        yield Polluted(f"footer_{kind}", name, (text + below).encode(), intact(source))
    total = f"Grand total{between * (width - 1)}{end}"
    why = "a row of totals as wide as the table looks like a record"
    yield Polluted("footer_total", name, (text + total).encode(), replace(intact(source), undecidable=why))
    lines = source.sheet().lines
    for kind, blank in (
        ("blank_lines", end),
        ("empty_rows", between * (width - 1) + end),
        ("lines_of_spaces", f"   {end}"),
    ):
        filled = "".join(line + blank * (number % 20 == 7) for number, line in enumerate(lines))
        yield Polluted(kind, name, filled.encode(), intact(source))
