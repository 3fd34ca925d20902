"""Damage to the header: it comes again, or does not name the columns that there are."""

from __future__ import annotations

from collections.abc import Iterator

from .sheet import Source
from .truth import Polluted, damaged, intact, meaningless

__all__ = ["renamed", "repeated"]


def repeated(source: Source) -> Iterator[Polluted]:
    """Yield files whose header comes again between the records, as exports laid end to end have it."""
    sheet = source.sheet()
    lines, half = sheet.lines, len(source.records) // 2
    for kind, every in (("once", half), ("every_20", 20)):
        text = "".join(
            (lines[0] if number > 1 and number % every == 1 else "") + line for number, line in enumerate(lines)
        )
        yield Polluted(f"header_again_{kind}", source.name, text.encode(), intact(source))
    again = "".join((*lines[: half + 1], "\ufeff" + lines[0], *lines[half + 1 :]))
    yield Polluted("header_again_with_mark", source.name, again.encode(), intact(source))
    twice = lines[0] + sheet.text()
    yield Polluted("header_twice", source.name, twice.encode(), intact(source))


def renamed(source: Source) -> Iterator[Polluted]:
    """Yield headers that do not name every column, or one name twice, and cells more or fewer than names.

    A reader may refuse these; where it reads them, it may name freely what the file does not name.
    """
    name, header, write = source.name, source.header, source.dialect
    body = "".join(source.sheet().lines[1:])
    for kind, written, read in (
        ("duplicate_name", (*header[:4], header[1], *header[5:]), (*header[:4], None, *header[5:])),
        ("duplicate_name_case", (*header[:4], header[1].upper(), *header[5:]), None),
        ("empty_name", (*header[:3], "", *header[4:]), (*header[:3], None, *header[4:])),
        ("empty_first_name", ("", *header[1:]), (None, *header[1:])),
        ("all_names_empty", ("",) * len(header), (None,) * len(header)),
        ("digit_names", (header[0], *(str(2015 + place) for place in range(1, len(header)))), None),
    ):
        truth = meaningless(source, written if read is None else read)
        yield Polluted(kind, name, (write.line(written) + body).encode(), truth)
    for kind, short in (("header_short", header[:-1]), ("header_short_by_two", header[:-2])):
        truth = meaningless(source, (*short, *(None,) * (len(header) - len(short))))
        yield Polluted(kind, name, (write.line(short) + body).encode(), truth)
    longer = (*header, "Extra")
    yield Polluted("header_long", name, (write.line(longer) + body).encode(), meaningless(source, header, longer))
    yield from _trailing(source)


def _trailing(source: Source) -> Iterator[Polluted]:
    """A delimiter at the end of every line, of every record, of some."""
    sheet, end = source.sheet(), source.dialect.line_end
    longer = [line.removesuffix(end) + source.dialect.delimiter + end for line in sheet.lines]
    nameless = (*source.header, None)
    every = meaningless(source, source.header, nameless)
    yield Polluted("delimiter_ends_all", source.name, "".join(longer).encode(), every)
    records = "".join((sheet.lines[0], *longer[1:]))
    yield Polluted("delimiter_ends_records", source.name, records.encode(), every)
    some = [10, 11, 40]
    text = "".join(longer[number] if number in some else line for number, line in enumerate(sheet.lines))
    yield Polluted("delimiter_ends_some", source.name, text.encode(), damaged(source, some))
