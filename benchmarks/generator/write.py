"""The five files, chunk by chunk: what is in memory at a time is the companies and one chunk of records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from .accounts import ACCOUNT_COLUMNS, AccountPlan, account_records, accounts
from .companies import World, build
from .contacts import CONTACT_COLUMNS, Plan, contacts

__all__ = ["generate"]

CHUNK = 100_000
# Accounts per thousand contacts, when no number is given.
_ACCOUNTS = 137


class _Table:
    """A CSV file that grows; its header comes with the first rows."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._started = False

    def add(self, frame: pl.DataFrame) -> None:
        frame.write_csv(self._file, include_header=not self._started)
        self._started = True


def _chunks(records: int) -> Iterator[tuple[int, Plan]]:
    for start in range(0, records, CHUNK):
        yield start, Plan.of(min(CHUNK, records - start))


def _ids(letter: str, digits: int, start: int, count: int) -> pl.Expr:
    number = pl.int_range(start + 1, start + count + 1).cast(pl.String).str.zfill(digits)
    return (pl.lit(letter) + number).alias("id")


def _write_contacts(out: dict[str, _Table], seed: int, world: World, records: int) -> None:
    employed = clusters = 0
    for number, (start, plan) in enumerate(_chunks(records)):
        frame = contacts(np.random.default_rng([seed, 2, number]), world, plan, employed)
        frame = frame.with_columns(_ids("C", 8, start, plan.records), pl.col("cluster") + clusters)
        out["contacts"].add(frame.select(CONTACT_COLUMNS))
        out["truth"].add(frame.select("id", "cluster", "kind", "errors"))
        out["contact_account"].add(frame.select("id", "parent").drop_nulls())
        employed += plan.employed
        clusters += plan.persons + plan.junk


def _write_accounts(out: dict[str, _Table], seed: int, world: World, plan: AccountPlan) -> None:
    site, kind = account_records(np.random.default_rng([seed, 3]), plan)
    for number, start in enumerate(range(0, plan.records, CHUNK)):
        part = slice(start, start + CHUNK)
        frame = accounts(np.random.default_rng([seed, 4, number]), world, site[part], kind[part])
        frame = frame.with_columns(_ids("A", 7, start, len(frame)))
        out["accounts"].add(frame.select(ACCOUNT_COLUMNS))
        out["accounts_truth"].add(frame.select("id", "cluster", "parent", "kind", "errors"))


def generate(folder: Path, records: int, seed: int, number_of_accounts: int | None = None) -> None:
    """Write contacts.csv, accounts.csv and the truth about both into the folder.

    Each chunk is drawn from the seed and its own number; the same arguments give the same bytes.
    """
    plan = AccountPlan.of(max(records * _ACCOUNTS // 1000, 1) if number_of_accounts is None else number_of_accounts)
    employed = sum(chunk.employed for _, chunk in _chunks(records))
    world = build(np.random.default_rng([seed, 1]), plan.companies, plan.branches, employed)
    folder.mkdir(parents=True, exist_ok=True)
    names = ("contacts", "truth", "contact_account", "accounts", "accounts_truth")
    with ExitStack() as files:
        out = {name: _Table(files.enter_context((folder / f"{name}.csv").open("wb"))) for name in names}
        _write_contacts(out, seed, world, records)
        _write_accounts(out, seed, world, plan)
