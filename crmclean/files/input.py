"""What reading a file gives: the table, what was held back, and how the file was written."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

__all__ = ["Input"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: every byte of it is in the table, in quarantine, or counted as a blank line.

    ``rows_read == table.height + quarantine.height + blank_lines``; the header, and lines above it, are no rows.
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
    """The file as the caller named it."""
    sha256: str
    """Checksum of the file's bytes as they lie on disk (compressed, where the file is)."""
    encoding: str = "utf-8"
    """Encoding, as ``write_csv`` takes it to write the same kind of file."""
    delimiter: str = ","
    """Delimiter between cells."""
    quote: str = '"'
    """Quote around cells."""
    line_end: str = "\n"
    """The most frequent line end."""
