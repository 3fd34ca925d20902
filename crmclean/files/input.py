"""What reading a file gives: the table, what was held back, and how the file was written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Input"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: every byte of it is in the table, in quarantine, or counted as a blank line.

    ``rows_read == table.height + quarantine.height + blank_lines``; the header, and blank lines above it, are no rows,
    and lines of text above it are quarantined.
    """

    table: pl.DataFrame
    """The records: every column text, an empty cell null, columns and rows in the file's order."""
    quarantine: pl.DataFrame
    """Rows that could not be read, with the schema ``crmclean.findings.QUARANTINE``, in the file's order."""
    blank_lines: int
    """Rows without any value: blank lines, and lines of delimiters only."""
    rows_read: int
    """Rows seen, as the reader counted them."""
    warnings: tuple[str, ...]
    """Guesses and oddities, one sentence each, without record values."""
    path: str
    """The file as the caller named it; of a database a name that shows no user and no host."""
    sha256: str
    """Checksum of the file's bytes as they lie on disk (packed, where the file is); of a database, that of the CSV that
    ``csv_bytes`` makes of the table.
    """
    encoding: str = "utf-8"
    """Encoding; a byte order mark is part of its name, as in ``utf-8-sig``."""
    delimiter: str = ","
    """Delimiter between cells."""
    quote: str = '"'
    """Quote around cells."""
    escape: str = ""
    """A backslash where one takes the meaning from a quote inside a cell; else such quotes are doubled."""
    line_end: str = "\n"
    """The most frequent line end."""
    text: bytes | None = field(default=None, repr=False)
    """The text as UTF-8, without byte order mark; None for formats that are no text tables."""
    header: tuple[int, int] = (0, 0)
    """Where the header's lines stand in ``text``: the offset of the first byte, and that of the next line's."""
    spans: npt.NDArray[np.int64] | None = field(default=None, repr=False)
    """Where each record of the table stands in ``text``, shape (records, 2): the offset of its first byte, and that of
    the next row's first byte, so that ``text[start:stop]`` is the record with its line end. What lies between two
    spans is quarantined or blank. None where ``text`` is."""
    sheet: str | None = None
    """The sheet that was read, of a workbook."""
