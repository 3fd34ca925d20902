"""The XML of workbooks, read as a stream and without trust: no document type, so no entity can be declared.

A workbook's parts may not declare one (ECMA-376 part 2, markup rules), and every XML bomb needs one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from crmclean.errors import TableError

__all__ = ["elements", "fed", "local", "new_parser"]


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses a document type, and joins adjoining text."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def fed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> Iterator[None]:
    """Feed a parser, and pause after each chunk for what its handlers have gathered.

    Raises:
        TableError: It is no well-formed XML, or declares a document type.
    """
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise TableError("is a workbook that is damaged; save it again, or export it as CSV") from error


def elements(chunks: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name (without prefix) and the attributes of every element, in the order in which they begin."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    for _ in fed(parser, chunks):
        yield from found
        found.clear()


def local(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise TableError("is a workbook whose XML declares entities of its own, as bombs do; export it as CSV")
