"""Other ways of writing the whole file; every record stays intact, but for quotes that nothing escapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .sheet import Dialect, Source
from .truth import Polluted, damaged, intact

__all__ = ["line_ends", "whole_dialects"]


def whole_dialects(source: Source) -> Iterator[Polluted]:
    """Yield every other delimiter, quote, escape and line end of Pollock, and every cell in quotes."""
    own = source.dialect
    for kind, other in (
        ("delimiter_comma", replace(own, delimiter=",")),
        ("delimiter_space", replace(own, delimiter=" ")),
        ("delimiter_semicolon", replace(own, delimiter=";")),
        ("delimiter_tab", replace(own, delimiter="\t")),
        ("delimiter_pipe", replace(own, delimiter="|")),
        ("quote_single", replace(own, quote="'", escape="'")),
        ("quote_single_always", replace(own, quote="'", escape="'", always=True)),
        ("quote_always", replace(own, always=True)),
        ("escape_backslash", replace(own, escape="\\")),
        ("line_end_lf", replace(own, line_end="\n")),
        ("line_end_cr", replace(own, line_end="\r")),
        ("line_end_crlf", replace(own, line_end="\r\n")),
    ):
        if other != own:
            yield Polluted(kind, source.name, source.sheet(other).text().encode(), intact(source))
    spaced = replace(own, delimiter=", ")
    yield Polluted("delimiter_comma_space", source.name, _comma_space(source, spaced).encode(), intact(source))
    bare = source.sheet(replace(own, escape=""))
    touched = [number for number, line in enumerate(source.sheet().lines) if line != bare.lines[number]]
    yield Polluted("escape_none", source.name, bare.text().encode(), damaged(source, touched))
    yield _unquoted(source)
    wrapped = Dialect(line_end=own.line_end, always=True)
    lines = [wrapped.line([line.removesuffix(own.line_end)]) for line in source.sheet().lines]
    every = damaged(source, range(1, len(lines)))
    yield Polluted("line_in_quotes", source.name, "".join(lines).encode(), every)


def _unquoted(source: Source) -> Polluted:
    """Write no quotes at all, as programs do that join cells by hand."""
    rows, own = (source.header, *source.records), source.dialect
    text = "".join(own.delimiter.join(row) + own.line_end for row in rows)
    breaks = (own.delimiter, "\n", "\r")
    touched = [number for number, row in enumerate(rows) if any(part in cell for cell in row for part in breaks)]
    why = "the first line of a last cell looks like all of it" if any("\n" in row[-1] for row in rows) else ""
    return Polluted("quote_none", source.name, text.encode(), replace(damaged(source, touched), undecidable=why))


def _comma_space(source: Source, spaced: Dialect) -> str:
    """Quote what holds a comma, with a space after it or not, as any tool does that writes ``, ``."""
    plain = replace(spaced, delimiter=",")
    rows = (source.header, *source.records)
    return "".join(spaced.delimiter.join(plain.cells(row)) + spaced.line_end for row in rows)


def line_ends(source: Source) -> Iterator[Polluted]:
    """Yield line ends that change within the file; no record is touched."""
    lines = [line.removesuffix(source.dialect.line_end) for line in source.sheet().lines]
    for kind, ends in (
        ("alternating", ("\n", "\r\n")),
        ("one_lf", ("\r\n",) * 50 + ("\n",) + ("\r\n",) * 49),
        ("one_crlf", ("\n",) * 50 + ("\r\n",) + ("\n",) * 49),
        ("header_lf", ("\n",) + ("\r\n",) * 99),
        ("all_three", ("\n", "\r\n", "\r")),
        ("doubled_cr", ("\r\r\n",)),
        ("lf_then_cr", ("\n",) * 40 + ("\r",) * 60),
    ):
        text = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines))
        yield Polluted(f"mixed_line_ends_{kind}", source.name, text.encode(), intact(source))
