"""The readers that people use, each as it comes; what one cannot read, it raises."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from .readers import Reader, texts
from .score import Reading
from .sources import SOURCES

__all__ = ["OTHERS"]

csv.field_size_limit(10_000_000)


def _csv_rows(lines: Iterator[list[str]]) -> Reading:
    header = tuple(next(lines, ()))
    return Reading(header, tuple(map(tuple, lines)))


def csv_reader(path: Path) -> Reading:
    """Read with the csv module; the first row is the header."""
    with path.open(newline="", encoding="utf-8") as file:
        return _csv_rows(csv.reader(file))


def csv_sniffer(path: Path) -> Reading:
    """Read with the csv module in the dialect that its Sniffer finds."""
    with path.open(newline="", encoding="utf-8") as file:
        sample = file.read(65_536)
        file.seek(0)
        return _csv_rows(csv.reader(file, csv.Sniffer().sniff(sample)))


def pandas_default(path: Path) -> Reading:
    """Read with pandas, all text."""
    return _pandas(pd.read_csv(path, dtype=str, keep_default_na=False))


def pandas_sniff(path: Path) -> Reading:
    """Read with pandas, all text, the delimiter found by the Python engine."""
    return _pandas(pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python"))


def _pandas(frame: pd.DataFrame) -> Reading:
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    return Reading(tuple(map(str, frame.columns)), tuple(texts(rows)))


def polars_default(path: Path) -> Reading:
    """Read with polars, all text."""
    return _polars(pl.read_csv(path, infer_schema=False))


def _polars(frame: pl.DataFrame) -> Reading:
    return Reading(tuple(frame.columns), tuple(texts(frame.iter_rows())))


def duckdb_auto(path: Path) -> Reading:
    """Read with DuckDB, all text, its own detection of the dialect."""
    return _duckdb(path, "all_varchar = true")


def _duckdb(path: Path, options: str) -> Reading:
    found = _connection().execute(f"from read_csv(?, {options})", [str(path)])
    names = tuple(column[0] for column in found.description or ())
    return Reading(names, tuple(texts(found.fetchall())))


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def _told(path: Path) -> str:
    """Return the delimiter of the source that a file is made from, as somebody who knows the export would say it."""
    return next((source.dialect.delimiter for source in SOURCES if f"-{source.name}" in path.name), ",")


def csv_told(path: Path) -> Reading:
    """Read with the csv module, told the delimiter."""
    with path.open(newline="", encoding="utf-8") as file:
        return _csv_rows(csv.reader(file, delimiter=_told(path)))


def pandas_told(path: Path) -> Reading:
    """Read with pandas, all text, told the delimiter."""
    return _pandas(pd.read_csv(path, dtype=str, keep_default_na=False, sep=_told(path)))


def polars_told(path: Path) -> Reading:
    """Read with polars, all text, told the delimiter."""
    return _polars(pl.read_csv(path, infer_schema=False, separator=_told(path)))


def duckdb_told(path: Path) -> Reading:
    """Read with DuckDB, all text, told the delimiter and that there is a header."""
    return _duckdb(path, f"all_varchar = true, header = true, delim = '{_told(path)}'")


OTHERS: dict[str, Reader] = {
    "csv": csv_reader,
    "csv, delimiter given": csv_told,
    "csv, Sniffer": csv_sniffer,
    "pandas": pandas_default,
    "pandas, delimiter given": pandas_told,
    "pandas, sep=None": pandas_sniff,
    "polars": polars_default,
    "polars, delimiter given": polars_told,
    "DuckDB": duckdb_auto,
    "DuckDB, delimiter given": duckdb_told,
}
